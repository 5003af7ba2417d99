"""Connections: how many, whose, for how long, and on which event loop."""

import asyncio
import gc
import logging
import threading
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import anyio
import httpx
import pytest

from move_ugc_async._generated.fragments import FileType
from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import (
    MoveClientClosedError,
    MoveConfigurationError,
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
)
from tests.servers import API_KEY, Authority, HttpServer, Received, Reply, answer

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
async def test_errors_do_not_cost_the_connection(connect: Connect) -> None:
    with HttpServer(answer(None, errors=[{"message": "no"}]), Reply(b"oops", 500), answer()) as server:
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
            server.hang_up()
            await anyio.sleep(0.02)
            await client.client.retrieve()

    assert server.connections == 2


@pytest.mark.anyio
async def test_the_limiter_bounds_what_the_server_sees_at_once(connect: Connect) -> None:
    full = threading.Event()

    def reply(_: Received) -> Reply:
        if server.most_busy == 3:
            # All three are here; a fourth would have some time to come.
            full.wait(0.02)
        return Reply(answer().body, after=gate)

    gate = threading.Event()
    with HttpServer(reply) as server:
        async with connect(server.url, max_connections=3) as client, anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(client.client.retrieve)
            await anyio.to_thread.run_sync(server.wait_until, lambda: server.most_busy == 3)
            await anyio.sleep(0.03)
            gate.set()

    assert len(server.requests) == 20
    assert server.most_busy == 3
    assert server.connections == 3


@pytest.mark.anyio
async def test_a_client_works_before_async_with(connect: Connect) -> None:
    with HttpServer() as server:
        client = connect(server.url)
        account = await client.client.retrieve()
        await client.aclose()

    assert account.name == "Studio"


@pytest.mark.anyio
async def test_a_closed_client_says_so(connect: Connect) -> None:
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
async def test_closing_again_does_nothing(connect: Connect) -> None:
    with HttpServer() as server:
        client = connect(server.url)
        await client.client.retrieve()
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(client.aclose)
        await client.aclose()


@pytest.mark.anyio
async def test_closing_ends_the_calls_that_wait_for_their_turn(connect: Connect) -> None:
    errors: list[MoveError] = []

    async def call() -> None:
        try:
            await client.client.retrieve()
        except MoveError as error:
            errors.append(error)

    gate = threading.Event()
    with HttpServer(Reply(answer().body, after=gate), answer()) as server:
        client = connect(server.url, max_connections=1)
        async with anyio.create_task_group() as group:
            group.start_soon(call)
            await anyio.to_thread.run_sync(server.arrived.acquire)
            group.start_soon(call)
            await anyio.wait_all_tasks_blocked()
            await client.aclose()
            gate.set()

    assert len(server.requests) == 1
    assert MoveClientClosedError in {type(error) for error in errors}
    gc.collect()


@pytest.mark.anyio
async def test_closing_under_cancellation_closes_all_the_same(connect: Connect, tmp_path: Path) -> None:
    with HttpServer() as server, HttpServer() as storage:
        with anyio.CancelScope() as scope:
            async with connect(server.url) as client:
                await client.client.retrieve()
                file = FileType(id="file-1", type=".mp4", created=datetime.now(UTC), presigned_url=storage.url)
                await client.files.download(file, tmp_path / "clip.mp4")
                scope.cancel()
        for each in (server, storage):
            await anyio.to_thread.run_sync(each.wait_until, lambda each=each: not each.open_connections)

    gc.collect()


@pytest.mark.anyio
async def test_an_injected_client_carries_the_calls_and_stays_open(connect: Connect) -> None:
    seen: list[str] = []

    async def note(request: httpx.Request) -> None:
        seen.append(str(request.url))

    with HttpServer() as server:
        async with httpx.AsyncClient(event_hooks={"request": [note]}, headers={"X-Trace": "1"}) as own:
            async with connect(server.url, http_client=own) as client:
                await client.client.retrieve()
            assert not own.is_closed
            assert API_KEY not in repr(own.headers)
            assert (await own.get(server.url)).status_code == 200

    assert seen == [f"{server.url}/graphql", server.url]
    assert server.requests[0].all("x-trace") == ["1"]
    assert server.requests[1].header("authorization") is None


@pytest.mark.anyio
@pytest.mark.parametrize("location", ["javascript:alert(1)", "http://[::1", "http://" + "a" * 70_000, "/"])
async def test_a_redirect_to_nowhere_is_one_for_an_injected_client_as_well(connect: Connect, location: str) -> None:
    redirect = Reply(status=302, headers=(("Location", location),))
    with HttpServer(redirect) as server:
        async with httpx.AsyncClient() as own:
            client = connect(server.url, http_client=own)
            with pytest.raises(MoveHTTPStatusError, match="redirects, which is not followed"):
                await client.jobs.create_singlecam("take-1")
            await client.aclose()

    assert len(server.requests) == 1


