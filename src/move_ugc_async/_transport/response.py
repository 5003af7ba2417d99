"""Parse HTTP responses into GraphQL responses or errors."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, cast

from pydantic import BaseModel
from pydantic_core import from_json

from move_ugc_async._clock import Clock
from move_ugc_async._log import logger
from move_ugc_async._schema.scalars import whole_number
from move_ugc_async._secrets import NO_SECRETS, Secrets, redact_json
from move_ugc_async._transport.http.types import printable
from move_ugc_async._transport.operation import GraphQLResponse, Operation
from move_ugc_async._transport.retry import parse_retry_after
from move_ugc_async._transport.server_errors import server_error
from move_ugc_async.errors import ErrorDetails, GraphQLErrorItem, MoveAnswerTooLargeError, MoveMalformedResponseError

_MAX_CONTAINERS = 2**17
_MAX_COMMAS = 2**19
_MAX_ERRORS = 1000
"""Limits for the values in a response. The largest page has a tenth of them; a few megabytes of `{},{},` would take
seconds and hundreds of megabytes to parse."""

_MAX_MESSAGE = 4096
_NAME = re.compile(r"[\w.: -]{1,128}")
"""Matches a plausible `errorType`, which messages and logs quote."""

_MAX_LOGGED = 5


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
    """Parse the response to an operation.

    A not-found error names the ids in the variables. Secrets of the request are redacted from errors.

    Raises:
        MoveError: The response has no data, is a redirect, or is not JSON; status, `errorType` and message determine
            the class.
    """
    request_id = printable(headers.get("x-amzn-requestid") or headers.get("x-amz-request-id"), secrets)
    known = ErrorDetails(operation=operation.name, status=status, request_id=request_id)
    is_success = status // 100 == 2  # noqa: PLR2004 - RFC 9110, 15.3
    if status // 100 == 3:  # noqa: PLR2004 - RFC 9110, 15.4
        # The body of a redirect comes from an intermediary.
        body = b""
    # Counting costs a tenth of parsing.
    if body.count(b"{") + body.count(b"[") > _MAX_CONTAINERS or body.count(b",") > _MAX_COMMAS:
        del body, headers
        msg = "the response has more values than the API ever returns"
        raise MoveAnswerTooLargeError(msg, **known)
    envelope = _parse(body)
    is_json = envelope is not None
    data = _data(envelope)
    items: tuple[GraphQLErrorItem, ...] = ()
    if envelope and envelope.get("errors") is not None:
        items = _items(envelope["errors"], secrets, has_data=data is not None)
    non_json_type = _non_json_type(headers.get("content-type"), secrets)
    retry_after = parse_retry_after(headers.get("retry-after"), clock)
    # They may contain secrets, and error trackers show the local variables of this frame.
    del body, envelope, headers
    if data is not None:
        if non_json_type:
            redact_json(data, secrets)
            msg = f"the response must be JSON; got {non_json_type}"
            raise MoveMalformedResponseError(msg, **known)
        if not is_success:
            # The data may be complete or partial.
            items = (*items, GraphQLErrorItem(f"the response has status {status}"))
        has_values = operation.independent or [value for value in data.values() if value is not None]
        # A nullable root field may be null without an error; the model validates that.
        if has_values or not items:
            if items and not operation.independent:
                _log_partial(operation, items)
            return GraphQLResponse(operation.name, data, items, status, request_id, secrets)
    if not items and is_success:
        msg = "the response is not GraphQL" if is_json else "the response is not JSON"
        raise MoveMalformedResponseError(msg, **known)
    redact_json(data, secrets)
    raise server_error(known, items, data=data, retry_after=retry_after, ids=_ids(variables))


def _non_json_type(content_type: str | None, secrets: Secrets) -> str | None:
    """Return the media type of a Content-Type header, or None if it is missing or some kind of JSON."""
    media_type = (content_type or "").partition(";")[0].strip()
    if not media_type or "json" in media_type.lower():
        return None
    return printable(media_type, secrets) or "another media type"


def _parse(body: bytes) -> dict[str, Any] | None:
    try:
        # Ids and times rarely repeat, so caching values does not pay.
        envelope = from_json(body, allow_inf_nan=False, cache_strings="keys")
    except ValueError:
        try:
            # `from_json` rejects lone surrogates and huge numbers.
            envelope = json.loads(body.decode(), parse_constant=_reject_constant, parse_int=whole_number)
        except (ValueError, RecursionError):
            return None
    return cast("dict[str, Any]", envelope) if isinstance(envelope, dict) else None


def _reject_constant(constant: str) -> NoReturn:
    raise ValueError(constant)


def _data(envelope: dict[str, Any] | None) -> dict[str, Any] | None:
    data: object = envelope.get("data") if envelope else None
    return cast("dict[str, Any]", data) if isinstance(data, dict) else None


def _items(errors: object, secrets: Secrets, *, has_data: bool) -> tuple[GraphQLErrorItem, ...]:
    entries = cast("list[object]", errors) if isinstance(errors, list) else [None]
    kept = [cast("dict[str, Any]", entry) for entry in entries[:_MAX_ERRORS] if isinstance(entry, dict)]
    redact_json(kept, secrets)
    items = tuple(map(_item, kept))
    if len(kept) == len(entries) or not (kept or has_data):
        # Without data and without an error object, the response is not GraphQL.
        return items
    # Entries that were skipped still count as errors.
    return (*items, GraphQLErrorItem(f"{len(entries) - len(kept)} more errors"))


def _item(error: dict[str, Any]) -> GraphQLErrorItem:
    error_type = error.get("errorType")
    return GraphQLErrorItem(
        # Lone surrogates cannot be printed.
        message=str(error.get("message") or "the server sent no message")[:_MAX_MESSAGE]
        .encode("utf-8", "backslashreplace")
        .decode(),
        error_type=error_type if isinstance(error_type, str) and _NAME.fullmatch(error_type) else None,
        error_info=error.get("errorInfo"),
        path=_path(error.get("path")),
        data=error.get("data"),
    )


def _path(path: object) -> tuple[str | int, ...] | None:
    if isinstance(path, list):
        return tuple(cast("list[str | int]", path))
    # An invalid path names no field, but the error does not concern the whole request either.
    return None if path is None else ("?",)


def _ids(value: object, name: str = "") -> Iterator[str]:
    """Yield the ids in variables, and no other values."""
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


def _log_partial(operation: Operation, items: tuple[GraphQLErrorItem, ...]) -> None:
    # Types and paths only, and only plausible ones: messages may quote input.
    shown = [
        f"{_printable_name(item.error_type)} at {'.'.join(map(_printable_name, item.path or ()))}"
        for item in items[:_MAX_LOGGED]
    ]
    more = f" and {len(items) - _MAX_LOGGED} more" if len(items) > _MAX_LOGGED else ""
    logger.info("%s: a part of the response is missing: %s%s", operation.name, ", ".join(shown), more)


def _printable_name(value: object) -> str:
    text = str(value) if isinstance(value, str | int) else ""
    return text if _NAME.fullmatch(text) else "error"
