"""Faults of the sandbox that replace a response."""

import http.client
import json
import logging
from collections.abc import Iterator

import httpx
import pytest

from move_ugc_async.sandbox import (
    Delay,
    Drip,
    Drop,
    Fault,
    Garbage,
    GarbageKind,
    GraphQLFault,
    Stall,
    Status,
    Truncate,
)
from tests.integration.sandbox.api import GET_FILE, Api
from tests.integration.sandbox.wire import READ, SET, change, connected
from tests.support.wait_until import wait_until

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _no_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def _download(api: Api, content: bytes) -> str:
    file_id = await api.upload(content)
    url: str = (await api.call(GET_FILE, id=file_id))["presignedUrl"]
    return url


async def test_status_fault_replaces_the_processing(api: Api) -> None:
    fault = Status(503, "later", {"Retry-After": "2", "content-type": "text/x"})
    rule = api.sandbox.faults.add(fault)
    response = await api.send(SET, {"m": '"new"'})
    assert (response.status_code, response.text) == (503, "later")
    assert (response.headers["retry-after"], response.headers["content-type"]) == ("2", "text/x")
    (entry,) = api.sandbox.journal
    assert entry.request_id == response.headers["x-amzn-requestid"]
    assert (entry.operation, entry.fields, entry.variables) == ("Set", ("updateClient",), {"m": '"new"'})
    assert (entry.status, entry.fault, entry.errors) == (503, fault, ())
    assert (rule.matched, rule.acted) == (1, 1)
    api.sandbox.faults.clear()
    assert (await api.call(READ))["metadata"] == "{}"


async def test_status_fault_can_redirect(api: Api) -> None:
    api.sandbox.faults.add(Status(302, headers={"location": "https://elsewhere.example/"}))
    response = await api.send(READ)
    assert (response.status_code, response.headers["location"]) == (302, "https://elsewhere.example/")
    assert response.content == b""


async def test_graphql_fault_has_the_shape_of_appsync(api: Api) -> None:
    api.sandbox.faults.add(GraphQLFault("ThrottlingException", "Too fast.", 429, data={"a": 1}, info={"b": 2}))
    api.sandbox.faults.add(GraphQLFault(None, "Who knows."))
    first = await api.send(READ)
    api.sandbox.faults.remove(api.sandbox.faults.rules[0])
    second = await api.send(READ)
    assert (first.status_code, second.status_code) == (429, 200)
    assert first.headers["content-type"] == "application/json;charset=UTF-8"
    assert first.json() == {
        "data": None,
        "errors": [
            {
                "path": None,
                "data": {"a": 1},
                "errorType": "ThrottlingException",
                "errorInfo": {"b": 2},
                "locations": None,
                "message": "Too fast.",
            }
        ],
    }
    assert "errorType" not in second.json()["errors"][0]


@pytest.mark.parametrize(
    ("kind", "content_type", "body"),
    [
        ("html", "text/html", b"<!doctype html>"),
        ("json", "application/json;charset=UTF-8", b'{"data":{"getJob"'),
        ("utf-8", "application/json;charset=UTF-8", b'{"data":{"client":{"id":"client-\xff\xfe"}}}'),
        ("shape", "application/json;charset=UTF-8", b'[{"data":"all is well"}]'),
        ("content type", "image/png", b'{"data":null}'),
        ("empty", "application/json;charset=UTF-8", b""),
    ],
)
async def test_garbage_is_returned_with_200(api: Api, kind: GarbageKind, content_type: str, body: bytes) -> None:
    api.sandbox.faults.add(Garbage(kind))
    response = await api.send(READ)
    assert (response.status_code, response.headers["content-type"]) == (200, content_type)
    assert response.content.startswith(body)
    assert api.sandbox.journal.entries[0].status == 200


@pytest.mark.parametrize(
    ("kind", "error"), [("json", ValueError), ("utf-8", UnicodeDecodeError), ("empty", ValueError)]
)
async def test_garbage_cannot_be_parsed(api: Api, kind: GarbageKind, error: type[Exception]) -> None:
    api.sandbox.faults.add(Garbage(kind))
    with pytest.raises(error):
        json.loads((await api.send(READ)).content)


