"""Time and chance, in one place that a test can replace."""

import time
from dataclasses import dataclass, field
from random import Random

import anyio


@dataclass(frozen=True, slots=True)
class Clock:
    """What the library knows of time and chance.

    A test that replaces `sleep` makes every wait of the library instant.
    """

    random: Random = field(default_factory=Random)

    def monotonic(self) -> float:
        """Seconds since some moment, never going back."""
        return anyio.current_time()

    def time(self) -> float:
        """Seconds since 1970, UTC."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await anyio.sleep(seconds)

    async def wait(self, event: anyio.Event, seconds: float) -> bool:
        """Wait for an event, but no longer than this, and tell whether it came."""
        with anyio.move_on_after(seconds):
            await event.wait()
        return event.is_set()
