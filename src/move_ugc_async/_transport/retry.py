"""When a call is tried again, and after how long."""

import email.utils
import math
import sys
from dataclasses import dataclass
from datetime import UTC, datetime

from move_ugc_async._backoff import Backoff, FullJitter
from move_ugc_async._clock import Clock
from move_ugc_async.errors import (
    AmbiguousCreateError,
    MoveAnswerTooLargeError,
    MoveAPIError,
    MoveAuthenticationError,
    MoveConfigurationError,
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveMalformedResponseError,
    MoveNotFoundError,
    MovePermissionError,
    MoveServerError,
    MoveThrottledError,
    MoveTimeoutError,
    MoveUnsafeURLError,
)

CLIENT_ERRORS = 400
SERVER_ERRORS = 500
_REFUSED_STATUSES = {*range(400, 408), *range(410, 418), 422, 426, 428, 431, 451}
"""Statuses with which the same request is refused again (RFC 9110, 15.5; RFC 6585; RFC 7725). All others above 400 are
transient, such as 408, 421, 425 and 429, and those of nginx, Cloudflare and load balancers, which nobody can list."""
_TRANSIENT_CODES = {"RequestTimeout", "SlowDown", "ServiceUnavailable", "InternalError"}
"""Storage's codes, some of them with status 400."""

_ASKING = (MoveHTTPStatusError, MoveServerError, MoveThrottledError)
"""Errors that may say how long to wait."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often something that may be repeated is tried again, and when.

    See `is_retryable` for what may be repeated.

    Args:
        max_retries: How many times a call is repeated at most; 0 turns repeating off.
        backoff: How long to wait before the next try.
        longest_retry_after: The longest wait that a server may ask for, in seconds; above, the error is raised.
    """

    max_retries: int = 4
    backoff: Backoff = FullJitter()  # noqa: RUF009 - it never changes
    longest_retry_after: float = 120.0

    def wait(self, error: MoveError, operation: str, tries: int, clock: Clock) -> float | None:
        """Give the seconds to wait before the next try of what may be repeated, or None where there is none.

        Args:
            error: What went wrong.
            operation: The name of what was tried.
            tries: How many times it was tried, 1 or more.
            clock: The source of chance.

        Raises:
            MoveConfigurationError: The back-off gives no such number.
        """
        if tries > self.max_retries:
            return None
        asked = requested_delay(error)
        if asked > self.longest_retry_after:
            return None
        # Beyond what was asked for: all who were told the same would otherwise come back in the same moment.
        return asked + _seconds(self.backoff(tries, clock.random), operation)


def requested_delay(error: MoveError) -> float:
    """Give the seconds that the server asks to wait; 0 where it does not say."""
    return (error.retry_after if isinstance(error, _ASKING) else None) or 0.0


def _seconds(given: object, operation: str) -> float:
    """Check what a back-off gave, which may be anybody's function."""
    if not isinstance(given, int | float) or not 0 <= given <= sys.float_info.max:
        msg = f"backoff must return a finite number of seconds, 0 or more; got {given!r}"
        raise MoveConfigurationError(msg, operation=operation)
    return given


def is_transient(error: MoveError) -> bool:
    """Return whether the same request may succeed later: the one table for calls, waits, transfers and workflows.

    A creation whose outcome is unknown is as transient as what made it so.
    """
    match error:
        case (
            MoveAnswerTooLargeError()
            | MoveUnsafeURLError()
            | MoveAuthenticationError()
            | MovePermissionError()
            | MoveNotFoundError()
        ):
            # Whatever the status, it would be the same again.
            return False
        case (
            MoveConnectionError()
            | MoveTimeoutError()
            | MoveThrottledError()
            | MoveServerError()
            | MoveMalformedResponseError()
        ):
            # A server's failure may also come with status 200, and what is no answer at all comes from something in
            # between, such as a proxy.
            return True
        case MoveAPIError():
            return is_transient_status(error.status or 0) or error.error_type in _TRANSIENT_CODES
        case AmbiguousCreateError():
            cause = error.__cause__
            return not isinstance(cause, MoveError) or is_transient(cause)
        case _:
            return False


def is_transient_status(status: int) -> bool:
    """Return whether the same request may get another status later."""
    return status >= CLIENT_ERRORS and status not in _REFUSED_STATUSES


def is_unexplained(error: MoveError) -> bool:
    """Return whether the server reported an error that has no class: nobody knows whether it is transient."""
    return type(error) is MoveAPIError


def is_retryable(error: MoveError, *, repeatable: bool) -> bool:
    """Return whether another attempt may succeed, and does no harm.

    Args:
        error: How the latest attempt failed.
        repeatable: Whether the operation does the same if it is done twice.
    """
    if isinstance(error, MoveConnectionError | MoveTimeoutError) and not error.may_have_arrived:
        # A request that never left cannot have done anything, whatever it asks for.
        return True
    return repeatable and is_transient(error)


def parse_retry_after(value: str | None, clock: Clock) -> float | None:
    """Read a Retry-After header, seconds or an HTTP date (RFC 9110, 10.2.3), as seconds from now.

    None stands for no header, and for one that makes no sense.
    """
    if value is None or not value.isascii() or "_" in value:
        # The rest of what Python takes for a number, and HTTP does not.
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
    # A zone of -0000 gives a time without one; HTTP knows UTC only.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
