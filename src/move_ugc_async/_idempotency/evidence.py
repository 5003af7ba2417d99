"""Rules that decide whether a creation was refused, and whether an object exists.

Only this module decides that a creation was refused (`is_refused`), and only it creates `Absent`.

The proofs are those of docs/created-once.md. Any other failure leaves the outcome unknown: an error *below* the
mutation (its resolver has run), a status from a proxy or gateway (404, 429, a redirect), an unknown error type, or a
response that is not GraphQL. No client can exclude that the server reports a root error after it has executed the
mutation.

An object is absent if every page of the list was complete, the list was read back through the whole window, and the
read began when the latest attempt could no longer be executed and its object would have shown up in the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TypeAlias, cast

from move_ugc_async._transport.server_errors import INVALID_REQUESTS
from move_ugc_async.errors import (
    GraphQLErrorItem,
    MoveConnectionError,
    MoveError,
    MoveMalformedResponseError,
    MoveTimeoutError,
)

_NOT_PARSED = ("MalformedHttpRequestException", "GraphQLParsingException")
"""Error types for a request body that is not executed."""

_BUSINESS_ERRORS = ("MoveNotFoundError", "Unauthorized")
"""Documented error types of a mutation that refuses a request."""

_THROTTLING = ("Throttl", "TooManyRequests", "LimitExceeded", "RequestLimitExceeded")
"""Prefixes of error types for throttling."""


@dataclass(frozen=True, slots=True)
class Match:
    """An object that was created with a key, and the digest of its parameters."""

    id: str
    digest: str
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Objects with the key exist; the oldest is first."""

    matches: Sequence[Match]


@dataclass(frozen=True, slots=True)
class Absent:
    """No object with the key exists."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is proven, because of an error."""

    error: MoveError


SearchResult: TypeAlias = Found | Absent | Unknown


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading a list.

    Attributes:
        matches: The objects with the key.
        is_complete: Whether every page was complete.
        errors: Errors of the missing parts.
    """

    matches: Sequence[Match]
    is_complete: bool
    errors: Sequence[GraphQLErrorItem] = ()


_NEWEST = datetime.max.replace(tzinfo=UTC)


def judge_reading(*readings: Reading) -> SearchResult:
    """Return the result of readings that together cover the whole window and began late enough."""
    matches = {match.id: match for reading in readings for match in reading.matches}
    if matches:
        return Found(sorted(matches.values(), key=lambda match: match.created or _NEWEST))
    if all(reading.is_complete for reading in readings):
        return Absent()
    errors = tuple(error for reading in readings for error in reading.errors)
    reason = errors[0].message if errors else "the server omitted a part"
    return Unknown(
        MoveMalformedResponseError(
            f"cannot search for the idempotency key: the list is incomplete: {reason}", errors=errors
        )
    )


def found_id(*readings: Reading) -> str | None:
    """Return the id of the oldest object with the key, or None; raise an error if the list is incomplete."""
    result = judge_reading(*readings)
    if isinstance(result, Unknown):
        raise result.error
    return result.matches[0].id if isinstance(result, Found) else None


def is_refused(error: MoveError, mutation: str, *, was_written: bool) -> bool:
    """Return whether a failed request provably created nothing.

    Args:
        error: The error of the request.
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
        return (status == HTTPStatus.OK and kind in _BUSINESS_ERRORS) or _is_throttling(kind, status)
    if item.path or error.data is not None:
        # A resolver below the mutation failed, or it is unknown which resolvers have run.
        return False
    if status == HTTPStatus.UNAUTHORIZED:
        return kind == "UnauthorizedException"
    if status in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST) and (
        kind in _NOT_PARSED or (not kind and item.message.startswith(INVALID_REQUESTS))
    ):
        return True
    return _is_throttling(kind, status)


def _is_throttling(kind: str, status: int | None) -> bool:
    return status in (HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS) and kind.startswith(_THROTTLING)


def _has_data(error: MoveError, mutation: str) -> bool:
    data: object = error.data
    if not isinstance(data, dict):
        return False
    fields = cast("dict[str, object]", data)
    return fields.get(mutation) is not None
