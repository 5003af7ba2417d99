"""Delays between attempts, and the time after which attempts end."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

Backoff: TypeAlias = Callable[[int, Random], float]
"""Returns the seconds to wait, 0 or more, from the number of failed attempts (1 or more) and a source of randomness."""

OUTAGE_TOLERANCE = 300.0
"""Seconds for which waits and steps of workflows tolerate transient errors."""


@dataclass(frozen=True, slots=True)
class FullJitter:
    """Exponential backoff with full jitter, as in "Exponential Backoff And Jitter" by AWS.

    Args:
        base: Upper bound of the first delay, in seconds; it doubles with every attempt.
        cap: Upper bound of every delay, in seconds.
    """

    base: float = 0.5
    cap: float = 20.0

    def __call__(self, attempts: int, random: Random) -> float:
        """Return the seconds to wait after a number of failed attempts."""
        # Bounded, since 2.0 ** 1024 overflows.
        return random.uniform(0, min(self.base * 2.0 ** min(attempts - 1, 1000), self.cap))
