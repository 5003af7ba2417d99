"""Waits for jobs and volumes, over real sockets."""

import math
from collections.abc import AsyncIterator

import anyio
import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    InstantClock,
    JobFailedError,
    JobType,
    MoveClientClosedError,
    MoveInvalidRequestError,
    MoveNotFoundError,
    Outcome,
    ProgressEvent,
    WaitTimeoutError,
)
from move_ugc_async._polling.poller import GATHER
from move_ugc_async.sandbox import Sandbox, Status
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP, LONG_ENOUGH, camera, single_take
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import run_ready, wait_until

pytestmark = pytest.mark.anyio

INTERVAL = 10.0
"""Poll interval in seconds; the test advances the time."""


async def new_jobs(client: AsyncMoveUgc, count: int) -> list[JobType]:
    take = await single_take(client)
    return [await client.jobs.create_singlecam(take.id, outputs=["MAIN_GLB"]) for _ in range(count)]


@both_loops
async def test_wait_returns_the_finished_job_with_every_output(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    (job,) = await new_jobs(client, 1)
    events: list[ProgressEvent] = []

    async def move_on(event: ProgressEvent) -> None:
        events.append(event)
        sandbox.clock.advance(3)

    finished = await client.jobs.wait(job, on_progress=move_on, expand=["outputs", "take"])
    assert finished.state == "FINISHED"
    assert finished.take is not None
    assert [bool(output.file.presigned_url) for output in finished.outputs or []] == [True]
    assert [event.state for event in events][:: len(events) - 1] == ["NOT_STARTED", "FINISHED"]
    assert [event.percentage for event in events] == sorted(event.percentage or 0 for event in events)
    assert {(event.kind, event.id) for event in events} == {("job", job.id)}


@pytest.mark.usefixtures("stopped_time")
async def test_wait_reads_a_finished_job_again_until_its_outputs_have_urls(sandbox: Sandbox) -> None:
    clock = FakeClock(on_sleep=sandbox.clock.advance)
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=clock) as client:
        (job,) = await new_jobs(client, 1)
        sandbox.clock.advance(10)  # finished; the outputs take two seconds more
        states: list[str | None] = []
        finished = await client.jobs.wait(
            job.id, on_progress=lambda event: states.append(event.state), expand=["outputs"]
        )
    assert clock.waits == pytest.approx([GATHER, 1, 1])
    assert states == ["FINISHED"]
    assert finished.outputs
    assert all(output.file.presigned_url for output in finished.outputs)
    assert not finished.errors


@both_loops
@pytest.mark.check(23)
@pytest.mark.parametrize("failed_as", ["data", "error"])
async def test_wait_for_a_failed_job_raises_the_state_and_the_suggestions_of_the_server(failed_as: str) -> None:
    async with (
        Sandbox(clock="manual", failed_as=failed_as) as sandbox,  # type: ignore[arg-type]
        AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock()) as client,
    ):
        sandbox.fail_next_job("Record the whole body.")
        (job,) = await new_jobs(client, 1)
        sandbox.clock.advance(LONG_ENOUGH)
        with pytest.raises(JobFailedError, match=job.id) as caught:
            await client.jobs.wait(job)
        (outcome,) = [outcome async for outcome in client.jobs.wait_many([job])]
    for error in (caught.value, outcome.error):
        assert isinstance(error, JobFailedError)
        assert error.id == job.id
        assert error.suggestions == ("Record the whole body.",)
        assert "Record the whole body." in str(error)
        if failed_as == "data":
            assert error.job.state == "FAILED"


@both_loops
@pytest.mark.check(21)
async def test_wait_can_be_called_again_with_the_id_of_its_timeout_error(
    client: AsyncMoveUgc, sandbox: Sandbox, stopped_time: StoppedTime
) -> None:
    (job,) = await new_jobs(client, 1)
    sandbox.clock.advance(5)
    with pytest.raises(WaitTimeoutError) as caught:
        await client.jobs.wait(job, timeout=60, on_progress=lambda _: stopped_time.advance(60))
    assert (caught.value.id, caught.value.state) == (job.id, "RUNNING")
    assert 0 < (caught.value.percentage or 0) < 100
    sandbox.clock.advance(LONG_ENOUGH)
    assert (await client.jobs.wait(caught.value.id)).state == "FINISHED"


