"""Polls that follow events: when jobs are read, and how often while events report their ends."""

import itertools
import math
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from move_ugc_async._polling.entry import Update
from move_ugc_async._polling.job_events import JobHint
from move_ugc_async._polling.poller import GATHER
from move_ugc_async._polling.status import Status, Unreachable, WorkRef
from move_ugc_async.errors import (
    GraphQLErrorItem,
    MoveAuthenticationError,
    MoveConnectionError,
    MoveError,
    MoveThrottledError,
)
from tests.unit._polling.conftest import FINISHED, JOB, RUNNING, Bench, both_loops, ignore, job, running

pytestmark = pytest.mark.anyio

END = JobHint(JOB.id, is_end=True)
STARTED = JobHint(JOB.id, is_end=False)
OTHER_END = JobHint("job-other", is_end=True)


def requests_of(bench: Bench, ref: WorkRef, since: float = 0) -> list[float]:
    """Return when a job was read, to the microsecond."""
    return [round(moment, 6) for moment, ids in bench.server.requests if ref.id in ids and moment >= since]


def pauses(moments: list[float]) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(moments)]


def ends(bench: Bench) -> Callable[[str, float], dict[str, Any]]:
    """Return a behaviour of jobs that run until their event is added."""
    return lambda job_id, _now: FINISHED if bench.events.has_ended(job_id) else RUNNING


@both_loops
async def test_the_job_of_an_event_is_read_at_once(bench: Bench) -> None:
    bench.server.behaviour = ends(bench)
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, updates.append)
        await bench.clock.sleep(100)
        bench.events.add(END)
        await bench.clock.sleep(0.001)
    assert bench.server.requests[-1] == (100, [JOB.id])
    assert updates[-1] == Status("FINISHED")


async def test_an_event_is_read_at_once_after_an_event_of_another_job(bench: Bench) -> None:
    bench.server.behaviour = ends(bench)
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(100)
        bench.events.add(OTHER_END)
        bench.events.add(END)
        await bench.clock.sleep(0.001)
    assert bench.server.requests[-1] == (100, [JOB.id])


async def test_events_that_follow_each_other_are_read_together(bench: Bench) -> None:
    bench.server.behaviour = ends(bench)
    async with bench.clock.running():
        for number in range(4):
            bench.poller.listen(job(number), partial(ignore))
        await bench.clock.sleep(100)
        for number in range(3):
            bench.events.add(JobHint(f"job-{number}", is_end=True))
            await bench.clock.sleep(0.1)
        await bench.clock.sleep(1)
    assert [moment for moment, _ in bench.server.requests if moment >= 100] == [100, pytest.approx(100.45)]


async def test_events_that_fill_a_batch_are_read_at_once(bench: Bench) -> None:
    bench.server.behaviour = ends(bench)
    async with bench.clock.running():
        for number in range(30):
            bench.poller.listen(job(number), partial(ignore))
        await bench.clock.sleep(100)
        for number in range(26):
            bench.events.add(JobHint(f"job-{number}", is_end=True))
            await bench.clock.sleep(0.01)
    last = bench.server.requests[-1]
    assert last[0] == pytest.approx(100.25)
    assert set(last[1]) == {f"job-{number}" for number in range(1, 26)}


async def test_an_event_during_a_request_is_read_after_it(bench: Bench) -> None:
    bench.server.behaviour = ends(bench)
    bench.server.latency = 3
    async with bench.clock.running():
        bench.poller.listen(job(2), ignore, interval=10)
        await bench.clock.sleep(5)
        bench.poller.listen(JOB, ignore)
        # The response to the request that the event meets is still of a running job.
        bench.server.behaviour = running
        await bench.clock.sleep(1)
        bench.events.add(END)
        await bench.clock.sleep(2.1)
        bench.server.behaviour = ends(bench)
        await bench.clock.sleep(5)
    assert requests_of(bench, JOB) == [5 + GATHER, 8 + GATHER]


@both_loops
async def test_jobs_are_polled_once_a_minute_while_events_report_ends(bench: Bench) -> None:
    bench.server.behaviour = running
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(10)
        bench.events.add(OTHER_END)
        await bench.clock.sleep(600)
    moments = requests_of(bench, JOB, since=10)
    assert 48 <= moments[0] - 10 <= 72
    assert all(48 <= pause <= 72 for pause in pauses(moments))
    assert len(set(pauses(moments))) == len(moments) - 1, "no jitter"


