"""Failed reads of finished jobs: an outage ends no wait before the tolerance, whenever it begins."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

import anyio
import pytest
from anyio.lowlevel import checkpoint

from move_ugc_async._backoff import OUTAGE_TOLERANCE
from move_ugc_async._polling.outcomes import Failure, Outcome, ProgressEvent, Success
from move_ugc_async._polling.poller import GATHER
from move_ugc_async._polling.status import WorkRef
from move_ugc_async._polling.wait import READ_RETRY_DELAY, Deadline, Read, Wait
from move_ugc_async.errors import (
    GraphQLErrorItem,
    JobFailedError,
    MoveAPIError,
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveNotFoundError,
    MoveServerError,
    WaitTimeoutError,
)
from tests.unit._polling.conftest import FINISHED, RUNNING, Bench, both_loops

pytestmark = pytest.mark.anyio

TOLERABLE = pytest.mark.parametrize(
    "error",
    [
        MoveServerError("down"),
        MoveHTTPStatusError("m", status=408),
        MoveHTTPStatusError("m", status=421),
        MoveConnectionError("m"),
        MoveAPIError("odd", status=200),
    ],
    ids=lambda error: f"{type(error).__name__}-{error.status}",
)


@dataclass
class Finished:
    """A finished job."""

    id: str
    outputs: None = None
    errors: tuple[GraphQLErrorItem, ...] = ()


@dataclass
class Reads:
    """Reads of jobs, some of which fail."""

    bench: Bench
    failure: Callable[[str, float], MoveError | None]
    moments: list[float] = field(default_factory=list)

    async def read(self, ids: Sequence[str]) -> list[Outcome[Finished]]:
        self.moments.append(self.bench.clock.now)
        errors = {each: self.failure(each, self.bench.clock.now) for each in ids}
        return [
            Success(each, Finished(each)) if error is None else Failure(each, error) for each, error in errors.items()
        ]


async def wait(
    bench: Bench, reads: Reads, *, timeout: float = 1000, events: list[ProgressEvent] | None = None
) -> Finished | MoveError:
    on_progress = None if events is None else events.append
    async with bench.clock.running():
        deadline = Deadline.after(timeout, bench.clock)
        one: Wait[Finished] = Wait([WorkRef("job", "job-1")], lambda: bench.poller, deadline, 5, reads.read)
        try:
            finished = await one.run_one(on_progress)
        except MoveError as error:
            return error
    assert finished is not None
    return finished


async def wait_many(bench: Bench, reads: Reads, *, timeout: float = 1000) -> dict[str, tuple[float, Outcome[Finished]]]:
    outcomes: dict[str, tuple[float, Outcome[Finished]]] = {}

    async def emit(outcome: Outcome[Finished]) -> None:
        outcomes[outcome.id] = (bench.clock.now, outcome)

    refs = [WorkRef("job", "job-1"), WorkRef("job", "job-2")]
    async with bench.clock.running():
        await Wait(refs, lambda: bench.poller, Deadline.after(timeout, bench.clock), 5, reads.read).run(emit)
    return outcomes


@both_loops
@TOLERABLE
async def test_wait_tolerates_an_outage_that_begins_after_the_last_poll(bench: Bench, error: MoveError) -> None:
    bench.server.behaviour = lambda _id, _now: FINISHED
    reads = Reads(bench, lambda _id, now: error if now < OUTAGE_TOLERANCE - READ_RETRY_DELAY else None)
    events: list[ProgressEvent] = []
    assert isinstance(await wait(bench, reads, events=events), Finished)
    assert events[0].unreachable is None
    assert all(event.unreachable and event.unreachable.error is error for event in events[1:])
    assert len(events) == len(reads.moments)
    assert {event.state for event in events} == {"FINISHED"}


async def test_wait_ends_with_the_error_of_its_last_read_when_an_outage_lasts(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, _now: FINISHED
    down = MoveServerError("down")
    reads = Reads(bench, lambda _id, _now: down)
    assert await wait(bench, reads) is down
    assert OUTAGE_TOLERANCE < reads.moments[-1] - GATHER <= OUTAGE_TOLERANCE + 2 * READ_RETRY_DELAY


async def test_wait_ends_at_once_when_its_job_no_longer_exists(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, _now: FINISHED
    reads = Reads(bench, lambda _id, _now: MoveNotFoundError("gone"))
    assert isinstance(await wait(bench, reads), MoveNotFoundError)
    assert len(reads.moments) == 1


@both_loops
@TOLERABLE
async def test_wait_many_tolerates_a_failed_read_of_one_and_delivers_the_others(bench: Bench, error: MoveError) -> None:
    bench.server.behaviour = lambda _id, _now: FINISHED
    reads = Reads(bench, lambda work_id, now: error if work_id == "job-1" and now < 200 else None)
    outcomes = await wait_many(bench, reads)
    assert all(outcome.error is None for _, outcome in outcomes.values())
    assert outcomes["job-2"][0] < 1
    assert 200 <= outcomes["job-1"][0] < 200 + 2 * READ_RETRY_DELAY
    assert len(reads.moments) <= 200 / READ_RETRY_DELAY + 2


@pytest.mark.parametrize("is_polled", [False, True])
async def test_a_timeout_during_an_outage_names_the_outage_and_keeps_the_cause(
    bench: Bench, *, is_polled: bool
) -> None:
    down = MoveServerError("down")
    bench.server.behaviour = lambda _id, _now: RUNNING if is_polled else FINISHED
    bench.server.fail = lambda _ids: down if is_polled and bench.clock.now > 1 else None
    reads = Reads(bench, lambda _id, _now: down)
    error = await wait(bench, reads, timeout=60)
    assert isinstance(error, WaitTimeoutError)
    assert "could not be read until the timeout (MoveServerError)" in error.message
    assert error.__cause__ is down


@pytest.mark.parametrize("is_polled", [False, True])
async def test_a_timeout_of_wait_many_during_an_outage_names_the_outage(bench: Bench, *, is_polled: bool) -> None:
    down = MoveServerError("down")
    bench.server.behaviour = lambda _id, _now: RUNNING if is_polled else FINISHED
    bench.server.fail = lambda _ids: down if is_polled and bench.clock.now > 1 else None
    outcomes = await wait_many(bench, Reads(bench, lambda _id, _now: down), timeout=60)
    for _, outcome in outcomes.values():
        assert isinstance(outcome.error, WaitTimeoutError)
        assert outcome.error.__cause__ is down


def late_wait(bench: Bench, read: Read[Finished], *ids: str) -> tuple[Wait[Finished], Callable[..., Awaitable[None]]]:
    """Return a wait, and a callback that spends its timeout."""

    async def spend(_event: ProgressEvent) -> None:
        await bench.clock.sleep(20)

    refs = [WorkRef("job", each) for each in ids]
    return Wait(refs, lambda: bench.poller, Deadline.after(10, bench.clock), 5, read), spend


@both_loops
async def test_the_final_read_of_one_job_is_cut_off_at_the_deadline(bench: Bench) -> None:
    async def read(_ids: Sequence[str]) -> list[Outcome[Finished]]:
        await anyio.sleep_forever()
        return []

    bench.server.behaviour = lambda _id, _now: FINISHED
    wait, spend = late_wait(bench, read, "job-1")
    async with bench.clock.running():
        with pytest.raises(WaitTimeoutError, match="finished"):
            await wait.run_one(spend)


async def test_the_read_of_a_failed_job_is_not_cut_off_at_the_deadline(bench: Bench) -> None:
    async def read(ids: Sequence[str]) -> list[Outcome[Finished]]:
        await checkpoint()
        return [Success(each, Finished(each)) for each in ids]

    bench.server.behaviour = lambda _id, _now: {"state": "FAILED"}
    wait, spend = late_wait(bench, read, "job-1")
    async with bench.clock.running():
        with pytest.raises(JobFailedError) as caught:
            await wait.run_one(spend)
    assert caught.value.job == Finished("job-1")


@pytest.mark.parametrize("ids", [["job-1"], ["job-1", "job-2"]])
async def test_the_final_read_of_many_jobs_is_not_cut_off_at_the_deadline(bench: Bench, ids: list[str]) -> None:
    outcomes: list[Outcome[Finished]] = []

    async def emit(outcome: Outcome[Finished]) -> None:
        outcomes.append(outcome)

    async def read(ids: Sequence[str]) -> list[Outcome[Finished]]:
        await checkpoint()
        return [Success(each, Finished(each)) for each in ids]

    bench.server.behaviour = lambda _id, _now: FINISHED
    wait, spend = late_wait(bench, read, *ids)
    async with bench.clock.running():
        await wait.run(emit, spend)
    assert outcomes == [Success(each, Finished(each)) for each in ids]


async def test_a_job_that_ends_while_an_outcome_is_processed_past_the_deadline_is_still_read(bench: Bench) -> None:
    outcomes: list[Outcome[Finished]] = []

    async def process(outcome: Outcome[Finished]) -> None:
        outcomes.append(outcome)
        await bench.clock.sleep(20)

    async def read(ids: Sequence[str]) -> list[Outcome[Finished]]:
        await checkpoint()
        return [Success(each, Finished(each)) for each in ids]

    bench.server.behaviour = lambda work_id, now: FINISHED if work_id == "job-1" or now > 4 else RUNNING
    wait, _ = late_wait(bench, read, "job-1", "job-2")
    async with bench.clock.running():
        await wait.run(process)
    assert outcomes == [Success(each, Finished(each)) for each in ("job-1", "job-2")]


async def test_a_slow_callback_gets_each_event_with_the_status_of_its_poll(bench: Bench) -> None:
    events: list[ProgressEvent] = []
    started: list[float] = []

    async def remember(event: ProgressEvent) -> None:
        events.append(event)
        started.append(bench.clock.now)
        await bench.clock.sleep(12)

    down = MoveServerError("down")
    bench.server.behaviour = lambda _id, now: FINISHED if now > 22 else {"progress": {"percentageComplete": int(now)}}
    bench.server.fail = lambda _ids: down if 9 < bench.clock.now < 11 else None
    reads = Reads(bench, lambda _id, _now: None)
    async with bench.clock.running():
        ref = WorkRef("job", "job-1")
        await Wait([ref], lambda: bench.poller, Deadline(bench.clock), 5, reads.read).run_one(remember)
    assert [(event.percentage, event.unreachable is not None) for event in events] == [
        (0, False),
        (5, False),
        (5, True),
        (15, False),
        (20, False),
        (None, False),
    ]
    assert events[-1].state == "FINISHED"
    assert [event.elapsed for event in events] == pytest.approx(started)
