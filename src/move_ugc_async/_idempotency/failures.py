"""Errors of creations and of searches for a key."""

from datetime import datetime
from typing import Any

from move_ugc_async._idempotency import metadata as idempotency
from move_ugc_async._idempotency.attempt import Creation
from move_ugc_async._idempotency.search import SEARCHED, Absent, CreatedT, Found, Unknown, search
from move_ugc_async.errors import (
    AmbiguousCreateError,
    GraphQLErrorItem,
    MoveError,
    MoveMalformedResponseError,
    MoveTimeoutError,
)
from move_ugc_async.pagination import Paginator


async def oldest_with_key(objects: Paginator[CreatedT], key: str) -> CreatedT | None:
    """Return the oldest of a list's newest objects that was created with a key, or None.

    Raises:
        MoveMalformedResponseError: A part of the list is missing.
    """
    match await search(objects.pages(), idempotency.checked_key(key), at_most=SEARCHED):
        case Found(object=found):
            return found
        case Absent():
            return None
        case Unknown(errors=errors):
            raise incomplete(None, errors)


def incomplete(operation: str | None, errors: tuple[GraphQLErrorItem, ...]) -> MoveMalformedResponseError:
    reason = errors[0].message if errors else "the server left a part out"
    msg = f"the list to search for the key is incomplete: {reason}"
    return MoveMalformedResponseError(msg, operation=operation, errors=errors)


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
