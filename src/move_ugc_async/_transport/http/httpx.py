"""Requests over httpx: its own pool, or a client of the caller's."""

import contextlib
import logging
import math
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextvars import ContextVar
from typing import Any, TypeAlias

import anyio
import httpx

from move_ugc_async._transport.http.backend import PoolLimits
from move_ugc_async._transport.http.decoding import BoundedBody
from move_ugc_async._transport.http.exceptions import InjectedErrorMap, ResponseErrorMap
from move_ugc_async._transport.http.shielded import send_shielded
from move_ugc_async._transport.http.types import Request

HttpClient: TypeAlias = httpx.AsyncClient

_is_ours: ContextVar[bool] = ContextVar("move_ugc_async.is_ours", default=False)


def _hides_no_location(record: logging.LogRecord) -> bool:
    # Whatever answers a presigned URL with a redirect repeats the signature in the headers, and all of them are logged.
    # What is logged of an exception quotes header lines as well.
    event = str(record.msg)
    return not _is_ours.get() or not ("response_headers.complete" in event or "exception=" in event)


logging.getLogger("httpcore.http11").addFilter(_hides_no_location)


class HttpxBackend:
    """Send over httpx's own pool, below its client: that logs whole URLs, keeps cookies, and costs as much again.

    Args:
        limits: How many connections there are.
        verify: Whom to trust.
        proxy: Through what to go.
    """

    def __init__(self, limits: PoolLimits, verify: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        self._has_proxy = proxy is not None
        self._transport = httpx.AsyncHTTPTransport(
            limits=httpx.Limits(
                max_connections=limits.max_connections,
                max_keepalive_connections=limits.max_connections,
                keepalive_expiry=limits.keep_alive,
            ),
            verify=verify,
            proxy=proxy,
        )

    async def send(self, request: Request) -> "HttpxResponse":
        """Send one, and give the head of its response."""
        plain = httpx.Request(
            request.method,
            request.url,
            headers=request.headers,
            content=request.content,
            extensions={"timeout": _timeout(request).as_dict()},
        )
        _give_body(plain, request)
        ours = _is_ours.set(True)
        try:
            return HttpxResponse(await send_shielded(lambda: self._send(plain, request)), request)
        finally:
            _is_ours.reset(ours)

    async def _send(self, plain: httpx.Request, request: Request) -> httpx.Response:
        connecting = _Connecting(request.connect_timeout if self._has_proxy else None, request.on_written)
        plain.extensions["trace"] = connecting.trace
        with connecting.scope:
            return await self._transport.handle_async_request(plain)
        msg = "the proxy has opened no tunnel"
        raise httpx.ConnectTimeout(msg)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()


class _Connecting:
    """Follow how far a request has come, by httpcore's `trace` extension.

    Args:
        tunnel_timeout: Seconds that a proxy may take to open a tunnel; httpx allows as many as for the response itself.
        on_written: Called just before the request is written, and once its last byte was.
    """

    def __init__(self, tunnel_timeout: float | None, on_written: Callable[[], None] | None) -> None:
        self._tunnel_timeout = math.inf if tunnel_timeout is None else tunnel_timeout
        self._on_written = on_written
        self._stream: Any = None
        self._is_tunnel = False
        self.scope = anyio.CancelScope()

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Receive an event of httpcore's."""
        match event:
            case "connection.connect_tcp.complete":
                self._stream = info["return_value"]
            case "connection.start_tls.failed" | "proxy.start_tls.failed":
                # httpcore leaves the connection open when the handshake is cancelled.
                with anyio.CancelScope(shield=True):
                    await self._stream.aclose()
            case "http11.send_request_headers.started":
                self._is_tunnel = info["request"].method == b"CONNECT"
                if self._is_tunnel:
                    self.scope.deadline = anyio.current_time() + self._tunnel_timeout
                self._report_written()
            case "http11.send_request_body.complete":
                self._report_written()
            case "http11.receive_response_headers.complete":
                self.scope.deadline = math.inf
            case _:
                pass

    def _report_written(self) -> None:
        if not self._is_tunnel and self._on_written is not None:
            self._on_written()


class InjectedBackend:
    """Send over a client of the caller's, which stays open.

    Args:
        client: The caller's.
    """

    def __init__(self, client: HttpClient) -> None:
        self._client = client

    async def send(self, request: Request) -> "HttpxResponse":
        """Send one, and give the head of its response."""
        client = self._client
        errors = contextlib.nullcontext() if _is_plain(client) else ResponseErrorMap(request)
        with errors, InjectedErrorMap(request):
            own = client.build_request(
                request.method,
                request.url,
                headers=request.headers,
                content=request.content,
                timeout=_timeout(request),
            )
            _give_body(own, request)
            if request.on_written is not None:
                # Its transport may be anybody's, and need not report when it writes.
                request.on_written()
            response = await send_shielded(lambda: client.send(own, stream=True, auth=None, follow_redirects=False))
            return HttpxResponse(response, request)

    async def aclose(self) -> None:
        """Leave it open."""


def _is_plain(client: HttpClient) -> bool:
    """Return whether a client sends over httpx's own transport alone, for every URL."""
    mounts: Mapping[object, object] = getattr(client, "_mounts", {})
    transports = [getattr(client, "_transport", None), *(each for each in mounts.values() if each is not None)]
    return all(type(each) is httpx.AsyncHTTPTransport for each in transports)


class HttpxResponse:
    """A response whose head is there, and whose body is still to come.

    Args:
        response: httpx's own.
        request: What it answers.
    """

    __slots__ = ("_request", "_response")

    def __init__(self, response: httpx.Response, request: Request) -> None:
        self._response = response
        self._request = request

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self._response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The header fields; names in any case."""
        return self._response.headers

    @property
    def is_closed(self) -> bool:
        """Whether its connection serves others already, or is closed."""
        return self._response.is_closed

    async def aread(self, most: int) -> bytes:
        """Read the whole body, decompressed.

        Raises:
            MoveAnswerTooLargeError: It has more bytes than `most`.
            MoveMalformedResponseError: Its compression is broken.
        """
        body, chunk = BoundedBody(most), b""
        try:
            with ResponseErrorMap(self._request), anyio.CancelScope() as scope:
                if self._response.is_stream_consumed:
                    # The response of a mocked transport was read and decoded when it was made.
                    body.add(self._response.content)
                    return body.read("")
                async for chunk in self._pieces():
                    if not scope.cancel_called and not body.add(chunk):
                        # Left in here, httpx's generators would stay suspended, which trio warns of. Cancelled while
                        # they wait for more, they end properly.
                        scope.cancel()
            return body.read(self.headers.get("content-encoding", ""))
        finally:
            body.clear()
            chunk = b""

    async def aiter_raw(self) -> AsyncGenerator[bytes, None]:
        """Read the body as it comes."""
        with ResponseErrorMap(self._request):
            if self._response.is_stream_consumed:
                yield self._response.content
                return
            async for piece in self._pieces():
                yield piece

    async def _pieces(self) -> AsyncGenerator[bytes, None]:
        try:
            async for piece in self._response.aiter_raw():
                yield piece
        except Exception:
            # httpx closes a response whose body has ended: the body is complete, whatever closing raises.
            if not self._response.is_closed:
                raise

    async def aclose(self) -> None:
        """Let go of the connection."""
        await self._response.aclose()


class _Outgoing(httpx.AsyncByteStream):
    """A body without the generator that httpx would make of it, and leave suspended when a request breaks."""

    def __init__(self, content: bytes | AsyncIterator[bytes]) -> None:
        self._content = content

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _Whole(self._content) if isinstance(self._content, bytes) else self._content


class _Whole:
    """A body in one chunk."""

    def __init__(self, content: bytes) -> None:
        self._left = [content]

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if not self._left:
            raise StopAsyncIteration
        return self._left.pop()


def _give_body(to: httpx.Request, request: Request) -> None:
    if request.content is not None:
        to.stream = _Outgoing(request.content)


def _timeout(request: Request) -> httpx.Timeout:
    return httpx.Timeout(
        connect=request.connect_timeout, read=request.read_timeout, write=request.read_timeout, pool=None
    )
