"""What can go wrong on the way, and which error says so."""

import gc
import gzip
import json
import random
import socket
import threading
import time
import traceback
from collections.abc import Callable

import anyio
import pytest

from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import (
    MoveConfigurationError,
    MoveConnectionError,
    MoveError,
    MoveMalformedResponseError,
    MoveServerError,
    MoveTimeoutError,
)
from tests.servers import ACCOUNT, API_KEY, Authority, HttpServer, InstantClock, Reply, answer, never

pytestmark = pytest.mark.anyio
Connect = Callable[..., AsyncMoveUgc]

PAYLOAD = answer().body


async def _fails(client: AsyncMoveUgc) -> MoveError:
    with pytest.raises(MoveError) as caught:
        await client.client.retrieve()
    assert API_KEY not in str(caught.value)
    assert caught.value.operation == "getClient"
    return caught.value


async def test_a_refused_connection_has_not_arrived(connect: Connect, refusing_url: str) -> None:
    async with connect(refusing_url) as client:
        error = await _fails(client)

    assert type(error) is MoveConnectionError
    assert error.may_have_arrived is False
    assert "cannot connect to 127.0.0.1: " in error.message


async def test_a_host_that_nobody_knows_has_not_been_reached(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    async with connect("http://api.move.invalid") as client:
        error = await _fails(client)

    assert type(error) is MoveConnectionError
    assert error.may_have_arrived is False
    assert "cannot connect to api.move.invalid" in error.message


async def test_a_certificate_of_nobody_is_refused_with_the_reason(connect: Connect, authority: Authority) -> None:
    with HttpServer(tls=authority.server_context()) as server:
        async with connect(server.url) as client:
            error = await _fails(client)

    assert type(error) is MoveConnectionError
    assert error.may_have_arrived is False
    assert "certificate" in error.message.lower()
    assert server.requests == []


async def test_plain_http_where_tls_is_expected_has_not_arrived(connect: Connect) -> None:
    with HttpServer(Reply(raw=b"HTTP/1.1 400 Bad Request\r\n\r\n")) as server:
        async with connect(server.url.replace("http:", "https:")) as client:
            error = await _fails(client)

    assert type(error) is MoveConnectionError
    assert error.may_have_arrived is False


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(instead="close"), id="closed"),
        pytest.param(Reply(instead="reset"), id="reset"),
        pytest.param(Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Le"), id="head cut"),
        pytest.param(Reply(PAYLOAD[:20], announced=len(PAYLOAD)), id="body cut"),
        pytest.param(Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"), id="chunk cut"),
        pytest.param(Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), id="chunk broken"),
        pytest.param(Reply(raw=b"\x15\x03\x01\x00\x02\x02\x28garbage\r\n\r\n"), id="garbage"),
        pytest.param(Reply(raw=b"SSH-2.0-OpenSSH_9.6\r\n"), id="another protocol"),
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["fresh", "reused"])
async def test_a_connection_that_breaks_after_sending_may_have_arrived(
    connect: Connect,
    reply: Reply,
    first: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    script = (reply, answer()) if first else (answer(), reply, answer())
    with HttpServer(*script) as server:
        async with connect(server.url) as client:
            if not first:
                await client.client.retrieve()
            error = await _fails(client)
            await client.client.retrieve()

    assert type(error) is MoveConnectionError
    assert error.may_have_arrived is True
    assert "127.0.0.1 broke" in error.message
    assert len(server.requests) == len(script)


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        pytest.param(Reply(b"<html>Welcome to the hotel</html>"), "not JSON", id="HTML"),
        pytest.param(Reply(b""), "not JSON", id="empty"),
        pytest.param(Reply(status=204), "not JSON", id="no content"),
        pytest.param(Reply(b"[1]"), "not JSON", id="array"),
        pytest.param(Reply(b"null"), "not JSON", id="null"),
        pytest.param(Reply(b"{}"), "not", id="empty object"),
        pytest.param(Reply(b'{"data": [1]}'), "not GraphQL", id="data is an array"),
        pytest.param(Reply(b'{"data": null}'), "not GraphQL", id="data is null"),
        pytest.param(Reply(b'{"data": null, "errors": []}'), "not GraphQL", id="no error in errors"),
        pytest.param(Reply(b'{"data": null, "errors": "boom"}'), "not GraphQL", id="errors is a text"),
        pytest.param(Reply(b'{"data": null, "errors": {"message": "boom"}}'), "not GraphQL", id="errors is an object"),
        pytest.param(Reply(b'{"data": null, "errors": [null, "boom", 7]}'), "not GraphQL", id="errors without objects"),
        pytest.param(Reply(b'{"data": {"client": NaN}}'), "not JSON", id="NaN"),
        pytest.param(Reply(b"\xff\xfe{}"), "not JSON", id="not UTF-8"),
        pytest.param(Reply(b"[" * 100_000), "not JSON", id="deep"),
        pytest.param(Reply(b'{"data":{"client":' + b'{"a":' * 100_000), "not JSON", id="deep object"),
        pytest.param(Reply(b'{"data": {"client": 7}}'), "documented shape", id="wrong type"),
        pytest.param(Reply(b'{"data": {"client": {"id": []}}}'), "documented shape", id="wrong type inside"),
        pytest.param(Reply(b"nonsense", headers=(("Content-Encoding", "gzip"),)), "compression", id="broken gzip"),
        pytest.param(
            Reply(b"nonsense", headers=(("Content-Encoding", "deflate"),)), "compression", id="broken deflate"
        ),
    ],
)
async def test_an_answer_that_makes_no_sense_is_malformed(connect: Connect, reply: Reply, message: str) -> None:
    with HttpServer(reply, answer()) as server:
        async with connect(server.url) as client:
            error = await _fails(client)
            await client.client.retrieve()

    assert type(error) is MoveMalformedResponseError
    assert message in error.message
    assert len(server.requests) == 2


