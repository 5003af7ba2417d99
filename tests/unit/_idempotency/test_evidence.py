"""Proofs of a refusal: only documented errors count."""

from datetime import UTC, datetime
from typing import Any

import pytest

from move_ugc_async._clock import Clock
from move_ugc_async._idempotency.evidence import Match, Reading, found_id, is_refused
from move_ugc_async._transport.operation import Operation
from move_ugc_async._transport.response import read_response
from move_ugc_async.errors import (
    GraphQLErrorItem,
    MoveClientClosedError,
    MoveConnectionError,
    MoveError,
    MoveMalformedResponseError,
    MoveNotFoundError,
    MoveTimeoutError,
)
from tests.support.servers import graphql_reply

MUTATION = "createSingleCamJob"
CREATE = Operation(MUTATION, "mutation", idempotent=False)
ROOT = [MUTATION]


def failure(*items: Any, status: int = 200, data: Any = None, body: bytes | None = None) -> MoveError:
    """Return the error of a response."""
    content = graphql_reply(data, errors=list(items)).body if body is None else body
    with pytest.raises(MoveError) as caught:
        read_response(CREATE, status, {"content-type": "application/json"}, content, Clock())
    return caught.value


def item(kind: str | None = None, path: Any = None, message: str = "no", **more: Any) -> dict[str, Any]:
    return {"message": message, "errorType": kind, "path": path, **more}


REFUSALS = [
    pytest.param(failure(item("UnauthorizedException"), status=401), id="wrong key"),
    pytest.param(failure(item(None, None, "Validation error of type FieldUndefined: x")), id="validation"),
    pytest.param(failure(item(None, None, "Variable 'takeId' has an invalid value.")), id="variable"),
    pytest.param(
        failure(item(None, None, "Variable type 'String!' doesn't match expected type 'ID!' @ 'x'")), id="variable type"
    ),
    pytest.param(
        failure(
            item(None, None, "The variables input contains a field that is not defined for input object type 'X' ")
        ),
        id="input field",
    ),
    pytest.param(failure(item("MalformedHttpRequestException"), status=400), id="body"),
    pytest.param(failure(item("MoveNotFoundError", ROOT)), id="no such take"),
    pytest.param(failure(item("MoveNotFoundError", ROOT, data=None), data={MUTATION: None}), id="no such take, data"),
    pytest.param(failure(item("Unauthorized", ROOT)), id="denied"),
    pytest.param(failure(item("ThrottlingException", ROOT)), id="throttled at the mutation"),
    pytest.param(failure(item("TooManyRequestsException"), status=429), id="throttled as a whole"),
    pytest.param(failure(item("LimitExceededException", ROOT), item("ThrottlingException")), id="two refusals"),
]

