"""Outages: transient errors, updates of listeners, and the waits that an unexpected exception ends."""

import logging
from datetime import UTC, datetime, timedelta

import anyio
import pytest

from move_ugc_async._backoff import OUTAGE_TOLERANCE
from move_ugc_async._polling.entry import Update
from move_ugc_async._polling.poller import GATHER
from move_ugc_async._polling.status import Status, Unreachable, WorkRef
from move_ugc_async.errors import (
    GraphQLErrorItem,
    MoveAPIError,
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveServerError,
)
from tests.unit._polling.conftest import FINISHED, JOB, RUNNING, Bench, both_loops, ignoring_outages, job, running

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "error",
    [
        *[MoveHTTPStatusError("m", status=status) for status in (408, 425, 429, 500, 504)],
        *[MoveAPIError("m", status=status) for status in (408, 425, 429, 503)],
        MoveServerError("m"),
        MoveConnectionError("m"),
    ],
    ids=lambda error: f"{type(error).__name__}-{error.status}",
)
async def test_a_transient_error_of_a_poll_ends_no_wait_and_splits_no_batch(bench: Bench, error: MoveError) -> None:
    bench.server.behaviour = lambda _id, now: FINISHED if now > 200 else RUNNING
    bench.server.fail = lambda _ids: error if 10 < bench.clock.now < 190 else None
    by_id: dict[str, list[Update]] = {f"job-{number}": [] for number in range(3)}
    async with bench.clock.running():
        for work_id, updates in by_id.items():
            bench.poller.listen(WorkRef("job", work_id), ignoring_outages(updates), interval=5)
        await bench.clock.sleep(250)
    assert all(updates[-1] == Status("FINISHED") for updates in by_id.values())
    assert all(len(ids) == 3 for _, ids in bench.server.requests)


async def test_a_failed_poll_reports_its_error_the_start_of_the_outage_and_the_next_attempt(bench: Bench) -> None:
    bench.server.behaviour = running
    down = MoveServerError("down")
    bench.server.fail = lambda _ids: down if 4 < bench.clock.now < 14 else None
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, updates.append, interval=5)
        await bench.clock.sleep(16)
    start = datetime.fromtimestamp(GATHER, UTC)
    five = timedelta(seconds=5)
    assert updates == [
        Status("RUNNING"),
        Unreachable(start + five, down, start + 2 * five),
        Unreachable(start + five, down, start + 3 * five),
        Status("RUNNING"),
    ]


async def test_the_start_of_an_outage_is_that_of_the_latest_one(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.server.fail = lambda _ids: MoveServerError("down") if len(bench.server.requests) in (1, 3) else None
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, updates.append, interval=5)
        await bench.clock.sleep(12)
    outages = [update.since.timestamp() for update in updates if isinstance(update, Unreachable)]
    assert outages == [pytest.approx(GATHER), pytest.approx(GATHER + 10)]


@both_loops
@pytest.mark.check(58)
@pytest.mark.parametrize("unexpected", [OSError("bad record"), AttributeError("ClientError"), KeyError("a0")])
async def test_an_unexpected_exception_of_a_poll_is_retried_and_logged_once(
    bench: Bench, unexpected: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_ids: list[str]) -> None:
        if len(bench.server.requests) in (2, 3):
            raise unexpected

    bench.server.behaviour = lambda _id, now: FINISHED if now > 30 else RUNNING
    bench.server.fail = fail
    updates: list[Update] = []
    with caplog.at_level(logging.WARNING):
        async with bench.clock.running():
            bench.poller.listen(JOB, ignoring_outages(updates), interval=5)
            await bench.clock.sleep(40)
    assert updates[-1] == Status("FINISHED")
    name = type(unexpected).__name__
    assert [record.getMessage() for record in caplog.records] == [f"polling failed with {name}; it is retried"]


async def test_a_persistent_unexpected_exception_ends_only_the_waits_of_its_batch(bench: Bench) -> None:
    def fail(ids: list[str]) -> None:
        if "job-0" in ids:
            raise ZeroDivisionError

    bench.server.behaviour = running
    bench.server.fail = fail
    by_number: dict[int, list[Update]] = {number: [] for number in range(50)}
    async with bench.clock.running():
        for number, updates in by_number.items():
            bench.poller.listen(job(number), ignoring_outages(updates), interval=60)
        await bench.clock.sleep(2 * OUTAGE_TOLERANCE)
    ended = {number: updates[-1] for number, updates in by_number.items() if isinstance(updates[-1], MoveError)}
    assert len(ended) == 25
    error = ended[0]
    assert isinstance(error, MoveError)
    assert error.message == "cannot poll: unexpected ZeroDivisionError"
    assert isinstance(error.__cause__, ZeroDivisionError)


@pytest.mark.parametrize("percentage", [10**400, -1, 101, 1e300, "7", None])
async def test_an_impossible_percentage_is_ignored(bench: Bench, percentage: object) -> None:
    progress = {"state": "RUNNING", "percentageComplete": percentage}
    bench.server.behaviour = lambda _id, now: FINISHED if now > 30 else {"progress": progress}
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, updates.append)
        await bench.clock.sleep(60)
    assert {*updates} == {Status("RUNNING"), Status("FINISHED")}


async def test_a_transient_error_of_one_job_is_reported_to_its_listener_alone(bench: Bench) -> None:
    slow = GraphQLErrorItem("slow down", "ThrottlingException")
    bench.server.behaviour = lambda work_id, now: slow if work_id == "job-1" and now < 3 else RUNNING
    by_number: dict[int, list[Update]] = {1: [], 2: []}
    async with bench.clock.running():
        for number, updates in by_number.items():
            bench.poller.listen(job(number), updates.append, interval=5)
        await bench.clock.sleep(8)
    assert [type(update) for update in by_number[1]] == [Unreachable, Status]
    assert [type(update) for update in by_number[2]] == [Status, Status]


async def test_a_poll_that_is_cancelled_from_within_counts_as_failed(bench: Bench) -> None:
    def cancel(_ids: list[str]) -> MoveError | None:
        if bench.clock.now < OUTAGE_TOLERANCE - 1:
            assert len(bench.server.requests) < 50
            raise anyio.get_cancelled_exc_class()
        return None

    bench.server.behaviour = running
    bench.server.fail = cancel
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, updates.append, interval=60)
        await bench.clock.sleep(OUTAGE_TOLERANCE + 70)
    assert isinstance(updates[0], Unreachable)
    assert updates[0].error.message == "cannot poll: cancelled within the HTTP library"
    assert updates[-1] == Status("RUNNING")
    # One request per interval.
    assert len(bench.server.requests) == 7
