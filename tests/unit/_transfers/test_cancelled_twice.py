"""A task that is cancelled again while it cleans up leaves nothing behind, and keeps the ids that it created."""

import asyncio
import contextlib
from pathlib import Path

import pytest

from move_ugc_async._transport.http import HttpPool
from move_ugc_async.capture.keeper import StateKeeper
from move_ugc_async.capture.state_file import StateFile, read_workflow
from tests.support.wait_until import run_ready, wait_until
from tests.unit._transfers.objects import (
    BODY,
    PLAIN,
    UNIT,
    Object,
    download,
    names,
    open_files,
    patient,
    serving,
    signed,
)

pytestmark = pytest.mark.anyio
ASYNCIO = pytest.mark.parametrize("stack", ["asyncio-aiohttp", "asyncio-httpx"], indirect=True)


@ASYNCIO
@pytest.mark.parametrize("cancelled", [1, 2, 5])
async def test_download_leaves_no_partial_file_when_its_task_is_cancelled_again(
    http: HttpPool, tmp_path: Path, cancelled: int
) -> None:
    for steps in range(12):
        stored = Object(BODY, cuts=[(2 * UNIT, "stall")])
        with serving(stored) as server:
            task = asyncio.ensure_future(download(patient(http, **PLAIN), signed(server), tmp_path / "new"))
            await wait_until(lambda server=server: server.cuts)
            await wait_until(lambda: any(tmp_path.iterdir()))
            for _ in range(cancelled):
                task.cancel()
                await run_ready(steps)
            with pytest.raises(asyncio.CancelledError):
                await task
        assert names(tmp_path) == []
        assert open_files(tmp_path) == []


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_id_is_written_to_the_state_file_when_the_task_is_cancelled_again(tmp_path: Path) -> None:
    for steps in range(12):
        path = tmp_path / f"state-{steps}"
        keeper = StateKeeper(file=StateFile(path))

        async def add(keeper: StateKeeper = keeper) -> None:
            await keeper.add(job_id="job-1")

        task = asyncio.ensure_future(add())
        await run_ready(1)
        for _ in range(3):
            task.cancel()
            await run_ready(steps)
        with contextlib.suppress(asyncio.CancelledError):
            await task
        stored = read_workflow(path)
        assert stored is not None
        assert stored.state.job_id == "job-1"
