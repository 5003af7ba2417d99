"""What proves that an object was created, that a request was refused, or that an object does not exist.

`Refused` and `Absent` are produced here and nowhere else.

A creation was **refused** when one of these holds, and nothing else proves it:

| proof | source |
|---|---|
| nothing of the request was written to a connection | ours |
| HTTP 401 in AppSync's own shape: `UnauthorizedException` in `errors`, no path, no data | [O] |
| HTTP 200 or 400: every error is a validation or variable error of GraphQL, no type, path or data | [O], [P] |
| HTTP 200: every error is a documented business error exactly at the mutation, whose data is null | [O], [P] |
| HTTP 200 or 429: every error is throttling in AppSync's own shape, at the mutation or without a path | [A] |

[O] official documentation, [P] AWS documentation, [A] assumed.

An error *below* the mutation proves that its resolver has run. A status from something in between (a proxy's 404, a
gateway's 429, a redirect), an unknown error type, or a response that is not GraphQL proves nothing: the outcome is
unknown. That the server reports a root error after it has done the work cannot be excluded by any client.

An object is **absent** when all of these hold:

- every page of the list was complete: no null item, no list that is null, no error beside the data;
- the list was read as far back as the window, where an object without a date counts as inside;
- reading began after the latest attempt can no longer be executed and whatever it created shows up in the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias, cast

from move_ugc_async.errors import (
    GraphQLErrorItem,
    MoveConnectionError,
    MoveError,
    MoveMalformedResponseError,
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


@dataclass(frozen=True, slots=True)
class Match:
    """An object that was created with a key.

    Attributes:
        id: Its id.
        digest: Digest of the parameters that it was created with.
        created: When it was created; None where the server does not say.
    """

    id: str
    digest: str
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Objects with the key exist.

    Attributes:
        matches: All of them that were seen, the oldest first.
    """

    matches: Sequence[Match]


@dataclass(frozen=True, slots=True)
class Absent:
    """No object with the key exists."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is proven.

    Attributes:
        error: Why.
    """

    error: MoveError


@dataclass(frozen=True, slots=True)
class Refused:
    """A request created nothing.

    Attributes:
        error: How it was refused.
    """

    error: MoveError


SearchResult: TypeAlias = Found | Absent | Unknown


@dataclass(frozen=True, slots=True)
class Reading:
    """What was seen of a list.

    Attributes:
        matches: The objects with the key.
        is_complete: Whether no part of any page was missing.
        errors: What the server says of the missing parts.
    """

    matches: Sequence[Match]
    is_complete: bool
    errors: Sequence[GraphQLErrorItem] = ()


_NEWEST = datetime.max.replace(tzinfo=UTC)


def judge_reading(*readings: Reading) -> SearchResult:
    """Return what readings prove that together cover the whole window, and that began late enough."""
    matches = {match.id: match for reading in readings for match in reading.matches}
    if matches:
        return Found(sorted(matches.values(), key=lambda match: match.created or _NEWEST))
    if all(reading.is_complete for reading in readings):
        return Absent()
    errors = tuple(error for reading in readings for error in reading.errors)
    reason = errors[0].message if errors else "the server left a part out"
    return Unknown(MoveMalformedResponseError(f"the list to search for the key is incomplete: {reason}", errors=errors))


def judge_failure(error: MoveError, mutation: str, *, was_written: bool) -> Refused | Unknown:
    """Return what a failed request proves about the object that it should have created.

    Args:
        error: How the request failed.
        mutation: The root field, such as `createSingleCamJob`.
        was_written: Whether any byte of the request was written to a connection.
    """
    return Refused(error) if _is_refused(error, mutation, was_written=was_written) else Unknown(error)


def _is_refused(error: MoveError, mutation: str, *, was_written: bool) -> bool:
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
