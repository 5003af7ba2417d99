"""When waiting ends."""

import math
from dataclasses import dataclass

from move_ugc_async.clock import Clock
from move_ugc_async.errors import MoveInvalidRequestError


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
        if timeout is None:
            return cls(clock)
        if not timeout >= 0:
            msg = f"timeout is 0 seconds or more, or None, not {timeout!r}"
            raise MoveInvalidRequestError(msg)
        return cls(clock, clock.monotonic() + timeout)

    def left(self) -> float:
        """Give the seconds that are left, never fewer than 0."""
        return max(self.at - self.clock.monotonic(), 0.0)
