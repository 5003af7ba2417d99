"""How long reads may fail before waiting ends."""

from datetime import UTC, datetime

from move_ugc_async._clock import Clock
from move_ugc_async._polling.outcomes import Unreachable
from move_ugc_async._polling.status import failed_item
from move_ugc_async._transport.retry import is_transient, is_unexplained, requested_delay
from move_ugc_async.errors import MoveError

TOLERANCE = 300.0
"""How long the server may be out of reach before waits end with an error, in seconds."""

READ_PAUSE = 5.0
"""Seconds between two failed reads of what has ended."""


def may_pass(error: MoveError) -> bool:
    """Return whether waiting goes on after a read that failed: the error is transient, or nobody can explain it."""
    return is_transient(error) or (is_unexplained(error) and failed_item(error) is None)


class Tolerance:
    """Consecutive failed reads of one job or volume.

    Args:
        clock: The source of time.
    """

    __slots__ = ("_clock", "_since", "_started")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since: float | None = None
        self._started: datetime | None = None

    def allows(self, error: MoveError) -> Unreachable | None:
        """Count a failed read; return None when waiting ends with its error."""
        now, time = self._clock.monotonic(), self._clock.time()
        if self._since is None or self._started is None:
            self._since, self._started = now, datetime.fromtimestamp(time, UTC)
        if not may_pass(error) or now - self._since > TOLERANCE:
            return None
        return Unreachable(self._started, error, datetime.fromtimestamp(time + pause_after(error), UTC))


def pause_after(error: MoveError) -> float:
    """Return the seconds until the next read after one that failed."""
    return max(requested_delay(error), READ_PAUSE)