UNKNOWN = [
    *(
        pytest.param(failure(item(kind, [MUTATION, "client"])), id=f"below: {kind}")
        for kind in ("MoveNotFoundError", "Unauthorized", "ThrottlingException", "ValidationException", "Internal")
    ),
    pytest.param(failure(item("MoveNotFoundError", [MUTATION, "outputs", 0, "file"])), id="far below"),
    pytest.param(failure(item(None, [MUTATION, "client"], "Validation error of type X")), id="validation below"),
    pytest.param(failure(item("MoveNotFoundError", ROOT), item("X", [MUTATION, "take"])), id="at root and below"),
    pytest.param(failure(item("MoveNotFoundError", ["getTake"])), id="another root"),
    pytest.param(failure(item("DependencyFailed", ROOT)), id="unknown type"),
    pytest.param(failure(item("ValidationException", ROOT, "no credits left")), id="undocumented refusal"),
    pytest.param(failure(item("InternalFailure", ROOT)), id="internal"),
    pytest.param(failure(item(None, ROOT)), id="no type"),
    pytest.param(failure(item("MoveNotFoundError", ROOT, data={"id": "job-1"})), id="data in the error"),
    pytest.param(failure({}), id="empty error"),
    pytest.param(failure(item("InternalFailure", None, "Variable 'x' has")), id="GraphQL's words with another type"),
    pytest.param(failure(item(None, None, "Variable 'x' has"), status=502), id="GraphQL's words from a gateway"),
    pytest.param(failure(item(None, None, "Variable 'x' has"), data={MUTATION: None}), id="words beside data"),
    pytest.param(failure(item(None, None, "Variable 'x' has", data={"a": 1})), id="GraphQL's words with data"),
    pytest.param(failure(item("MoveNotFoundError", ROOT), status=500), id="no such take with 500"),
    pytest.param(failure(item("UnauthorizedException", data={"a": 1}), status=401), id="wrong key with data"),
    pytest.param(failure(item("UnauthorizedException"), status=401, data={MUTATION: None}), id="wrong key beside data"),
    pytest.param(failure(item("MoveNotFoundError", ROOT), None), id="no such take and no object"),
    pytest.param(failure(item(None, None, "Variable 'x' has"), "boom"), id="GraphQL's words and a string"),
    pytest.param(failure(*[item(None, None, "Variable 'x' has")] * 1000, item("X", [MUTATION, "a"])), id="many"),
    pytest.param(failure(item("ThrottlingException", f"{MUTATION}.client")), id="path that is a string"),
    pytest.param(failure(item("MoveNotFoundError", MUTATION)), id="root path that is a string"),
    pytest.param(failure(item("JobLimitExceededAfterCreation", ROOT)), id="type that holds a word of throttling"),
    pytest.param(failure(item("UnauthorizedException"), status=200), id="unauthorized with 200"),
    pytest.param(failure(item("WAFForbiddenException"), status=403), id="firewall"),
    *(
        pytest.param(failure(body=b"<html>", status=status), id=f"HTTP {status}")
        for status in (200, 302, 303, 400, 401, 403, 404, 408, 409, 413, 422, 429, 499, 500, 502, 503, 504)
    ),
    pytest.param(failure(body=b"{}"), id="no data"),
    pytest.param(failure(item("ThrottlingException"), status=302), id="throttled by a redirect"),
]


@pytest.mark.parametrize("error", REFUSALS)
def test_documented_refusal_is_a_proof(error: MoveError) -> None:
    assert is_refused(error, MUTATION, was_written=True)


@pytest.mark.check(57)
@pytest.mark.parametrize("error", UNKNOWN)
def test_nothing_else_proves_a_refusal(error: MoveError) -> None:
    assert not is_refused(error, MUTATION, was_written=True)


@pytest.mark.parametrize("error", [MoveClientClosedError("closed"), MoveTimeoutError("late"), MoveError("other")])
def test_request_that_was_not_written_created_nothing(error: MoveError) -> None:
    assert is_refused(error, MUTATION, was_written=False)
    assert not is_refused(error, MUTATION, was_written=True)


@pytest.mark.parametrize(
    ("data", "proves"), [({MUTATION: {"id": "job-1"}}, False), ({"other": {}}, True), (None, True)]
)
def test_error_at_the_mutation_beside_its_data_proves_nothing(data: Any, *, proves: bool) -> None:
    at_root = GraphQLErrorItem("no", "MoveNotFoundError", path=(MUTATION,))
    error = MoveNotFoundError("no", status=200, data=data, errors=(at_root,))
    assert is_refused(error, MUTATION, was_written=True) is proves


def test_connection_that_was_never_established_created_nothing() -> None:
    assert is_refused(MoveConnectionError("refused", may_have_arrived=False), MUTATION, was_written=True)
    assert not is_refused(MoveConnectionError("reset"), MUTATION, was_written=True)


def test_found_id_is_that_of_the_oldest_object() -> None:
    newer = Match("thing-2", "digest", datetime(2026, 1, 2, tzinfo=UTC))
    older = Match("thing-1", "digest", datetime(2026, 1, 1, tzinfo=UTC))
    assert found_id(Reading([newer, older], is_complete=True)) == "thing-1"
    assert found_id(Reading([newer], is_complete=False)) == "thing-2"
    assert found_id(Reading([], is_complete=True)) is None


@pytest.mark.parametrize(
    ("errors", "reason"),
    [((), "the server omitted a part"), ((GraphQLErrorItem("first"), GraphQLErrorItem("second")), "first")],
    ids=["no errors", "errors"],
)
def test_found_id_raises_when_an_incomplete_list_has_no_match(
    errors: tuple[GraphQLErrorItem, ...], reason: str
) -> None:
    with pytest.raises(MoveMalformedResponseError) as caught:
        found_id(Reading([], is_complete=False, errors=errors))
    assert caught.value.message == f"cannot search for the idempotency key: the list is incomplete: {reason}"
    assert caught.value.errors == errors
