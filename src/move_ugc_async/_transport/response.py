"""What an HTTP response says: an answer, or one of the errors."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn, cast

from pydantic import BaseModel
from pydantic_core import from_json

from move_ugc_async._clock import Clock
from move_ugc_async._log import logger
from move_ugc_async._schema.scalars import whole_number
from move_ugc_async._secrets import NO_SECRETS, Secrets, hide_credentials
from move_ugc_async._transport.http.types import printable
from move_ugc_async._transport.operation import GraphQLResponse, Operation, errors_at
from move_ugc_async._transport.retry import is_transient_status, parse_retry_after
from move_ugc_async.errors import (
    REDIRECTED,
    ErrorDetails,
    GraphQLErrorItem,
    MoveAnswerTooLargeError,
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
)

_BY_TYPE: tuple[tuple[type[MoveError], tuple[str, ...]], ...] = (
    (MoveAuthenticationError, ("UnauthorizedException",)),
    (MovePermissionError, ("Unauthorized", "Forbidden", "AccessDenied")),
    (MoveThrottledError, ("Throttl", "TooManyRequests", "LimitExceeded")),
    (MoveNotFoundError, ("NotFound",)),
    (MoveInvalidRequestError, ("MalformedHttpRequest", "Validation", "BadRequest", "InvalidArgument")),
    (MoveServerError, ("Internal", "ExecutionTimeout", "Unhandled", "ServiceUnavailable")),
)
"""Parts of `errorType` and what they mean, the first match counting."""

_BY_MESSAGE = ("Validation error of type", "Variable '")
"""How messages of invalid requests start; AppSync gives these no `errorType`."""

_BY_STATUS: dict[int, tuple[type[MoveError], str]] = {
    401: (MoveAuthenticationError, "the API key was not accepted; check MOVE_API_KEY or api_key="),
    403: (MovePermissionError, "access was denied"),
    429: (MoveThrottledError, "too many requests"),
}

_MOST_CONTAINERS = 2**17
_MOST_COMMAS = 2**19
_MOST_ERRORS = 1000
"""What an answer holds at most. The fullest page has a tenth of it, and a few megabytes of `{},{},` would take seconds
and hundreds of megabytes to read."""

_LONGEST_MESSAGE = 4096
_NAME = re.compile(r"[\w.: -]{1,128}")
"""What an `errorType` looks like; it is quoted in messages."""

_MOST_LOGGED = 5


def read_response(
    operation: Operation,
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    clock: Clock,
    variables: Mapping[str, Any] | None = None,
    *,
    secrets: Secrets = NO_SECRETS,
) -> GraphQLResponse:
    """Read the response to an operation.

    Args:
        operation: What was run.
        status: The HTTP status.
        headers: The header fields.
        body: The body, decompressed.
        clock: The source of time.
        variables: What it was run with; the ids among them are named where the server says that one was not found.
        secrets: What went into the request, and stays out of errors.

    Raises:
        MoveError: The response holds no data at all, redirects, or says that it is no JSON; which class is told by
            status, `errorType` and message.
    """
    known: ErrorDetails = {
        "operation": operation.name,
        "status": status,
        "request_id": printable(headers.get("x-amzn-requestid") or headers.get("x-amz-request-id"), secrets),
    }
    if _is_redirect(status):
        # Whatever else it says comes from something in between.
        body = b""
    if _has_too_many_values(body):
        del body, headers
        msg = "the answer has more values than any answer of the API has"
        raise MoveAnswerTooLargeError(msg, **known)
    envelope = _parse(body)
    data = _data(envelope)
    items = _items(envelope.get("errors"), secrets, has_data=data is not None) if envelope else ()
    other_type = _other_than_json(headers.get("content-type"), secrets)
    is_json = envelope is not None
    wait = parse_retry_after(headers.get("retry-after"), clock)
    # Error trackers show the local variables of whoever raises, and there may be credentials in these.
    del body, envelope, headers
    if data is not None and other_type:
        msg = f"the answer says that it is {other_type}, not JSON"
        raise MoveMalformedResponseError(msg, **known)
    if data is not None and not _is_success(status):
        # What came may be all there is, or a part.
        items = (*items, GraphQLErrorItem(f"the response has status {status}"))
    if data is not None and (operation.independent or any(value is not None for value in data.values())):
        if items and not operation.independent:
            _log_partial(operation, items)
        return GraphQLResponse(operation.name, data, items, status, known.get("request_id"), secrets)
    if items:
        hide_credentials(data, secrets)
        raise _from_items(items, data, known, wait, tuple(dict.fromkeys(_ids(variables))))
    if not _is_success(status):
        raise _from_status(status, known, wait)
    if data is not None:
        # A nullable root field may be null without an error: the models decide.
        return GraphQLResponse(operation.name, data, (), status, known.get("request_id"), secrets)
    msg = "the answer is not GraphQL" if is_json else "the answer is not JSON"
    raise MoveMalformedResponseError(msg, **known)


def error_at(answer: GraphQLResponse | MoveError, field: str, id: str) -> MoveError:
    """Give the error that nulled one root field of an independent operation, which was asked for by this id."""
    known: ErrorDetails = {
        "operation": answer.operation,
        "status": answer.status,
        "request_id": answer.request_id,
    }
    items = errors_at(answer.errors, field)
    if items:
        return _from_items(items, None, known, None, (id,))
    return MoveMalformedResponseError("a part of the answer is missing, and no error says why", **known)


def _has_too_many_values(body: bytes) -> bool:
    # Counting costs a tenth of reading, and each value takes a byte.
    return len(body) > _MOST_CONTAINERS and (
        body.count(b"{") + body.count(b"[") > _MOST_CONTAINERS or body.count(b",") > _MOST_COMMAS
    )


def _is_success(status: int) -> bool:
    return 200 <= status < 300  # noqa: PLR2004 - RFC 9110, 15.3


def _is_redirect(status: int) -> bool:
    return 300 <= status < 400  # noqa: PLR2004 - RFC 9110, 15.4


def _other_than_json(content_type: str | None, secrets: Secrets) -> str | None:
    """Name the media type that a header says, unless that is JSON's or one that is built on it."""
    media_type = (content_type or "").partition(";")[0].strip()
    if not media_type or "json" in media_type.lower():
        return None
    return printable(media_type, secrets) or "something else"


