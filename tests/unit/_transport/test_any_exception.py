"""Every exception of an HTTP library becomes a `MoveError`, and a creation that was sent becomes ambiguous."""

import asyncio
import errno
import pickle
import ssl
import subprocess
import sys
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import aiohttp
import httpx
import pytest

from move_ugc_async import (
    AmbiguousCreateError,
    AsyncMoveUgc,
    InstantClock,
    MoveConfigurationError,
    MoveConnectionError,
    MoveError,
)
from move_ugc_async._generated.get_job import GetJob
from move_ugc_async._transport.http import pool as http_client
from tests.support.canaries import texts_of
from tests.support.servers import API_KEY, HttpServer, graphql_reply
from tests.support.stacks import Connect
from tests.support.wait_until import SAFETY_NET

pytestmark = [pytest.mark.anyio, pytest.mark.check(58)]

SIGNATURE = "signature-canary-91c4"
URL = f"https://storage.example/clip.mp4?AWSAccessKeyId=x&Signature={SIGNATURE}"


class HoldsTheRequestError(Exception):
    """Refers to its request, as exceptions of HTTP libraries do."""

    def __init__(self) -> None:
        super().__init__(f"{API_KEY} {URL}")
        self.headers = {"Authorization": API_KEY}


EXCEPTIONS: list[Callable[[], Exception]] = [
    lambda: ssl.SSLError(1, "[SSL: DECRYPTION_FAILED_OR_BAD_RECORD_MAC]"),
    lambda: OSError(errno.EMFILE, "Too many open files"),
    lambda: TimeoutError("late"),
    lambda: EOFError("ended"),
    lambda: AttributeError("module 'aiohttp' has no attribute 'ClientError'"),
    lambda: KeyError("host"),
    lambda: AssertionError("state"),
    lambda: StopIteration("provider"),
    lambda: StopAsyncIteration("body"),
    lambda: RuntimeError("unexpected state"),
    lambda: RuntimeError("Event loop is closed"),
    lambda: RecursionError("deep"),
    lambda: MemoryError("large"),
    lambda: zlib.error("incorrect header check"),
    httpx.StreamConsumed,
    lambda: httpx.DecodingError(f"cannot decode {URL}"),
    lambda: aiohttp.ClientError(f"cannot read {URL} with {API_KEY}"),
    lambda: ExceptionGroup("several", [OSError("first"), KeyError("second")]),
    HoldsTheRequestError,
]
ANY_EXCEPTION = pytest.mark.parametrize(
    "make", [pytest.param(make, id=f"{number}-{type(make()).__name__}") for number, make in enumerate(EXCEPTIONS)]
)


