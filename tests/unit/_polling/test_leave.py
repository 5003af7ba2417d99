"""Waits that are cancelled or time out: polling stops with the last listener, and continues for the others."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import anyio
import pytest

from move_ugc_async._polling.entry import Update
from move_ugc_async._polling.outcomes import Outcome, ProgressEvent, Success
from move_ugc_async._polling.status import Status, WorkRef
from move_ugc_async._polling.wait import Deadline, Wait
from move_ugc_async.errors import WaitTimeoutError
from tests.unit._polling.conftest import FINISHED, JOB, RUNNING, Bench, both_loops, ignore, job, running

pytestmark = [pytest.mark.anyio, both_loops]

HOUR = 3600.0
POLLS = 3
TIMEOUT = POLLS * 4.0
"""Seconds of the moved clock, enough for polls at 0, 5 and 10 s."""


class Work:
    outputs = None
    errors = ()


async def read(ids: Sequence[str]) -> list[Outcome[Work]]:
    return [Success(each, Work()) for each in ids]


def new_wait(bench: Bench, timeout: float | None, *refs: WorkRef) -> Wait[Work]:
    return Wait(refs, lambda: bench.poller, Deadline.after(timeout, bench.clock), 5, read, with_outputs=True)


async def wait(bench: Bench, timeout: float | None = None) -> Work | None:
    return await new_wait(bench, timeout, JOB).run_one(None)


async def watch(bench: Bench) -> None:
    async def emit(_event: ProgressEvent) -> None:
        pass

    wait: Wait[Work] = Wait([JOB], lambda: bench.poller, Deadline(bench.clock), 5)
    await wait.run_one(emit)


async def wait_many(bench: Bench, timeout: float | None = None) -> None:
    async def emit(_outcome: Outcome[Work]) -> None:
        pass

    await new_wait(bench, timeout, JOB, job(2)).run(emit)


@asynccontextmanager
async def run_beside(function: Callable[[], Any]) -> AsyncGenerator[None, None]:
    """Run a function during the block, and cancel it at the end."""
    async with anyio.create_task_group() as group:
        group.start_soon(function)
        yield
        group.cancel_scope.cancel()


@pytest.mark.check(59)
@pytest.mark.parametrize("waiter", [wait, watch, wait_many], ids=lambda waiter: waiter.__name__)
async def test_a_cancelled_wait_sends_no_more_requests(bench: Bench, waiter: Callable[[Bench], Any]) -> None:
    bench.server.behaviour = running
    async with bench.clock.running():
        async with run_beside(partial(waiter, bench)):
            await bench.clock.sleep(12)
        assert len(bench.server.requests) == 3
        await bench.clock.sleep(HOUR)
        assert len(bench.server.requests) == 3
        assert bench.poller._task is None


async def test_a_wait_that_times_out_sends_no_more_requests(bench: Bench) -> None:
    bench.server.behaviour = running
    async with bench.clock.running():
        with pytest.raises(WaitTimeoutError):
            await wait(bench, timeout=TIMEOUT)
        await wait_many(bench, timeout=TIMEOUT)
        assert len(bench.server.requests) == 6
        await bench.clock.sleep(HOUR)
        assert len(bench.server.requests) == 6


async def test_another_wait_for_the_same_job_continues_after_one_is_cancelled(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: FINISHED if now > HOUR else RUNNING
    results: list[Work | None] = []

    async def wait_to_the_end() -> None:
        results.append(await wait(bench))

    async with bench.clock.running(), anyio.create_task_group() as group:
        group.start_soon(wait_to_the_end)
        async with run_beside(partial(wait, bench)):
            await bench.clock.sleep(12)
        polls = len(bench.server.requests)
        await bench.clock.sleep(50)
        assert len(bench.server.requests) == polls + 10
    assert len(results) == 1
    assert bench.clock.now > HOUR


async def test_a_new_wait_after_a_cancelled_one_polls_until_the_end(bench: Bench) -> None:
    bench.server.behaviour = lambda _id, now: FINISHED if now > 100 else RUNNING
    async with bench.clock.running():
        async with run_beside(partial(wait, bench)):
            await bench.clock.sleep(12)
        await bench.clock.sleep(50)
        assert len(bench.server.requests) == 3
        assert isinstance(await wait(bench), Work)
        assert len(bench.server.requests) == 3 + 9


async def test_leave_keeps_polling_for_the_other_listener_of_a_job(bench: Bench) -> None:
    bench.server.behaviour = running
    left: list[Update] = []
    stayed: list[Update] = []
    first, second = partial(left.append), partial(stayed.append)
    async with bench.clock.running():
        bench.poller.listen(JOB, first, interval=5)
        bench.poller.listen(JOB, second, interval=5)
        await bench.clock.sleep(7)
        bench.poller.leave(JOB, first)
        await bench.clock.sleep(10)
        assert (len(left), len(stayed)) == (2, 4)
        bench.poller.leave(JOB, second)
        await bench.clock.sleep(HOUR)
    assert len(bench.server.requests) == 4
    assert stayed == [Status("RUNNING")] * 4


async def test_leave_polls_only_the_remaining_jobs(bench: Bench) -> None:
    bench.server.behaviour = running
    async with bench.clock.running():
        bench.poller.listen(job(1), ignore, interval=5)
        bench.poller.listen(job(2), ignore, interval=5)
        await bench.clock.sleep(7)
        bench.poller.leave(job(1), ignore)
        await bench.clock.sleep(5)
    assert [ids for _, ids in bench.server.requests] == [["job-1", "job-2"]] * 2 + [["job-2"]]


async def test_leave_ends_the_task_of_the_poller_with_the_last_listener(bench: Bench) -> None:
    bench.server.behaviour = running
    async with bench.clock.running():
        bench.poller.listen(JOB, ignore, interval=1000)
        await bench.clock.sleep(1)
        task = bench.poller._task
        assert task is not None
        bench.poller.leave(JOB, ignore)
        await task.ended.wait()
        assert bench.clock.now < 10
        assert bench.poller._task is None
        assert len(bench.server.requests) == 1
        bench.poller.listen(job(3), ignore, interval=1000)
        await bench.clock.sleep(1)
    assert bench.server.requests[-1][1] == ["job-3"]