@pytest.mark.parametrize(
    ("kind", "error", "status"), [("encoding", httpx.DecodingError, 200), ("http", httpx.RemoteProtocolError, None)]
)
async def test_garbage_can_violate_http(
    api: Api, kind: GarbageKind, error: type[Exception], status: int | None
) -> None:
    api.sandbox.faults.add(Garbage(kind))
    with pytest.raises(error):
        await api.send(READ)
    assert api.sandbox.journal.entries[0].status == status


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Status(500), 500),
        (GraphQLFault("InternalFailure"), 200),
        (Garbage("html"), 200),
        (Garbage("http"), None),
        (Drop(), None),
        (Drop(reset=True), None),
        (Stall(), None),
        (Status(500, after_work=True), 500),
        (GraphQLFault("InternalFailure", after_work=True), 200),
        (Garbage("html", after_work=True), 200),
        (Garbage("http", after_work=True), None),
        (Drop(after_work=True), None),
        (Drop(after_work=True, reset=True), None),
        (Stall(after_work=True), None),
    ],
    ids=repr,
)
async def test_request_is_processed_only_with_after_work(api: Api, fault: Fault, status: int | None) -> None:
    api.sandbox.faults.add(fault, operation="Set")
    with connected(api.sandbox) as sock:
        sock.sendall(change(api.sandbox))
        await wait_until(lambda: len(api.sandbox.journal) == 1)
    (entry,) = api.sandbox.journal
    assert (entry.operation, entry.status, entry.fault) == ("Set", status, fault)
    assert entry.request_id
    assert (await api.call(READ))["metadata"] == ('"new"' if fault.after_work else "{}")


async def test_next_request_on_the_connection_is_served(api: Api) -> None:
    api.sandbox.faults.add([Status(500), Garbage(), GraphQLFault("A"), Delay(0), Drip(1e9)])
    connection = http.client.HTTPConnection(httpx.URL(api.sandbox.url).netloc.decode())
    connection.connect()
    sock = connection.sock
    statuses = []
    for _ in range(6):
        connection.request("POST", "/ugc/graphql", b"")
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    assert statuses == [500, 200, 200, 401, 401, 401]
    assert connection.sock is sock
    connection.close()


async def test_leaked_api_key_is_recorded_when_a_fault_replaces_the_processing(api: Api) -> None:
    url = await _download(api, b"clip")
    api.sandbox.faults.add(Status(503), method="GET")
    response = await api.http.get(url, headers={"authorization": api.sandbox.api_key})
    assert response.status_code == 503
    assert response.headers["x-amz-request-id"] == api.sandbox.journal.filter(fault=Status)[0].request_id
    (leak,) = api.sandbox.leaks
    assert leak.api_key


async def test_no_secret_of_a_faulted_request_is_recorded(api: Api) -> None:
    api.sandbox.faults.add(Status(503))
    await api.send("query ($secret: String) { client { id } }", {"secret": "mine", "text": api.sandbox.api_key})
    assert api.sandbox.journal.entries[0].variables == {"secret": "[redacted]", "text": "[redacted]"}


async def test_faults_apply_to_malformed_requests(api: Api) -> None:
    api.sandbox.faults.add([Status(503), None])
    assert [(await api.post(b"{")).status_code for _ in range(2)] == [503, 400]
    assert [(await api.send("{", None)).status_code for _ in range(1)] == [400]


async def test_faults_apply_to_share_codes(api: Api) -> None:
    file_id = await api.upload()
    share = await api.call("mutation ($id: String!) { generateShareCode(fileId: $id) { url } }", id=file_id)
    api.sandbox.faults.add([Status(500, after_work=True)], path="/ugc/file/*")
    assert [(await api.http.get(share["url"])).status_code for _ in range(2)] == [500, 410]
    first, second = api.sandbox.journal.filter(kind="share")
    assert (first.status, first.fault) == (500, Status(500, after_work=True))
    assert (second.status, second.fault) == (410, None)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Status(99), "from 200 to 599"),
        (lambda: Status(204, "text"), "body must be empty for status 204"),
        (lambda: Status(503, headers={"a b": "c"}), 'headers must be valid HTTP headers; got "a b": "c"'),
        (lambda: Status(503, headers={"a": "b\r\nc"}), "headers must be valid HTTP headers"),
        (lambda: Status(503, headers={"Content-Length": "9"}), "headers must not contain Content-Length"),
        (lambda: GraphQLFault("A", status=600), "from 200 to 599"),
        (lambda: Garbage("soap"), "kind must be one of html, .*; got 'soap'"),  # type: ignore[arg-type]
        (lambda: Delay(-1), "seconds must be a finite number, 0 or more"),
        (lambda: Delay(float("nan")), "seconds must be a finite number, 0 or more"),
        (lambda: Truncate(1), "share must be at least 0 and below 1"),
        (lambda: Truncate(size=-1), "size must be 0 or more"),
        (lambda: Drip(0), "bytes_per_second must be a finite number above 0; got 0"),
    ],
)
def test_invalid_fault_raises_value_error(make, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        make()


def test_equal_faults_compare_and_hash_equal() -> None:
    assert Status(503, headers={"a": "b"}) == Status(503, headers={"a": "b"}) != Status(503)
    assert len({Status(503), Status(503), GraphQLFault("A", data={}), GraphQLFault("A", data={}), Drop()}) == 3
