"""Errors of polls: which waits continue, which end, and how the batch size changes."""

import itertools
from collections.abc import Callable
from functools import partial

import pytest

from move_ugc_async._backoff import OUTAGE_TOLERANCE
from move_ugc_async._polling import poller as poller_module
from move_ugc_async._polling.entry import Update
from move_ugc_async._polling.poller import GATHER
from move_ugc_async._polling.status import Status, WorkRef
from move_ugc_async.errors import (
    GraphQLErrorItem,
    MoveAPIError,
    MoveError,
    MoveInvalidRequestError,
    MoveNotFoundError,
    MoveServerError,
    MoveThrottledError,
)
from tests.unit._polling.conftest import FINISHED, JOB, RUNNING, Bench, after, ignore, ignoring_outages, job, running

pytestmark = pytest.mark.anyio


def throttled(seconds: float) -> GraphQLErrorItem:
    return GraphQLErrorItem("slow down", "ThrottlingException", {"retryAfter": seconds})


async def test_a_transient_error_delays_only_its_own_job(bench: Bench) -> None:
    bench.server.behaviour = lambda work_id, now: (
        throttled(0) if work_id == "job-1" and now < 12 else FINISHED if now > 30 else RUNNING
    )
    by_id: dict[str, list[Update]] = {"job-1": [], "job-2": []}
    async with bench.clock.running():
        for work_id, updates in by_id.items():
            bench.poller.listen(WorkRef("job", work_id), ignoring_outages(updates), interval=5)
        await bench.clock.sleep(40)
    assert by_id["job-1"] == [Status("RUNNING")] * 3 + [Status("FINISHED")]
    assert by_id["job-2"] == [Status("RUNNING")] * 6 + [Status("FINISHED")]


async def test_a_permanent_error_ends_only_the_wait_for_its_job(bench: Bench) -> None:
    missing = GraphQLErrorItem("gone", "MoveNotFoundError")
    bench.server.behaviour = lambda work_id, _now: missing if work_id == "job-1" else RUNNING
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(job(1), updates.append, interval=5)
        bench.poller.listen(job(2), ignore, interval=5)
        await bench.clock.sleep(7)
    (error,) = updates
    assert isinstance(error, MoveNotFoundError)
    assert [ids for _, ids in bench.server.requests] == [["job-1", "job-2"], ["job-2"]]


async def test_an_outage_longer_than_the_tolerance_is_reported(
    bench: Bench, moments: Callable[[], list[float]]
) -> None:
    bench.server.fail = lambda _ids: MoveServerError("down")
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, ignoring_outages(updates), interval=OUTAGE_TOLERANCE / 4)
        await bench.clock.sleep(OUTAGE_TOLERANCE + 1)
        # Reported after the tolerance, to the second.
        assert updates == []
        await bench.clock.sleep(OUTAGE_TOLERANCE)
    assert [str(update) for update in updates] == ["down"]
    assert moments() == [GATHER + number * OUTAGE_TOLERANCE / 4 for number in range(6)]


async def test_a_transient_error_of_one_job_is_reported_after_the_tolerance(bench: Bench) -> None:
    bench.server.behaviour = lambda work_id, _now: throttled(0) if work_id == "job-1" else RUNNING
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(job(1), ignoring_outages(updates), interval=60)
        bench.poller.listen(job(2), ignore, interval=60)
        await bench.clock.sleep(2 * OUTAGE_TOLERANCE)
    assert [type(update) for update in updates] == [MoveThrottledError]


async def test_a_successful_response_ends_an_outage(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.server.fail = lambda _ids: None if len(bench.server.requests) == 3 else MoveServerError("down")
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, ignoring_outages(updates), interval=OUTAGE_TOLERANCE / 2)
        await bench.clock.sleep(2.4 * OUTAGE_TOLERANCE)
    assert updates == [Status("RUNNING")]