async def test_events_postpone_a_poll_to_at_most_72_seconds_after_the_last(bench: Bench) -> None:
    bench.server.behaviour = running
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(1000)
        count = len(bench.server.requests)
        await bench.until(lambda: len(bench.server.requests) > count)
        # Just before the next poll, which is due after 24 to 36 seconds.
        await bench.clock.sleep(23)
        bench.events.add(OTHER_END)
        await bench.clock.sleep(200)
    assert all(48 <= pause <= 72 for pause in pauses(requests_of(bench, JOB, since=1000)))


async def test_events_do_not_slow_volumes_fixed_intervals_and_first_polls(bench: Bench) -> None:
    bench.server.behaviour = running
    volume, fixed, new = WorkRef("volume", "volume-1"), job(2), job(3)
    async with bench.clock.running():
        bench.poller.listen(fixed, ignore, interval=20)
        await bench.clock.sleep(0.01)
        bench.events.add(OTHER_END)
        await bench.clock.sleep(50)
        assert requests_of(bench, fixed) == [GATHER, 20 + GATHER, 40 + GATHER]
        bench.poller.listen(volume, ignore)
        await bench.clock.sleep(600)
        bench.poller.listen(new, ignore)
        await bench.clock.sleep(1)
    assert max(pauses(requests_of(bench, volume))) <= 36
    assert len(requests_of(bench, volume)) > 20
    assert requests_of(bench, new) == [650.01 + GATHER]


async def test_the_event_that_slows_polling_does_not_move_polls_with_a_fixed_interval(bench: Bench) -> None:
    bench.server.behaviour = running
    volume = WorkRef("volume", "volume-1")
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore, interval=20)
        bench.poller.listen(volume, ignore, interval=30)
        await bench.clock.sleep(15)
        bench.events.add(OTHER_END)
        await bench.clock.sleep(10)
        assert requests_of(bench, JOB) == [GATHER, 20 + GATHER]
        await bench.clock.sleep(10)
    assert requests_of(bench, volume)[0] == GATHER


@both_loops
async def test_a_job_that_still_runs_after_its_event_is_polled_soon_again(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: FINISHED if now > 1005 else RUNNING
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, updates.append)
        await bench.clock.sleep(1000)
        bench.events.add(END)
        await bench.clock.sleep(20)
    moments = requests_of(bench, JOB, since=1000)
    assert moments[0] == 1000
    assert all(0.8 <= pause <= 1.2 for pause in pauses(moments))
    assert updates[-1] == Status("FINISHED")


