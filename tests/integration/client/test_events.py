"""Webhooks wake waits for jobs of the sandbox, over real sockets."""

import json
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    CaptureSpec,
    InstantClock,
    JobFailedError,
    MoveInvalidRequestError,
    WebhookEvent,
)
from move_ugc_async.sandbox import Sandbox
from move_ugc_async.webhooks._events import read_event
from tests.integration.client.loops import both_loops
from tests.integration.client.polls import first_poll
from tests.integration.client.workflows import CLIP, LONG_ENOUGH, single_take
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import run_ready, wait_until

pytestmark = pytest.mark.anyio

Wait = Callable[[AsyncMoveUgc, Path], Awaitable[object]]
"""Waits for a new job with one method of the client, and returns the state or the error of the job."""


async def new_job(client: AsyncMoveUgc) -> str:
    take = await single_take(client)
    return (await client.jobs.create_singlecam(take.id, outputs=["MAIN_GLB"])).id


async def wait(client: AsyncMoveUgc, _folder: Path) -> object:
    return (await client.jobs.wait(await new_job(client))).state


async def wait_on_a_copy(client: AsyncMoveUgc, _folder: Path) -> object:
    return (await client.with_options(timeout=30).jobs.wait(await new_job(client))).state


async def wait_many(client: AsyncMoveUgc, _folder: Path) -> object:
    (outcome,) = [outcome async for outcome in client.jobs.wait_many([await new_job(client)])]
    return outcome.error or outcome.job.state


async def watch(client: AsyncMoveUgc, _folder: Path) -> object:
    return [event.state async for event in client.jobs.watch(await new_job(client))][-1]


async def capture(client: AsyncMoveUgc, folder: Path) -> object:
    return (await client.capture(CLIP, folder, outputs=["main_glb"])).work.state


async def capture_many(client: AsyncMoveUgc, folder: Path) -> object:
    spec = CaptureSpec(CLIP, folder, {"outputs": ["main_glb"]})
    (outcome,) = [outcome async for outcome in client.capture_many([spec])]
    assert outcome.error is None
    return outcome.result.work.state


def webhook(job_id: str, name: str = "ugc.job.state.completed") -> WebhookEvent:
    body = {"event_name": name, "detail": {"job_id": job_id.removeprefix("job-")}}
    return read_event("msg_1", json.dumps(body).encode())


@pytest.mark.parametrize("waiting", [wait, wait_on_a_copy, wait_many, watch, capture, capture_many])
async def test_an_event_wakes_each_method_that_waits(
    paused_client: AsyncMoveUgc, sandbox: Sandbox, stopped_time: StoppedTime, tmp_path: Path, waiting: Wait
) -> None:
    states: list[object] = []

    async def run() -> None:
        states.append(await waiting(paused_client, tmp_path))

    async with anyio.create_task_group() as group:
        group.start_soon(run)
        job_id = await first_poll(paused_client, stopped_time)
        sandbox.clock.advance(LONG_ENOUGH)
        paused_client.events.feed(webhook(job_id))
    assert states == ["FINISHED"]
    assert len(sandbox.journal.filter(operation="getStatuses")) == 2


@both_loops
async def test_an_event_of_another_thread_wakes_a_wait(
    paused_client: AsyncMoveUgc, sandbox: Sandbox, stopped_time: StoppedTime
) -> None:
    sandbox.fail_next_job("Record the whole body.")
    errors: list[JobFailedError] = []

    async def run() -> None:
        with pytest.raises(JobFailedError) as caught:
            await paused_client.jobs.wait(await new_job(paused_client))
        errors.append(caught.value)

    async with anyio.create_task_group() as group:
        group.start_soon(run)
        event = webhook(await first_poll(paused_client, stopped_time), "ugc.job.state.failed")
        sandbox.clock.advance(LONG_ENOUGH)
        thread = threading.Thread(target=paused_client.events.feed, args=(event,))
        thread.start()
        thread.join()
    assert errors[0].suggestions == ("Record the whole body.",)


@both_loops
async def test_an_event_that_is_wrong_does_not_change_the_result(
    paused_client: AsyncMoveUgc, sandbox: Sandbox, stopped_time: StoppedTime
) -> None:
    states: list[str | None] = []

    async def run() -> None:
        states.append((await paused_client.jobs.wait(await new_job(paused_client))).state)

    async with anyio.create_task_group() as group:
        group.start_soon(run)
        job_id = await first_poll(paused_client, stopped_time)
        # The job is still running, and will not fail.
        for name in ("ugc.job.state.failed", "ugc.job.state.completed", "job.state.started", "job.state.paused"):
            paused_client.events.feed(webhook(job_id, name))
        await wait_until(lambda: len(sandbox.journal.filter(operation="getStatuses")) == 2)
        await run_ready()
        assert states == []
        sandbox.clock.advance(LONG_ENOUGH)
        await wait_until(lambda: stopped_time.advance(0.01) or states)
    assert states == ["FINISHED"]


def test_events_are_accepted_outside_an_event_loop_and_after_the_client_is_closed(sandbox: Sandbox) -> None:
    client = AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock())
    client.events.feed(webhook("job-1"))

    async def run() -> str | None:
        async with client:
            job_id = await new_job(client)
            sandbox.clock.advance(LONG_ENOUGH)
            client.events.feed(webhook(job_id))
            return (await client.jobs.wait(job_id)).state

    assert anyio.run(run) == "FINISHED"
    client.events.feed(webhook("job-1"))
    assert len(sandbox.journal.filter(operation="getStatuses")) == 1


@pytest.mark.parametrize("event", [None, {}, b"{}", "ugc.job.state.completed"])
async def test_feed_rejects_values_other_than_events(client: AsyncMoveUgc, event: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match=f"event must be a WebhookEvent.*; got {type(event).__name__}"):
        client.events.feed(event)
