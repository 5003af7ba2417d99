"""When to look at a job or volume again."""

from dataclasses import dataclass, field
from random import Random

from move_ugc_async._polling.status import Status

SHORTEST = 1.0
"""The shortest pause between two looks, in seconds."""

LONGEST = 30.0
"""The longest pause between two looks, in seconds."""

LOOKS_AHEAD = 4
"""Into how many pauses the time that seems to be left is divided."""

ELAPSED_SHARE = 0.1
"""The pause as a share of the time waited so far, while nothing tells how much is left."""

JITTER = 0.2
"""By how much a pause varies at random, as a share of it, so that many clients do not look in step."""


@dataclass(slots=True)
class PollInterval:
    """How often one job or volume is looked at.

    The pause is short at first and grows with the time waited; once percentages move, it follows the time that they
    leave.

    Args:
        started: When waiting started, in seconds of the clock.
        fixed: A pause that the caller asked for, in seconds; None adapts.
    """

    started: float
    fixed: float | None = None
    _first: tuple[float, int] | None = field(default=None, init=False)

    def pause(self, status: Status, now: float, random: Random) -> float:
        """Give the seconds until the next look."""
        if self.fixed is not None:
            return self.fixed
        left = self._time_left(status, now)
        pause = (now - self.started) * ELAPSED_SHARE if left is None else left / LOOKS_AHEAD
        return min(max(pause, SHORTEST), LONGEST) * random.uniform(1 - JITTER, 1 + JITTER)

    def _time_left(self, status: Status, now: float) -> float | None:
        percentage = status.percentage
        if percentage is None:
            return None
        if self._first is None or percentage < self._first[1]:
            # A percentage that goes back tells nothing but that the work has started anew.
            self._first = (now, percentage)
            return None
        since, start = self._first
        if percentage == start:
            return None
        return (100 - percentage) * (now - since) / (percentage - start)
