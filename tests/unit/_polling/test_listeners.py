"""Listeners of the poller: when their jobs are polled, and which updates they get."""

import itertools
from collections.abc import AsyncGenerator, Callable
from contextvars import ContextVar
from functools import partial
from typing import Any

import pytest

from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async._polling.entry import Update
from move_ugc_async._polling.job_events import JobEvents
from move_ugc_async._polling.poller import GATHER, Poller
from move_ugc_async._polling.status import Status
from move_ugc_async.errors import MoveClientClosedError, MoveError
from tests.support.clocks import AutojumpClock
from tests.unit._polling.conftest import (
    FINISHED,
    JOB,
    RUNNING,
    Bench,
    StatusTransport,
    both_loops,
    ignore,
    job,
    running,
)

pytestmark = pytest.mark.anyio


async def test_poller_polls_at_exactly_the_interval_of_the_caller(
    bench: Bench, moments: Callable[[], list[float]]
) -> None:
    bench.server.behaviour = running
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore, interval=5)
        await bench.clock.sleep(17)
    assert moments() == [GATHER, 5 + GATHER, 10 + GATHER, 15 + GATHER]


async def test_poller_uses_the_shortest_interval_of_all_waiters(
    bench: Bench, moments: Callable[[], list[float]]
) -> None:
    bench.server.behaviour = running
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore, interval=100)
        await bench.clock.sleep(3)
        for interval in (10, None, 20, 10):
            bench.poller.listen(JOB, partial(ignore), interval=interval)
        await bench.clock.sleep(31)
    assert moments() == [GATHER, 13, 23, 33]


async def test_an_interval_of_the_caller_replaces_the_adaptive_one(
    bench: Bench, moments: Callable[[], list[float]]
) -> None:
    bench.server.behaviour = running
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(0.5)
        bench.poller.listen(JOB, partial(ignore), interval=0.1)
        await bench.clock.sleep(0.25)
    assert moments() == [GATHER, 0.6, 0.7]


async def test_a_long_interval_does_not_delay_the_first_poll(bench: Bench, moments: Callable[[], list[float]]) -> None:
    bench.server.behaviour = running
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        bench.poller.listen(JOB, partial(ignore), interval=50)
        await bench.clock.sleep(60)
    assert moments() == [GATHER, 50 + GATHER]


async def test_a_new_waiter_is_polled_at_once_and_others_join_its_request(
    bench: Bench, moments: Callable[[], list[float]]
) -> None:
    bench.server.behaviour = running
    async with bench.clock.running():
        bench.poller.listen(job(1), ignore, interval=100)
        await bench.clock.sleep(10)
        bench.poller.listen(job(2), ignore, interval=100)
        await bench.clock.sleep(95)
    assert moments() == [GATHER, 10 + GATHER]
    assert [ids for _, ids in bench.server.requests[:2]] == [["job-1"], ["job-2", "job-1"]]


async def test_a_batch_is_filled_with_the_jobs_that_are_due_next() -> None:
    clock = AutojumpClock()
    server = StatusTransport(clock, running)
    background = BackgroundTasks()
    poller = Poller(server, clock, background, 3, JobEvents())
    async with clock.running():
        for number in range(5):
            poller.listen(job(number), ignore, interval=10 + number)
        await clock.sleep(10.5)
    await background.aclose()
    assert [ids for _, ids in server.requests] == [
        ["job-0", "job-1", "job-2"],
        ["job-3", "job-4"],
        ["job-0", "job-1", "job-2"],
    ]


async def test_a_job_that_becomes_due_during_a_request_is_polled_next(bench: Bench) -> None:
    bench.server.behaviour = running
    bench.server.latency = 3
    async with bench.clock.running():
        bench.poller.listen(job(1), ignore, interval=10)
        await bench.clock.sleep(1)
        bench.poller.listen(job(2), ignore, interval=10)
        await bench.clock.sleep(3)
    assert [ids for _, ids in bench.server.requests] == [["job-1"], ["job-2", "job-1"]]
    assert bench.server.requests[1][0] == pytest.approx(3 + GATHER)


async def test_a_new_listener_gets_the_last_known_status_at_once(bench: Bench) -> None:
    bench.server.behaviour = running
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore, interval=5)
        bench.poller.listen(JOB, updates.append, interval=5)
        assert updates == []
        await bench.clock.sleep(1)
        assert updates == [Status("RUNNING")]
        bench.poller.listen(JOB, partial(updates.append), interval=5)
    assert updates == [Status("RUNNING")] * 2


