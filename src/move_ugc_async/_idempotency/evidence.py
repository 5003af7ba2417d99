"""What a failed request proves about the object that it should have created.

A creation was **refused** when one of these holds, and nothing else proves it:

| proof | source |
|---|---|
| nothing of the request was written to a connection | ours |
| HTTP 401 in AppSync's own shape: `UnauthorizedException` in `errors`, no path, no data | official |
| HTTP 200 or 400: every error is a validation or variable error of GraphQL, no type, path or data | official, AppSync |
| HTTP 200: every error is a documented business error exactly at the mutation, whose data is null | official, AppSync |
| HTTP 200 or 429: every error is throttling in AppSync's own shape, at the mutation or without a path | assumed |

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

_THROTTLING = ("Throttl", "TooManyRequests", "LimitExceeded", "RequestLimitExceeded")
"""How the types start that stand for throttling."""

_OK, _BAD_REQUEST, _TOO_MANY = 200, 400, 429


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
    return bool(error.errors) and all(_is_refusal(item, mutation, error) for item in error.errors)


def _is_refusal(item: GraphQLErrorItem, mutation: str, error: MoveError) -> bool:
    kind, status = item.error_type or "", error.status
    if item.data is not None or _has_data(error, mutation):
        return False
    if item.path == (mutation,):
        return (status == _OK and kind in _BUSINESS) or _is_throttling(kind, status)
    if item.path or error.data is not None:
        # The resolver has run, and something below it failed; or nobody knows what has run.
        return False
    if status == _UNAUTHORIZED:
        return kind == "UnauthorizedException"
    if status in (_OK, _BAD_REQUEST) and (kind in _NOT_PARSED or (not kind and item.message.startswith(_NOT_EXECUTED))):
        return True
    return _is_throttling(kind, status)


def _is_throttling(kind: str, status: int | None) -> bool:
    return status in (_OK, _TOO_MANY) and kind.startswith(_THROTTLING)


def _has_data(error: MoveError, mutation: str) -> bool:
    found: object = error.data
    if not isinstance(found, dict):
        return False
    data = cast("dict[str, object]", found)
    return data.get(mutation) is not None