async def test_gzip_that_ends_too_early_is_malformed(connect: Connect) -> None:
    cut = gzip.compress(json.dumps({"data": ACCOUNT, "pad": random.Random(1).randbytes(4000).hex()}).encode())[:1500]
    with HttpServer(Reply(cut, headers=(("Content-Encoding", "gzip"),))) as server:
        async with connect(server.url) as client:
            error = await _fails(client)

    assert type(error) is MoveMalformedResponseError


async def test_a_header_that_never_ends_is_an_error_of_ours(connect: Connect) -> None:
    with HttpServer(Reply(raw=b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n")) as server:
        async with connect(server.url) as client:
            error = await _fails(client)

    assert type(error) is MoveConnectionError


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(never(), id="silence"),
        pytest.param(Reply(PAYLOAD, drip=0.05), id="drip"),
        pytest.param(Reply(b"", 503, (("Retry-After", "1"),)), id="retry"),
    ],
)
async def test_the_deadline_holds_whatever_the_server_does(connect: Connect, reply: Reply) -> None:
    with HttpServer(reply) as server:
        async with connect(server.url, timeout=0.2, max_retries=1000) as client:
            started = time.monotonic()
            error = await _fails(client)
            took = time.monotonic() - started

    assert took < 0.3
    if reply.status == 503:
        # A wait that does not fit is not begun.
        assert type(error) is MoveServerError
        assert took < 0.15
    else:
        assert type(error) is MoveTimeoutError
        assert error.message == "no answer within 0.2 s"
        assert error.may_have_arrived is True
        assert took >= 0.19


async def test_the_deadline_holds_while_a_call_waits_for_its_turn(connect: Connect) -> None:
    with HttpServer() as server:
        async with connect(server.url, timeout=0.2, max_connections=1) as client:
            connections = client._resources.http._connections.get()
            await connections.limiter.acquire()
            started = time.monotonic()
            error = await _fails(client)
            took = time.monotonic() - started
            connections.limiter.release()
            await client.client.retrieve()

    assert took < 0.3
    assert type(error) is MoveTimeoutError
    # Its turn never came, so it certainly did nothing.
    assert error.may_have_arrived is False
    assert len(server.requests) == 1


async def test_a_short_wait_is_cut_at_the_deadline(connect: Connect, refusing_url: str) -> None:
    class SlowClock(InstantClock):
        async def sleep(self, seconds: float) -> None:
            await anyio.sleep(5 + seconds)

    async with connect(refusing_url, timeout=0.2, max_retries=5, clock=SlowClock(random.Random(1))) as client:
        started = time.monotonic()
        error = await _fails(client)
        took = time.monotonic() - started

    assert took < 0.3
    assert type(error) is MoveTimeoutError
    assert error.may_have_arrived is False
    assert isinstance(error.__cause__, MoveConnectionError)


async def test_a_connection_that_cannot_be_made_in_time_has_not_arrived(connect: Connect) -> None:
    # A server that never takes part in the TLS handshake.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        async with connect(url, connect_timeout=0.1) as client:
            error = await _fails(client)

    assert type(error) is MoveTimeoutError
    assert error.may_have_arrived is False
    assert error.message == "no connection to 127.0.0.1 in time"


