"""The error class of each failure of a request or response."""

import gzip
import json
import random
import socket
import traceback
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import (
    MoveConfigurationError,
    MoveConnectionError,
    MoveError,
    MoveMalformedResponseError,
)
from tests.support.servers import ACCOUNT, API_KEY, Authority, HttpServer, Reply, graphql_reply
from tests.unit._transport.calls import ONE_STACK

pytestmark = pytest.mark.anyio
Connect = Callable[..., AsyncMoveUgc]

PAYLOAD = graphql_reply().body


async def failure(client: AsyncMoveUgc) -> MoveError:
    """Return the error of a call, which must not contain the API key."""
    with pytest.raises(MoveError) as caught:
        await client.client.retrieve()
    assert API_KEY not in str(caught.value)
    assert caught.value.operation == "getClient"
    return caught.value


async def test_a_request_on_a_refused_connection_has_not_arrived(connect: Connect, refusing_url: str) -> None:
    async with connect(refusing_url) as client:
        error = await failure(client)

    assert type(error) is MoveConnectionError
    assert error.may_have_arrived is False
    assert "cannot connect to 127.0.0.1: " in error.message


async def test_a_request_to_an_unknown_host_has_not_arrived(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    async with connect("http://api.move.invalid") as client:
        error = await failure(client)

    assert type(error) is MoveConnectionError
    assert error.may_have_arrived is False
    assert "cannot connect to api.move.invalid" in error.message


async def test_an_untrusted_certificate_is_refused_with_the_reason(connect: Connect, authority: Authority) -> None:
    with HttpServer(tls=authority.server_context()) as server:
        async with connect(server.url) as client:
            error = await failure(client)

    assert type(error) is MoveConnectionError
    assert error.may_have_arrived is False
    assert "certificate" in error.message.lower()
    assert server.requests == []


async def test_a_request_has_not_arrived_when_the_server_does_not_support_tls(connect: Connect) -> None:
    with HttpServer(Reply(raw=b"HTTP/1.1 400 Bad Request\r\n\r\n")) as server:
        async with connect(server.url.replace("http:", "https:")) as client:
            error = await failure(client)

    assert type(error) is MoveConnectionError
    assert error.may_have_arrived is False


BREAKS = {
    "closed": Reply(instead="close"),
    "reset": Reply(instead="reset"),
    "head cut": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Le"),
    "body cut": Reply(PAYLOAD[:20], announced=len(PAYLOAD)),
    "chunk cut": Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
    "chunk broken": Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
    "garbage": Reply(raw=b"\x15\x03\x01\x00\x02\x02\x28garbage\r\n\r\n"),
    "another protocol": Reply(raw=b"SSH-2.0-OpenSSH_9.6\r\n"),
}


@pytest.mark.parametrize(
    ("name", "is_reused"),
    [
        *((name, False) for name in BREAKS),
        # Libraries may retry on their own when a reused connection is closed before a response.
        *((name, True) for name in ("closed", "reset", "head cut")),
    ],
)
async def test_a_request_may_have_arrived_when_its_connection_breaks(
    connect: Connect, name: str, *, is_reused: bool
) -> None:
    script = (graphql_reply(), BREAKS[name], graphql_reply()) if is_reused else (BREAKS[name], graphql_reply())
    with HttpServer(*script) as server:
        async with connect(server.url) as client:
            if is_reused:
                await client.client.retrieve()
            error = await failure(client)
            await client.client.retrieve()

    assert type(error) is MoveConnectionError
    assert error.may_have_arrived is True
    assert "127.0.0.1 broke" in error.message
    assert len(server.requests) == len(script)


async def test_a_request_may_have_arrived_when_only_an_earlier_attempt_reached_the_server(connect: Connect) -> None:
    with ExitStack() as running:
        server = running.enter_context(HttpServer(BREAKS["closed"]))
        # Refuses further connections after the first attempt.
        async with connect(server.url, max_retries=1, on_attempt=lambda _: running.close()) as client:
            error = await failure(client)
    assert len(server.requests) == 1
    assert isinstance(error, MoveConnectionError)
    assert error.message.startswith("cannot connect")
    assert error.may_have_arrived is True


NOT_GRAPHQL = {
    "HTML": (b"<html>Welcome to the hotel</html>", "not JSON"),
    "array": (b"[1]", "not JSON"),
    "null": (b"null", "not JSON"),
    "empty object": (b"{}", "not"),
    "data is an array": (b'{"data": [1]}', "not GraphQL"),
    "data is null": (b'{"data": null}', "not GraphQL"),
    "no error in errors": (b'{"data": null, "errors": []}', "not GraphQL"),
    "errors is a text": (b'{"data": null, "errors": "boom"}', "not GraphQL"),
    "errors is an object": (b'{"data": null, "errors": {"message": "boom"}}', "not GraphQL"),
    "errors without objects": (b'{"data": null, "errors": [null, "boom", 7]}', "not GraphQL"),
    "NaN": (b'{"data": {"client": NaN}}', "not JSON"),
    "not UTF-8": (b"\xff\xfe{}", "not JSON"),
    "deep": (b"[" * 100_000, "not JSON"),
    "deep object": (b'{"data":{"client":' + b'{"a":' * 100_000, "not JSON"),
    "wrong type": (b'{"data": {"client": 7}}', "documented shape"),
    "wrong type inside": (b'{"data": {"client": {"id": []}}}', "documented shape"),
}


@ONE_STACK
@pytest.mark.parametrize(("body", "message"), NOT_GRAPHQL.values(), ids=NOT_GRAPHQL)
async def test_a_body_that_is_not_graphql_is_a_malformed_response(connect: Connect, body: bytes, message: str) -> None:
    with HttpServer(Reply(body), graphql_reply()) as server:
        async with connect(server.url) as client:
            error = await failure(client)
            await client.client.retrieve()

    assert type(error) is MoveMalformedResponseError
    assert message in error.message
    assert len(server.requests) == 2


NOT_READABLE = {
    "empty": (Reply(b""), "not JSON"),
    "no content": (Reply(status=204), "not JSON"),
    "broken gzip": (Reply(b"nonsense", headers=(("Content-Encoding", "gzip"),)), "cannot decompress"),
    "broken deflate": (Reply(b"nonsense", headers=(("Content-Encoding", "deflate"),)), "cannot decompress"),
}


@pytest.mark.parametrize(("reply", "message"), NOT_READABLE.values(), ids=NOT_READABLE)
async def test_a_body_that_cannot_be_read_is_a_malformed_response(connect: Connect, reply: Reply, message: str) -> None:
    with HttpServer(reply, graphql_reply()) as server:
        async with connect(server.url) as client:
            error = await failure(client)
            await client.client.retrieve()

    assert type(error) is MoveMalformedResponseError
    assert message in error.message
    assert len(server.requests) == 2


@pytest.mark.parametrize("missing", [2000, 4], ids=["half of it", "its checksum"])
async def test_a_truncated_gzip_body_is_a_malformed_response(connect: Connect, missing: int) -> None:
    pad = random.Random(1).randbytes(4000).hex()
    cut = gzip.compress(json.dumps({"data": ACCOUNT, "pad": pad}).encode())[:-missing]
    with HttpServer(Reply(cut, headers=(("Content-Encoding", "gzip"),))) as server:
        async with connect(server.url) as client:
            error = await failure(client)

    assert type(error) is MoveMalformedResponseError
    assert "cannot decompress the response" in error.message


async def test_an_endless_header_is_a_connection_error(connect: Connect) -> None:
    with HttpServer(Reply(raw=b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n")) as server:
        async with connect(server.url) as client:
            error = await failure(client)

    assert type(error) is MoveConnectionError


async def test_a_missing_certificate_file_is_a_configuration_error(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    async with connect("https://127.0.0.1:1") as client:
        with pytest.raises(MoveConfigurationError, match="SSL_CERT_FILE"):
            await client.client.retrieve()


@ONE_STACK
async def test_a_traceback_with_local_variables_does_not_contain_the_api_key(
    connect: Connect, refusing_url: str
) -> None:
    # As error trackers do.
    client = connect(refusing_url, max_retries=0)
    try:
        await client.client.retrieve()
    except MoveConnectionError as error:
        shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    else:
        pytest.fail("the connection was not refused")
    assert "execute" in shown
    assert API_KEY not in shown
    await client.aclose()


@pytest.mark.parametrize("host", ["api..move.ai", "x" * 64 + ".move.ai"])
async def test_an_invalid_host_name_is_a_connection_error(connect: Connect, host: str) -> None:
    async with connect(f"http://{host}") as client:
        with pytest.raises(MoveConnectionError) as caught:
            await client.client.retrieve()
    assert not caught.value.may_have_arrived


async def test_a_request_id_with_undecodable_bytes_is_dropped(connect: Connect) -> None:
    with HttpServer(Reply(b"{}", 500, (("x-amzn-requestid", "a\xffb"),))) as server:
        async with connect(server.url) as client:
            error = await failure(client)
    assert error.request_id is None
    assert str(error).encode()