@both_loops
@pytest.mark.parametrize("wait_timeout", [60, 6 * 3600])
async def test_a_wait_without_a_timeout_ends_after_wait_timeout(
    client: AsyncMoveUgc, sandbox: Sandbox, stopped_time: StoppedTime, wait_timeout: float
) -> None:
    (job,) = await new_jobs(client, 1)
    limited = client if wait_timeout == 6 * 3600 else client.with_options(wait_timeout=wait_timeout)

    def spend(_event: ProgressEvent) -> None:
        stopped_time.advance(wait_timeout)

    with pytest.raises(WaitTimeoutError):
        await limited.jobs.wait(job, on_progress=spend)
    events = limited.jobs.watch(job)
    spend(await anext(events))
    with pytest.raises(WaitTimeoutError):
        await anext(events)
    sandbox.clock.advance(LONG_ENOUGH)
    assert (await limited.jobs.wait(job)).state == "FINISHED"


@pytest.mark.parametrize(("wait_timeout", "timeout"), [(None, None), (60, math.inf), (60, 10**9)])
async def test_a_wait_has_no_timeout_when_the_setting_or_the_call_disables_timeouts(
    client: AsyncMoveUgc,
    sandbox: Sandbox,
    stopped_time: StoppedTime,
    wait_timeout: float | None,
    timeout: float | None,
) -> None:
    (job,) = await new_jobs(client, 1)

    def spend(_event: ProgressEvent) -> None:
        stopped_time.advance(10**6)
        sandbox.clock.advance(LONG_ENOUGH)

    patient = client.with_options(wait_timeout=wait_timeout)
    assert (await patient.jobs.wait(job, timeout=timeout, on_progress=spend)).state == "FINISHED"


@pytest.mark.parametrize("status", [408, 503])
async def test_watch_reports_that_the_server_is_unreachable_and_continues(sandbox: Sandbox, status: int) -> None:
    sandbox.faults.add(Status(status), operation="getStatuses", times=2)
    async with AsyncMoveUgc(
        sandbox.api_key, endpoint_url=sandbox.endpoint_url, max_retries=0, clock=InstantClock()
    ) as client:
        (job,) = await new_jobs(client, 1)
        sandbox.clock.advance(LONG_ENOUGH)
        events = [event async for event in client.jobs.watch(job)]
    outages = [event.unreachable for event in events]
    assert [outage and outage.error.status for outage in outages] == [status, status, None]
    assert outages[0] is not None
    assert outages[1] is not None
    assert outages[0].since == outages[1].since < outages[1].next_attempt
    assert [event.state for event in events] == [None, None, "FINISHED"]


async def assert_nothing_polls(client: AsyncMoveUgc, sandbox: Sandbox, stopped_time: StoppedTime) -> None:
    """Assert that no status is polled, however far the client's time advances."""
    polls = len(sandbox.journal.filter(operation="getStatuses"))
    for _ in range(5):
        stopped_time.advance(LONG_ENOUGH)
        await run_ready()
        # This response arrives after all earlier requests.
        await client.client.retrieve()
    assert len(sandbox.journal.filter(operation="getStatuses")) == polls
    assert client._context.pollers.get()._task is None


async def test_wait_ends_and_polls_no_more_when_the_callback_raises(
    paused_client: AsyncMoveUgc, sandbox: Sandbox, stopped_time: StoppedTime
) -> None:
    (job,) = await new_jobs(paused_client, 1)
    raised: list[ZeroDivisionError] = []

    def fail(_event: ProgressEvent) -> None:
        raise ZeroDivisionError

    async def wait() -> None:
        try:
            await paused_client.jobs.wait(job, on_progress=fail)
        except ZeroDivisionError as error:
            raised.append(error)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(wait)
        await run_ready()
        stopped_time.advance(GATHER)
    assert len(raised) == 1
    assert len(sandbox.journal.filter(operation="getStatuses")) == 1
    await assert_nothing_polls(paused_client, sandbox, stopped_time)


