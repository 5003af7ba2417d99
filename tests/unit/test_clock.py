"""`InstantClock`, for tests of users, and the id of the boot."""

import errno
import os
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, InstantClock, SourceIn, _clock
from move_ugc_async._clock import boot_id
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.workflows import CLIP
from tests.support.loop_time import StoppedTime
from tests.support.servers import API_KEY, HttpServer, Reply, graphql_reply
from tests.support.wait_until import wait_until
from tests.unit._transport.calls import Running

pytestmark = pytest.mark.anyio


async def test_waits_between_attempts_take_no_time_with_an_instant_clock(stopped_time: StoppedTime) -> None:
    unavailable = Reply(status=503, headers=(("Retry-After", "30"),))
    with HttpServer(unavailable, unavailable, unavailable, graphql_reply()) as server:
        async with (
            AsyncMoveUgc(API_KEY, endpoint_url=f"{server.url}/graphql", clock=InstantClock(), timeout=1000) as client,
            anyio.create_task_group() as tasks,
        ):
            call = Running(client.client.retrieve)
            tasks.start_soon(call.run)
            await wait_until(lambda: call.has_ended)
    assert call.result is not None
    assert len(server.requests) == 4
    assert stopped_time.now == StoppedTime().now


@pytest.mark.parametrize("anyio_backend", ["asyncio"], indirect=True)
async def test_waits_between_polls_take_no_time_with_an_instant_clock(stopped_time: StoppedTime) -> None:
    states: list[str | None] = []

    async def watch() -> None:
        clip = await client.files.upload(CLIP)
        take = await client.takes.create_singlecam([SourceIn(device_label="a", file_id=clip.id, format="MP4")])
        job = await client.jobs.create_singlecam(take.id)
        async for event in client.jobs.watch(job, poll_interval=60):
            states.append(event.state)
            sandbox.clock.advance(1)

    with Sandbox(clock="manual") as sandbox:
        async with (
            AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock()) as client,
            anyio.create_task_group() as tasks,
        ):
            watching = Running(watch)
            tasks.start_soon(watching.run)
            await wait_until(lambda: watching.has_ended)
    assert states[-1] == "FINISHED"
    assert len(states) > 2
    assert stopped_time.now == StoppedTime().now


def test_boot_id_that_cannot_be_read_for_a_moment_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    expected = boot_id()
    _clock._read_boot_id.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", fail)
        assert boot_id() is None
    assert boot_id() == expected