async def test_listeners_that_leave_while_they_are_called_are_called_once(bench: Bench) -> None:
    bench.server.behaviour = running
    updates: list[int] = []

    def leave(number: int, _update: Update) -> None:
        updates.append(number)
        bench.poller.leave(JOB, listeners[number])

    listeners = [partial(leave, number) for number in range(3)]
    async with bench.clock.running():
        for listener in listeners:
            bench.poller.listen(JOB, listener, interval=1)
        await bench.clock.sleep(5)
    assert updates == [0, 1, 2]
    assert len(bench.server.requests) == 1


async def test_leave_ignores_an_unknown_listener(bench: Bench) -> None:
    updates: list[Update] = []
    bench.server.behaviour = running
    async with bench.clock.running():
        bench.poller.leave(JOB, ignore)
        bench.poller.listen(JOB, updates.append, interval=1)
        bench.poller.leave(JOB, ignore)
        bench.poller.leave(job(2), updates.append)
        await bench.clock.sleep(2)
    assert len(updates) == 2


async def test_a_listener_that_is_added_during_a_request_gets_the_next_response(bench: Bench) -> None:
    states = itertools.chain([FINISHED], itertools.repeat(RUNNING))
    bench.server.behaviour = lambda _id, _now: next(states)
    bench.server.latency = 3
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(job(2), ignore, interval=100)
        bench.poller.listen(JOB, ignore, interval=100)
        await bench.clock.sleep(1)
        bench.poller.leave(JOB, ignore)
        bench.poller.listen(JOB, updates.append, interval=100)
        await bench.clock.sleep(3)
        assert updates == []
        await bench.clock.sleep(3)
    assert len(updates) == 1


async def test_a_restarted_poller_is_not_ended_by_the_one_before(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: FINISHED if now > 10 else RUNNING
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(1)
        bench.poller.leave(JOB, ignore)
        # The first task ends after the second has started.
        bench.poller.listen(JOB, updates.append, interval=4)
        await bench.clock.sleep(20)
    assert updates[-1] == Status("FINISHED")
    assert not any(isinstance(update, MoveError) for update in updates)


async def test_poller_restarts_for_a_new_waiter_after_all_have_ended(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, _now: FINISHED
    updates: list[Update] = []
    async with bench.clock.running():
        for number in range(3):
            bench.poller.listen(job(number), updates.append)
            await bench.clock.sleep(1)
    assert updates == [Status("FINISHED")] * 3
    assert len(bench.server.requests) == 3


@both_loops
async def test_a_crash_of_the_poller_is_reported_and_the_next_waiter_restarts_polling(bench: Bench) -> None:
    def broken(_update: Update) -> None:
        raise ZeroDivisionError

    bench.server.behaviour = lambda _id, now: RUNNING if now < 1 else FINISHED
    updates: list[Update] = []
    async with bench.clock.running():
        bench.poller.listen(
            JOB, lambda update: broken(update) if isinstance(update, Status) else updates.append(update)
        )
        task = bench.poller._task
        await bench.clock.sleep(2)
        bench.poller.listen(JOB, updates.append)
        await bench.clock.sleep(1)
    assert task is not None
    with pytest.raises(ExceptionGroup):
        await task.result()
    first, second = updates
    assert isinstance(first, MoveError)
    assert first.message.startswith("cannot wait: the poller failed with ExceptionGroup(")
    assert "ZeroDivisionError()" in first.message
    assert second == Status("FINISHED")


@pytest.fixture
async def closing() -> AsyncGenerator[tuple[Poller, BackgroundTasks], None]:
    clock = AutojumpClock()
    background = BackgroundTasks()
    yield Poller(StatusTransport(clock, running), clock, background, 25, JobEvents()), background
    await background.aclose()


@both_loops
async def test_closing_the_client_reports_an_error_to_every_listener(closing: tuple[Poller, BackgroundTasks]) -> None:
    poller, background = closing
    updates: list[Update] = []
    poller.listen(job(1), updates.append)
    poller.listen(job(2), updates.append)
    await background.aclose()
    assert [type(update) for update in updates] == [MoveClientClosedError] * 2
    assert str(updates[0]) == "this client is closed; create a new AsyncMoveUgc"


CALLER: ContextVar[str] = ContextVar("CALLER", default="none")


@both_loops
async def test_requests_run_outside_the_context_of_the_first_waiter(bench: Bench) -> None:
    callers: list[str] = []

    def behave(_id: str, _now: float) -> dict[str, Any]:
        callers.append(CALLER.get())
        return RUNNING

    bench.server.behaviour = behave
    CALLER.set("first waiter")
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore)
        await bench.clock.sleep(1)
    assert callers == ["none"]
