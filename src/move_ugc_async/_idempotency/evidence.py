"""What a failed request proves about the object that it should have created.

A creation was **refused** when one of these holds, and nothing else proves it:

| proof | source |
|---|---|
| nothing of the request was written to a connection | ours |
| HTTP 401 in AppSync's own shape: `UnauthorizedException` in `errors`, no path, no data | official |
| every error is a validation or variable error of GraphQL, without a path | official, AppSync |
| every error is a documented business error exactly at the mutation, whose data is null | official, AppSync |
| every error is throttling in AppSync's own shape, at the mutation or without a path | assumed |

An error *below* the mutation proves that its resolver has run. A status from something in between (a proxy's 404, a
gateway's 429, a redirect), an unknown error type, or a response that is not GraphQL proves nothing: the outcome is
unknown. That the server reports a root error after it has done the work cannot be excluded by any client.
"""

from typing import cast

from move_ugc_async.errors import (
    GraphQLErrorItem,
    MoveConnectionError,
    MoveError,
    MoveTimeoutError,
)

_UNAUTHORIZED = 401

_NOT_EXECUTED = (
    "Validation error of type",
    "Variable '",
    "Variable type '",
    "The variables input contains",
)
"""How GraphQL's own messages start for a request that is not executed; AppSync gives most of them no `errorType`."""

_NOT_PARSED = ("MalformedHttpRequestException", "GraphQLParsingException")
"""Types of errors for a body that is not executed either."""

_BUSINESS = ("MoveNotFoundError", "Unauthorized")
"""Documented types of errors with which a mutation itself refuses."""

_THROTTLING = ("Throttl", "TooManyRequests", "LimitExceeded")
"""Parts of the types that stand for throttling."""


def is_refused(error: MoveError, mutation: str, *, was_written: bool) -> bool:
    """Return whether it is proven that a request created nothing.

    Args:
        error: How the request failed.
        mutation: The root field, such as `createSingleCamJob`.
        was_written: Whether any byte of the request was written to a connection.
    """
    if not was_written:
        return True
    if isinstance(error, MoveConnectionError | MoveTimeoutError):
        return not error.may_have_arrived
    if not error.errors or _has_data(error, mutation):
        return False
    return all(_is_refusal(item, mutation, error.status) for item in error.errors)


def _is_refusal(item: GraphQLErrorItem, mutation: str, status: int | None) -> bool:
    kind = item.error_type or ""
    is_at_root = item.path == (mutation,)
    if is_at_root:
        return item.data is None and (kind in _BUSINESS or _is_throttling(kind))
    if item.path:
        # The resolver has run, and something below it failed.
        return False
    if status == _UNAUTHORIZED:
        return kind == "UnauthorizedException"
    return item.message.startswith(_NOT_EXECUTED) or kind in _NOT_PARSED or _is_throttling(kind)


def _is_throttling(kind: str) -> bool:
    return any(part in kind for part in _THROTTLING)


def _has_data(error: MoveError, mutation: str) -> bool:
    data = error.data
    return isinstance(data, dict) and cast("dict[str, object]", data).get(mutation) is not None
