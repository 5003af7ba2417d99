"""Clocks with shortened sleeps, and with a jumping time of day."""

import time
from dataclasses import dataclass

import anyio

from move_ugc_async import Clock

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class ScaledClock(Clock):
    """A clock that shortens sleeps. Deadlines are unchanged."""

    scale: float = 0.02
    """The factor by which sleeps are shortened."""

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds * self.scale)

    async def wait(self, event: anyio.Event, seconds: float) -> bool:
        with anyio.move_on_after(seconds * self.scale):
            await event.wait()
        return event.is_set()


@dataclass(frozen=True, slots=True)
class JumpingClock(ScaledClock):
    """A clock whose time of day is an hour ahead, an hour behind or right, at random each time it is read."""

    def time(self) -> float:
        return time.time() + self.random.choice((-HOUR, 0.0, HOUR))
