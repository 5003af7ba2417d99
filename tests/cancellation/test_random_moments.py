"""Whole journeys on one client, each cancelled at some moment."""

import hashlib
import json
from collections.abc import Awaitable
from functools import partial
from pathlib import Path
from random import Random

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.sandbox import Sandbox
from tests.cancellation.conftest import NewClient
from tests.cancellation.leftovers import files, nothing_left, nothing_runs
from tests.cancellation.steps import WAYS, Way, run
from tests.e2e.journeys import CLIP

pytestmark = pytest.mark.anyio

RUNS = 100
"""On each of the two loops."""
SEED = 36


@pytest.mark.timeout(180)
@pytest.mark.parametrize("way", [Way("asyncio"), Way("trio")], ids=str)
async def test_two_hundred_journeys_leave_no_task_no_connection_and_no_file(
    way: Way, new_client: NewClient, sandbox: Sandbox, tmp_path: Path
) -> None:
    chance = Random(SEED)
    ways = [each for each in WAYS if (each.loop, each.backend) == (way.loop, way.backend)]
    where = f"{way}, seed {SEED}"
    folders = [tmp_path / str(number) for number in range(RUNS)]
    cancelled = 0
    async with nothing_left(where), new_client() as client:

        def capture(folder: Path) -> partial[Awaitable[object]]:
            return partial(client.capture, CLIP, folder, outputs=["main_glb", "motion_data"])

        whole = await run(capture(tmp_path / "first"), way)
        async with nothing_runs(where):
            for folder in folders:
                at = chance.randint(1, whole.seen)
                cancelled += (await run(capture(folder), chance.choice(ways), at)).reached
        await capture(tmp_path / "last")()
        assert len([job async for job in client.jobs.list()]) == len(sandbox.ledger), where
    assert cancelled > 0.8 * RUNS, where
    async with new_client() as client:
        assert await complete(client, tmp_path / "first") == await complete(client, tmp_path / "last") == 2
        for folder in folders:
            await complete(client, folder)


async def complete(client: AsyncMoveUgc, folder: Path) -> int:
    """See that each file in a folder is a complete output, and count them."""
    found = files(folder)
    ids = {output["name"]: file_id for file_id, output in manifest(folder).items()}
    for name, content in found.items():
        original = await client.files.download(ids[name], folder.with_suffix(".original"), overwrite=True)
        digests = [hashlib.sha256(each).hexdigest() for each in (content, await anyio.Path(original).read_bytes())]
        assert digests[0] == digests[1], folder / name
    return len(found)


def manifest(folder: Path) -> dict[str, dict[str, str]]:
    """Read which output each file is."""
    outputs: dict[str, dict[str, str]] = {}
    for path in folder.glob(".move-*.json"):
        outputs |= json.loads(path.read_text())["outputs"]
    return outputs
