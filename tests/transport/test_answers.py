"""What a response means: which class of error, with which details, and what comes back beside errors."""

import inspect
import json
import logging
import pickle
from typing import Any

import pytest

from move_ugc_async import errors as every_error
from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.clock import Clock
from move_ugc_async.errors import (
    GraphQLErrorItem,
    MoveAPIError,
    MoveAuthenticationError,
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveInvalidRequestError,
    MoveMalformedResponseError,
    MoveNotFoundError,
    MovePermissionError,
    MoveServerError,
    MoveThrottledError,
    MoveTimeoutError,
)
from move_ugc_async.transport.answers import read_answer
from move_ugc_async.transport.operation import Answer, Operation
from tests.servers import ACCOUNT, HttpServer, answer

GET_JOB = Operation("getJob", "query getJob{getJob{id}}", repeatable=True)
LOCATIONS = [{"line": 2, "column": 3, "sourceName": None}]


def read(body: Any, status: int = 200, **headers: str) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_answer(GET_JOB, status, headers, raw, Clock())


def error_of(body: Any, status: int = 200, **headers: str) -> MoveError:
    with pytest.raises(MoveError) as caught:
        read(body, status, **headers)
    return caught.value


@pytest.mark.parametrize(
    ("status", "error_type", "message", "expected"),
    [
        (401, "UnauthorizedException", "You are not authorized to make this call.", MoveAuthenticationError),
        (200, "UnauthorizedException", "You are not authorized to make this call.", MoveAuthenticationError),
        (401, None, "no", MoveAuthenticationError),
        (200, "Unauthorized", "Not Authorized to access getJob on type Query", MovePermissionError),
        (403, "WAFForbiddenException", "403 Forbidden", MovePermissionError),
        (403, "AccessDeniedException", "no", MovePermissionError),
        (403, None, "no", MovePermissionError),
        (200, "MoveNotFoundError", "Resource not found in move-ugc-api.", MoveNotFoundError),
        (200, None, "Validation error of type FieldUndefined: Field 'x' is undefined", MoveInvalidRequestError),
        (200, None, "Variable 'sources' has an invalid value. Expected input", MoveInvalidRequestError),
        (400, "MalformedHttpRequestException", "Unable to parse the request", MoveInvalidRequestError),
        (200, "BadRequestException", "no", MoveInvalidRequestError),
        (200, "MoveValidationError", "no", MoveInvalidRequestError),
        (429, None, "slow down", MoveThrottledError),
        (429, "Whatever", "slow down", MoveThrottledError),
        (200, "ThrottlingException", "slow down", MoveThrottledError),
        (200, "Throttled", "slow down", MoveThrottledError),
        (400, "TooManyRequestsException", "slow down", MoveThrottledError),
        (200, "LimitExceededException", "slow down", MoveThrottledError),
        (200, "InternalFailure", "no", MoveServerError),
        (200, "ExecutionTimeout", "Execution timed out.", MoveServerError),
        (200, "Lambda:Unhandled", "no", MoveServerError),
        (500, None, "no", MoveServerError),
        (503, "Whatever", "no", MoveServerError),
        (200, "MoveCreditsError", "no credits left", MoveAPIError),
        (200, None, "boom", MoveAPIError),
        (400, None, "boom", MoveAPIError),
    ],
)
def test_graphql_errors_have_the_class_of_what_they_say(
    status: int, error_type: str | None, message: str, expected: type[MoveError]
) -> None:
    item = {"path": ["getJob"], "data": None, "errorInfo": None, "locations": LOCATIONS, "message": message}
    if error_type is not None:
        item["errorType"] = error_type

    for body in ({"data": None, "errors": [item]}, {"data": {"getJob": None}, "errors": [item]}, {"errors": [item]}):
        error = error_of(body, status)
        assert type(error) is expected
        assert error.message == message
        assert error.error_type == error_type
        assert error.status == status


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (301, MoveHTTPStatusError),
        (308, MoveHTTPStatusError),
        (400, MoveHTTPStatusError),
        (401, MoveAuthenticationError),
        (403, MovePermissionError),
        (404, MoveHTTPStatusError),
        (408, MoveHTTPStatusError),
        (413, MoveHTTPStatusError),
        (429, MoveThrottledError),
        (500, MoveServerError),
        (502, MoveServerError),
        (503, MoveServerError),
        (504, MoveServerError),
        (200, MoveMalformedResponseError),
    ],
)
@pytest.mark.parametrize("body", [b"", b"<html>nginx</html>", b'{"message": "Forbidden"}', b"null"])
def test_other_answers_have_the_class_of_their_status(status: int, expected: type[MoveError], body: bytes) -> None:
    error = error_of(body, status, **{"x-amzn-requestid": "r-1"})

    assert type(error) is expected
    assert (error.operation, error.status, error.request_id) == ("getJob", status, "r-1")


