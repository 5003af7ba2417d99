"""Errors of creations and of searches for idempotency keys."""

from datetime import datetime
from typing import Any

from move_ugc_async._idempotency.attempt import Creation
from move_ugc_async._schema.keyed_metadata import WorkflowKey
from move_ugc_async.errors import AmbiguousCreateError, IdempotencyMismatchError, MoveError, MoveTimeoutError


def mismatch_error(operation: str, id: str | None) -> IdempotencyMismatchError:
    """Return the error for a key that was used with other parameters."""
    used = f"for {id}" if id else "in an attempt whose outcome is unknown"
    return IdempotencyMismatchError(
        f"the idempotency key was used before, {used}, with another operation or other parameters; "
        "a clip that was uploaded again has another file id",
        operation=operation,
        id=id or "",
    )


def unreadable_error(creation: Creation[Any], key: str, id: str, error: MoveError) -> AmbiguousCreateError:
    """Return the error for an object that exists but cannot be read."""
    return AmbiguousCreateError(
        f"cannot read {id}, which was created with this key: {error.message}; read it by its id",
        key=_public_key(key),
        operation=creation.operation,
        error_type=error.error_type,
        status=error.status,
        request_id=error.request_id,
    )


def timeout_error(creation: Creation[Any], message: str) -> MoveTimeoutError:
    """Return the error for a creation that timed out before anything was sent."""
    return MoveTimeoutError(message, operation=creation.operation, may_have_arrived=False)


def unknown_outcome_error(
    creation: Creation[Any], key: str | None, error: MoveError, conclusive_after: datetime
) -> AmbiguousCreateError:
    """Return the error for a creation whose outcome is unknown.

    Args:
        creation: The creation.
        key: The idempotency key, or None.
        error: The error that left the outcome unknown.
        conclusive_after: Time after which a search proves whether the object exists.
    """
    reason = f"{error.error_type}: {error.message}" if error.error_type else error.message
    return AmbiguousCreateError(
        f"the outcome of the creation is unknown: {reason}; {_advice(key, conclusive_after)}",
        key=_public_key(key),
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
    timing = f"a search is conclusive after {conclusive_after:%H:%M:%S} UTC"
    if key is None:
        return f"search for the object before creating another one, or pass idempotency_key= to automate that; {timing}"
    if isinstance(key, WorkflowKey):
        how = "resume with the state of the error" if key.is_new else "call again with the same arguments"
        return f"{how} to find the object; {timing}"
    return f"call again with the same idempotency_key= to find the object; {timing}"


def _public_key(key: str | None) -> str | None:
    """Return the key that the caller passed."""
    return key.workflow if isinstance(key, WorkflowKey) else key
