"""How long to wait before a call is tried again."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

Backoff: TypeAlias = Callable[[int, Random], float]
"""Gives the seconds to wait, 0 or more, after a number of failed tries, 1 or more, with a source of chance."""


@dataclass(frozen=True, slots=True)
class FullJitter:
    """Exponential back-off with full jitter, as AWS' "Exponential Backoff And Jitter" has it.

    Args:
        base: Upper bound of the first wait, in seconds; it doubles with every try.
        cap: Upper bound of every wait, in seconds.
    """

    base: float = 0.5
    cap: float = 20.0

    def __call__(self, tries: int, random: Random) -> float:
        """Give the seconds to wait after so many failed tries."""
        # A float: 2 ** 1024 as an integer no longer fits into one.
        return random.uniform(0, min(self.base * 2.0 ** min(tries - 1, 1000), self.cap))
