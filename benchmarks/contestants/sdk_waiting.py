"""Waiting with this SDK."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NoReturn

import anyio
from anyio.lowlevel import checkpoint

from benchmarks.contestants import API_KEY, JOB_IDS
from benchmarks.contestants.control import control
from benchmarks.contestants.memory import resident
from benchmarks.meter import Meter
from move_ugc_async import AsyncMoveUgc, Clock


class SkippingClock(Clock):
    """A clock that skips the pauses between polls, and pauses after some seconds until it is resumed.

    Everything else takes real time.
    """

    __slots__ = ("_end", "_resumed", "_skipped", "is_over")
    __setattr__ = object.__setattr__

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._skipped = 0.0
        self._end = self.monotonic() + seconds
        self.is_over, self._resumed = anyio.Event(), anyio.Event()

    def monotonic(self) -> float:
        return anyio.current_time() + self._skipped

    async def pause(self, seconds: float, woken: anyio.Event) -> bool:
        if self.monotonic() + seconds > self._end:
            self.is_over.set()
            await self._resumed.wait()
        self._skipped += seconds
        await checkpoint()
        return not woken.is_set()

    def resume(self) -> None:
        """Resume, without an end."""
        self._end = math.inf
        self._resumed.set()


async def waiting(origin: str, jobs: int, seconds: float, *, in_tasks: bool) -> dict[str, float]:
    """Wait for running jobs for some simulated seconds, in one call or in one task per job."""
    await control(origin, "reset")
    clock = SkippingClock(seconds)
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql", clock=clock) as client:
        ids = JOB_IDS[:jobs]
        await client.jobs.retrieve(ids[0])

        async def wait_many() -> None:
            outcomes = [outcome async for outcome in client.jobs.wait_many(ids)]
            assert all(outcome.job for outcome in outcomes)

        async with asyncio.TaskGroup() as tasks:
            with Meter() as meter:
                if in_tasks:
                    for each in ids:
                        tasks.create_task(client.jobs.wait(each))
                else:
                    tasks.create_task(wait_many())
                await clock.is_over.wait()
            counters = await control(origin, "finish")
            clock.resume()
    polls = counters["statuses"] / jobs
    return {
        "requests": counters["status_requests"],
        "polls": polls,
        "requests_a_poll": counters["status_requests"] / polls,
        "cpu_share": meter.cpu / seconds * 100,
    }


async def idle(origin: str, tasks: int) -> dict[str, float]:
    """Wait for one job per task, and measure their memory once they are idle."""
    await control(origin, "reset")
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql") as client, _cancelled_group() as group:
        await client.jobs.retrieve_many(JOB_IDS[:100])
        before = resident()
        for each in JOB_IDS[:tasks]:
            group.create_task(client.jobs.wait(each, poll_interval=3600))
        while (await control(origin, "counters"))["statuses"] < tasks:  # noqa: ASYNC110 - the stub counts the statuses
            await asyncio.sleep(0.1)
        await asyncio.sleep(1)
        growth = resident() - before
    return {"bytes_each": growth / tasks, "megabytes": growth / 1e6}


async def bare(origin: str, tasks: int) -> dict[str, float]:  # noqa: ARG001
    """Wait for an event in each task."""
    event = asyncio.Event()
    async with _cancelled_group() as group:
        before = resident()
        for _ in range(tasks):
            group.create_task(event.wait())
        await asyncio.sleep(1)
        growth = resident() - before
    return {"bytes_each": growth / tasks, "megabytes": growth / 1e6}


class _EndError(Exception):
    pass


def _end() -> NoReturn:
    raise _EndError


@asynccontextmanager
async def _cancelled_group() -> AsyncIterator[asyncio.TaskGroup]:
    """Yield a task group whose tasks are cancelled at the end."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
            _end()
    except* _EndError:
        pass


WORKLOADS = {"waiting": waiting, "idle": idle, "bare": bare}
