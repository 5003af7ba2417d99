"""A clock that moves by itself whenever nothing else can happen."""

import heapq
import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from random import Random

import anyio
from anyio.lowlevel import checkpoint

from move_ugc_async import Clock

_SETTLE = 30
"""Turns of the event loop after which nothing more happens by itself where nothing waits for a socket."""


class MovedClock(Clock):
    """A clock that jumps to the next moment that somebody waits for, so that an hour's wait takes milliseconds.

    For tests without sockets: an answer that is on its way does not hold the clock back.
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

    async def sleep(self, seconds: float) -> None:
        await self.wait(anyio.Event(), seconds)

    async def wait(self, event: anyio.Event, seconds: float) -> bool:
        # Without a task of its own: those of the library are counted.
        with anyio.CancelScope() as patience:
            if seconds != float("inf"):
                heapq.heappush(self.sleepers, (self.now + seconds, next(self.numbers), patience))
            await event.wait()
        return event.is_set()

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None, None]:
        """Let the clock move while the block runs."""
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._move)
            yield
            tasks.cancel_scope.cancel()

    async def _move(self) -> None:
        while True:
            for _ in range(_SETTLE):
                await checkpoint()
            if not self.sleepers:
                continue
            self.now, _, patience = heapq.heappop(self.sleepers)
            patience.cancel()
