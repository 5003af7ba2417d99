"""Waiting for jobs and volumes, over real sockets."""

import math
from collections.abc import AsyncIterator

import anyio
import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    JobFailedError,
    JobType,
    MoveClientClosedError,
    MoveInvalidRequestError,
    MoveNotFoundError,
    Outcome,
    ProgressEvent,
    WaitTimeoutError,
)
from move_ugc_async.sandbox import Sandbox
from tests.e2e.journeys import CLIP, LONG_ENOUGH, camera, single_take

pytestmark = pytest.mark.anyio

SOON = 0.02
"""Seconds between two looks, real ones: the sandbox's clock is moved by hand."""


async def new_jobs(client: AsyncMoveUgc, count: int) -> list[JobType]:
    take = await single_take(client)
    return [await client.jobs.create_singlecam(take.id, outputs=["MAIN_GLB"]) for _ in range(count)]


async def test_wait_gives_the_finished_job_with_every_output(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    (job,) = await new_jobs(client, 1)
    events: list[ProgressEvent] = []

    async def move_on(event: ProgressEvent) -> None:
        events.append(event)
        sandbox.clock.advance(3)

    finished = await client.jobs.wait(job, on_progress=move_on, poll_interval=SOON, expand=["outputs", "take"])
    assert finished.state == "FINISHED"
    assert finished.take is not None
    assert [bool(output.file.presigned_url) for output in finished.outputs or []] == [True]
    assert [event.state for event in events][:: len(events) - 1] == ["NOT_STARTED", "FINISHED"]
    assert [event.percentage for event in events] == sorted(event.percentage or 0 for event in events)
    assert {(event.kind, event.id) for event in events} == {("job", job.id)}


async def test_wait_goes_on_until_the_outputs_are_there(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    (job,) = await new_jobs(client, 1)
    sandbox.clock.advance(10)  # finished; the outputs take two seconds more
    states: list[str | None] = []

    async def finish_the_outputs() -> None:
        while not sandbox.journal.count("getJob") >= 2:
            await anyio.sleep(SOON)
        sandbox.clock.advance(LONG_ENOUGH)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(finish_the_outputs)
        finished = await client.jobs.wait(
            job.id, on_progress=lambda event: states.append(event.state), expand=["outputs"]
        )
    assert states == ["FINISHED"]
    assert all(output.file.presigned_url for output in finished.outputs or [])
    assert finished.outputs
    assert not finished.errors


@pytest.mark.check(23)
@pytest.mark.parametrize("failed_as", ["data", "error"])
async def test_a_failed_job_raises_with_what_is_known(failed_as: str) -> None:
    async with (
        Sandbox(clock="manual", failed_as=failed_as) as sandbox,  # type: ignore[arg-type]
        AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client,
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
        if failed_as == "data":
            assert error.job.state == "FAILED"
        else:
            assert error.suggestions == ("Record the whole body.",)
            assert "Record the whole body." in str(error)


@pytest.mark.check(21)
async def test_running_out_of_time_can_be_waited_for_again(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    (job,) = await new_jobs(client, 1)
    sandbox.clock.advance(5)
    with pytest.raises(WaitTimeoutError) as caught:
        await client.jobs.wait(job, timeout=0.2)
    assert (caught.value.id, caught.value.state) == (job.id, "RUNNING")
    assert 0 < (caught.value.percentage or 0) < 100
    sandbox.clock.advance(LONG_ENOUGH)
    assert (await client.jobs.wait(caught.value.id)).state == "FINISHED"


async def test_what_a_callback_raises_ends_the_wait(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    (job,) = await new_jobs(client, 1)

    def give_up(_event: ProgressEvent) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await client.jobs.wait(job, on_progress=give_up)
    asked = sandbox.journal.count()
    await anyio.sleep(5 * SOON)
    assert sandbox.journal.count() == asked


async def test_volumes_wait_alike(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    files = [await client.files.upload(CLIP) for _ in range(2)]
    sources = [camera(file, f"cam{number}") for number, file in enumerate(files)]
    volume = await client.volumes.create_human_volume(sources, human_height=1.8, area_type="NORMAL")
    sandbox.clock.advance(LONG_ENOUGH)
    finished = await client.volumes.wait(volume, expand=["outputs"])
    assert finished.state == "FINISHED"
    assert len(finished.outputs or []) == 3


async def test_watch_gives_each_change_and_ends(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    (job,) = await new_jobs(client, 1)
    events: list[ProgressEvent] = []
    async for event in client.jobs.watch(job.id, poll_interval=SOON):
        events.append(event)
        sandbox.clock.advance(2)
    assert events[0].state == "NOT_STARTED"
    assert (events[-1].state, events[-1].percentage) == ("FINISHED", 100)
    assert len({(event.state, event.percentage) for event in events}) == len(events)


async def test_an_unknown_job_is_not_found(client: AsyncMoveUgc) -> None:
    unknown = "job-00000000-0000-0000-0000-000000000000"
    with pytest.raises(MoveNotFoundError, match=f"{unknown} was not found"):
        await client.jobs.wait(unknown, timeout=5)


async def test_bad_arguments_are_told_before_anything_is_sent(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    with pytest.raises(MoveInvalidRequestError, match="expand 'output'"):
        await client.jobs.wait("job-1", expand=["output"])  # type: ignore[list-item]
    with pytest.raises(MoveInvalidRequestError, match="timeout"):
        await client.jobs.wait("job-1", timeout=-1)
    with pytest.raises(MoveInvalidRequestError, match="missing"):
        await client.jobs.wait("")
    assert not sandbox.journal.count()


async def test_wait_many_gives_an_outcome_for_each(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
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


async def test_wait_many_gives_each_the_moment_it_ends(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    early, *_ = await new_jobs(client, 1)
    sandbox.clock.advance(9)
    late, *_ = await new_jobs(client, 1)
    sandbox.clock.advance(1)
    seen: list[Outcome[JobType]] = []
    async for outcome in client.jobs.wait_many([late, early], poll_interval=SOON):
        sandbox.clock.advance(LONG_ENOUGH)
        seen.append(outcome)
    assert [outcome.id for outcome in seen] == [early.id, late.id]


async def test_wait_many_ends_in_time(client: AsyncMoveUgc) -> None:
    jobs = await new_jobs(client, 3)
    outcomes = [outcome async for outcome in client.jobs.wait_many(jobs, timeout=0.2)]
    assert {outcome.id for outcome in outcomes} == {job.id for job in jobs}
    assert all(isinstance(outcome.error, WaitTimeoutError) for outcome in outcomes)


@pytest.mark.timeout(120)
@pytest.mark.parametrize("anyio_backend", ["asyncio", pytest.param("trio", marks=pytest.mark.slow)])
async def test_a_thousand_waiters_cost_forty_requests_a_tick(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    take = await single_take(client)
    ids: list[str] = []

    async def create() -> None:
        ids.append((await client.jobs.create_singlecam(take.id, outputs=["MAIN_GLB"])).id)

    async with anyio.create_task_group() as tasks:
        for _ in range(1000):
            tasks.start_soon(create)
    sandbox.journal.clear()
    finished: list[str] = []

    async def wait(job_id: str) -> None:
        events = [event async for event in client.jobs.watch(job_id, poll_interval=0.3)]
        assert events[-1].state == "FINISHED"
        finished.append(job_id)

    async with anyio.create_task_group() as tasks:
        for job_id in ids:
            tasks.start_soon(wait, job_id)
        while sandbox.journal.count("getJob") < 2000:
            await anyio.sleep(SOON)
        sandbox.clock.advance(LONG_ENOUGH)
    assert sorted(finished) == sorted(ids)
    requests = sandbox.journal.filter(operation="getStatuses")
    assert len(requests) == sandbox.journal.count()
    looks = sandbox.journal.count("getJob")
    assert all(len(entry.fields) <= 25 for entry in requests)
    assert len(requests) <= math.ceil(looks / 25) + looks / 1000


async def test_cancelling_one_waiter_cancels_nothing_else(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    jobs = await new_jobs(client, 2)
    results: list[JobType] = []

    async def wait(job: JobType) -> None:
        results.append(await client.jobs.wait(job, poll_interval=SOON))

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(wait, jobs[0])
        with anyio.move_on_after(5 * SOON):
            await client.jobs.wait(jobs[1], poll_interval=SOON)
        sandbox.clock.advance(LONG_ENOUGH)
    assert [job.id for job in results] == [jobs[0].id]


async def test_closing_the_client_tells_those_who_wait(sandbox: Sandbox) -> None:
    client = AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url)
    jobs = await new_jobs(client, 3)
    told: list[MoveClientClosedError] = []

    async def wait(job: JobType) -> None:
        try:
            await client.jobs.wait(job)
        except MoveClientClosedError as error:
            told.append(error)

    with anyio.fail_after(1):
        async with anyio.create_task_group() as tasks:
            for job in jobs:
                tasks.start_soon(wait, job)
            await anyio.sleep(5 * SOON)
            await client.aclose()
    assert len(told) == 3


async def test_retrieve_many_reads_in_batches_and_keeps_the_order(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
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
    # The lost one nulls the first answer; the others are asked for again without it.
    assert [(entry.operation, len(entry.fields)) for entry in sandbox.journal] == [("getJobs", 5), ("getJobs", 4)]


@pytest.fixture
async def batching(sandbox: Sandbox) -> AsyncIterator[AsyncMoveUgc]:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, poll_batch_size=2) as client:
        yield client


async def test_the_batch_size_is_a_setting(batching: AsyncMoveUgc, sandbox: Sandbox) -> None:
    jobs = await new_jobs(batching, 5)
    sandbox.journal.clear()
    await batching.jobs.retrieve_many([job.id for job in jobs])
    assert sorted(len(entry.fields) for entry in sandbox.journal) == [1, 2, 2]
