"""Waiting with this SDK."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NoReturn

import anyio

from benchmarks.contestants import API_KEY, JOB_IDS
from benchmarks.contestants.control import tell
from benchmarks.contestants.memory import resident
from benchmarks.meter import Meter
from move_ugc_async import AsyncMoveUgc, Clock

SPEED = 15
"""How many simulated seconds a real one has."""


class FastClock(Clock):
    """A clock that is `SPEED` times as fast, so that the library does in seconds what it does in a minute."""

    __slots__ = ()

    def monotonic(self) -> float:
        return anyio.current_time() * SPEED

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds / SPEED)

    async def wait(self, event: anyio.Event, seconds: float) -> bool:
        with anyio.move_on_after(seconds / SPEED):
            await event.wait()
        return event.is_set()


async def waiting(origin: str, jobs: int, seconds: float, *, in_tasks: bool) -> dict[str, float]:
    """Wait for jobs that are under way for so many simulated seconds, in one call or in a task for each."""
    await tell(origin, "reset")
    async with AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql", clock=FastClock()) as client:
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
                await asyncio.sleep(seconds / SPEED)
            counted = await tell(origin, "finish")
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
