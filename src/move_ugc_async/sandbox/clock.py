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

_TICK = timedelta(milliseconds=1)
_MAX_RATE = 10_000

ClockName = Literal["instant", "timed", "manual"]


class Clock(ABC):
    """A source of time for timestamps, expiry, and the progress of jobs and volumes."""

    speed: float = 1.0
    """Speed of jobs and volumes relative to the real platform."""

    _listeners: tuple[Callable[[], None], ...] = ()

    @property
    def rate(self) -> float:
        """Seconds that the clock moves in one second of real time; 0 if only `advance` or calls of `now` move it."""
        return 0.0

    @abstractmethod
    def now(self) -> datetime:
        """Return the current time in UTC."""

    def peek(self) -> datetime:
        """Return the current time in UTC without a side effect, even if `now` has one."""
        return self.now()

    def upcoming(self) -> datetime:
        """Return the time that the next call of `now` returns at the earliest, without a side effect."""
        return self.peek()

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
            ValueError: The number is negative, or the clock would reach the year 9000.
        """

    def set_rate(self, rate: float) -> None:
        """Change `rate`, at most 10,000.

        Raises:
            ValueError: The rate is out of range, or the clock does not follow real time.
        """
        msg = f"rate can be set for a clock that follows real time only; got {rate} for {type(self).__name__}"
        raise ValueError(msg)


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
            self._now += _TICK
            return self._now

    def peek(self) -> datetime:
        """Return the last time, without advancing the clock."""
        return self._now

    def upcoming(self) -> datetime:
        """Return a time one millisecond after the last, without advancing the clock."""
        return self._now + _TICK


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
        self._lock = threading.Lock()
        self._rate = 1.0
        # Until `advance` or `set_rate` is called, `now` is exactly real time.
        self._start = self._changed = datetime.now(UTC)

    @property
    def rate(self) -> float:
        """Seconds that the clock moves in one second of real time; 1 at first."""
        return self._rate

    def now(self) -> datetime:
        """Return real time, changed by `advance` and `set_rate`."""
        with self._lock:
            return self._at(datetime.now(UTC))

    def advance(self, seconds: float) -> None:
        """Move the clock further ahead of real time by a number of seconds."""
        with self._lock:
            now = datetime.now(UTC)
            self._start, self._changed = _later(self._at(now), seconds), now
        self._report_advance()

    def set_rate(self, rate: float) -> None:
        """Let the clock move faster or slower than real time from now on, for timestamps and expiry as well.

        Args:
            rate: Seconds that the clock moves in one second of real time, above 0 and at most 10,000.
        """
        if not 0 < rate <= _MAX_RATE:
            msg = f"rate must be above 0 and at most {_MAX_RATE:,}; got {rate}"
            raise ValueError(msg)
        with self._lock:
            now = datetime.now(UTC)
            self._start, self._changed, self._rate = self._at(now), now, rate
        self._report_advance()

    def _at(self, real: datetime) -> datetime:
        return self._start + (real - self._changed) * self._rate


def _later(moment: datetime, seconds: float) -> datetime:
    if not 0 <= seconds < (_END - moment).total_seconds():
        msg = f"seconds must be 0 or more, and leave the clock before the year {_END.year}; got {seconds}"
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
