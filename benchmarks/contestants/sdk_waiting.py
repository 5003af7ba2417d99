"""Waiting with this SDK."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NoReturn

import anyio
from anyio.lowlevel import checkpoint

from benchmarks.contestants import API_KEY, JOB_IDS
from benchmarks.contestants.control import tell
from benchmarks.contestants.memory import resident
from benchmarks.meter import Meter
from move_ugc_async import AsyncMoveUgc, Clock


class SkippingClock(Clock):
    """A clock that skips the pauses between two looks, and stands still after so many seconds until it may go on.

    What the library does takes the time that it takes, as it would without any clock of ours.
    """

    __slots__ = ("_end", "_going_on", "_skipped", "is_over")
    __setattr__ = object.__setattr__

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._skipped = 0.0
        self._end = self.monotonic() + seconds
        self.is_over, self._going_on = anyio.Event(), anyio.Event()

    def monotonic(self) -> float:
        return anyio.current_time() + self._skipped

    async def pause(self, seconds: float, woken: anyio.Event) -> bool:
        if self.monotonic() + seconds > self._end:
            self.is_over.set()
            await self._going_on.wait()
        self._skipped += seconds
        await checkpoint()
        return not woken.is_set()

    def go_on(self) -> None:
        """Go on, without an end."""
        self._end = math.inf
        self._going_on.set()


async def waiting(origin: str, jobs: int, seconds: float, *, in_tasks: bool) -> dict[str, float]:
    """Wait for jobs that are under way for so many simulated seconds, in one call or in a task for each."""
    await tell(origin, "reset")
    clock = SkippingClock(seconds)
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql", clock=clock) as client:
        ids = JOB_IDS[:jobs]
        await client.jobs.retrieve(ids[0])

        async def in_one_call() -> None:
            ended = [outcome async for outcome in client.jobs.wait_many(ids)]
            assert all(outcome.job for outcome in ended)

        async with asyncio.TaskGroup() as tasks:
            with Meter() as meter:
                if in_tasks:
                    for each in ids:
                        tasks.create_task(client.jobs.wait(each))
                else:
                    tasks.create_task(in_one_call())
                await clock.is_over.wait()
            counted = await tell(origin, "finish")
            clock.go_on()
    ticks = counted["statuses"] / jobs
    return {
        "requests": counted["status_requests"],
        "ticks": ticks,
        "requests_a_tick": counted["status_requests"] / ticks,
        "cpu_share": meter.cpu / seconds * 100,
    }


async def idle(origin: str, tasks: int) -> dict[str, float]:
    """Let so many tasks wait for a job each, and weigh them once nothing moves."""
    await tell(origin, "reset")
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql") as client, _ended() as group:
        await client.jobs.retrieve_many(JOB_IDS[:100])
        before = resident()
        for each in JOB_IDS[:tasks]:
            group.create_task(client.jobs.wait(each, poll_interval=3600))
        while (await tell(origin, "counters"))["statuses"] < tasks:  # noqa: ASYNC110 - the stub knows
            await asyncio.sleep(0.1)
        await asyncio.sleep(1)
        weight = resident() - before
    return {"bytes_each": weight / tasks, "megabytes": weight / 1e6}


async def bare(origin: str, tasks: int) -> dict[str, float]:  # noqa: ARG001
    """Let so many tasks wait for nothing."""
    event = asyncio.Event()
    async with _ended() as group:
        before = resident()
        for _ in range(tasks):
            group.create_task(event.wait())
        await asyncio.sleep(1)
        weight = resident() - before
    return {"bytes_each": weight / tasks, "megabytes": weight / 1e6}


class _EndError(Exception):
    pass


def _end() -> NoReturn:
    raise _EndError


@asynccontextmanager
async def _ended() -> AsyncIterator[asyncio.TaskGroup]:
    """Give a task group whose tasks are cancelled at the end."""
    try:
        async with asyncio.TaskGroup() as group:
            yield group
            _end()
    except* _EndError:
        pass


WORKLOADS = {"waiting": waiting, "idle": idle, "bare": bare}