def test_an_error_tells_all_that_the_server_told() -> None:
    first = {
        "path": ["getJob", "outputs", 0, "file"],
        "data": {"progress": {"state": "FAILED"}},
        "errorType": "MoveJobError",
        "errorInfo": {"suggestions": ["Record the whole body."]},
        "locations": LOCATIONS,
        "message": "The job failed.",
    }
    error = error_of(
        {"data": {"getJob": None}, "errors": [first, {"message": "And this."}]}, **{"x-amzn-requestid": "r-1"}
    )

    assert type(error) is MoveAPIError
    assert error.message == "The job failed."
    assert error.operation == "getJob"
    assert error.error_type == "MoveJobError"
    assert error.error_info == {"suggestions": ["Record the whole body."]}
    assert error.path == ("getJob", "outputs", 0, "file")
    assert error.status == 200
    assert error.request_id == "r-1"
    assert error.data == {"getJob": None}
    assert error.errors == (
        GraphQLErrorItem(
            "The job failed.",
            "MoveJobError",
            {"suggestions": ["Record the whole body."]},
            ("getJob", "outputs", 0, "file"),
            {"progress": {"state": "FAILED"}},
        ),
        GraphQLErrorItem("And this."),
    )
    assert str(error) == "getJob: The job failed. (type MoveJobError, status 200, request id r-1)"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({}, GraphQLErrorItem("the server gives no message")),
        ({"message": None}, GraphQLErrorItem("the server gives no message")),
        ({"message": 7, "errorType": 7, "path": "getJob"}, GraphQLErrorItem("7")),
        ({"message": ["a"], "path": []}, GraphQLErrorItem("['a']", path=())),
        ({"message": "m", "errorInfo": "text"}, GraphQLErrorItem("m", error_info="text")),
        ({"message": "m", "extensions": {"code": "X"}}, GraphQLErrorItem("m")),
    ],
)
def test_errors_of_odd_shapes_are_read_as_far_as_they_go(item: Any, expected: GraphQLErrorItem) -> None:
    error = error_of({"data": None, "errors": [None, "x", item]})

    assert error.errors == (expected,)
    assert type(error) is MoveAPIError


def test_data_beside_errors_is_an_answer_and_one_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    item = {"path": ["getJob", "outputs", 0], "errorType": "Oops", "message": "secret https://storage/?Signature=x"}

    got = read({"data": {"getJob": {"id": "job-1"}}, "errors": [item, {"message": "m"}]}, **{"x-amzn-requestid": "r"})

    assert got.data == {"getJob": {"id": "job-1"}}
    assert [error.message for error in got.errors] == [item["message"], "m"]
    assert (got.status, got.request_id) == (200, "r")
    assert [(record.name, record.levelname) for record in caplog.records] == [("move_ugc_async", "INFO")]
    line = caplog.records[0].getMessage()
    assert "getJob" in line
    assert "Oops at getJob.outputs.0" in line
    assert "Signature" not in line


def test_a_whole_answer_leaves_no_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    assert read({"data": {"getJob": {"id": "job-1"}}, "errors": []}).errors == ()
    assert caplog.records == []


def test_a_null_without_an_error_is_an_answer() -> None:
    assert read({"data": {"listRigs": None}}).data == {"listRigs": None}


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.anyio
async def test_the_model_carries_the_errors_that_came_with_it(anyio_backend: str) -> None:  # noqa: ARG001
    broken = {"path": ["client", "metadata"], "errorType": "Oops", "message": "lost"}
    with HttpServer(answer(errors=[broken]), answer()) as server:
        async with AsyncMoveUgc("mv_key_0123456789", endpoint_url=server.url) as client:
            partial = await client.client.retrieve()
            whole = await client.client.retrieve()

    assert [error.message for error in partial.errors] == ["lost"]
    assert partial.id == ACCOUNT["client"]["id"]
    assert whole.errors == ()


_CLASSES = sorted(
    (
        value
        for value in vars(every_error).values()
        if inspect.isclass(value) and issubclass(value, MoveError) and value.__name__.startswith("Move")
    ),
    key=lambda error_type: error_type.__name__,
)


@pytest.mark.parametrize("error_type", _CLASSES, ids=lambda error_type: error_type.__name__)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_errors_survive_pickle_whole(error_type: type[MoveError], protocol: int) -> None:
    error = error_type(
        "it broke",
        operation="getJob",
        error_type="Oops",
        error_info={"a": [1]},
        path=("getJob", 0),
        status=503,
        request_id="r-1",
        data={"getJob": None},
        errors=(GraphQLErrorItem("it broke", "Oops", None, ("getJob", 0), {}),),
    )
    error.next_token = '{"id": "7"}'
    if isinstance(error, MoveConnectionError | MoveTimeoutError):
        error.may_have_arrived = False
    if isinstance(error, MoveThrottledError | MoveServerError):
        error.retry_after = 2.5

    again = pickle.loads(pickle.dumps(error, protocol))

    assert type(again) is error_type
    assert vars(again) == vars(error)
    assert vars(again)["next_token"] == '{"id": "7"}'
    assert str(again) == str(error)
    assert again.args == error.args


def test_every_documented_class_is_among_those() -> None:
    named = {word for word in str(every_error.__doc__).replace("─", " ").split() if word.startswith("Move")}

    assert named - {"Move"} == {error_type.__name__ for error_type in _CLASSES}


def test_defaults_say_what_is_safe_to_assume() -> None:
    assert MoveConnectionError("m").may_have_arrived is True
    assert MoveTimeoutError("m").may_have_arrived is True
    assert MoveThrottledError("m").retry_after is None
    assert MoveError("m").errors == ()
