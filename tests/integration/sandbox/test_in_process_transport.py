"""The transport that serves requests in the event loop of their client, with small applications."""

import logging
from collections.abc import AsyncIterator, Callable
from contextvars import ContextVar
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
from starlette.types import Message, Receive, Scope, Send

from move_ugc_async.sandbox.in_process import InProcessTransport
from tests.support.loop_time import StoppedTime, backend_for
from tests.support.wait_until import wait_until

pytestmark = pytest.mark.anyio


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Run each test on both event loops."""
    return backend_for(request, str(request.param))


START: Message = {"type": "http.response.start", "status": 200, "headers": []}


class App:
    """An ASGI application that records what it receives, and then calls a function of the test."""

    def __init__(self, respond: Callable[[Receive, Send], object] | None = None) -> None:
        self.respond = respond
        self.scopes: list[Scope] = []
        self.received: list[Message] = []
        self.ended = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)

        async def record() -> Message:
            message = await receive()
            self.received.append(message)
            return message

        try:
            if self.respond is not None:
                await self.respond(record, send)  # type: ignore[misc]
        finally:
            self.ended = True


def client_of(app: App) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=InProcessTransport(app), base_url="http://sandbox.localhost")


async def pass_turns() -> None:
    """Let other tasks run, often enough to reach their next wait."""
    for _ in range(100):
        await anyio.lowlevel.checkpoint()


async def read_all(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body


async def test_scope_has_the_parts_of_the_request() -> None:
    async def respond(receive: Receive, send: Send) -> None:
        await read_all(receive)
        await send(START)
        await send({"type": "http.response.body", "body": b""})

    app = App(respond)
    async with client_of(app) as client:
        await client.put("/a%20b/%C3%BC?q=%2F&r", content=b"x", headers={"X-Mixed": "Case"})
    (scope,) = app.scopes
    assert (scope["method"], scope["path"], scope["raw_path"]) == ("PUT", "/a b/ü", b"/a%20b/%C3%BC")
    assert scope["query_string"] == b"q=%2F&r"
    assert (b"x-mixed", b"Case") in scope["headers"]
    assert (b"host", b"sandbox.localhost") in scope["headers"]
    assert (b"content-length", b"1") in scope["headers"]


async def test_context_of_the_client_is_not_that_of_the_application() -> None:
    variable: ContextVar[str] = ContextVar("variable", default="unset")
    seen: list[str] = []

    async def respond(_: Receive, send: Send) -> None:
        seen.append(variable.get())
        await send(START)
        await send({"type": "http.response.body", "body": b""})

    variable.set("of the client")
    async with client_of(App(respond)) as client:
        await client.get("/")
    assert seen == ["unset"]


async def test_bodies_are_streamed_in_both_directions() -> None:
    order: list[str] = []
    received = anyio.Event()

    async def parts() -> AsyncIterator[bytes]:
        for number in range(3):
            yield b"%d" % number
            # The application gets each part before the next one exists.
            await received.wait()

    async def respond(receive: Receive, send: Send) -> None:
        while (message := await receive()).get("more_body"):
            order.append(f"received {message['body'].decode()}")
            received.set()
        await send(START)
        for number in range(20):
            order.append(f"response {number}")
            await send({"type": "http.response.body", "body": b"%d" % (number % 10), "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async with client_of(App(respond)) as client, client.stream("POST", "/", content=parts()) as response:
        assert order[:3] == ["received 0", "received 1", "received 2"]
        # The application waits for the client.
        await pass_turns()
        assert "response 19" not in order
        assert await response.aread() == b"01234567890123456789"
    assert "response 19" in order


async def test_application_receives_a_disconnect_when_the_client_leaves() -> None:
    sent: list[bytes] = []

    async def respond(receive: Receive, send: Send) -> None:
        await read_all(receive)
        await send(START)
        await send({"type": "http.response.body", "body": b"first", "more_body": True})
        sent.append(b"first")
        await receive()

    app = App(respond)
    async with client_of(app) as client:
        async with client.stream("GET", "/"):
            await wait_until(lambda: sent)
        assert app.ended
    assert app.received[-1] == {"type": "http.disconnect"}


async def test_application_receives_a_disconnect_when_the_source_of_the_body_raises() -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield b"first"
        # The application waits for the next part meanwhile.
        await pass_turns()
        msg = "no more"
        raise LookupError(msg)

    app = App(lambda receive, _: read_all(receive))
    async with client_of(app) as client:
        with pytest.raises(LookupError):
            await client.post("/", content=parts())
        await wait_until(lambda: app.ended)
    assert [message["type"] for message in app.received] == ["http.request", "http.disconnect"]


@pytest.mark.parametrize("length", ["2", "4"])
async def test_body_of_another_length_is_an_error(length: str) -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield b"abc"

    app = App(lambda receive, _: read_all(receive))
    async with client_of(app) as client:
        with pytest.raises(httpx.LocalProtocolError, match=f"the body has 3 bytes; its Content-Length is {length}"):
            await client.post("/", content=parts(), headers={"content-length": length})
        await wait_until(lambda: app.ended)
    assert app.received[-1] == {"type": "http.disconnect"}


async def test_early_response_ends_the_upload() -> None:
    sent: list[int] = []

    async def parts() -> AsyncIterator[bytes]:
        for number in range(1000):
            sent.append(number)
            yield b"x"

    async def refuse(_: Receive, send: Send) -> None:
        await send({**START, "status": 403})
        await send({"type": "http.response.body", "body": b"no"})

    async with client_of(App(refuse)) as client:
        response = await client.post("/", content=parts())
    assert (response.status_code, response.content) == (403, b"no")
    assert len(sent) < 5


async def test_silent_application_times_out(stopped_time: StoppedTime) -> None:
    async def read_and_wait(receive: Receive, _: Send) -> None:
        await read_all(receive)
        await receive()

    async def wait(_: Receive, __: Send) -> None:
        await anyio.Event().wait()

    async def start_and_wait(receive: Receive, send: Send) -> None:
        await read_all(receive)
        await send(START)
        await receive()

    # As over a socket, the client sends a small body even if the application does not receive it.
    cases = [
        (read_and_wait, 1, httpx.ReadTimeout),
        (start_and_wait, 1, httpx.ReadTimeout),
        (wait, 100_000, httpx.ReadTimeout),
        (wait, 10_000_000, httpx.WriteTimeout),
    ]
    for respond, size, error in cases:
        app, errors = App(respond), list[Exception]()

        async def call(app: App = app, errors: list[Exception] = errors, size: int = size) -> None:
            async with client_of(app) as client:
                try:
                    await client.post("/", content=b"x" * size, timeout=5)
                except httpx.TimeoutException as caught:
                    errors.append(caught)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call)
            await wait_until(lambda app=app: app.scopes)
            await pass_turns()
            assert not errors
            stopped_time.advance(5)
            await wait_until(lambda errors=errors: errors)
        assert type(errors[0]) is error


async def test_error_of_an_application_is_logged_and_breaks_the_connection(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(_: Receive, __: Send) -> None:
        msg = "a defect"
        raise ZeroDivisionError(msg)

    async with client_of(App(fail)) as client:
        with caplog.at_level(logging.ERROR), pytest.raises(httpx.RemoteProtocolError):
            await client.get("/path?secret=1")
    assert [record.getMessage() for record in caplog.records] == ["the sandbox cannot serve GET /path"]


async def test_bodyless_responses_have_no_body() -> None:
    for method, status in [("HEAD", 200), ("GET", 204), ("GET", 304)]:

        async def respond(_: Receive, send: Send, status: int = status) -> None:
            await send({**START, "status": status})
            await send({"type": "http.response.body", "body": b"body"})

        async with client_of(App(respond)) as client:
            assert (await client.request(method, "/")).content == b""
