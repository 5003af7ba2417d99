"""Time and chance, in one place that a test can replace."""

import time
from dataclasses import dataclass, field
from random import Random, SystemRandom

import anyio
from anyio.lowlevel import checkpoint

_SINCE_BOOT: int | None = getattr(time, "CLOCK_BOOTTIME", None)
"""Counts while the system is suspended, too (Linux)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What the library knows of time and chance.

    A test that gives a client an `InstantClock` makes every wait of the library instant.
    """

    # The system's: after a fork, two processes would otherwise draw the same numbers, and wait and try as one.
    random: Random = field(default_factory=SystemRandom)

    def monotonic(self) -> float:
        """Seconds since some moment, never going back."""
        return anyio.current_time()

    def time(self) -> float:
        """Seconds since 1970, UTC."""
        return time.time()

    def uptime(self) -> float:
        """Return the seconds since the system was started, the same in all its processes."""
        return time.clock_gettime(_SINCE_BOOT) if _SINCE_BOOT is not None else time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await anyio.sleep(seconds)

    async def wait(self, event: anyio.Event, seconds: float) -> bool:
        """Wait for an event, but no longer than this, and tell whether it came."""
        with anyio.move_on_after(seconds):
            await event.wait()
        return event.is_set()

    async def pause(self, seconds: float, woken: anyio.Event) -> bool:
        """Wait, unless an event comes before, and tell whether the time has passed."""
        return not await self.wait(woken, seconds)


@dataclass(frozen=True, slots=True)
class InstantClock(Clock):
    """A clock whose pauses are over at once, for tests: `AsyncMoveUgc(clock=InstantClock())`.

    Time itself goes on as it does: deadlines stay what they are.
    """

    async def sleep(self, seconds: float) -> None:  # noqa: ARG002
        """Let others run, and come back."""
        await checkpoint()

    async def pause(self, seconds: float, woken: anyio.Event) -> bool:  # noqa: ARG002
        """Let others run, and come back."""
        await checkpoint()
        return not woken.is_set()
