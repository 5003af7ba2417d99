"""A request may have reached the server once its first byte is written to a connection."""

import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import anyio
import httpx
import pytest

from move_ugc_async import AsyncMoveUgc, MoveConnectionError, MoveError, MoveTimeoutError
from move_ugc_async._transport.operation import CallOptions
from move_ugc_async.errors import AmbiguousCreateError
from move_ugc_async.services.expand import job_flags
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime
from tests.support.servers import API_KEY, ForwardProxy, HttpServer, Reply, SilentServer, graphql_reply, never
from tests.support.wait_until import run_ready, wait_until

pytestmark = pytest.mark.anyio
Connect = Callable[..., AsyncMoveUgc]


def waiting_for_a_slot(client: AsyncMoveUgc) -> int:
    return client._context.http._connections.get().limiter.statistics().tasks_waiting


async def outcome_at_the_deadline(
    client: AsyncMoveUgc, stopped_time: StoppedTime, is_ready: Callable[[], object]
) -> MoveError:
    """Move the time to the deadline of a creation after `is_ready` has become true, and return its error."""
    errors: list[MoveError] = []

    async def create() -> None:
        with pytest.raises(MoveError) as caught:
            await client.jobs.create_singlecam("take-1", timeout=60)
        errors.append(caught.value)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(create)
        await wait_until(is_ready)
        stopped_time.advance(61)
    return errors[0]


async def test_create_waiting_for_a_tls_handshake_was_not_sent(connect: Connect, stopped_time: StoppedTime) -> None:
    with SilentServer() as server:
        url = server.url.replace("http", "https")
        async with connect(url, connect_timeout=600) as client:
            error = await outcome_at_the_deadline(client, stopped_time, lambda: server.seen)
    assert isinstance(error, MoveTimeoutError)
    assert not error.may_have_arrived


async def test_create_waiting_for_a_tunnel_was_not_sent(
    connect: Connect, stopped_time: StoppedTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SilentServer() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        async with connect("https://api.move.invalid", connect_timeout=600) as client:
            error = await outcome_at_the_deadline(client, stopped_time, lambda: b"CONNECT" in proxy.seen)
    assert isinstance(error, MoveTimeoutError)
    assert not error.may_have_arrived


async def test_create_waiting_for_a_slot_was_not_sent(connect: Connect, stopped_time: StoppedTime) -> None:
    with HttpServer(never()) as server:
        async with connect(server.url, max_connections=1) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(client.with_options(timeout=3600).client.retrieve)
            await server.received(1)
            error = await outcome_at_the_deadline(client, stopped_time, lambda: waiting_for_a_slot(client))
            tasks.cancel_scope.cancel()
        assert len(server.requests) == 1
    assert isinstance(error, MoveTimeoutError)
    assert not error.may_have_arrived


@pytest.mark.parametrize("through", ["directly", "through a proxy"])
async def test_create_without_a_response_may_have_been_executed(
    connect: Connect, stopped_time: StoppedTime, through: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HttpServer(never()) as server, ForwardProxy() as proxy:
        if through == "through a proxy":
            monkeypatch.setenv("HTTP_PROXY", proxy.url)
        async with connect(server.url) as client:
            error = await outcome_at_the_deadline(client, stopped_time, lambda: server.requests)
    assert isinstance(error, AmbiguousCreateError)


async def test_create_on_a_connection_used_before_may_have_been_executed(
    connect: Connect, stopped_time: StoppedTime
) -> None:
    with HttpServer(graphql_reply(), never()) as server:
        async with connect(server.url) as client:
            await client.client.retrieve()
            error = await outcome_at_the_deadline(client, stopped_time, lambda: len(server.requests) == 2)
        assert server.connections == 1
    assert isinstance(error, AmbiguousCreateError)


async def test_create_over_an_injected_client_counts_as_sent(stopped_time: StoppedTime) -> None:
    handled = threading.Event()

    async def handle(_: httpx.Request) -> httpx.Response:
        handled.set()
        await anyio.sleep_forever()
        raise AssertionError

    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(handle)) as own,
        AsyncMoveUgc(API_KEY, endpoint_url="http://api.invalid", http_client=own, max_retries=0) as client,
    ):
        error = await outcome_at_the_deadline(client, stopped_time, handled.is_set)
    assert isinstance(error, AmbiguousCreateError)


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(raw=b"SSH-2.0-OpenSSH_9.2\r\n"), id="no TLS"),
        pytest.param(Reply(instead="close"), id="closed"),
        pytest.param(Reply(instead="reset"), id="reset"),
    ],
)
async def test_create_is_retried_after_a_broken_tls_handshake(connect: Connect, reply: Reply) -> None:
    class BrokenTls(HttpServer):
        def serve(self, sock: socket.socket, number: int) -> None:  # noqa: ARG002
            sock.recv(1)
            self._send(sock, reply, "POST")

    server: AbstractContextManager[BrokenTls] = BrokenTls()
    with server as listening:
        async with connect(listening.url.replace("http", "https"), max_retries=3, clock=FakeClock()) as client:
            with pytest.raises(MoveConnectionError) as caught:
                await client.jobs.create_singlecam("take-1")
        assert listening.connections == 4
    assert not caught.value.may_have_arrived