@both_loops
async def test_a_cancelled_wait_leaves_others_waiting_and_the_last_one_ends_the_polling(
    paused_client: AsyncMoveUgc, sandbox: Sandbox, stopped_time: StoppedTime
) -> None:
    jobs = await new_jobs(paused_client, 2)
    heard: list[str] = []
    first, second = anyio.CancelScope(), anyio.CancelScope()

    async def wait(job: JobType, scope: anyio.CancelScope) -> None:
        with scope:
            await paused_client.jobs.wait(job, poll_interval=INTERVAL, on_progress=lambda event: heard.append(event.id))

    async def polled() -> list[str]:
        """Move the time to the next poll, and return the ids in its request."""
        sandbox.journal.clear()
        stopped_time.advance(INTERVAL)
        await wait_until(lambda: sandbox.journal.count("getJob"))
        (request,) = sandbox.journal
        return sorted(request.variables.values())

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(wait, jobs[0], first)
        tasks.start_soon(wait, jobs[1], second)
        await run_ready()
        assert await polled() == sorted(job.id for job in jobs)
        await wait_until(lambda: len(heard) == 2)
        first.cancel()
        await wait_until(lambda: first.cancelled_caught)
        assert await polled() == [jobs[1].id]
        # Between two polls, with no request in flight.
        poller = paused_client._context.pollers.get()
        await wait_until(lambda: all(entry.due > stopped_time.now for entry in poller._entries.values()))
        second.cancel()
    assert second.cancelled_caught
    await assert_nothing_polls(paused_client, sandbox, stopped_time)