async def test_a_percentage_before_the_event_does_not_delay_the_next_poll(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: {"progress": {"state": "RUNNING", "percentageComplete": int(now / 100)}}
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(1000)
        bench.events.add(END)
        await bench.clock.sleep(5)
    assert len(requests_of(bench, JOB, since=1000)) >= 4


async def test_a_wait_is_polled_often_when_its_event_came_before(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.events.add(END)
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        bench.poller.listen(job(2), ignore)
        await bench.clock.sleep(5)
    assert len(requests_of(bench, JOB)) >= 4
    # The other job has the interval of the safety net, and was read because the batch had room for it.
    bench.poller.leave(JOB, ignore)
    count = len(bench.server.requests)
    async with bench.clock.running():
        await bench.clock.sleep(40)
    assert len(bench.server.requests) == count


async def test_polling_returns_to_its_usual_interval_when_jobs_end_without_events(bench: Bench) -> None:
    bench.server.behaviour = lambda job_id, now: FINISHED if job_id == "job-2" and now > 20 else RUNNING
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        bench.poller.listen(job(2), ignore)
        await bench.clock.sleep(5)
        bench.events.add(OTHER_END)
        await bench.clock.sleep(115)
        assert bench.events.are_reliable is False
        await bench.clock.sleep(600)
    (ended,) = requests_of(bench, job(2), since=20)
    moments = requests_of(bench, JOB, since=ended)
    # The first of them shares the request that found the end.
    assert moments[0] == ended
    assert 10 < moments[1] - moments[0] <= 10 + 36
    assert max(pauses(moments[1:])) <= 36


async def test_polling_still_relies_on_events_when_one_comes_late(bench: Bench) -> None:
    bench.server.behaviour = lambda job_id, now: FINISHED if job_id == "job-2" and now > 20 else RUNNING
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        bench.poller.listen(job(2), ignore)
        await bench.clock.sleep(5)
        bench.events.add(OTHER_END)
        await bench.until(lambda: len(requests_of(bench, job(2), since=20)) == 1)
        await bench.clock.sleep(8)
        bench.events.add(JobHint("job-2", is_end=True))
        await bench.clock.sleep(300)
    assert bench.events.are_reliable
    assert min(pauses(requests_of(bench, JOB, since=20))) >= 48


@pytest.mark.parametrize("interval", [None, 5])
async def test_polling_still_relies_on_events_when_the_first_poll_or_a_fixed_interval_finds_an_end(
    bench: Bench, interval: float | None
) -> None:
    bench.server.behaviour = lambda job_id, now: FINISHED if job_id != JOB.id and now > 20 else RUNNING
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        bench.events.add(OTHER_END)
        await bench.clock.sleep(10 if interval else 30)
        bench.poller.listen(job(2), ignore, interval=interval)
        await bench.clock.sleep(100)
    assert bench.events.are_reliable


@pytest.mark.parametrize("failure", [FINISHED, GraphQLErrorItem("failed", data={"progress": {"state": "FAILED"}})])
@pytest.mark.parametrize("is_late", [False, True])
async def test_a_wait_polls_at_the_usual_interval_when_the_previous_one_ended_without_an_event(
    bench: Bench, failure: dict[str, Any] | GraphQLErrorItem, *, is_late: bool
) -> None:
    bench.server.behaviour = lambda job_id, now: failure if job_id == "job-2" and now > 20 else RUNNING
    bench.events.add(OTHER_END)
    async with bench.clock.running():
        bench.poller.listen(job(2), ignore)
        await bench.clock.sleep(100)
        assert not bench.poller._entries
        if is_late:
            bench.events.add(JobHint("job-2", is_end=True))
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(20)
    assert (len(requests_of(bench, JOB)) == 1) is is_late


async def test_an_event_that_arrives_with_the_last_end_is_relied_on(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: FINISHED if now > 20 else RUNNING
    bench.server.latency = 1
    bench.events.add(OTHER_END)
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        await bench.until(lambda: len(bench.server.requests) == 2)
        bench.events.add(END)
        await bench.clock.sleep(10)
    assert not bench.poller._entries
    assert bench.events.are_reliable


async def test_polling_still_relies_on_events_when_an_error_ends_a_wait(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.server.fail = lambda _ids: MoveAuthenticationError("no") if bench.clock.now > 20 else None
    bench.events.add(OTHER_END)
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(100)
    assert not bench.poller._entries
    assert bench.events.are_reliable


async def test_an_event_without_waits_slows_polls_of_later_waits(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.events.add(OTHER_END)
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(40)
        assert requests_of(bench, JOB) == [GATHER]
        # The next poller no longer relies on events.
        bench.poller.leave(JOB, ignore)
        bench.events.are_reliable = False
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(10)
    assert len(requests_of(bench, JOB)) > 5


@both_loops
async def test_a_started_event_reads_a_job_that_has_not_started(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: RUNNING if now >= 100 else {"state": "NOT_STARTED"}
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, updates.append, interval=1000)
        await bench.clock.sleep(100)
        bench.events.add(STARTED)
        await bench.clock.sleep(1)
        assert updates == [Status("NOT_STARTED"), Status("RUNNING")]
        # The event reports neither a new state of a running job nor an end.
        bench.events.add(STARTED)
        await bench.clock.sleep(1)
    assert requests_of(bench, JOB) == [GATHER, 100]
    assert not bench.events.are_reliable


async def test_a_started_event_before_the_first_poll_changes_nothing(bench: Bench) -> None:
    bench.server.behaviour = running
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        bench.events.add(STARTED)
        await bench.clock.sleep(0.5)
    assert requests_of(bench, JOB) == [GATHER]


async def test_a_started_event_leaves_the_job_to_the_safety_net(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: RUNNING if now >= 10 else {"state": "NOT_STARTED"}
    bench.events.add(OTHER_END)
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(10)
        bench.events.add(STARTED)
        await bench.clock.sleep(40)
    assert requests_of(bench, JOB) == [GATHER, 10]


async def test_a_failed_poll_is_retried_at_the_usual_interval(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.server.fail = lambda _ids: MoveConnectionError("refused") if bench.clock.now < 5 else None
    async with bench.clock.running():
        bench.events.add(OTHER_END)
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(2)
        # The first event after a pause does not delay the retry either.
        bench.events.are_reliable = False
        bench.events.add(OTHER_END)
        await bench.clock.sleep(20)
    assert max(pauses(requests_of(bench, JOB))) <= 1.2


async def test_an_event_does_not_read_before_the_server_accepts_it(bench: Bench) -> None:
    failures = iter([MoveThrottledError("slow down", retry_after=30.0)])
    bench.server.behaviour = running
    bench.server.fail = lambda _ids: next(failures, None)
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(10)
        bench.events.add(END)
        await bench.clock.sleep(25)
    assert requests_of(bench, JOB)[:2] == [GATHER, 30 + GATHER]


async def test_a_shorter_interval_does_not_read_before_the_server_accepts_it(bench: Bench) -> None:
    failures = iter([MoveThrottledError("slow down", retry_after=30.0)])
    bench.server.behaviour = running
    bench.server.fail = lambda _ids: next(failures, None)
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore, interval=20)
        await bench.clock.sleep(10)
        bench.poller.listen(JOB, partial(ignore), interval=1)
        await bench.clock.sleep(25)
    assert requests_of(bench, JOB)[:3] == [GATHER, 30 + GATHER, 31 + GATHER]


async def test_an_event_ends_the_pause_of_an_outage(bench: Bench) -> None:
    bench.server.behaviour = ends(bench)
    bench.server.fail = lambda _ids: MoveConnectionError("refused") if 100 < bench.clock.now < 200 else None
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, updates.append, interval=80)
        await bench.clock.sleep(210)
        assert isinstance(updates[-1], Unreachable)
        bench.events.add(END)
        await bench.clock.sleep(1)
    assert updates[-1] == Status("FINISHED")
    assert requests_of(bench, JOB)[-1] == 210


@both_loops
async def test_a_wait_that_is_left_keeps_nothing_of_its_events(bench: Bench) -> None:
    bench.server.behaviour = running
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        bench.poller.listen(job(2), listener := updates.append)
        await bench.clock.sleep(10)
        bench.events.add(JobHint("job-2", is_end=True))
        await bench.clock.sleep(0.1)
        # Delayed to share a request.
        bench.events.add(END)
        await bench.clock.sleep(0.01)
        count = len(bench.server.requests)
        bench.poller.leave(JOB, ignore)
        await bench.clock.sleep(0.5)
        assert len(bench.server.requests) == count
        assert set(updates) == {Status("RUNNING")}
        bench.poller.leave(job(2), listener)
        await bench.clock.sleep(1)
        bench.events.add(END)
        await bench.clock.sleep(1)
    assert bench.events._listeners == {}
    assert bench.poller._events.due == math.inf
    assert not bench.poller._events._unread
    assert len(bench.server.requests) <= count + 1


async def test_a_job_is_read_once_when_another_request_finds_its_end_before_its_own(bench: Bench) -> None:
    bench.server.behaviour = ends(bench)
    updates: list[Update] = []
    async with bench.clock.running():
        for number in (1, 2):
            bench.poller.listen(job(number), ignore)
        bench.poller.listen(job(3), updates.append)
        await bench.clock.sleep(10)
        bench.events.add(JobHint("job-1", is_end=True))
        await bench.clock.sleep(0.1)
        bench.events.add(JobHint("job-2", is_end=True))
        await bench.clock.sleep(0.1)
        bench.poller.listen(job(4), ignore)
        await bench.clock.sleep(1)
    assert requests_of(bench, job(2), since=10.001) == pytest.approx([10.2 + GATHER])
    assert set(updates) == {Status("RUNNING")}


async def test_a_repeated_event_of_an_ended_job_sends_nothing(bench: Bench) -> None:
    bench.server.behaviour = ends(bench)
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        bench.poller.listen(job(2), ignore)
        await bench.clock.sleep(10)
        for _ in range(3):
            bench.events.add(END)
            await bench.clock.sleep(1)
        await bench.clock.sleep(5)
    assert requests_of(bench, JOB, since=10) == [10]
    assert len([moment for moment, _ in bench.server.requests if moment >= 10]) == 1


async def test_a_crash_or_the_end_of_all_waits_unsubscribes(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, _now: FINISHED
    updates: list[Update | MoveError] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, updates.append)
        assert len(bench.events._listeners) == 1
        await bench.clock.sleep(1)
        assert bench.events._listeners == {}
        bench.poller.listen(JOB, updates.append)
        assert len(bench.events._listeners) == 1
        await bench.background.aclose()
    assert bench.events._listeners == {}