def _parse(body: bytes) -> dict[str, Any] | None:
    try:
        # Ids and times hardly come again: a cache of them would only fill up.
        envelope = from_json(body, allow_inf_nan=False, cache_strings="keys")
    except ValueError:
        envelope = _parse_leniently(body)
    return cast("dict[str, Any]", envelope) if isinstance(envelope, dict) else None


def _parse_leniently(body: bytes) -> object:
    """Read a body with half a surrogate pair or a huge number in it, for the sake of all else that it says."""
    try:
        return json.loads(body.decode(), parse_constant=_refuse, parse_int=whole_number)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _data(envelope: dict[str, Any] | None) -> dict[str, Any] | None:
    data: object = envelope.get("data") if envelope else None
    return cast("dict[str, Any]", data) if isinstance(data, dict) else None


def _items(errors: object, secrets: Secrets, *, has_data: bool) -> tuple[GraphQLErrorItem, ...]:
    if errors is None:
        return ()
    entries = cast("list[object]", errors) if isinstance(errors, list) else [None]
    kept = [cast("dict[str, Any]", entry) for entry in entries[:_MOST_ERRORS] if isinstance(entry, dict)]
    hide_credentials(kept, secrets)
    items = tuple(map(_item, kept))
    if len(kept) == len(entries) or not (kept or has_data):
        # Without data and without an object among the errors, it is no GraphQL.
        return items
    # What was left out still says that something is wrong.
    return (*items, GraphQLErrorItem(f"{len(entries) - len(kept)} more errors"))


