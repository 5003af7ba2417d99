"""Errors of creations and of searches for a key."""

from datetime import datetime
from typing import Any

from move_ugc_async._idempotency.attempt import Creation
from move_ugc_async.errors import AmbiguousCreateError, IdempotencyMismatchError, MoveError, MoveTimeoutError


def mismatch(operation: str, id: str | None) -> IdempotencyMismatchError:
    used = f"for {id}" if id else "in an attempt whose outcome is unknown"
    return IdempotencyMismatchError(
        f"the idempotency key was used before, {used}, with another operation or other parameters",
        operation=operation,
        id=id or "",
    )


def unreadable(creation: Creation[Any], key: str, id: str, error: MoveError) -> AmbiguousCreateError:
    return AmbiguousCreateError(
        f"cannot read {id}, which was created with this key: {error.message}; read it by its id",
        key=key,
        operation=creation.operation,
        error_type=error.error_type,
        status=error.status,
        request_id=error.request_id,
    )


def too_late(creation: Creation[Any], message: str) -> MoveTimeoutError:
    return MoveTimeoutError(message, operation=creation.operation, may_have_arrived=False)


def ambiguous(
    creation: Creation[Any], key: str | None, error: MoveError, conclusive_after: datetime
) -> AmbiguousCreateError:
    advice = (
        "search for it before you create another, or pass idempotency_key= to have that done"
        if key is None
        else "call again with the same idempotency_key= to find it"
    )
    reason = f"{error.error_type}: {error.message}" if error.error_type else error.message
    return AmbiguousCreateError(
        f"cannot tell whether this was created: {reason}; {advice}",
        key=key,
        conclusive_after=conclusive_after,
        operation=creation.operation,
        error_type=error.error_type,
        error_info=error.error_info,
        path=error.path,
        status=error.status,
        request_id=error.request_id,
        data=error.data,
        errors=error.errors,
    )
