"""When waiting ends."""

import math
from dataclasses import dataclass

from move_ugc_async._clock import Clock
from move_ugc_async._validation import seconds


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of the clock, or never."""

    clock: Clock
    at: float = math.inf

    @classmethod
    def after(cls, timeout: float | None, clock: Clock) -> "Deadline":
        """Give the deadline so many seconds from now; None is never.

        Raises:
            MoveInvalidRequestError: The seconds are negative or no number.
        """
        given = seconds(timeout, "timeout")
        return cls(clock) if given is None else cls(clock, clock.monotonic() + given)

    def left(self) -> float:
        """Give the seconds that are left, never fewer than 0."""
        return max(self.at - self.clock.monotonic(), 0.0)
