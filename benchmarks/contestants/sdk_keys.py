"""Creations with idempotency keys that nobody has used before."""

import tempfile
from collections.abc import Sequence

import anyio

from benchmarks.contestants import API_KEY
from benchmarks.contestants.control import tell
from benchmarks.meter import Meter
from move_ugc_async import AsyncMoveUgc, Attempt, SourceIn

SOURCES = [SourceIn(device_label="phone", file_id="file-1", format="MP4")]


async def fresh(origin: str, a_day: int, keys: int, at_once: int) -> dict[str, float]:
    """Create takes with new keys, a number of them at the same time.

    Args:
        origin: The stub's.
        a_day: How many takes are created in a day.
        keys: How many new keys.
        at_once: How many at the same time.
    """
    await tell(origin, f"takes/{a_day}")
    with tempfile.TemporaryDirectory() as folder:
        # Each with a client that has read nothing yet.
        requests, first = await _create(origin, folder, ["first"], 1)
        searches, rest = await _create(origin, folder, [f"new-{number}" for number in range(keys)], at_once)
    return {
        "first_requests": requests,
        "first_ms": first.wall * 1e3,
        "requests_a_key": searches / keys,
        "requests_a_window": searches / requests,
        "ms_a_key": rest.wall / keys * 1e3,
    }


async def _create(origin: str, folder: str, keys: Sequence[str], at_once: int) -> tuple[int, Meter]:
    """Create a take for each key, and return the requests of searches and what all of it cost."""
    searches = 0

    def count(attempt: Attempt) -> None:
        nonlocal searches
        searches += attempt.operation == "listTakes"

    async def create(key: str) -> None:
        async with places:
            await client.takes.create_singlecam(SOURCES, idempotency_key=key)

    url, places = f"{origin}/graphql", anyio.Semaphore(at_once)
    async with AsyncMoveUgc(API_KEY, endpoint_url=url, state_dir=folder, on_attempt=count, timeout=600) as client:
        with Meter() as meter:
            async with anyio.create_task_group() as tasks:
                for key in keys:
                    tasks.start_soon(create, key)
    return searches, meter


WORKLOADS = {"fresh": fresh}
