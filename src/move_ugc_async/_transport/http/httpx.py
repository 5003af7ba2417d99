"""Send requests with httpx, over a connection pool of our own."""

import logging
import math
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextvars import ContextVar
from typing import Any

import anyio
import httpx

from move_ugc_async._concurrency.task_group import run_in_own_task, run_shielded
from move_ugc_async._transport.http.exceptions import MapExceptions, response_error
from move_ugc_async._transport.http.response import Response
from move_ugc_async._transport.http.types import KEEP_ALIVE, Request

_is_own_request: ContextVar[bool] = ContextVar("move_ugc_async.is_own_request", default=False)


def _has_no_headers(record: logging.LogRecord) -> bool:
    # httpcore logs all response headers, and header lines in exceptions. The Location of a redirect from a presigned
    # URL repeats its signature.
    event = str(record.msg)
    return not _is_own_request.get() or not ("response_headers.complete" in event or "exception=" in event)


logging.getLogger("httpcore.http11").addFilter(_has_no_headers)


class HttpxBackend:
    """Send requests over the transport of httpx.

    `httpx.AsyncClient` would log whole URLs, keep cookies and double the cost.
    """

    def __init__(self, max_connections: int, verify: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        self._has_proxy = proxy is not None
        # HTTP/1.1 only. The events of HTTP/2 have other names: `_ConnectionTrace` would not report that a request was
        # written, so that a creation would be sent again, and the log filter would not apply.
        self._transport = httpx.AsyncHTTPTransport(
            limits=httpx.Limits(
                max_connections=max_connections,
                max_keepalive_connections=max_connections,
                keepalive_expiry=KEEP_ALIVE,
            ),
            verify=verify,
            proxy=proxy,
        )

    async def send(self, request: Request) -> "HttpxResponse":
        """Send a request; return the response once its headers have arrived."""
        httpx_request = build_request(httpx.Request, request)
        token = _is_own_request.set(True)
        try:
            return HttpxResponse(await send_shielded(lambda: self._send(httpx_request, request)), request)
        finally:
            _is_own_request.reset(token)

    async def _send(self, httpx_request: httpx.Request, request: Request) -> httpx.Response:
        trace = _ConnectionTrace(request.connect_timeout if self._has_proxy else None, request.on_written)
        httpx_request.extensions["trace"] = trace.trace
        with trace.scope:
            return await self._transport.handle_async_request(httpx_request)
        msg = "the proxy did not open a tunnel in time"
        raise httpx.ConnectTimeout(msg)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()


class _ConnectionTrace:
    """Follow the progress of a request with the `trace` extension of httpcore."""

    def __init__(self, tunnel_timeout: float | None, on_written: Callable[[], None] | None) -> None:
        # While a proxy opens a tunnel, httpx applies the read timeout.
        self._tunnel_timeout = math.inf if tunnel_timeout is None else tunnel_timeout
        self._on_written = on_written
        self._stream: Any = None
        self._is_tunnel = False
        self.scope = anyio.CancelScope()

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Handle an event of httpcore."""
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


class HttpxResponse(Response):
    """A response of httpx."""

    def __init__(self, response: httpx.Response, request: Request) -> None:
        super().__init__(request, response.status_code, response.headers)
        self._response = response

    @property
    def is_closed(self) -> bool:
        """Whether the connection was released or closed."""
        return self._response.is_closed

    async def _read_body(self) -> bool:
        # The response of a mock transport is created already read and decoded.
        is_encoded = not self._response.is_stream_consumed
        with anyio.CancelScope() as scope:
            async for chunk in self._chunks():
                if not scope.cancel_called and not self._add(chunk):
                    # Leaving the loop would leave the generators of httpx suspended, which trio warns about. Cancelled
                    # while they wait for data, they end properly.
                    scope.cancel()
        return is_encoded

    async def aiter_raw(self) -> AsyncGenerator[bytes, None]:
        """Yield the body as it arrives, not decompressed."""
        with MapExceptions(self.request, response_error):
            async for chunk in self._chunks():
                yield chunk

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        if self._response.is_stream_consumed:
            yield self._response.content
            return
        try:
            async for chunk in self._response.aiter_raw():
                yield chunk
        except Exception:
            # httpx closes a response at the end of its body: the body is complete even if closing raises.
            if not self._response.is_closed:
                raise

    async def aclose(self) -> None:
        """Release the connection."""
        await self._response.aclose()


class _RequestBody(httpx.AsyncByteStream):
    """A request body without the generator of httpx, which would stay suspended when a request fails."""

    def __init__(self, content: bytes | AsyncIterator[bytes]) -> None:
        self._content = content

    def __aiter__(self) -> AsyncIterator[bytes]:
        return _SingleChunk(self._content) if isinstance(self._content, bytes) else self._content


class _SingleChunk:
    def __init__(self, content: bytes) -> None:
        self._chunks = [content]

    async def __anext__(self) -> bytes:
        if not self._chunks:
            raise StopAsyncIteration
        return self._chunks.pop()

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self


def build_request(build: Callable[..., httpx.Request], request: Request) -> httpx.Request:
    """Return a request of httpx, built by its class or by a client."""
    read = request.read_timeout
    extensions = {"timeout": {"connect": request.connect_timeout, "read": read, "write": read, "pool": None}}
    built = build(request.method, request.url, headers=request.headers, content=request.content, extensions=extensions)
    if request.content is not None:
        built.stream = _RequestBody(request.content)
    return built


class _ShieldedStream(httpx.AsyncByteStream):
    def __init__(self, content: httpx.AsyncByteStream) -> None:
        self._content = content

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._content)

    async def aclose(self) -> None:
        await run_shielded(self._content.aclose)


async def send_shielded(send: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
    """Send over the pool of httpx, which loses a slot for good when a task is cancelled inside it."""
    responses: list[httpx.Response] = []

    async def keep() -> None:
        response = await send()
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _ShieldedStream(response.stream)
        responses.append(response)

    try:
        await run_in_own_task(keep)
    except BaseException:
        # Cancelled in the same iteration of the event loop in which the response arrived.
        for response in responses:
            await response.aclose()
        raise
    if not responses:
        # Something that httpx awaited was cancelled, and the request itself was not.
        msg = "cancelled inside the HTTP library"
        raise ConnectionAbortedError(msg)
    return responses[0]
