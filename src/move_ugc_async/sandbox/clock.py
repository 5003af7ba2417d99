"""Clocks: the one source of time in the sandbox."""

import math
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Literal

START = datetime(2026, 1, 1, tzinfo=UTC)
"""Start of the clocks that do not follow real time."""

_END = datetime(9000, 1, 1, tzinfo=UTC)
"""Limit of all clocks. Later times, such as when a URL expires, must still be valid datetimes."""

ClockName = Literal["instant", "timed", "manual"]


class Clock(ABC):
    """A source of time for timestamps, expiry, and the progress of jobs and volumes."""

    speed: float = 1.0
    """Speed of jobs and volumes relative to the real platform."""

    _listeners: tuple[Callable[[], None], ...] = ()

    @abstractmethod
    def now(self) -> datetime:
        """Return the current time in UTC."""

    def peek(self) -> datetime:
        """Return the current time in UTC without a side effect, even if `now` has one."""
        return self.now()

    def on_advance(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` after each `advance`, in the thread that advances, and return a function that stops it."""
        self._listeners = (*self._listeners, callback)

        def stop() -> None:
            self._listeners = tuple(each for each in self._listeners if each is not callback)

        return stop

    def _report_advance(self) -> None:
        for callback in self._listeners:
            callback()

    @abstractmethod
    def advance(self, seconds: float) -> None:
        """Move the clock forward by a number of seconds.

        Raises:
            ValueError: The clock would reach the year 9000.
        """


class ManualClock(Clock):
    """A clock that only `advance` moves."""

    def __init__(self, start: datetime = START) -> None:
        self._now: datetime = start
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the time that the clock was last moved to."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move the clock forward by a number of seconds."""
        with self._lock:
            self._now = _later(self._now, seconds)
        self._report_advance()


class InstantClock(ManualClock):
    """A clock with which every job and volume is finished by the request after the one that created it.

    The clock is a counter: each read is one millisecond later than the one before, so two runs of the same calls see
    the same times.
    """

    speed = math.inf

    def now(self) -> datetime:
        """Return a time one millisecond after the last."""
        with self._lock:
            self._now += timedelta(milliseconds=1)
            return self._now

    def peek(self) -> datetime:
        """Return the last time, without advancing the clock."""
        return self._now


class TimedClock(Clock):
    """A clock that follows real time.

    Args:
        speed: Speed of jobs and volumes relative to the real platform, above 0. Timestamps and expiry are not scaled.
    """

    def __init__(self, speed: float = 1.0) -> None:
        if not speed > 0:
            msg = f"speed must be above 0; got {speed}"
            raise ValueError(msg)
        self.speed = speed
        self._offset = timedelta()

    def now(self) -> datetime:
        """Return real time plus the offset that `advance` added."""
        return datetime.now(UTC) + self._offset

    def advance(self, seconds: float) -> None:
        """Move the clock further ahead of real time by a number of seconds."""
        now = datetime.now(UTC)
        self._offset = _later(now + self._offset, seconds) - now
        self._report_advance()


def _later(moment: datetime, seconds: float) -> datetime:
    if not seconds < (_END - moment).total_seconds():
        msg = f"seconds must leave the clock before the year {_END.year}; got {seconds}"
        raise ValueError(msg)
    return moment + timedelta(seconds=seconds)


def make_clock(clock: Clock | ClockName) -> Clock:
    """Return the clock itself, or create one by name."""
    if isinstance(clock, Clock):
        return clock
    kinds: dict[str, type[Clock]] = {"instant": InstantClock, "timed": TimedClock, "manual": ManualClock}
    if clock not in kinds:
        msg = f"clock must be one of {', '.join(kinds)}; got '{clock}'"
        raise ValueError(msg)
    return kinds[clock]()