def chain_of(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error with all its causes and contexts."""
    if error is not None:
        yield error
        yield from chain_of(error.__cause__)
        if error.__context__ is not error.__cause__:
            yield from chain_of(error.__context__)


def assert_no_secret(error: MoveError) -> None:
    shown = [text for each in chain_of(error) for text in (repr(each), repr(vars(each)), repr(each.args))]
    shown += [repr(pickle.dumps(error)), *texts_of(error)]
    assert not [text for text in shown if API_KEY in text or SIGNATURE in text]


async def failing_send(make: Callable[[], Exception], *_: Any, **__: Any) -> NoReturn:
    raise make()


async def failing_body(make: Callable[[], Exception]) -> AsyncIterator[bytes]:
    yield b'{"data":'
    raise make()


@pytest.fixture
def fail_at(monkeypatch: pytest.MonkeyPatch, http_backend: str) -> Callable[[str, Callable[[], Exception]], None]:
    """Return a function that makes one call of the HTTP library raise an exception."""

    def fail(call: str, make: Callable[[], Exception]) -> None:
        async def send(*_: Any, **__: Any) -> NoReturn:
            await failing_send(make)

        async def read(_: Any) -> NoReturn:
            raise make()

        match call, http_backend:
            case "start", _:
                monkeypatch.setattr(http_client, "_ssl_context", lambda _: (_ for _ in ()).throw(make()))
            case "send", "aiohttp":
                monkeypatch.setattr(aiohttp.ClientSession, "_request", send)
            case "send", _:
                monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", send)
            case "read", "aiohttp":
                monkeypatch.setattr(aiohttp.StreamReader, "readany", read)
            case _:
                monkeypatch.setattr(httpx.Response, "aiter_raw", lambda _: failing_body(make))

    return fail


@ANY_EXCEPTION
async def test_an_exception_while_a_response_is_read_makes_a_creation_ambiguous(
    connect: Connect, fail_at: Callable[..., None], make: Callable[[], Exception]
) -> None:
    fail_at("read", make)
    with HttpServer(graphql_reply()) as server:
        async with connect(server.url, max_retries=3) as client:
            with pytest.raises(AmbiguousCreateError) as caught:
                await client.jobs.create_singlecam("take-1")
            with pytest.raises(MoveError) as read:
                await client.with_options(max_retries=0).client.retrieve()
        assert len(server.requests) == 2
    assert_no_secret(caught.value)
    assert_no_secret(read.value)


@ANY_EXCEPTION
@pytest.mark.parametrize("call", ["start", "send"])
async def test_an_exception_before_anything_is_written_is_reported_as_not_arrived(
    connect: Connect, fail_at: Callable[..., None], make: Callable[[], Exception], call: str
) -> None:
    fail_at(call, make)
    with HttpServer(graphql_reply()) as server:
        async with connect(server.url) as client:
            with pytest.raises(MoveError) as caught:
                await client.jobs.create_singlecam("take-1")
        assert not server.requests
    error = caught.value
    assert not isinstance(error, AmbiguousCreateError)
    if isinstance(error, MoveConnectionError):
        assert not error.may_have_arrived
        assert isinstance(error.__cause__, Exception)
    assert_no_secret(error)


@ANY_EXCEPTION
@pytest.mark.parametrize("stack", ["asyncio-httpx", "trio-httpx"], indirect=True)
async def test_an_exception_of_an_injected_transport_makes_a_creation_ambiguous(
    connect: Connect, make: Callable[[], Exception]
) -> None:
    async def handle(_: httpx.Request) -> NoReturn:
        await failing_send(make)

    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(handle)) as own,
        connect("http://api.invalid", http_client=own) as client,
    ):
        with pytest.raises(AmbiguousCreateError) as caught:
            await client.jobs.create_singlecam("take-1")
    assert_no_secret(caught.value)


NOT_SENT_ELSEWHERE: list[Callable[[], Exception]] = [
    lambda: httpx.ConnectError(API_KEY),
    lambda: httpx.ConnectTimeout(API_KEY),
    lambda: httpx.PoolTimeout(API_KEY),
    lambda: httpx.ProxyError(API_KEY),
    lambda: httpx.UnsupportedProtocol(API_KEY),
    lambda: UnicodeError(API_KEY),
    lambda: UnicodeDecodeError("utf-8", API_KEY.encode(), 0, 1, API_KEY),
]
"""Exceptions that a transport raises before it sends."""
OVER_HTTPX = pytest.mark.parametrize("stack", ["asyncio-httpx", "trio-httpx"], indirect=True)


class ScriptedStream(httpx.AsyncByteStream):
    """A body that raises an exception while it is read or closed."""

    def __init__(self, body: bytes, *, reading: BaseException | None = None, closing: BaseException | None = None):
        self._body = body
        self._reading = reading
        self._closing = closing

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._body
        if self._reading is not None:
            raise self._reading

    async def aclose(self) -> None:
        if self._closing is not None:
            raise self._closing


class ScriptedTransport(httpx.AsyncBaseTransport):
    """A custom transport that always responds with the same stream."""

    def __init__(self, stream: Callable[[], ScriptedStream]) -> None:
        self._stream = stream
        self.requests = 0

    async def handle_async_request(self, _: httpx.Request) -> httpx.Response:
        self.requests += 1
        return httpx.Response(200, stream=self._stream())


@OVER_HTTPX
@pytest.mark.parametrize("make", NOT_SENT_ELSEWHERE)
async def test_no_exception_after_the_start_of_a_response_is_reported_as_not_arrived(
    connect: Connect, make: Callable[[], BaseException]
) -> None:
    transport = ScriptedTransport(lambda: ScriptedStream(b'{"data":', reading=make()))
    async with (
        httpx.AsyncClient(transport=transport) as own,
        connect("http://api.invalid", http_client=own, clock=InstantClock()) as client,
    ):
        with pytest.raises(AmbiguousCreateError) as caught:
            await client.jobs.create_singlecam("take-1")
    assert transport.requests == 1
    assert_no_secret(caught.value)


@OVER_HTTPX
@pytest.mark.parametrize("make", [*NOT_SENT_ELSEWHERE, *EXCEPTIONS])
async def test_a_complete_response_is_returned_when_closing_raises(
    connect: Connect, make: Callable[[], BaseException]
) -> None:
    body = b'{"data": {"createSingleCamJob": {"id": "job-1"}}}'
    transport = ScriptedTransport(lambda: ScriptedStream(body, closing=make()))
    async with (
        httpx.AsyncClient(transport=transport) as own,
        connect("http://api.invalid", http_client=own) as client,
    ):
        assert (await client.jobs.create_singlecam("take-1")).id == "job-1"


@pytest.mark.parametrize("stack", ["asyncio-httpx"], indirect=True)
async def test_a_request_that_the_http_library_cancels_is_a_connection_error(
    connect: Connect, fail_at: Callable[..., None]
) -> None:
    fail_at("send", asyncio.CancelledError)
    with HttpServer(graphql_reply()) as server:
        async with connect(server.url, max_retries=0) as client:
            with pytest.raises(MoveConnectionError, match="ConnectionAbortedError"):
                await client.client.retrieve()


@ANY_EXCEPTION
@pytest.mark.parametrize("stack", ["asyncio-aiohttp"], indirect=True)
async def test_an_exception_while_connections_are_closed_does_not_reach_the_caller(
    connect: Connect, make: Callable[[], Exception], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    close = aiohttp.ClientSession.close

    async def fail(session: aiohttp.ClientSession) -> None:
        await close(session)
        await failing_send(make)

    monkeypatch.setattr(aiohttp.ClientSession, "close", fail)
    with HttpServer(graphql_reply()) as server:
        async with connect(server.url) as client:
            assert (await client.client.retrieve()).id
    assert "closing connections failed with" in caplog.text


@pytest.mark.parametrize("make", [lambda: OSError(errno.EMFILE, "m"), lambda: KeyError("m")])
@pytest.mark.parametrize("stack", ["asyncio-aiohttp"], indirect=True)
async def test_a_model_that_cannot_be_built_fails_the_call_before_sending(
    connect: Connect, make: Callable[[], Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> NoReturn:
        raise make()

    monkeypatch.setattr(GetJob, "model_rebuild", fail)
    with HttpServer(graphql_reply()) as server:
        async with connect(server.url) as client:
            with pytest.raises(MoveError, match="nothing was sent"):
                await client.jobs.retrieve("job-1")
        assert not server.requests


PROGRAM = """
import sys, anyio
from move_ugc_async import AsyncMoveUgc, MoveConfigurationError

async def main():
    client = AsyncMoveUgc("mv_key_123456789", endpoint_url="https://127.0.0.1:1/", http_backend=sys.argv[2])
    try:
        if sys.argv[1] == "entered":
            async with client:
                await client.client.retrieve()
        else:
            await client.client.retrieve()
    except MoveConfigurationError as error:
        print(error.message)

anyio.run(main)
"""


@pytest.mark.parametrize("stack", ["asyncio-aiohttp"], indirect=True)
@pytest.mark.parametrize(
    ("entered", "backend"),
    [
        ("entered", "aiohttp"),
        ("not entered", "httpx"),
        pytest.param("not entered", "aiohttp", marks=pytest.mark.slow),
        pytest.param("entered", "httpx", marks=pytest.mark.slow),
    ],
)
async def test_an_unwritable_key_log_file_is_a_configuration_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entered: str, backend: str
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path))
    ended = subprocess.run(  # noqa: ASYNC221 - aiohttp reads the variable when it is imported
        [sys.executable, "-c", PROGRAM, entered, backend],
        capture_output=True,
        text=True,
        timeout=SAFETY_NET,
        check=True,
    )
    assert ended.stdout == "cannot write the file that SSLKEYLOGFILE names: unset or change it\n"


async def test_unreadable_certificates_are_a_configuration_error(
    connect: Connect, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    client: AsyncMoveUgc = connect("https://127.0.0.1:1")
    with pytest.raises(MoveConfigurationError, match="cannot read the certificates: No such file or directory; check"):
        await client.client.retrieve()
    await client.aclose()