async def test_a_missing_certificate_file_is_named(connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    async with connect("https://127.0.0.1:1") as client:
        with pytest.raises(MoveConfigurationError, match="SSL_CERT_FILE"):
            await client.client.retrieve()


@pytest.mark.parametrize("native", [False, True], ids=["scope", "task"])
@pytest.mark.parametrize("where", ["answer", "body", "turn", "back-off"])
async def test_cancellation_propagates_and_the_next_call_works(
    connect: Connect,
    anyio_backend: str,
    where: str,
    native: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    if native and anyio_backend == "trio":
        native = False
    first = {"answer": never(), "body": Reply(PAYLOAD, drip=0.05), "turn": never(), "back-off": Reply(status=503)}
    ended: list[str] = []
    scope = anyio.CancelScope()

    async def call() -> None:
        try:
            with scope:
                await client.client.retrieve()
        finally:
            ended.append("cancelled" if scope.cancelled_caught or native else "not cancelled")

    class LongClock(InstantClock):
        async def sleep(self, seconds: float) -> None:
            await anyio.sleep(30 + seconds)

    with HttpServer(first[where], answer()) as server:
        async with connect(server.url, max_connections=1, max_retries=1, clock=LongClock()) as client:
            async with anyio.create_task_group() as group:
                if where == "turn":
                    group.start_soon(_swallow, client)
                    await anyio.to_thread.run_sync(server.arrived.acquire)
                if native:
                    await _cancel_natively(call, server if where != "turn" else None)
                else:
                    group.start_soon(call)
                    if where != "turn":
                        await anyio.to_thread.run_sync(server.arrived.acquire)
                    await anyio.sleep(0.02)
                    scope.cancel()
                if where == "turn":
                    await anyio.sleep(0.02)
                    group.cancel_scope.cancel()
            with anyio.fail_after(2):
                account = await client.client.retrieve()

    assert account.id == "client-1"
    assert ended == ["cancelled"]
    gc.collect()


async def _swallow(client: AsyncMoveUgc) -> None:
    await client.client.retrieve()


async def _cancel_natively(call: Callable[[], object], server: HttpServer | None) -> None:
    import asyncio

    task = asyncio.get_running_loop().create_task(call())  # type: ignore[arg-type]
    if server is not None:
        await anyio.to_thread.run_sync(server.arrived.acquire)
    await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_no_connection_is_lost_to_cancelled_calls(connect: Connect) -> None:
    chance = random.Random(20)
    outcomes: list[str] = []

    async def call() -> None:
        with anyio.CancelScope() as scope:
            if chance.random() < 0.6:
                scope.deadline = anyio.current_time() + chance.random() * 0.05
            try:
                await client.client.retrieve()
                outcomes.append("done")
            except MoveError as error:
                outcomes.append(type(error).__name__)
        if scope.cancelled_caught:
            outcomes.append("cancelled")

    gate = threading.Event()
    with HttpServer(lambda _: Reply(PAYLOAD)) as server:
        async with connect(server.url, max_connections=5, timeout=5) as client:
            async with anyio.create_task_group() as group:
                for _ in range(500):
                    group.start_soon(call)
            outcomes_then = sorted(set(outcomes))
            with anyio.fail_after(5):
                for _ in range(20):
                    await client.client.retrieve()
        gate.set()

    assert len(outcomes) == 500
    assert outcomes_then == ["cancelled", "done"]
    assert outcomes.count("cancelled") > 100
    gc.collect()


async def test_a_traceback_with_local_variables_shows_no_key(connect: Connect, refusing_url: str) -> None:
    # Error trackers show them all.
    client = connect(refusing_url, max_retries=0)
    try:
        await client.client.retrieve()
    except MoveConnectionError as error:
        shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    else:
        pytest.fail("it was not refused")
    assert "execute" in shown
    assert API_KEY not in shown
    await client.aclose()


@pytest.mark.parametrize("host", ["api..move.ai", "x" * 64 + ".move.ai"])
async def test_a_host_whose_name_is_none_is_a_typed_error(connect: Connect, host: str) -> None:
    async with connect(f"http://{host}") as client:
        with pytest.raises(MoveConnectionError) as caught:
            await client.client.retrieve()
    assert not caught.value.may_have_arrived


async def test_an_id_of_odd_bytes_is_none(connect: Connect) -> None:
    with HttpServer(Reply(b"{}", 500, (("x-amzn-requestid", "a\xffb"),))) as server:
        async with connect(server.url) as client:
            error = await _fails(client)
    assert error.request_id is None
    assert str(error).encode()
