"""What the refusal of a batch means."""

from move_ugc_async.errors import (
    MoveAnswerTooLargeError,
    MoveAuthenticationError,
    MoveClientClosedError,
    MoveConnectionError,
    MoveError,
    MoveMalformedResponseError,
    MovePermissionError,
    MoveServerError,
    MoveThrottledError,
    MoveTimeoutError,
)

_PASSING = (MoveConnectionError, MoveTimeoutError, MoveThrottledError, MoveServerError)
_WHATEVER_IS_ASKED = (MoveAuthenticationError, MovePermissionError, MoveClientClosedError)


def is_passing(error: MoveError) -> bool:
    """Tell whether the same request may succeed later."""
    if isinstance(error, MoveAnswerTooLargeError):
        return False
    # What is no answer at all comes from something in between, such as a proxy.
    return isinstance(error, (*_PASSING, MoveMalformedResponseError))


def may_be_too_much(error: MoveError) -> bool:
    """Tell whether a smaller batch may succeed: the whole was too complex or too large, or one id spoils it for all."""
    return not isinstance(error, (*_PASSING, *_WHATEVER_IS_ASKED))