def _item(error: dict[str, Any]) -> GraphQLErrorItem:
    path = error.get("path")
    error_type = error.get("errorType")
    return GraphQLErrorItem(
        # Half a surrogate pair cannot be printed.
        message=str(error.get("message") or "the server gives no message")[:_LONGEST_MESSAGE]
        .encode("utf-8", "backslashreplace")
        .decode(),
        error_type=error_type if isinstance(error_type, str) and _NAME.fullmatch(error_type) else None,
        error_info=error.get("errorInfo"),
        path=_path(path),
        data=error.get("data"),
    )


def _path(path: object) -> tuple[str | int, ...] | None:
    if isinstance(path, list):
        return tuple(cast("list[str | int]", path))
    # What is no path names no field, and still is not the whole request.
    return None if path is None else ("?",)


def _from_items(
    items: tuple[GraphQLErrorItem, ...], data: object, known: ErrorDetails, wait: float | None, ids: Sequence[str]
) -> MoveError:
    first = items[0]
    details: ErrorDetails = {
        **known,
        "error_type": first.error_type,
        "error_info": first.error_info,
        "path": first.path,
        "data": data,
        "errors": items,
    }
    status = known.get("status") or 0
    error_type = _class_of(first) or _BY_STATUS.get(status, (None,))[0]
    if error_type is None:
        error_type = MoveServerError if status >= 500 else MoveAPIError  # noqa: PLR2004
    message = first.message
    if ids and issubclass(error_type, MoveNotFoundError):
        # The server does not say which one.
        message = f"{ids[0]} was not found" if len(ids) == 1 else f"one of {', '.join(ids)} was not found"
    elif issubclass(error_type, MoveAuthenticationError):
        message = f"{message.rstrip('.')}; check MOVE_API_KEY or api_key="
    return _build(error_type, message, details, wait)


def _ids(value: object, name: str = "") -> Iterator[str]:
    """Give the ids among variables, and nothing else of them."""
    if isinstance(value, str):
        if name == "id" or name.endswith("Id"):
            yield value
    elif isinstance(value, Mapping):
        for key, item in cast("Mapping[str, object]", value).items():
            yield from _ids(item, key)
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _ids(item)
    elif isinstance(value, BaseModel):
        yield from _ids(value.model_dump(by_alias=True))


def _class_of(item: GraphQLErrorItem) -> type[MoveError] | None:
    for error_type, parts in _BY_TYPE:
        if item.error_type and any(part in item.error_type for part in parts):
            return error_type
    return MoveInvalidRequestError if item.message.startswith(_BY_MESSAGE) else None


def _from_status(status: int, known: ErrorDetails, wait: float | None) -> MoveError:
    if status in _BY_STATUS:
        error_type, message = _BY_STATUS[status]
        return _build(error_type, message, known, wait)
    if status >= 500:  # noqa: PLR2004 - RFC 9110, 15.6
        return _build(MoveServerError, "the server failed", known, wait)
    if _is_redirect(status):
        return MoveHTTPStatusError(REDIRECTED, **known)
    advice = "call again later" if is_transient_status(status) else "check endpoint_url"
    return MoveHTTPStatusError(f"the server gave no GraphQL answer: {advice}", retry_after=wait, **known)


def _build(error_type: type[MoveError], message: str, details: ErrorDetails, wait: float | None) -> MoveError:
    if issubclass(error_type, MoveThrottledError | MoveServerError):
        return error_type(message, retry_after=wait, **details)
    return error_type(message, **details)


def _log_partial(operation: Operation, items: tuple[GraphQLErrorItem, ...]) -> None:
    # Types and places only, and only where they look like some: a message may quote what it was given.
    shown = [f"{_plain(item.error_type)} at {'.'.join(map(_plain, item.path or ()))}" for item in items[:_MOST_LOGGED]]
    more = f" and {len(items) - _MOST_LOGGED} more" if len(items) > _MOST_LOGGED else ""
    logger.info("%s: a part of the answer is missing: %s%s", operation.name, ", ".join(shown), more)


def _plain(word: object) -> str:
    text = str(word) if isinstance(word, str | int) else ""
    return text if _NAME.fullmatch(text) else "error"