@pytest.mark.parametrize(("size", "is_injected"), [(10, False), (100_000, False), (10, True)])
async def test_last_write_is_reported_at_the_end_of_the_attempt_when_its_time_is_unknown(
    connect: Connect, stopped_time: StoppedTime, *, size: int, is_injected: bool
) -> None:
    writes: list[float] = []

    async def call() -> None:
        options = CallOptions(60, lambda: writes.append(stopped_time.now))
        with pytest.raises(MoveTimeoutError):
            await client._context.api.update_client(metadata={"text": "x" * size}, call_options=options)

    with HttpServer(never()) as server:
        async with httpx.AsyncClient(timeout=None, verify=False) as own:
            client = connect(server.url, **({"http_client": own} if is_injected else {}))
            async with client, anyio.create_task_group() as tasks:
                tasks.start_soon(call)
                await server.received(1)
                await run_ready()
                stopped_time.advance(61)
    began, ended = stopped_time.now - 61, stopped_time.now
    assert (writes[0], writes[-1]) == (began, ended if is_injected or size > 65536 else began)


async def test_write_is_reported_before_the_first_byte_and_again_unless_it_is_the_only_one(
    connect: Connect, http_backend: str
) -> None:
    seen: list[int] = []

    with HttpServer(graphql_reply({"getJob": None})) as server:
        async with connect(server.url) as client:
            options = CallOptions(60, lambda: seen.append(len(server.requests)))
            with pytest.raises(MoveError):
                await client._context.api.get_job("job-1", **job_flags(None), call_options=options)
    assert seen[0] == 0
    # httpx writes the head and the body separately; other tasks may run in between, for any time.
    assert len(seen) == (1 if http_backend == "aiohttp" else 2)


class Failover(httpx.AsyncBaseTransport):
    """Sends a request, loses the response and finds no other server."""

    def __init__(self, error: type[Exception]) -> None:
        self._real = httpx.AsyncHTTPTransport()
        self._error = error

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._real.handle_async_request(request)
        await response.aclose()
        msg = "no other server"
        raise self._error(msg)

    async def aclose(self) -> None:
        await self._real.aclose()


NOT_SENT = [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol]


@pytest.mark.parametrize("error", NOT_SENT)
@pytest.mark.parametrize("is_mounted", [False, True])
async def test_create_over_a_custom_transport_may_have_been_executed_with_any_exception(
    connect: Connect, error: type[Exception], *, is_mounted: bool
) -> None:
    transport = Failover(error)
    options = {"mounts": {"all://": transport}} if is_mounted else {"transport": transport}
    with HttpServer(graphql_reply({"createSingleCamJob": None})) as server:
        async with httpx.AsyncClient(**options) as own, connect(server.url, http_client=own) as client:  # type: ignore[arg-type]
            with pytest.raises(AmbiguousCreateError):
                await client.jobs.create_singlecam("take-1")
        assert len(server.requests) == 1


async def test_create_over_a_plain_injected_client_without_a_connection_was_not_sent(
    connect: Connect, refusing_url: str
) -> None:
    async with httpx.AsyncClient() as own, connect(refusing_url, http_client=own, max_retries=0) as client:
        with pytest.raises(MoveConnectionError) as caught:
            await client.jobs.create_singlecam("take-1")
    assert not caught.value.may_have_arrived
