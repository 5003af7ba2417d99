"""Connections: their number, their end, and their event loop."""

import asyncio
import gc
import logging
import threading
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import anyio
import pytest

from move_ugc_async._generated.fragments import FileType
from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import (
    MoveClientClosedError,
    MoveConfigurationError,
    MoveError,
)
from tests.support.servers import API_KEY, Authority, HttpServer, Reply, graphql_reply
from tests.support.wait_until import SAFETY_NET, run_ready, wait_until, wait_until_sync
from tests.unit._transport.calls import BOTH_LOOPS, ONE_STACK, hang_up

Connect = Callable[..., AsyncMoveUgc]


@pytest.mark.anyio
async def test_calls_in_a_row_share_one_connection(connect: Connect) -> None:
    with HttpServer() as server:
        async with connect(server.url) as client:
            for _ in range(20):
                await client.client.retrieve()

    assert len(server.requests) == 20
    assert server.connections == 1


@pytest.mark.anyio
async def test_a_connection_is_reused_after_an_error_response(connect: Connect) -> None:
    with HttpServer(graphql_reply(None, errors=[{"message": "no"}]), Reply(b"oops", 500), graphql_reply()) as server:
        async with connect(server.url) as client:
            for _ in range(2):
                with pytest.raises(MoveError):
                    await client.client.retrieve()
            await client.client.retrieve()

    assert server.connections == 1


@pytest.mark.anyio
async def test_a_connection_that_the_server_closed_is_replaced(connect: Connect) -> None:
    with HttpServer() as server:
        async with connect(server.url) as client:
            await client.client.retrieve()
            await hang_up(server)
            await client.client.retrieve()

    assert server.connections == 2


@pytest.mark.anyio
async def test_max_connections_limits_concurrent_requests(connect: Connect) -> None:
    gate = threading.Event()
    with HttpServer(Reply(graphql_reply().body, after=gate)) as server:
        async with connect(server.url, max_connections=3) as client, anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(client.client.retrieve)
            await server.received(3)
            await run_ready()
            assert len(server.requests) == 3
            gate.set()

    assert len(server.requests) == 20
    assert server.max_busy == 3
    assert server.connections == 3


@BOTH_LOOPS
@pytest.mark.anyio
async def test_a_client_works_without_its_context_manager(connect: Connect) -> None:
    with HttpServer() as server:
        client = connect(server.url)
        account = await client.client.retrieve()
        await client.aclose()

    assert account.name == "Studio"


@ONE_STACK
@pytest.mark.anyio
async def test_a_closed_client_raises_a_client_closed_error(connect: Connect) -> None:
    with HttpServer() as server:
        async with connect(server.url) as client:
            await client.client.retrieve()
        with pytest.raises(MoveClientClosedError, match="closed; create a new"):
            await client.client.retrieve()
        with pytest.raises(MoveClientClosedError, match="closed; create a new"):
            async with client:
                pytest.fail("it was entered")

    assert len(server.requests) == 1
    assert repr(client).endswith(" closed>")


@pytest.mark.anyio
async def test_a_client_can_be_closed_several_times(connect: Connect) -> None:
    with HttpServer() as server:
        client = connect(server.url)
        await client.client.retrieve()
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(client.aclose)
        await client.aclose()


@BOTH_LOOPS
@pytest.mark.anyio
async def test_closing_a_client_ends_calls_that_wait_for_a_connection(connect: Connect) -> None:
    errors: list[MoveError] = []

    async def call() -> None:
        try:
            await client.client.retrieve()
        except MoveError as error:
            errors.append(error)

    gate = threading.Event()
    with HttpServer(Reply(graphql_reply().body, after=gate), graphql_reply()) as server:
        client = connect(server.url, max_connections=1)
        async with anyio.create_task_group() as group:
            group.start_soon(call)
            await server.received(1)
            group.start_soon(call)
            await run_ready()
            await client.aclose()
            gate.set()

    assert len(server.requests) == 1
    assert MoveClientClosedError in {type(error) for error in errors}
    gc.collect()


@pytest.mark.anyio
async def test_a_cancelled_context_manager_closes_all_connections(connect: Connect, tmp_path: Path) -> None:
    with HttpServer() as server, HttpServer() as storage:
        with anyio.CancelScope() as scope:
            async with connect(server.url) as client:
                await client.client.retrieve()
                file = FileType(
                    id="file-1", type=".mp4", created=datetime(2026, 1, 31, tzinfo=UTC), presigned_url=storage.url
                )
                await client.files.download(file, tmp_path / "clip.mp4")
                scope.cancel()
        for each in (server, storage):
            await wait_until(lambda each=each: not each.open_connections)

    gc.collect()


@pytest.mark.parametrize("tls", [False, True])
def test_a_client_works_on_one_event_loop_after_another(
    anyio_backend: str,
    connect: Connect,
    tls: bool,  # noqa: FBT001 - passed by pytest by name
    authority: Authority,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.write(tmp_path_factory.mktemp("tls") / "ca.pem")))
    with HttpServer(tls=authority.server_context() if tls else None) as server, warnings.catch_warnings():
        warnings.simplefilter("error")
        client = connect(server.url)
        for _ in range(2):
            account = anyio.run(client.client.retrieve, backend=anyio_backend)
            assert account.id == "client-1"
        anyio.run(client.aclose, backend=anyio_backend)
        gc.collect()

    assert server.connections == 2
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_client_works_in_one_asyncio_run_after_another() -> None:
    with HttpServer() as server:
        client = AsyncMoveUgc(API_KEY, endpoint_url=server.url)
        for _ in range(2):
            asyncio.run(client.client.retrieve())  # type: ignore[arg-type]
            gc.collect()

    assert server.connections == 2


def test_connections_are_closed_when_their_loop_ends(anyio_backend: str, connect: Connect) -> None:
    with HttpServer() as server:
        client = connect(server.url)
        anyio.run(client.client.retrieve, backend=anyio_backend)

        wait_until_sync(lambda: not server.open_connections)


def test_two_threads_can_share_a_client(anyio_backend: str, connect: Connect) -> None:
    names: list[str | None] = []

    async def many() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(10):
                group.start_soon(one)

    async def one() -> None:
        names.append((await client.client.retrieve()).name)

    with HttpServer() as server:
        client = connect(server.url)
        threads = [
            threading.Thread(target=anyio.run, args=(many,), kwargs={"backend": anyio_backend}) for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SAFETY_NET)
        gc.collect()

    assert names == ["Studio"] * 20


def test_aiohttp_on_trio_is_a_configuration_error() -> None:
    client = AsyncMoveUgc(API_KEY, endpoint_url="http://127.0.0.1:1", http_backend="aiohttp")

    with pytest.raises(MoveConfigurationError, match="http_backend must be 'auto' or 'httpx' on trio; got 'aiohttp'"):
        anyio.run(client.client.retrieve, backend="trio")


@pytest.mark.parametrize(("loop", "loaded"), [("asyncio", True), ("trio", False)])
def test_auto_backend_is_aiohttp_on_asyncio_and_httpx_on_trio(loop: str, *, loaded: bool) -> None:
    with HttpServer() as server:
        client = AsyncMoveUgc(API_KEY, endpoint_url=server.url)

        async def transport() -> str:
            await client.client.retrieve()
            connections = client._context.http._connections.get()
            return type(next(iter(connections.backends.values()))).__module__

        module = anyio.run(transport, backend=loop)

    assert module.endswith("http.aiohttp") is loaded
