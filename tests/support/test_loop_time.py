"""Stopped time controls deadlines."""

import anyio
import pytest

from tests.support.loop_time import StoppedTime
from tests.support.wait_until import run_ready

pytestmark = pytest.mark.anyio


async def test_deadline_passes_only_when_stopped_time_is_advanced(stopped_time: StoppedTime) -> None:
    ended = anyio.Event()

    async def wait() -> None:
        with anyio.move_on_after(60):
            await anyio.sleep_forever()
        ended.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(wait)
        await run_ready()
        stopped_time.advance(59.9)
        await run_ready()
        assert not ended.is_set()
        stopped_time.advance(0.1)
        await ended.wait()
    assert stopped_time.now == 1060
