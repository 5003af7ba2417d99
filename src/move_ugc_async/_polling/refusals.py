"""What the refusal of a batch means."""

from move_ugc_async._transport.retry import is_transient
from move_ugc_async.errors import (
    MoveAuthenticationError,
    MoveClientClosedError,
    MoveError,
    MoveMalformedResponseError,
    MovePermissionError,
)

_WHATEVER_IS_ASKED = (MoveAuthenticationError, MovePermissionError, MoveClientClosedError)


def may_be_too_large(error: MoveError) -> bool:
    """Return whether a smaller batch may succeed: it was too complex or too large, or one id spoils it for all."""
    if isinstance(error, MoveMalformedResponseError):
        return True
    return not is_transient(error) and not isinstance(error, _WHATEVER_IS_ASKED)
