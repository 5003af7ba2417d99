"""Send requests with aiohttp."""

import base64
import io
import ssl
from collections.abc import AsyncGenerator, Mapping
from types import SimpleNamespace
from typing import Any, cast
from weakref import WeakSet

import aiohttp
import httpx
from anyio.lowlevel import checkpoint_if_cancelled
from yarl import URL

from move_ugc_async._transport.http.exceptions import MapExceptions, response_error
from move_ugc_async._transport.http.response import Response
from move_ugc_async._transport.http.types import KEEP_ALIVE, Request

_LARGE = 1024 * 1024
"""aiohttp warns that a larger `bytes` body blocks the event loop."""

_READ_AHEAD = 512 * 1024
"""aiohttp buffers up to twice as many bytes of a response before it stops reading from the socket."""


class AiohttpBackend:
    """Send requests over a session of aiohttp."""

    def __init__(self, max_connections: int, verify: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        self._proxy: Mapping[str, Any] = _proxy_arguments(proxy) if proxy else {}
        self._responses: WeakSet[aiohttp.ClientResponse] = WeakSet()
        tracing = aiohttp.TraceConfig()
        # Not when the head is complete: it is written together with the first chunk, and other tasks may run before.
        tracing.on_request_chunk_sent.append(_report_written)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=max_connections, keepalive_timeout=KEEP_ALIVE, ssl=verify),
            trace_configs=[tracing],
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            read_bufsize=_READ_AHEAD,
            # A Content-Type that aiohttp adds would not match the signature of a presigned URL.
            skip_auto_headers=("Content-Type", "User-Agent", "Accept", "Accept-Encoding"),
        )
        # aiohttp would retry idempotent requests once more, outside of the retry budget, and an upload with the rest of
        # its body. It has no public option to turn this off; its own test client sets the same attribute.
        self._session._retry_connection = False  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]

    async def send(self, request: Request) -> "AiohttpResponse":
        """Send a request; return the response once its headers have arrived."""
        data: Any = request.content
        if isinstance(data, bytes) and len(data) > _LARGE:
            data = io.BytesIO(data)
        response = await self._session.request(
            request.method,
            # Prevent normalization: the signature of a presigned URL covers its exact spelling.
            URL(str(request.url), encoded=True),
            headers=request.headers,
            data=data,
            allow_redirects=False,
            # Not `sock_connect`: a proxy may accept the connection and never open the tunnel.
            timeout=aiohttp.ClientTimeout(connect=request.connect_timeout, sock_read=request.read_timeout),
            trace_request_ctx=request.on_written,
            **self._proxy,
        )
        self._responses.add(response)
        return AiohttpResponse(response, request)

    async def aclose(self) -> None:
        """Close the connections."""
        # Closing a session does not wake readers that wait for more of a body.
        for response in list(self._responses):
            response.close()
        await self._session.close()


class AiohttpResponse(Response):
    """A response of aiohttp."""

    def __init__(self, response: aiohttp.ClientResponse, request: Request) -> None:
        super().__init__(request, response.status, _combined_headers(response))
        self._response = response

    @property
    def is_closed(self) -> bool:
        """Whether the connection was released or closed."""
        # A request body from an iterator may still be in transit.
        return self._response.closed and isinstance(self.request.content, bytes | None)

    async def _read_body(self) -> bool:
        while (chunk := await self._response.content.readany()) and self._add(chunk):
            pass
        return True

    async def aiter_raw(self) -> AsyncGenerator[bytes, None]:
        """Yield the body as it arrives, not decompressed."""
        content = self._response.content
        with MapExceptions(self.request, response_error):
            try:
                # `readany` would copy the chunks into one.
                while True:
                    # `readchunk` returns buffered data without a checkpoint, so it would never be cancelled.
                    await checkpoint_if_cancelled()
                    chunk, ends_http_chunk = await content.readchunk()
                    if chunk:
                        yield chunk
                    elif not ends_http_chunk or content.at_eof():
                        break
            except aiohttp.ClientError as error:
                # When the connection breaks, aiohttp discards up to some 400 KB that it has buffered, which a download
                # would have to fetch again.
                if content.exception() is not error:
                    raise
                content.set_exception(cast("Any", None))
                rest = content.read_nowait()
                content.set_exception(error)
                if rest:
                    yield rest
                raise

    async def aclose(self) -> None:
        """Release the connection."""
        self._response.release()
        await self._response.wait_for_close()


async def _report_written(_session: aiohttp.ClientSession, context: SimpleNamespace, _params: object) -> None:
    # aiohttp calls this just before it writes, without a suspension point in between.
    if context.trace_request_ctx is not None:
        context.trace_request_ctx()


def _combined_headers(response: aiohttp.ClientResponse) -> Mapping[str, str]:
    """Return the header fields with repeated ones combined (RFC 9110, section 5.3), as httpx does.

    A lookup in the headers of aiohttp returns the first one only.
    """
    headers = response.headers
    if len({name.lower() for name in headers}) == len(headers):
        return headers
    return httpx.Headers(response.raw_headers)


def _proxy_arguments(proxy: httpx.Proxy) -> Mapping[str, Any]:
    if proxy.raw_auth is None:
        return {"proxy": str(proxy.url)}
    # Not in the URL, which errors of aiohttp quote.
    credentials = base64.b64encode(b":".join(proxy.raw_auth)).decode("ascii")
    # aiohttp sends this Authorization as Proxy-Authorization, with and without a tunnel.
    return {"proxy": str(proxy.url), "proxy_headers": {"Authorization": f"Basic {credentials}"}}
