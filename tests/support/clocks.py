"""Clocks whose waits take no real time."""

import asyncio
import heapq
import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import anyio
from anyio.lowlevel import checkpoint
from trio.testing import wait_all_tasks_blocked

from move_ugc_async import Clock
from move_ugc_async._concurrency.background import runs_on_asyncio

_MAX_TIME = 200_000.0
"""Seconds after which a wait counts as endless: more than two days."""


@dataclass(frozen=True, slots=True)
class FakeClock(Clock):
    """A clock whose sleeps return at once, and which records how long they should have taken."""

    waits: list[float] = field(default_factory=list[float])
    """The length of each sleep so far."""

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await checkpoint()


async def until_idle() -> None:
    """Wait until every other task of the event loop is blocked.

    This is exact while nothing waits for a socket, a thread or real time.
    """
    if not runs_on_asyncio():
        await wait_all_tasks_blocked()
        return
    # `anyio.wait_all_tasks_blocked` sleeps for a tenth of a second.
    loop: Any = asyncio.get_running_loop()
    await checkpoint()
    while loop._ready:
        await checkpoint()


class AutojumpClock(Clock):
    """A clock that jumps to the next wake-up time when all tasks are blocked.

    Waiting for an hour takes milliseconds. For tests without sockets only: the clock does not wait for a response in
    transit. It does not advance while a task is running.
    """

    def __init__(self, seed: int = 0) -> None:
        object.__setattr__(self, "random", Random(seed))
        self.now = 0.0
        self.sleepers: list[tuple[float, int, anyio.CancelScope]] = []
        self.numbers = itertools.count()

    __slots__ = ("now", "numbers", "sleepers")
    __setattr__ = object.__setattr__  # type: ignore[assignment]

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now

    def uptime(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        await self.wait(anyio.Event(), seconds)

    async def wait(self, event: anyio.Event, seconds: float) -> bool:
        # Without starting a task, since tests count the tasks of the library.
        with anyio.CancelScope() as scope:
            if seconds != float("inf"):
                heapq.heappush(self.sleepers, (self.now + seconds, next(self.numbers), scope))
            await event.wait()
        return event.is_set()

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None, None]:
        """Advance the clock inside the context manager."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._advance)
            yield
            tasks.cancel_scope.cancel()

    async def _advance(self) -> None:
        while True:
            await until_idle()
            if not self.sleepers:
                continue
            self.now, _, scope = heapq.heappop(self.sleepers)
            assert self.now < _MAX_TIME, "the test waits for ever"
            scope.cancel()
