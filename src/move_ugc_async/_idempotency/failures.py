"""Errors of creations and of searches for a key."""

from datetime import datetime
from typing import Any

from move_ugc_async._idempotency.attempt import Creation
from move_ugc_async._schema.keyed_metadata import WorkflowKey
from move_ugc_async.errors import AmbiguousCreateError, IdempotencyMismatchError, MoveError, MoveTimeoutError


def mismatch(operation: str, id: str | None) -> IdempotencyMismatchError:
    """Return the error of a key that was used before, for something else."""
    used = f"for {id}" if id else "in an attempt whose outcome is unknown"
    return IdempotencyMismatchError(
        f"the idempotency key was used before, {used}, with another operation or other parameters; "
        "a clip that was uploaded again has another file id",
        operation=operation,
        id=id or "",
    )


def unreadable(creation: Creation[Any], key: str, id: str, error: MoveError) -> AmbiguousCreateError:
    """Return the error of an object that exists and cannot be read."""
    return AmbiguousCreateError(
        f"cannot read {id}, which was created with this key: {error.message}; read it by its id",
        key=_shown(key),
        operation=creation.operation,
        error_type=error.error_type,
        status=error.status,
        request_id=error.request_id,
    )


def too_late(creation: Creation[Any], message: str) -> MoveTimeoutError:
    """Return the error of a creation that ran out of time before anything was sent."""
    return MoveTimeoutError(message, operation=creation.operation, may_have_arrived=False)


def ambiguous(
    creation: Creation[Any], key: str | None, error: MoveError, conclusive_after: datetime
) -> AmbiguousCreateError:
    """Return the error of a creation whose outcome is unknown.

    Args:
        creation: What should have been created.
        key: The idempotency key.
        error: What the outcome is unknown after.
        conclusive_after: When a search proves whether it was created.
    """
    reason = f"{error.error_type}: {error.message}" if error.error_type else error.message
    return AmbiguousCreateError(
        f"cannot tell whether this was created: {reason}; {_advice(key, conclusive_after)}",
        key=_shown(key),
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


def _advice(key: str | None, conclusive_after: datetime) -> str:
    moment = f"a search is conclusive after {conclusive_after:%H:%M:%S} UTC"
    if key is None:
        return f"search for it before you create another, or pass idempotency_key= to have that done; {moment}"
    if isinstance(key, WorkflowKey):
        how = "resume with the state of the error" if key.is_new else "call again in the same way"
        return f"{how} to find it; {moment}"
    return f"call again with the same idempotency_key= to find it; {moment}"


def _shown(key: str | None) -> str | None:
    """Return the key that the caller knows."""
    return key.workflow if isinstance(key, WorkflowKey) else key
