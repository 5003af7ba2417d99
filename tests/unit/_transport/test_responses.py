"""Parsing of responses: error classes, their details, and partial data."""

import inspect
import json
import logging
import pickle
from typing import Any

import pytest

from move_ugc_async import errors as every_error
from move_ugc_async._clock import Clock
from move_ugc_async._generated.get_job import GetJob
from move_ugc_async._secrets import Secrets
from move_ugc_async._transport.operation import GraphQLResponse, Operation
from move_ugc_async._transport.response import read_response
from move_ugc_async.client import AsyncMoveUgc
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
from tests.support.servers import ACCOUNT, HttpServer, graphql_reply

GET_JOB = Operation("getJob", "query getJob{getJob{id}}", idempotent=True)
LOCATIONS = [{"line": 2, "column": 3, "sourceName": None}]


def read(body: Any, status: int = 200, **headers: str) -> GraphQLResponse:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_response(GET_JOB, status, headers, raw, Clock(), secrets=Secrets("the-key-of-this-client"))


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
        (200, None, "Variable 'id' has coerced Null value for NonNull type 'ID!'", MoveInvalidRequestError),
        (200, None, "Variable type 'String!' doesn't match expected type 'ID!' @ 'x'", MoveInvalidRequestError),
        (200, None, "The variables input contains a field that is not defined for 'X' ", MoveInvalidRequestError),
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
def test_a_graphql_error_has_the_class_of_its_type_status_and_message(
    status: int, error_type: str | None, message: str, expected: type[MoveError]
) -> None:
    item = {"path": ["getJob"], "data": None, "errorInfo": None, "locations": LOCATIONS, "message": message}
    if error_type is not None:
        item["errorType"] = error_type

    for body in ({"data": None, "errors": [item]}, {"data": {"getJob": None}, "errors": [item]}, {"errors": [item]}):
        error = error_of(body, status)
        assert type(error) is expected
        hint = "; check MOVE_API_KEY or api_key=" if expected is MoveAuthenticationError else ""
        assert error.message == (f"{message.rstrip('.')}{hint}" if hint else message)
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
def test_a_response_without_graphql_has_the_class_of_its_status(status: int, expected: type[MoveError]) -> None:
    for body in (b"", b"<html>nginx</html>", b'{"message": "Forbidden"}', b"null"):
        error = error_of(body, status, **{"x-amzn-requestid": "r-1"})

        assert type(error) is expected
        assert (error.operation, error.status, error.request_id) == ("getJob", status, "r-1")


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 307, 308, 399])
@pytest.mark.parametrize(
    "body",
    [
        {"data": {"getJob": {"id": "job-1"}}},
        {"data": None, "errors": [{"message": "m", "errorType": "MoveNotFoundError"}]},
        [[]] * 200_000,
    ],
)
def test_a_redirect_is_an_error_whatever_its_body(status: int, body: Any) -> None:
    error = error_of(body, status)

    assert type(error) is MoveHTTPStatusError
    assert str(error) == f"getJob: redirects are not followed; check endpoint_url (status {status})"


@pytest.mark.parametrize(
    ("content_type", "named"),
    [
        ("text/html", "text/html"),
        ("text/html; charset=utf-8; profile=json", "text/html"),
        ("text/plain", "text/plain"),
        ("application/octet-stream", "application/octet-stream"),
        ("<b>", "another media type"),
        ("text/h\udc80", "another media type"),
        ("a" * 129, "another media type"),
    ],
)
def test_data_with_another_content_type_than_json_is_malformed(content_type: str, named: str) -> None:
    for body in (
        {"data": {"getJob": {"id": "job-1"}}},
        {"data": {"getJob": None}},
        {"data": {"getJob": {"id": "job-1"}}, "errors": [{"message": "m"}]},
    ):
        error = error_of(body, **{"content-type": content_type})
        assert type(error) is MoveMalformedResponseError
        assert error.message == f"the response must be JSON; got {named}"


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON;charset=utf-8", "application/graphql-response+json", "", " "]
)
def test_data_with_any_json_content_type_is_accepted(content_type: str) -> None:
    assert read({"data": {"getJob": {"id": "job-1"}}}, **{"content-type": content_type}).data["getJob"]


