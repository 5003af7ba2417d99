"""Calls over an `httpx.AsyncClient` of the user."""

import gc
import gzip
import json
import warnings
from collections.abc import AsyncGenerator, Callable

import anyio
import httpx
import pytest

from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import (
    AmbiguousCreateError,
    MoveAnswerTooLargeError,
    MoveClientClosedError,
    MoveConfigurationError,
    MoveConnectionError,
    MoveError,
)
from tests.support.servers import ACCOUNT, API_KEY, HttpServer, Reply, graphql_reply

Connect = Callable[..., AsyncMoveUgc]

INJECTED = pytest.mark.parametrize("stack", ["asyncio-httpx", "trio-httpx"], indirect=True)
"""An injected client always uses httpx; `http_backend` has no effect."""


@INJECTED
@pytest.mark.anyio
async def test_an_injected_client_sends_the_calls_and_stays_open(connect: Connect) -> None:
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


@INJECTED
@pytest.mark.anyio
@pytest.mark.parametrize("location", ["javascript:alert(1)", "http://[::1", "http://" + "a" * 70_000, "/"])
async def test_an_injected_client_does_not_follow_a_redirect_to_an_invalid_location(
    connect: Connect, location: str
) -> None:
    redirect = Reply(status=302, headers=(("Location", location),))
    with HttpServer(redirect) as server:
        async with httpx.AsyncClient() as own:
            client = connect(server.url, http_client=own)
            with pytest.raises(AmbiguousCreateError, match="redirects are not followed"):
                await client.jobs.create_singlecam("take-1")
            await client.aclose()

    assert len(server.requests) == 1


@INJECTED
@pytest.mark.anyio
async def test_defaults_of_an_injected_client_do_not_change_a_call(connect: Connect) -> None:
    with HttpServer() as elsewhere:
        redirect = Reply(status=307, headers=(("Location", f"{elsewhere.url}/graphql"),))
        with HttpServer(graphql_reply(), redirect) as server:
            async with httpx.AsyncClient(
                auth=("user", "password"),
                follow_redirects=True,
                headers={"Authorization": "Bearer theirs", "User-Agent": "theirs", "Content-Type": "text/plain"},
                timeout=0,
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


@INJECTED
@pytest.mark.anyio
@pytest.mark.parametrize(
    "error",
    [
        ValueError("canary"),
        ExceptionGroup("canary", [ValueError("canary"), UnicodeError("canary")]),
        # Raised for a host name or a response header.
        UnicodeError("canary"),
        UnicodeDecodeError("utf-8", b"canary", 0, 1, "canary"),
        ExceptionGroup("canary", [UnicodeError("canary")]),
        ExceptionGroup("canary", [httpx.ConnectError("canary"), httpx.PoolTimeout("canary")]),
    ],
)
async def test_a_value_error_of_an_http_library_is_a_connection_error(connect: Connect, error: Exception) -> None:
    class Surprised(httpx.AsyncBaseTransport):
        async def handle_async_request(self, _: httpx.Request) -> httpx.Response:
            raise error

    async with httpx.AsyncClient(transport=Surprised()) as own, connect("http://127.0.0.1", http_client=own) as client:
        with pytest.raises(MoveConnectionError) as caught:
            await client.client.retrieve()

    assert caught.value.may_have_arrived
    assert "canary" not in str(caught.value)


@INJECTED
@pytest.mark.anyio
async def test_a_call_over_a_closed_injected_client_raises_a_client_closed_error(connect: Connect) -> None:
    own = httpx.AsyncClient()
    await own.aclose()
    client = connect("http://127.0.0.1:1", http_client=own)

    with pytest.raises(MoveClientClosedError, match="http_client"):
        await client.client.retrieve()


@INJECTED
def test_an_injected_client_of_an_ended_loop_works_or_is_a_configuration_error(
    anyio_backend: str, connect: Connect
) -> None:
    with HttpServer() as server, warnings.catch_warnings():
        # The test itself leaves the connection of its client open.
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


def complete(request: httpx.Request) -> httpx.Response:
    """Return a response whose content is already read, as mocks do."""
    return httpx.Response(200, json={"data": ACCOUNT}, request=request)


def compressed(_: httpx.Request) -> httpx.Response:
    content = gzip.compress(json.dumps({"data": ACCOUNT}).encode())
    return httpx.Response(200, content=content, headers={"Content-Encoding": "gzip"})


def streamed(_: httpx.Request) -> httpx.Response:
    async def pieces() -> AsyncGenerator[bytes, None]:
        yield b'{"data": '
        yield json.dumps(ACCOUNT).encode() + b"}"

    return httpx.Response(200, content=pieces())


def read_by_a_hook(request: httpx.Request) -> httpx.Response:
    response = complete(request)
    response.read()
    return response


@INJECTED
@pytest.mark.anyio
@pytest.mark.parametrize("respond", [complete, compressed, streamed, read_by_a_hook])
async def test_a_call_over_a_mocked_transport_reads_its_response(
    connect: Connect, respond: Callable[[httpx.Request], httpx.Response]
) -> None:
    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(respond)) as own,
        connect("http://api.invalid", http_client=own) as client,
    ):
        assert (await client.client.retrieve()).id == "client-1"


@INJECTED
@pytest.mark.anyio
async def test_a_call_over_a_client_whose_hook_reads_the_response_succeeds(connect: Connect) -> None:
    async def read(response: httpx.Response) -> None:
        await response.aread()

    with HttpServer() as server:
        async with httpx.AsyncClient(event_hooks={"response": [read]}) as own:
            async with connect(server.url, http_client=own) as client:
                assert (await client.client.retrieve()).id == "client-1"


@INJECTED
@pytest.mark.anyio
async def test_a_mocked_response_over_max_answer_size_is_too_large(connect: Connect) -> None:
    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(complete)) as own,
        connect("http://api.invalid", http_client=own, max_answer_size=20) as client,
    ):
        with pytest.raises(MoveAnswerTooLargeError):
            await client.client.retrieve()
