"""Decide whether and when a failed attempt is retried."""

import email.utils
import math
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime

from move_ugc_async._backoff import Backoff, FullJitter
from move_ugc_async._clock import Clock
from move_ugc_async.errors import MoveAPIError, MoveConfigurationError, MoveConnectionError, MoveError, MoveTimeoutError


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The number and the delays of retries; see `is_retryable` for which errors qualify.

    Args:
        max_retries: Maximum number of retries; 0 turns them off.
        backoff: Computes the delay before the next attempt.
        max_retry_after: Maximum Retry-After, in seconds; above it, the error is raised.
    """

    max_retries: int = 4
    backoff: Backoff = FullJitter()  # noqa: RUF009 - immutable
    max_retry_after: float = 120.0

    def wait(self, error: MoveError, operation: str, attempts: int, clock: Clock) -> float | None:
        """Return the seconds to wait after a number of failed attempts, or None if no attempt is left.

        Raises:
            MoveConfigurationError: `backoff` returned an invalid number.
        """
        if attempts > self.max_retries:
            return None
        requested = requested_delay(error)
        if requested > self.max_retry_after:
            return None
        # Added to the requested delay: clients with the same Retry-After would otherwise all return at once.
        return requested + _checked_delay(self.backoff(attempts, clock.random), operation)


@dataclass(slots=True)
class RetryBudget:
    """Limits the retries of a client, so that it does not make an outage worse.

    This is a token bucket: a retry takes a token, a success puts one back. As long as at least half of the attempts
    succeed, the bucket stays full enough to have no effect. When nothing succeeds, it is soon empty: from then on, each
    call makes one attempt until calls succeed again. (See gRFC A6 and the retry quota of the AWS SDKs.)
    """

    tokens: int
    """Capacity and initial number."""
    _remaining: int = field(init=False)

    def __post_init__(self) -> None:
        self._remaining = self.tokens

    def take(self) -> bool:
        """Remove a token for a retry; return whether one was left."""
        if not self._remaining:
            return False
        self._remaining -= 1
        return True

    def put_back(self) -> None:
        """Return a token to the bucket after a success."""
        self._remaining = min(self._remaining + 1, self.tokens)


def requested_delay(error: MoveError) -> float:
    """Return the seconds of the server's Retry-After, or 0 without one."""
    return error.retry_after or 0.0


def _checked_delay(delay: object, operation: str) -> float:
    if not isinstance(delay, int | float) or not 0 <= delay <= sys.float_info.max:
        msg = f"backoff must return a finite number of seconds, 0 or more; got {delay!r}"
        raise MoveConfigurationError(msg, operation=operation)
    return delay


def is_unexplained(error: MoveError) -> bool:
    """Return whether the server reported an error without a class of its own: it may or may not be transient."""
    return type(error) is MoveAPIError


def is_retryable(error: MoveError, *, idempotent: bool) -> bool:
    """Return whether another attempt may succeed and is safe."""
    if isinstance(error, MoveConnectionError | MoveTimeoutError) and not error.may_have_arrived:
        # A request that was never sent cannot have had an effect.
        return True
    return idempotent and error.transient


def parse_retry_after(value: str | None, clock: Clock) -> float | None:
    """Parse a Retry-After header, seconds or an HTTP date (RFC 9110, 10.2.3), into seconds from now.

    Returns:
        None if the header is missing or invalid.
    """
    if value is None or not value.isascii() or "_" in value:
        # Python accepts these in numbers, HTTP does not.
        return None
    try:
        seconds = float(value)
    except ValueError:
        moment = _parse_date(value)
        return None if moment is None else max(moment.timestamp() - clock.time(), 0.0)
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _parse_date(value: str) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    # The zone -0000 yields a naive datetime; HTTP dates are in UTC.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