def test_an_error_response_keeps_its_class_with_any_content_type() -> None:
    body = {"errors": [{"message": "no", "errorType": "UnauthorizedException"}]}

    assert type(error_of(body, 401, **{"content-type": "text/html"})) is MoveAuthenticationError
    assert type(error_of(b"<html>", 502, **{"content-type": "text/html"})) is MoveServerError


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("6b29fc40-ca47-1067-b31d-00dd010662da", True),
        ("1-67891233-abcdef012345678912345678", True),
        ("Root=1-5e9f:aG/x+y_z.0==", True),
        ("a" * 128, True),
        ("a" * 129, False),
        ("", False),
        ("two words", False),
        ("a\tb", False),
        ("r-\u00e9", False),
        ("r-\u0661", False),
        ("r-\udc80", False),
        ("https://storage/x?Signature=x", False),
        ("the-key-of-this-client", False),
        ("Bearer:the-key-of-this-client", False),
        ("X-Amz-Signature=abc", False),
        ("sig:abc", False),
    ],
)
def test_a_request_id_is_kept_when_printable_and_different_from_the_api_key(value: str, *, kept: bool) -> None:
    key = "the-key-of-this-client"
    body = b'{"data": {"getJob": {"id": "job-1"}}}'

    for name in ("x-amzn-requestid", "x-amz-request-id"):
        with pytest.raises(MoveError) as caught:
            read_response(GET_JOB, 503, {name: value}, b"", Clock(), secrets=Secrets(key))

        assert caught.value.request_id == (value if kept else None)
        assert read_response(GET_JOB, 200, {name: value}, body, Clock(), secrets=Secrets(key)).request_id == (
            value if kept else None
        )


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("no https://b.s3.example/x?X-Amz-Date=1&X-Amz-Signature=a%2F, sorry", "no https://b.s3.example/x?… sorry"),
        ('see "https://h/x?a=1" and <http://h/y?b>', 'see "https://h/x?…" and <http://h/y?…>'),
        (r"https:\/\/h\/x?Signature=a", r"https:\/\/h\/x?…"),
        ("b.s3.example/x?Signature=a", "b.s3.example/x?…"),
        ("to https%3A%2F%2Fh%2Fx%3fSignature%3Da%26Expires%3D1, no", "to https%3A%2F%2Fh%2Fx%3f… no"),
        ("sent X-Amz-Signature%3Da%2526b", "sent X-Amz-Signature%3D…"),
        ("x-amz-security-token: a/b+c=", "x-amz-security-token: …"),
        ("{'Signature': 'a/b=', 'Expires': 1}", "{'Signature': '…', 'Expires': 1}"),
        ('{"AWSAccessKeyId":"AKIA"}', '{"AWSAccessKeyId":"…"}'),
        ("100% of config: ok, design: a", "100% of config: ok, design: a"),
        ("https://h/x and https://h/y", "https://h/x and https://h/y"),
        ("why? because", "why? because"),
        ("key the-key-of-this-client.", "key …."),
        ("https://h/x?k=the-key-of-this-client", "https://h/x?…"),
        ("? a" * 1001, "…"),
    ],
)
def test_error_messages_are_redacted_of_the_api_key_and_of_url_queries(text: str, redacted: str) -> None:
    item = {
        "message": text,
        "errorInfo": {"a": [text]},
        "data": [[text]],
        "path": ["x", text],
        "errorType": text,
    }
    body = json.dumps({"data": {"the-key-of-this-client": None}, "errors": [item]})
    escaped = body.replace("the-key", "".join(f"\\u{ord(letter):04x}" for letter in "the-key"))

    for raw in (body, escaped):
        with pytest.raises(MoveError) as caught:
            read(raw.encode())
        error = caught.value
        assert error.message == redacted
        if redacted != "…":
            assert error.errors == (GraphQLErrorItem(redacted, None, {"a": [redacted]}, ("x", redacted), [[redacted]]),)
        assert error.data == {"…": None}
        assert "the-key" not in repr(vars(error))