async def test_wait_returns_a_finished_volume_with_its_outputs(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    files = [await client.files.upload(CLIP) for _ in range(2)]
    sources = [camera(file, f"cam{number}") for number, file in enumerate(files)]
    volume = await client.volumes.create_human_volume(sources, human_height=1.8, area_type="NORMAL")
    sandbox.clock.advance(LONG_ENOUGH)
    finished = await client.volumes.wait(volume, expand=["outputs"])
    assert finished.state == "FINISHED"
    assert len(finished.outputs or []) == 3


async def test_watch_yields_each_change_and_ends_when_the_job_has_finished(
    client: AsyncMoveUgc, sandbox: Sandbox
) -> None:
    (job,) = await new_jobs(client, 1)
    events: list[ProgressEvent] = []
    async for event in client.jobs.watch(job.id):
        events.append(event)
        sandbox.clock.advance(2)
    assert events[0].state == "NOT_STARTED"
    assert (events[-1].state, events[-1].percentage) == ("FINISHED", 100)
    assert len({(event.state, event.percentage) for event in events}) == len(events)


async def test_wait_for_an_unknown_job_raises_not_found(client: AsyncMoveUgc) -> None:
    unknown = "job-00000000-0000-0000-0000-000000000000"
    with pytest.raises(MoveNotFoundError, match=f"{unknown} was not found"):
        await client.jobs.wait(unknown)


async def test_wait_refuses_invalid_arguments_before_anything_is_sent(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    with pytest.raises(MoveInvalidRequestError, match="got 'output'"):
        await client.jobs.wait("job-1", expand=["output"])  # type: ignore[list-item]
    with pytest.raises(MoveInvalidRequestError, match="timeout"):
        await client.jobs.wait("job-1", timeout=-1)
    with pytest.raises(MoveInvalidRequestError, match="the id of a job"):
        await client.jobs.wait("")
    assert not sandbox.journal.count()


async def test_wait_many_yields_an_outcome_for_each_id(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    sandbox.fail_next_job()
    jobs = await new_jobs(client, 5)
    sandbox.clock.advance(LONG_ENOUGH)
    ids = [*(job.id for job in jobs), "job-lost", jobs[1].id]
    outcomes = {outcome.id: outcome async for outcome in client.jobs.wait_many(ids, expand=["outputs"])}
    assert outcomes.keys() == set(ids)
    assert isinstance(outcomes[jobs[0].id].error, JobFailedError)
    assert isinstance(outcomes["job-lost"].error, MoveNotFoundError)
    for job in jobs[1:]:
        found = outcomes[job.id]
        assert found.error is None
        assert found.job is not None
        assert found.job.outputs is not None


async def test_wait_many_yields_each_outcome_as_soon_as_the_job_ends(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    early, *_ = await new_jobs(client, 1)
    sandbox.clock.advance(9)
    late, *_ = await new_jobs(client, 1)
    sandbox.clock.advance(1)
    seen: list[Outcome[JobType]] = []
    async for outcome in client.jobs.wait_many([late, early]):
        sandbox.clock.advance(LONG_ENOUGH)
        seen.append(outcome)
    assert [outcome.id for outcome in seen] == [early.id, late.id]


async def test_wait_many_yields_a_timeout_for_each_job_that_is_still_running(
    client: AsyncMoveUgc, sandbox: Sandbox, stopped_time: StoppedTime
) -> None:
    jobs = await new_jobs(client, 3)
    outcomes: list[Outcome[JobType]] = []

    async def wait() -> None:
        outcomes.extend([outcome async for outcome in client.jobs.wait_many(jobs, timeout=60)])

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(wait)
        await wait_until(lambda: sandbox.journal.count("getJob"))
        stopped_time.advance(59)
        await run_ready()
        assert not outcomes
        stopped_time.advance(1)
    assert {outcome.id for outcome in outcomes} == {job.id for job in jobs}
    assert all(isinstance(outcome.error, WaitTimeoutError) for outcome in outcomes)


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("anyio_backend", "count"),
    [
        ("asyncio", 250),
        pytest.param("asyncio", 1000, marks=pytest.mark.slow),
        pytest.param("trio", 1000, marks=pytest.mark.slow),
    ],
    indirect=["anyio_backend"],
)
async def test_waiters_cost_one_request_for_25_jobs_in_each_poll(
    paused_client: AsyncMoveUgc, sandbox: Sandbox, stopped_time: StoppedTime, count: int
) -> None:
    take = await single_take(paused_client)
    ids: list[str] = []

    async def create() -> None:
        ids.append((await paused_client.jobs.create_singlecam(take.id, outputs=["MAIN_GLB"])).id)

    async with anyio.create_task_group() as tasks:
        for _ in range(count):
            tasks.start_soon(create)
    sandbox.journal.clear()
    finished: list[str] = []
    poller = paused_client._context.pollers.get()

    async def watch(job_id: str) -> None:
        events = [event async for event in paused_client.jobs.watch(job_id, poll_interval=INTERVAL)]
        assert events[-1].state == "FINISHED"
        finished.append(job_id)

    async def poll(seconds: float) -> None:
        """Advance the time, and assert that each job is polled once, in full batches."""
        sandbox.journal.clear()
        stopped_time.advance(seconds)
        await wait_until(lambda: all(entry.due > stopped_time.now for entry in poller._entries.values()))
        assert [len(entry.fields) for entry in sandbox.journal] == [25] * (count // 25)
        polled = [job_id for entry in sandbox.journal for job_id in entry.variables.values()]
        assert sorted(polled) == sorted(ids)

    async with anyio.create_task_group() as tasks:
        for job_id in ids:
            tasks.start_soon(watch, job_id)
        await wait_until(lambda: len(poller._entries) == count)
        await poll(GATHER)
        for _ in range(3):
            await poll(INTERVAL)
        sandbox.clock.advance(LONG_ENOUGH)
        await poll(INTERVAL)
    assert sorted(finished) == sorted(ids)
    assert not poller._entries


@both_loops
async def test_closing_the_client_raises_a_typed_error_in_each_wait(sandbox: Sandbox) -> None:
    client = AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock())
    jobs = await new_jobs(client, 3)
    raised: list[MoveClientClosedError] = []

    async def wait(job: JobType) -> None:
        try:
            await client.jobs.wait(job)
        except MoveClientClosedError as error:
            raised.append(error)

    async with anyio.create_task_group() as tasks:
        for job in jobs:
            tasks.start_soon(wait, job)
        await wait_until(lambda: sandbox.journal.count("getJob"))
        await client.aclose()
    assert len(raised) == 3


async def test_retrieve_many_reads_in_batches_and_keeps_the_order_of_the_ids(
    client: AsyncMoveUgc, sandbox: Sandbox
) -> None:
    jobs = await new_jobs(client, 4)
    ids = [job.id for job in jobs] * 15
    ids[7] = "job-lost"
    sandbox.journal.clear()
    outcomes = await client.jobs.retrieve_many(ids, expand=["take", "client"])
    assert [outcome.id for outcome in outcomes] == ids
    assert isinstance(outcomes[7].error, MoveNotFoundError)
    for outcome in outcomes[:7]:
        assert outcome.job is not None
        assert outcome.job.take is not None
        assert outcome.job.client is not None
        assert outcome.job.inputs is None
    # The missing job nulls the first response; the others are requested again without it.
    assert [(entry.operation, len(entry.fields)) for entry in sandbox.journal] == [("getJobs", 5), ("getJobs", 4)]


@pytest.fixture
async def batching(sandbox: Sandbox) -> AsyncIterator[AsyncMoveUgc]:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, poll_batch_size=2) as client:
        yield client


async def test_poll_batch_size_limits_how_many_ids_a_request_has(batching: AsyncMoveUgc, sandbox: Sandbox) -> None:
    jobs = await new_jobs(batching, 5)
    sandbox.journal.clear()
    await batching.jobs.retrieve_many([job.id for job in jobs])
    assert sorted(len(entry.fields) for entry in sandbox.journal) == [1, 2, 2]
