"""Poll intervals, tolerance of failed polls, and deadlines."""

import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from move_ugc_async._clock import Clock
from move_ugc_async._polling.outcomes import Unreachable
from move_ugc_async._polling.status import Status, failed_item
from move_ugc_async._transport.retry import is_unexplained, requested_delay
from move_ugc_async._validation import ensure_seconds
from move_ugc_async.errors import MoveError

MIN_INTERVAL = 1.0
"""Minimum interval between two polls, in seconds."""

MAX_INTERVAL = 30.0
"""Maximum interval between two polls, in seconds."""

POLLS_AHEAD = 4
"""Number of polls in the estimated remaining time."""

ELAPSED_SHARE = 0.1
"""The interval as a share of the time waited so far, while the remaining time is unknown."""

JITTER = 0.2
"""Random variation of the interval, as a share of it, so that many clients do not poll in step."""

TOLERANCE = 300.0
"""Seconds for which reads may fail before waits end with an error."""

READ_RETRY_DELAY = 5.0
"""Seconds between a failed read of finished work and the next one."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of the clock; `math.inf` is no deadline."""

    clock: Clock
    at: float = math.inf

    @classmethod
    def after(cls, timeout: float | None, clock: Clock) -> "Deadline":
        """Create a deadline that many seconds from now; None is no deadline.

        Raises:
            MoveInvalidRequestError: The timeout is negative or not a number.
        """
        timeout = ensure_seconds(timeout, "timeout")
        return cls(clock) if timeout is None else cls(clock, clock.monotonic() + timeout)

    def remaining(self) -> float:
        """Return the remaining seconds, at least 0."""
        return max(self.at - self.clock.monotonic(), 0.0)


@dataclass(slots=True)
class PollInterval:
    """The poll interval of one job or volume.

    It is short at first and grows with the time waited; once the percentage moves, it follows the estimated remaining
    time.

    Args:
        started: When waiting started, in seconds of the clock.
        fixed: The caller's interval in seconds; None adapts.
    """

    started: float
    fixed: float | None = None
    _first: tuple[float, int] | None = field(default=None, init=False)

    def next(self, status: Status, now: float, random: Random) -> float:
        """Return the seconds until the next poll."""
        if self.fixed is not None:
            return self.fixed
        remaining = self._remaining(status, now)
        interval = (now - self.started) * ELAPSED_SHARE if remaining is None else remaining / POLLS_AHEAD
        return min(max(interval, MIN_INTERVAL), MAX_INTERVAL) * random.uniform(1 - JITTER, 1 + JITTER)

    def _remaining(self, status: Status, now: float) -> float | None:
        """Return the estimated remaining seconds, or None while there is nothing to estimate from."""
        percentage = status.percentage
        if percentage is None:
            return None
        if self._first is None or percentage < self._first[1]:
            # A percentage that falls means that the work was restarted.
            self._first = (now, percentage)
            return None
        since, start = self._first
        if percentage == start:
            return None
        return (100 - percentage) * (now - since) / (percentage - start)


class Outage:
    """Consecutive failed reads of one job or volume, from the first to the next success.

    Args:
        clock: Time source.
    """

    __slots__ = ("_clock", "_since", "_started")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._started = clock.monotonic()
        self._since = datetime.fromtimestamp(clock.time(), UTC)

    @property
    def is_over_tolerance(self) -> bool:
        """Whether reads have failed for longer than is tolerated."""
        return self._clock.monotonic() - self._started > TOLERANCE

    def unreachable(self, error: MoveError, delay: float) -> Unreachable:
        """Describe a failed read after which the next one starts in `delay` seconds."""
        return Unreachable(self._since, error, datetime.fromtimestamp(self._clock.time() + delay, UTC))


def is_tolerable(error: MoveError) -> bool:
    """Return whether waiting continues after a failed read: its error is transient or unexplained."""
    return error.transient or (is_unexplained(error) and failed_item(error) is None)


def read_delay(error: MoveError) -> float:
    """Return the seconds until the next read of finished work after a failed one."""
    return max(requested_delay(error), READ_RETRY_DELAY)
