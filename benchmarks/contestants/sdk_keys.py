"""Creations with new idempotency keys."""

import tempfile
from collections.abc import Sequence

import anyio

from benchmarks.contestants import API_KEY
from benchmarks.contestants.control import control
from benchmarks.meter import Meter
from move_ugc_async import AsyncMoveUgc, Attempt, SourceIn

SOURCES = [SourceIn(device_label="phone", file_id="file-1", format="MP4")]


async def fresh(origin: str, a_day: int, keys: int, concurrency: int) -> dict[str, float]:
    """Create takes with new keys concurrently.

    Args:
        origin: The origin of the stub.
        a_day: Takes per day in the account.
        keys: Number of new keys.
        concurrency: Number of concurrent creations.
    """
    await control(origin, f"takes/{a_day}")
    with tempfile.TemporaryDirectory() as folder:
        # Each with a new client, which has not read any list.
        requests, first = await _create(origin, folder, ["first"], 1)
        searches, rest = await _create(origin, folder, [f"new-{number}" for number in range(keys)], concurrency)
    return {
        "first_requests": requests,
        "first_ms": first.wall * 1e3,
        "requests_a_key": searches / keys,
        "requests_a_window": searches / requests,
        "ms_a_key": rest.wall / keys * 1e3,
    }


async def _create(origin: str, folder: str, keys: Sequence[str], concurrency: int) -> tuple[int, Meter]:
    """Create a take per key; return the number of search requests and the cost."""
    searches = 0

    def count(attempt: Attempt) -> None:
        nonlocal searches
        searches += attempt.operation == "listTakes"

    async def create(key: str) -> None:
        async with slots:
            await client.takes.create_singlecam(SOURCES, idempotency_key=key)

    url, slots = f"{origin}/graphql", anyio.Semaphore(concurrency)
    async with AsyncMoveUgc(API_KEY, endpoint_url=url, state_dir=folder, on_attempt=count, timeout=600) as client:
        with Meter() as meter:
            async with anyio.create_task_group() as tasks:
                for key in keys:
                    tasks.start_soon(create, key)
    return searches, meter


WORKLOADS = {"fresh": fresh}