@pytest.mark.anyio
async def test_what_an_injected_client_does_by_default_does_not_change_a_call(connect: Connect) -> None:
    with HttpServer() as elsewhere:
        redirect = Reply(status=307, headers=(("Location", f"{elsewhere.url}/graphql"),))
        with HttpServer(answer(), redirect) as server:
            async with httpx.AsyncClient(
                auth=("user", "password"),
                follow_redirects=True,
                headers={"Authorization": "Bearer theirs", "User-Agent": "theirs", "Content-Type": "text/plain"},
                timeout=0.000001,
            ) as own:
                client = connect(server.url, http_client=own)
                await client.client.retrieve()
                with pytest.raises(MoveError, match="redirects"):
                    await client.client.retrieve()
                await client.aclose()

        assert elsewhere.connections == 0
    for request in server.requests:
        assert request.all("authorization") == [API_KEY]
        assert request.all("content-type") == ["application/json"]
        assert str(request.header("user-agent")).startswith("move-ugc-async/")


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("error", "may_have_arrived"),
    [
        (ValueError("canary"), True),
        (ExceptionGroup("canary", [ValueError("canary"), UnicodeError("canary")]), True),
        (UnicodeError("canary"), False),
        (ExceptionGroup("canary", [UnicodeError("canary")]), False),
    ],
)
async def test_what_a_library_makes_of_what_it_does_not_expect_is_a_connection_error(
    connect: Connect,
    error: Exception,
    may_have_arrived: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    class Surprised(httpx.AsyncBaseTransport):
        async def handle_async_request(self, _: httpx.Request) -> httpx.Response:
            raise error

    async with httpx.AsyncClient(transport=Surprised()) as own, connect("http://127.0.0.1", http_client=own) as client:
        with pytest.raises(MoveConnectionError) as caught:
            await client.client.retrieve()

    assert caught.value.may_have_arrived is may_have_arrived
    assert "canary" not in str(caught.value)


@pytest.mark.anyio
async def test_an_injected_client_that_its_owner_closed_is_named(connect: Connect) -> None:
    own = httpx.AsyncClient()
    await own.aclose()
    client = connect("http://127.0.0.1:1", http_client=own)

    with pytest.raises(MoveClientClosedError, match="http_client"):
        await client.client.retrieve()


@pytest.mark.parametrize("tls", [False, True])
def test_a_client_outlives_its_event_loop(
    anyio_backend: str,
    connect: Connect,
    tls: bool,  # noqa: FBT001 - pytest gives it by name
    authority: Authority,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.write(tmp_path_factory.mktemp("tls") / "ca.pem")))
    with HttpServer(tls=authority.server_context() if tls else None) as server, warnings.catch_warnings():
        warnings.simplefilter("error")
        client = connect(server.url)
        for _ in range(3):
            account = anyio.run(client.client.retrieve, backend=anyio_backend)
            assert account.id == "client-1"
            gc.collect()
        anyio.run(client.aclose, backend=anyio_backend)
        gc.collect()

    assert server.connections == 3
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_a_client_outlives_loops_that_asyncio_itself_runs() -> None:
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

        server.wait_until(lambda: not server.open_connections)


def test_an_injected_client_of_a_loop_that_has_ended_is_named(anyio_backend: str, connect: Connect) -> None:
    with HttpServer() as server, warnings.catch_warnings():
        # The owner of that client left its connection open, not we.
        warnings.simplefilter("ignore", ResourceWarning)
        own = httpx.AsyncClient()
        client = connect(server.url, http_client=own)
        anyio.run(client.client.retrieve, backend=anyio_backend)
        try:
            account = anyio.run(client.client.retrieve, backend=anyio_backend)
        except MoveConfigurationError as error:
            assert "http_client" in str(error)  # noqa: PT017 - httpx may also manage
            assert "event loop" in str(error)  # noqa: PT017
        else:
            assert account.id == "client-1"
        del own, client
        gc.collect()


def test_two_threads_share_a_client(anyio_backend: str, connect: Connect) -> None:
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
            thread.join()
        gc.collect()

    assert names == ["Studio"] * 20


def test_aiohttp_on_trio_is_a_configuration_error() -> None:
    client = AsyncMoveUgc(API_KEY, endpoint_url="http://127.0.0.1:1", http_backend="aiohttp")

    with pytest.raises(MoveConfigurationError, match="asyncio only"):
        anyio.run(client.client.retrieve, backend="trio")


@pytest.mark.parametrize(("loop", "loaded"), [("asyncio", True), ("trio", False)])
def test_auto_takes_aiohttp_where_it_runs(loop: str, *, loaded: bool) -> None:
    with HttpServer() as server:
        client = AsyncMoveUgc(API_KEY, endpoint_url=server.url)

        async def transport() -> str:
            await client.client.retrieve()
            connections = client._resources.http._connections.get()
            return type(next(iter(connections.transports.values()))).__module__

        module = anyio.run(transport, backend=loop)

    assert module.endswith("over_aiohttp") is loaded