def test_data_of_a_validation_error_is_redacted_of_the_api_key() -> None:
    body = rb'{"data": {"getJob": {"id": 1, "state": "no \u0074he-key-of-this-client", "client": 1}}}'
    response = read(body)

    with pytest.raises(MoveMalformedResponseError) as caught:
        response.read(GetJob)

    assert caught.value.data == {"getJob": {"id": 1, "state": "no …", "client": 1}}
    assert "the-key" not in repr(response)


def test_the_api_key_is_redacted_before_a_long_message_is_cut() -> None:
    item = {"message": "a" * 4090 + "the-key-of-this-client"}

    assert error_of({"errors": [item]}).message == "a" * 4090 + "…"


def test_an_error_has_every_detail_of_the_response() -> None:
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
        ({}, GraphQLErrorItem("the server sent no message")),
        ({"message": None}, GraphQLErrorItem("the server sent no message")),
        ({"message": 7, "errorType": 7, "path": "getJob"}, GraphQLErrorItem("7", path=("?",))),
        ({"message": ["a"], "path": []}, GraphQLErrorItem("['a']", path=())),
        ({"message": "m", "errorInfo": "text"}, GraphQLErrorItem("m", error_info="text")),
        ({"message": "m", "extensions": {"code": "X"}}, GraphQLErrorItem("m")),
    ],
)
def test_graphql_errors_of_invalid_shape_are_read_as_far_as_possible(item: Any, expected: GraphQLErrorItem) -> None:
    error = error_of({"data": None, "errors": [None, "x", item]})

    assert error.errors == (expected, GraphQLErrorItem("2 more errors"))
    assert type(error) is MoveAPIError


def test_data_with_errors_is_returned_and_logged_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    item = {"path": ["getJob", "outputs", 0], "errorType": "Oops", "message": "secret https://storage/?Signature=x"}

    response = read(
        {"data": {"getJob": {"id": "job-1"}}, "errors": [item, {"message": "m"}]}, **{"x-amzn-requestid": "r"}
    )

    assert response.data == {"getJob": {"id": "job-1"}}
    assert [error.message for error in response.errors] == ["secret https://storage/?…", "m"]
    assert (response.status, response.request_id) == (200, "r")
    assert [(record.name, record.levelname) for record in caplog.records] == [("move_ugc_async", "INFO")]
    line = caplog.records[0].getMessage()
    assert "getJob" in line
    assert "Oops at getJob.outputs.0" in line
    assert "Signature" not in line


def test_a_response_without_errors_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    assert read({"data": {"getJob": {"id": "job-1"}}, "errors": []}).errors == ()
    assert caplog.records == []


def test_null_data_without_an_error_is_returned() -> None:
    assert read({"data": {"listRigs": None}}).data == {"listRigs": None}


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.anyio
async def test_a_model_has_the_errors_of_its_response(anyio_backend: str) -> None:  # noqa: ARG001
    broken = {"path": ["client", "metadata"], "errorType": "Oops", "message": "lost"}
    with HttpServer(graphql_reply(errors=[broken]), graphql_reply()) as server:
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
def test_an_error_keeps_all_attributes_when_pickled(error_type: type[MoveError]) -> None:
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
    if isinstance(error, MoveHTTPStatusError | MoveThrottledError | MoveServerError):
        error.retry_after = 2.5

    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(error, protocol))

        assert type(again) is error_type
        assert vars(again) == vars(error)
        assert vars(again)["next_token"] == '{"id": "7"}'
        assert str(again) == str(error)
        assert again.args == error.args


def test_every_error_class_is_documented() -> None:
    named = {word for word in str(every_error.__doc__).replace("─", " ").split() if word.startswith("Move")}

    assert named - {"Move"} == {error_type.__name__ for error_type in _CLASSES}


def test_an_error_may_have_arrived_by_default() -> None:
    assert MoveConnectionError("m").may_have_arrived is True
    assert MoveTimeoutError("m").may_have_arrived is True
    assert MoveThrottledError("m").retry_after is None
    assert MoveError("m").errors == ()


@pytest.mark.parametrize(("status", "advice"), [(404, "check endpoint_url"), (408, "call again"), (499, "call again")])
def test_an_error_without_a_graphql_response_has_advice(status: int, advice: str) -> None:
    with pytest.raises(MoveHTTPStatusError, match=advice):
        read(b"", status=status)
