"""Clocks: the one source of time in the sandbox."""

import math
import threading
from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from typing import Literal

START = datetime(2026, 1, 1, tzinfo=UTC)
"""When a clock that is not tied to real time begins."""

_END = datetime(9000, 1, 1, tzinfo=UTC)
"""No clock gets there: moments after it, such as those when URLs expire, must exist as well."""

ClockName = Literal["instant", "timed", "manual"]


class Clock(ABC):
    """Tells the time for timestamps, expiry, and the progress of jobs and volumes."""

    speed: float = 1.0
    """How many times faster than on the real platform jobs and volumes run."""

    @abstractmethod
    def now(self) -> datetime:
        """Return the current moment, in UTC."""

    @abstractmethod
    def advance(self, seconds: float) -> None:
        """Move the clock forward by a number of seconds.

        Raises:
            ValueError: The clock would get to the year 9000.
        """


class ManualClock(Clock):
    """Stand still until moved by `advance`."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the moment that the clock was last moved to."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move the clock forward by a number of seconds."""
        with self._lock:
            self._now = _later(self._now, seconds)


class InstantClock(ManualClock):
    """Finish every job and volume by the request after the one that created it.

    Nothing takes time, so the clock is a counter: each look at it is one millisecond later than
    the last. Two runs of the same calls see the same moments.
    """

    speed = math.inf

    def now(self) -> datetime:
        """Return a moment one millisecond after the last."""
        with self._lock:
            self._now += timedelta(milliseconds=1)
            return self._now


class TimedClock(Clock):
    """Follow real time.

    Args:
        speed: How many times faster than on the real platform jobs and volumes run. Timestamps
            and expiry are not scaled.
    """

    def __init__(self, speed: float = 1.0) -> None:
        if not speed > 0:
            msg = f"speed must be above 0, not {speed}"
            raise ValueError(msg)
        self.speed = speed
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Return real time plus whatever `advance` added."""
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        """Run ahead of real time by a further number of seconds."""
        now = datetime.now(UTC)
        self._ahead = _later(now + self._ahead, seconds) - now


def _later(moment: datetime, seconds: float) -> datetime:
    if not seconds < (_END - moment).total_seconds():
        msg = f"seconds must leave the clock before the year {_END.year}; got {seconds}"
        raise ValueError(msg)
    return moment + timedelta(seconds=seconds)


def make_clock(clock: Clock | ClockName) -> Clock:
    """Return the clock itself, or a new one of the given name."""
    if isinstance(clock, Clock):
        return clock
    kinds: dict[str, type[Clock]] = {
        "instant": InstantClock,
        "timed": TimedClock,
        "manual": ManualClock,
    }
    if clock not in kinds:
        msg = f"unknown clock {clock!r}: use one of {', '.join(kinds)}"
        raise ValueError(msg)
    return kinds[clock]()
