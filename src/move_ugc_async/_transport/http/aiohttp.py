"""Requests over aiohttp."""

import base64
import io
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from types import SimpleNamespace
from typing import Any, cast
from weakref import WeakSet

import aiohttp
import httpx
from anyio.lowlevel import checkpoint_if_cancelled
from yarl import URL

from move_ugc_async._transport.http.backend import PoolLimits
from move_ugc_async._transport.http.decoding import BoundedBody
from move_ugc_async._transport.http.exceptions import ResponseErrorMap
from move_ugc_async._transport.http.types import Request

_LARGE = 1024 * 1024
"""Bytes in one piece of which aiohttp warns that they hold up the event loop."""

_READ_AHEAD = 512 * 1024
"""Bytes of an answer that may have come and not been read, and again as many before the other side has to wait."""


class AiohttpBackend:
    """Send over a session that is opened by its first request.

    Args:
        limits: How many connections there are.
        verify: Whom to trust.
        proxy: Through what to go.
    """

    def __init__(self, limits: PoolLimits, verify: ssl.SSLContext, proxy: httpx.Proxy | None) -> None:
        self._limits = limits
        self._verify = verify
        self._proxy: Mapping[str, Any] = _through(proxy) if proxy else {}
        self._session: aiohttp.ClientSession | None = None
        self._responses: WeakSet[aiohttp.ClientResponse] = WeakSet()

    async def send(self, request: Request) -> "AiohttpResponse":
        """Send one, and give the head of its response."""
        if self._session is None:
            self._session = self._new_session()
        response = await self._session.request(
            request.method,
            # Not to be written in aiohttp's own way: a presigned URL is signed as it is.
            URL(str(request.url), encoded=True),
            headers=request.headers,
            data=_payload(request.content),
            allow_redirects=False,
            # Not `sock_connect`: a proxy may take the connection, and never open a tunnel.
            timeout=aiohttp.ClientTimeout(connect=request.connect_timeout, sock_read=request.read_timeout),
            trace_request_ctx=request.on_written,
            **self._proxy,
        )
        self._responses.add(response)
        return AiohttpResponse(response, request)

    async def aclose(self) -> None:
        """Close the connections."""
        # A session forgets whoever waits for more of a body.
        for response in list(self._responses):
            response.close()
        if self._session is not None:
            await self._session.close()

    def _new_session(self) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=self._limits.max_connections, keepalive_timeout=self._limits.keep_alive, ssl=self._verify
        )
        tracing = aiohttp.TraceConfig()
        tracing.on_request_headers_sent.append(_report_written)
        # Other tasks may run between the head and the body.
        tracing.on_request_chunk_sent.append(_report_written)
        session = aiohttp.ClientSession(
            connector=connector,
            trace_configs=[tracing],
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            read_bufsize=_READ_AHEAD,
            # aiohttp would add a Content-Type of its own, and no signature of a presigned URL fits that.
            skip_auto_headers=("Content-Type", "User-Agent", "Accept", "Accept-Encoding"),
        )
        # It would repeat what can be repeated once more behind our back, outside of any budget, and an upload with what
        # is left of its body. aiohttp has no public way to say so; its own test client does the same.
        session._retry_connection = False  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        return session


class AiohttpResponse:
    """A response whose head is there, and whose body is still to come.

    Args:
        response: aiohttp's own.
        request: What it answers.
    """

    __slots__ = ("_headers", "_request", "_response")

    def __init__(self, response: aiohttp.ClientResponse, request: Request) -> None:
        self._response = response
        self._headers = _combined_headers(response)
        self._request = request

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self._response.status

    @property
    def headers(self) -> Mapping[str, str]:
        """The header fields; names in any case."""
        return self._headers

    @property
    def is_closed(self) -> bool:
        """Whether its connection serves others already, or is closed."""
        # A body that is read piece by piece may still be on its way.
        return self._response.closed and isinstance(self._request.content, bytes | None)

    async def aread(self, most: int) -> bytes:
        """Read the whole body, decompressed.

        Raises:
            MoveAnswerTooLargeError: It has more bytes than `most`.
            MoveMalformedResponseError: Its compression is broken.
        """
        body, chunk = BoundedBody(most), b""
        try:
            with ResponseErrorMap(self._request):
                while (chunk := await self._response.content.readany()) and body.add(chunk):
                    pass
            return body.read(self._headers.get("content-encoding", ""))
        finally:
            body.clear()
            chunk = b""

    async def aiter_raw(self) -> AsyncGenerator[bytes, None]:
        """Read the body as it comes."""
        content = self._response.content
        with ResponseErrorMap(self._request):
            try:
                # Piece by piece as they came in: `readany` would copy them into one.
                while True:
                    # `readchunk` does not wait where more has come already, and is not cancelled while that goes on.
                    await checkpoint_if_cancelled()
                    piece, ends_a_chunk = await content.readchunk()
                    if piece:
                        yield piece
                    elif not ends_a_chunk or content.at_eof():
                        break
            except aiohttp.ClientError as error:
                # When its connection breaks, aiohttp drops what it has read and not handed over yet, up to some 400 KB,
                # which a download would fetch again.
                if content.exception() is not error:
                    raise
                content.set_exception(cast("Any", None))
                rest = content.read_nowait()
                content.set_exception(error)
                if rest:
                    yield rest
                raise

    async def aclose(self) -> None:
        """Let go of the connection."""
        self._response.release()
        await self._response.wait_for_close()


async def _report_written(_session: aiohttp.ClientSession, context: SimpleNamespace, _params: object) -> None:
    # aiohttp calls this with a connection at hand, before it writes to it.
    if context.trace_request_ctx is not None:
        context.trace_request_ctx()


def _combined_headers(response: aiohttp.ClientResponse) -> Mapping[str, str]:
    """Return the header fields, repeated ones combined into one (RFC 9110, section 5.3), as httpx has them.

    A lookup in aiohttp's own returns the first of them.
    """
    headers = response.headers
    if len({name.lower() for name in headers}) == len(headers):
        return headers
    combined = headers.copy()
    for name in headers:
        combined[name] = ", ".join(headers.getall(name))
    return combined


def _payload(content: bytes | AsyncIterator[bytes] | None) -> bytes | io.BytesIO | AsyncIterator[bytes] | None:
    return io.BytesIO(content) if isinstance(content, bytes) and len(content) > _LARGE else content


def _through(proxy: httpx.Proxy) -> Mapping[str, Any]:
    if proxy.raw_auth is None:
        return {"proxy": str(proxy.url)}
    # Not in the URL, where they would show up in aiohttp's errors.
    credentials = base64.b64encode(b":".join(proxy.raw_auth)).decode("ascii")
    # What aiohttp finds here under Authorization goes out as Proxy-Authorization, with a tunnel and without.
    return {"proxy": str(proxy.url), "proxy_headers": {"Authorization": f"Basic {credentials}"}}