@pytest.mark.parametrize("unexplained", [MoveAPIError("odd"), MoveAPIError("odd", error_type="NewError", status=200)])
async def test_an_error_without_a_class_ends_no_wait_before_the_tolerance(
    bench: Bench, unexplained: MoveAPIError
) -> None:
    bench.server.behaviour = running
    bench.server.fail = lambda _ids: unexplained if bench.clock.now < OUTAGE_TOLERANCE - 1 else None
    by_number: dict[int, list[Update]] = {1: [], 2: []}
    async with bench.clock.running():
        for number, updates in by_number.items():
            bench.poller.listen(job(number), ignoring_outages(updates), interval=60)
        await bench.clock.sleep(OUTAGE_TOLERANCE + 70)
    assert set(by_number[1]) == set(by_number[2]) == {Status("RUNNING")}
    # One request per poll, as in any outage.
    assert all(len(ids) == 2 for _, ids in bench.server.requests)


async def test_a_persistent_error_without_a_class_ends_only_the_wait_of_its_job(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.server.fail = lambda ids: MoveAPIError("odd") if "job-1" in ids else None
    by_number: dict[int, list[Update]] = {1: [], 2: [], 3: []}
    async with bench.clock.running():
        for number, updates in by_number.items():
            bench.poller.listen(job(number), ignoring_outages(updates), interval=60)
        await bench.clock.sleep(OUTAGE_TOLERANCE + 130)
    assert [str(update) for update in by_number[1]] == ["odd"]
    assert set(by_number[2]) == set(by_number[3]) == {Status("RUNNING")}


async def test_a_persistent_error_without_a_class_is_isolated_in_a_batch_of_two(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.server.fail = lambda ids: MoveAPIError("odd") if "job-1" in ids else None
    by_number: dict[int, list[Update]] = {1: [], 2: []}
    async with bench.clock.running():
        for number, updates in by_number.items():
            bench.poller.listen(job(number), ignoring_outages(updates), interval=60)
        await bench.clock.sleep(OUTAGE_TOLERANCE + 130)
    assert [str(update) for update in by_number[1]] == ["odd"]
    assert set(by_number[2]) == {Status("RUNNING")}


async def test_an_error_that_reports_a_failed_job_ends_its_wait_at_once(bench: Bench) -> None:
    failed = GraphQLErrorItem("no", "NewError", data={"progress": {"state": "FAILED"}})
    bench.server.behaviour = lambda work_id, _now: failed if work_id == "job-1" else RUNNING
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(job(1), updates.append, interval=60)
        bench.poller.listen(job(2), ignore, interval=60)
        await bench.clock.sleep(1)
    assert [type(update) for update in updates] == [MoveAPIError]


async def test_an_error_without_a_class_of_one_job_is_reported_after_the_tolerance(bench: Bench) -> None:
    odd = GraphQLErrorItem("odd", "NewError")
    bench.server.behaviour = lambda work_id, now: odd if work_id == "job-1" or now < 100 else RUNNING
    by_number: dict[int, list[Update]] = {1: [], 2: []}
    async with bench.clock.running():
        for number, updates in by_number.items():
            bench.poller.listen(job(number), ignoring_outages(updates), interval=60)
        await bench.clock.sleep(2 * OUTAGE_TOLERANCE)
    assert [str(update) for update in by_number[1]] == ["getStatuses: odd (type NewError, status 200)"]
    assert set(by_number[2]) == {Status("RUNNING")}


async def test_retry_after_delays_the_next_poll_but_does_not_shorten_the_interval(
    bench: Bench, moments: Callable[[], list[float]]
) -> None:
    waits = {1: 2.0, 2: 50.0}
    bench.server.behaviour = running
    bench.server.fail = lambda _ids: (
        MoveThrottledError("slow down", retry_after=waits[len(bench.server.requests)])
        if len(bench.server.requests) in waits
        else None
    )
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore, interval=10)
        await bench.clock.sleep(65)
    # The interval is the minimum.
    assert moments() == [GATHER, 10 + GATHER, 60 + GATHER]


async def test_the_poll_interval_is_kept_during_an_outage(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: after(now, 1000)
    bench.server.fail = lambda _ids: MoveServerError("down") if 100 < bench.clock.now < 250 else None
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, updates.append)
        await bench.clock.sleep(300)
    assert not [update for update in updates if isinstance(update, MoveError)]
    moments = [moment for moment, _ in bench.server.requests if moment > 60]
    pauses = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert len(pauses) > 6
    assert len(set(pauses)) == len(pauses)
    assert all(24 <= pause <= 36 for pause in pauses)


async def test_the_poll_interval_grows_before_the_first_response(bench: Bench) -> None:
    bench.server.fail = lambda _ids: MoveServerError("down")
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(200)
    pauses = [later - earlier for (earlier, _), (later, _) in itertools.pairwise(bench.server.requests)]
    assert 0.8 <= pauses[0] <= 1.2
    assert pauses[-1] > 10


def batches(bench: Bench) -> list[int]:
    return [len(ids) for _, ids in bench.server.requests]


async def test_batch_size_is_halved_when_both_halves_succeed(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.server.fail = lambda ids: MoveInvalidRequestError("too complex") if len(ids) > 7 else None
    async with bench.clock.running():
        for number in range(25):
            bench.poller.listen(job(number), ignore, interval=10)
        await bench.clock.sleep(15)
    # 25 are rejected, and so are the halves of 12 and 13.
    assert batches(bench) == [25, 12, 6, 6, 13, 6, 7, *[6, 6, 6, 6, 1]]


async def test_an_invalid_id_is_isolated_by_halving_its_batch(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.server.fail = lambda ids: MoveInvalidRequestError("bad") if "job-2" in ids else None
    updates: list[Update] = []
    async with bench.clock.running():
        for number in range(4):
            bench.poller.listen(job(number), updates.append if number == 2 else partial(ignore), interval=10)
        await bench.clock.sleep(15)
    assert [type(update) for update in updates] == [MoveInvalidRequestError]
    assert batches(bench) == [4, 2, 2, 1, 1, 3]


async def test_batch_size_doubles_after_enough_full_batches(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poller_module, "GROW_AFTER", 5)
    bench.server.behaviour = running
    bench.server.fail = lambda ids: (
        MoveInvalidRequestError("too complex") if len(ids) > 7 and bench.clock.now < 1 else None
    )
    async with bench.clock.running():
        for number in range(25):
            bench.poller.listen(job(number), ignore, interval=10)
        await bench.clock.sleep(125)
    # Neither a partial batch counts, nor one that was formed before the size grew.
    assert batches(bench)[7:] == [*[6, 6, 6, 6, 1] * 2, *[12, 12, 1] * 3, *[24, 1] * 5, 25, 25]


async def test_batch_size_is_kept_when_only_one_half_succeeds(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.server.fail = lambda ids: MoveInvalidRequestError("bad") if ids[0] == "job-0" else None
    async with bench.clock.running():
        for number in range(2, 25):
            bench.poller.listen(job(number), ignore, interval=10)
        bench.poller.listen(job(0), ignore, interval=1)
        await bench.clock.sleep(15)
    assert batches(bench)[-1] == 23


async def test_batch_size_is_kept_when_a_half_fails_with_an_unexpected_exception(bench: Bench) -> None:
    def fail(ids: list[str]) -> MoveError | None:
        if bench.clock.now > 1:
            return None
        if len(ids) == 24:
            return MoveInvalidRequestError("too complex")
        if "job-0" in ids:
            raise ZeroDivisionError
        return None

    bench.server.behaviour = running
    bench.server.fail = fail
    async with bench.clock.running():
        for number in range(24):
            bench.poller.listen(job(number), ignore, interval=10)
        await bench.clock.sleep(15)
    assert batches(bench) == [24, 12, 12, 24]
