"""Errors that the server reports: entries in `errors` of a response, and HTTP statuses."""

from collections.abc import Iterable

from move_ugc_async._transport.operation import GraphQLResponse, errors_at
from move_ugc_async.errors import (
    REDIRECTED,
    ErrorDetails,
    GraphQLErrorItem,
    MoveAPIError,
    MoveAuthenticationError,
    MoveError,
    MoveHTTPStatusError,
    MoveInvalidRequestError,
    MoveMalformedResponseError,
    MoveNotFoundError,
    MovePermissionError,
    MoveServerError,
    MoveThrottledError,
    is_transient_status,
)

_BY_TYPE: tuple[tuple[type[MoveError], tuple[str, ...]], ...] = (
    (MoveAuthenticationError, ("UnauthorizedException",)),
    (MovePermissionError, ("Unauthorized", "Forbidden", "AccessDenied")),
    (MoveThrottledError, ("Throttl", "TooManyRequests", "LimitExceeded")),
    (MoveNotFoundError, ("NotFound",)),
    (MoveInvalidRequestError, ("MalformedHttpRequest", "Validation", "BadRequest", "InvalidArgument")),
    (MoveServerError, ("Internal", "ExecutionTimeout", "Unhandled", "ServiceUnavailable")),
)
"""Error class by parts of `errorType`; the first match counts."""

INVALID_REQUESTS = ("Validation error of type", "Variable '", "Variable type '", "The variables input contains")
"""Prefixes of messages for requests that are invalid and not executed; AppSync sets no `errorType` for most of them."""

_BY_STATUS: dict[int, tuple[type[MoveError], str]] = {
    401: (MoveAuthenticationError, "the API key was rejected; check MOVE_API_KEY or api_key="),
    403: (MovePermissionError, "access was denied"),
    429: (MoveThrottledError, "too many requests"),
}


def server_error(
    known: ErrorDetails,
    items: tuple[GraphQLErrorItem, ...],
    *,
    data: object = None,
    retry_after: float | None = None,
    ids: Iterable[str] = (),
) -> MoveError:
    """Return the error for the first of the items, or for the HTTP status if there are none.

    A not-found error names the ids.
    """
    details: ErrorDetails = known
    if items:
        error_type, message = _by_item(items[0], known.get("status") or 0, tuple(dict.fromkeys(ids)))
        details = {
            **known,
            "error_type": items[0].error_type,
            "error_info": items[0].error_info,
            "path": items[0].path,
            "data": data,
            "errors": items,
        }
    else:
        error_type, message = _by_status(known.get("status") or 0)
    error = error_type(message, **details)
    error.retry_after = retry_after
    return error


def error_at(response: GraphQLResponse | MoveError, field: str, id: str) -> MoveError:
    """Return the error that nulled one root field, which was requested by this id, of an independent operation."""
    known = ErrorDetails(operation=response.operation, status=response.status, request_id=response.request_id)
    items = errors_at(response.errors, field)
    if items:
        return server_error(known, items, ids=(id,))
    return MoveMalformedResponseError("a part of the response is missing without an error", **known)


def _by_item(item: GraphQLErrorItem, status: int, ids: tuple[str, ...]) -> tuple[type[MoveError], str]:
    error_type, _ = _BY_STATUS.get(status, (MoveServerError if status >= 500 else MoveAPIError, ""))  # noqa: PLR2004
    error_type = _class_of(item) or error_type
    if ids and issubclass(error_type, MoveNotFoundError):
        # The server does not name the id.
        name = ids[0] if len(ids) == 1 else f"one of {', '.join(ids)}"
        return error_type, f"{name} was not found; check the id, and that it belongs to the account of the API key"
    if issubclass(error_type, MoveAuthenticationError):
        return error_type, f"{item.message.rstrip('.')}; check MOVE_API_KEY or api_key="
    return error_type, item.message


def _class_of(item: GraphQLErrorItem) -> type[MoveError] | None:
    for error_type, parts in _BY_TYPE:
        if item.error_type and any(part in item.error_type for part in parts):
            return error_type
    return MoveInvalidRequestError if item.message.startswith(INVALID_REQUESTS) else None


def _by_status(status: int) -> tuple[type[MoveError], str]:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= 500:  # noqa: PLR2004 - RFC 9110, 15.6
        return MoveServerError, "the server failed"
    if status // 100 == 3:  # noqa: PLR2004 - RFC 9110, 15.4
        return MoveHTTPStatusError, REDIRECTED
    advice = "call again later" if is_transient_status(status) else "check endpoint_url"
    return MoveHTTPStatusError, f"the response is not GraphQL: {advice}"
