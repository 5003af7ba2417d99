"""Clocks whose pauses are short, and one whose time of day jumps."""

import time
from dataclasses import dataclass

import anyio

from move_ugc_async import Clock

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class HurriedClock(Clock):
    """A clock whose pauses are real, and shorter than they say. Deadlines stay what they are."""

    pace: float = 0.02
    """What is left of a pause."""

    async def sleep(self, seconds: float) -> None:
        await anyio.sleep(seconds * self.pace)

    async def wait(self, event: anyio.Event, seconds: float) -> bool:
        with anyio.move_on_after(seconds * self.pace):
            await event.wait()
        return event.is_set()


@dataclass(frozen=True, slots=True)
class JumpingClock(HurriedClock):
    """A clock whose time of day is an hour ahead, an hour behind or right, by chance each time it is read."""

    def time(self) -> float:
        return time.time() + self.random.choice((-HOUR, 0.0, HOUR))
