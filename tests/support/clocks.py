"""Clocks whose waits take no real time."""

import asyncio
import heapq
import itertools
from collections.abc import AsyncGenerator, Awaitable, Callable
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


_MAX_SKIPPED = 3600.0
"""Longest wait for an event that an independent clock skips; the timeout of a whole workflow is longer."""


def _do_nothing(_: float) -> None:
    pass


@dataclass(frozen=True, slots=True)
class FakeClock(Clock):
    """A clock whose sleeps return at once, and which records how long they should have taken.

    Args:
        random: Source of randomness.
        now: Time of day and uptime in seconds, which only sleeps and `advance` move. By default, both are real.
        is_moved_by_sleeps: Whether a sleep moves the time by its length.
        is_independent: Whether monotonic time stands still as well, and waits for an event are sleeps. By default,
            both follow the event loop, as the timeouts of anyio do.
        on_sleep: Called with the length of each sleep, and awaited if it is asynchronous.
    """

    now: float | None = None
    is_moved_by_sleeps: bool = True
    is_independent: bool = False
    on_sleep: Callable[[float], object] = _do_nothing
    waits: list[float] = field(default_factory=list[float])
    """The length of each sleep so far."""
    _moves: list[float] = field(default_factory=list[float], init=False)

    def advance(self, seconds: float) -> None:
        """Move the time, by a negative number of seconds too."""
        self._moves.append(seconds)

    def monotonic(self) -> float:
        return sum(self._moves, self.now or 0.0) if self.is_independent else Clock.monotonic(self)

    def time(self) -> float:
        return Clock.time(self) if self.now is None else sum(self._moves, self.now)

    def uptime(self) -> float:
        return Clock.uptime(self) if self.now is None else sum(self._moves, self.now)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        if self.is_moved_by_sleeps:
            self.advance(seconds)
        await checkpoint()
        result = self.on_sleep(seconds)
        if isinstance(result, Awaitable):
            await result

    async def wait(self, event: anyio.Event, seconds: float) -> bool:
        if not self.is_independent:
            return await Clock.wait(self, event, seconds)
        if seconds > _MAX_SKIPPED:
            await event.wait()
        elif not event.is_set():
            await self.sleep(seconds)
        return event.is_set()

    async def pause(self, seconds: float, woken: anyio.Event) -> bool:
        await self.sleep(seconds)
        return not woken.is_set()


def leaping_clock() -> FakeClock:
    """Return a clock that advances to the end of each wait at once, and does not move otherwise."""
    return FakeClock(now=1_700_000_000.0, is_independent=True)


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
