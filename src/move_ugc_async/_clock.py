"""Source of time and randomness, which tests can replace."""

import functools
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random, SystemRandom

import anyio
from anyio.lowlevel import checkpoint

_SINCE_BOOT: int | None = getattr(time, "CLOCK_BOOTTIME", None)
"""On Linux: a clock that includes time during which the system is suspended."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Source of time and randomness; tests pass an `InstantClock` to make every wait instant."""

    # SystemRandom: after a fork, two processes would otherwise draw the same numbers and retry at the same times.
    random: Random = field(default_factory=SystemRandom)

    def monotonic(self) -> float:
        """Return the seconds since an arbitrary point in time; never decreases."""
        return anyio.current_time()

    def time(self) -> float:
        """Return the seconds since 1970, UTC."""
        return time.time()

    def uptime(self) -> float:
        """Return the seconds since the system was booted, the same in all processes."""
        return time.clock_gettime(_SINCE_BOOT) if _SINCE_BOOT is not None else time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait for a number of seconds."""
        await anyio.sleep(seconds)

    async def wait(self, event: anyio.Event, seconds: float) -> bool:
        """Wait for an event, at most for a number of seconds; return whether the event is set."""
        with anyio.move_on_after(seconds):
            await event.wait()
        return event.is_set()

    async def pause(self, seconds: float, woken: anyio.Event) -> bool:
        """Wait for a number of seconds, or until an event is set; return whether the time has passed."""
        return not await self.wait(woken, seconds)


@dataclass(frozen=True, slots=True)
class InstantClock(Clock):
    """A clock for tests whose waits return at once: `AsyncMoveUgc(clock=InstantClock())`.

    Time itself passes as usual, so deadlines are not affected.
    """

    async def sleep(self, seconds: float) -> None:  # noqa: ARG002
        """Yield to other tasks once."""
        await checkpoint()

    async def pause(self, seconds: float, woken: anyio.Event) -> bool:  # noqa: ARG002
        """Yield to other tasks once."""
        await checkpoint()
        return not woken.is_set()


def boot_id() -> str | None:
    """Return the id of the current boot, or None if the system has no such id or it cannot be read at the moment."""
    try:
        return _read_boot_id()
    except OSError:
        return None


@functools.cache
def _read_boot_id() -> str | None:
    """Read the id of the current boot.

    Raises:
        OSError: It cannot be read, such as without file descriptors. Errors are not cached.
    """
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip() or None
    except (FileNotFoundError, ValueError):
        return None
