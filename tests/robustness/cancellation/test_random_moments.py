"""Workflows on one client, each cancelled at a random point."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeAlias

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.workflows import CLIP
from tests.robustness.cancellation.conftest import NewClient
from tests.robustness.cancellation.leftovers import files, nothing_left, nothing_runs
from tests.robustness.cancellation.suspension_points import WAYS, Way, run

pytestmark = pytest.mark.anyio

SEED = 36
LOOPS = pytest.mark.parametrize("way", [Way("asyncio"), Way("trio")], ids=str)

Pick: TypeAlias = Callable[[int, list[Way]], tuple[int, Way]]
"""A function that chooses a point, given their number, and a way to cancel."""


@LOOPS
async def test_a_client_works_after_workflows_cancelled_at_ten_points(
    way: Way, new_client: NewClient, sandbox: Sandbox, tmp_path: Path
) -> None:
    numbers = iter(range(10))

    def pick(points: int, ways: list[Way]) -> tuple[int, Way]:
        number = next(numbers)
        return 1 + points * number // 10, ways[number % len(ways)]

    cancelled = await cancel_workflows(10, pick, way, new_client, sandbox, tmp_path)
    # At least the first workflow, at its first point; the scheduler decides how many points later ones have.
    assert cancelled


@pytest.mark.slow
@pytest.mark.timeout(180)
@LOOPS
async def test_a_client_works_after_a_hundred_workflows_cancelled_at_random_points(
    way: Way, new_client: NewClient, sandbox: Sandbox, tmp_path: Path
) -> None:
    rng = Random(SEED)

    def pick(points: int, ways: list[Way]) -> tuple[int, Way]:
        return rng.randint(1, points), rng.choice(ways)

    cancelled = await cancel_workflows(100, pick, way, new_client, sandbox, tmp_path)
    assert cancelled > 50, f"seed {SEED}"


async def cancel_workflows(
    runs: int, pick: Pick, way: Way, new_client: NewClient, sandbox: Sandbox, tmp_path: Path
) -> int:
    """Cancel workflows on one client, check that they leave nothing, and return how many were cancelled."""
    ways = [each for each in WAYS if (each.loop, each.backend) == (way.loop, way.backend)]
    where = str(way)
    folders = [tmp_path / str(number) for number in range(runs)]
    cancelled = 0
    async with nothing_left(where), new_client() as client:

        def capture(folder: Path) -> partial[Awaitable[object]]:
            return partial(client.capture, CLIP, folder, outputs=["main_glb", "motion_data"])

        whole = await run(capture(tmp_path / "first"), way)
        async with nothing_runs(where):
            for folder in folders:
                at, how = pick(whole.seen, ways)
                cancelled += (await run(capture(folder), how, at)).reached
        await capture(tmp_path / "last")()
        assert len([job async for job in client.jobs.list()]) == len(sandbox.ledger), where
    async with new_client() as client:
        assert await complete(client, tmp_path / "first") == await complete(client, tmp_path / "last") == 2
        for folder in folders:
            await complete(client, folder)
    return cancelled


async def complete(client: AsyncMoveUgc, folder: Path) -> int:
    """Check that each file in a folder is a complete output, and return how many there are."""
    found = files(folder)
    ids = {output["name"]: file_id for file_id, output in manifest(folder).items()}
    for name, content in found.items():
        original = await client.files.download(ids[name], folder.with_suffix(".original"), overwrite=True)
        digests = [hashlib.sha256(each).hexdigest() for each in (content, await anyio.Path(original).read_bytes())]
        assert digests[0] == digests[1], folder / name
    return len(found)


def manifest(folder: Path) -> dict[str, dict[str, str]]:
    """Return the manifest entries of a folder by file id."""
    outputs: dict[str, dict[str, str]] = {}
    for path in folder.glob(".move-*.json"):
        outputs |= json.loads(path.read_text(encoding="utf-8"))["outputs"]
    return outputs
