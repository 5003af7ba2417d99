"""The one module that names httpx."""

import contextlib
import ssl
import sys
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Generator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, TypeGuard

import anyio
import httpx
from anyio.lowlevel import RunVar

from move_ugc_async.background import runs_on_asyncio
from move_ugc_async.errors import (
    CLOSED,
    MoveClientClosedError,
    MoveConfigurationError,
    MoveConnectionError,
    MoveMalformedResponseError,
    MoveTimeoutError,
)
from move_ugc_async.transport.proxies import environment_proxy

if TYPE_CHECKING:
    import aiohttp

HttpClient: TypeAlias = httpx.AsyncClient
Url: TypeAlias = httpx.URL
Backend: TypeAlias = Literal["auto", "aiohttp", "httpx"]

KEEP_ALIVE = 30.0
"""How long an idle connection is kept, in seconds: longer than the pauses between two polls."""


def parse_url(text: str) -> Url | None:
    """Read a URL; None where it is none."""
    try:
        return httpx.URL(text)
    except httpx.InvalidURL:
        return None


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request."""

    method: str
    url: Url
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content: bytes | AsyncIterable[bytes] | None = None
    connect_timeout: float | None = None
    """Seconds to establish a connection in."""
    read_timeout: float | None = None
    """Seconds within which some more of the answer must arrive."""


class Response(Protocol):
    """The head of an HTTP response, with its body still to come."""

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The header fields; names in any case."""
        ...

    async def aread(self) -> bytes:
        """Read the whole body, decompressed."""
        ...

    def aiter_raw(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Read the body as it comes, in chunks of so many bytes."""
        ...


@dataclass(slots=True)
class _Connections:
    """What belongs to one event loop."""

    limiter: anyio.CapacityLimiter
    by_proxy: dict[str | None, httpx.AsyncBaseTransport] = field(
        default_factory=dict[str | None, httpx.AsyncBaseTransport]
    )


class Http:
    """Send requests over connections that belong to the running event loop.

    Args:
        backend: `aiohttp` (asyncio only), `httpx`, or `auto`: aiohttp on asyncio and httpx on trio.
        max_connections: How many requests are under way at once; further ones wait for their turn.
        client: A client of the caller's that is used instead, and never closed here.
    """

    def __init__(self, *, backend: Backend, max_connections: int, client: HttpClient | None = None) -> None:
        self._backend = backend
        self._max_connections = max_connections
        self._client = client
        self._closed = False
        self._connections: RunVar[_Connections] = RunVar("move_ugc_async.connections")

    @property
    def closed(self) -> bool:
        """Whether `aclose` was called."""
        return self._closed

    @contextlib.asynccontextmanager
    async def stream(self, request: Request) -> AsyncGenerator[Response, None]:
        """Send a request and give the head of its response.

        Raises:
            MoveClientClosedError: `aclose` was called.
            MoveConnectionError: No connection, or it broke.
            MoveTimeoutError: `connect_timeout` or `read_timeout` has passed.
        """
        if self._closed:
            raise MoveClientClosedError(CLOSED)
        connections = self._of_this_loop()
        async with connections.limiter:
            with _errors_of(request):
                response = await self._send(connections, request)
                try:
                    yield response
                finally:
                    # Even under cancellation: a response that is not closed keeps its connection for ever.
                    with anyio.CancelScope(shield=True):
                        await response.aclose()

    async def aclose(self) -> None:
        """Close the connections; the client of the caller's stays open."""
        self._closed = True
        connections = self._connections.get(None)
        if connections:
            for transport in connections.by_proxy.values():
                await transport.aclose()
            connections.by_proxy.clear()

    def _of_this_loop(self) -> _Connections:
        connections = self._connections.get(None)
        if connections is None:
            connections = _Connections(anyio.CapacityLimiter(self._max_connections))
            self._connections.set(connections)
        return connections

    async def _send(self, connections: _Connections, request: Request) -> httpx.Response:
        timeout = httpx.Timeout(
            connect=request.connect_timeout, read=request.read_timeout, write=request.read_timeout, pool=None
        )
        if self._client is not None:
            own = self._client.build_request(
                request.method,
                request.url,
                headers=request.headers,
                content=request.content,
                timeout=timeout,
            )
            return await self._client.send(own, stream=True, auth=None, follow_redirects=False)
        proxy = environment_proxy(request.url.scheme, request.url.host)
        transport = connections.by_proxy.get(proxy)
        if transport is None:
            transport = connections.by_proxy[proxy] = self._new_transport(proxy)
        # Below httpx's client pipeline: that logs whole URLs, keeps cookies, and costs as much again as the call.
        return await transport.handle_async_request(
            httpx.Request(
                request.method,
                request.url,
                headers=request.headers,
                content=request.content,
                extensions={"timeout": timeout.as_dict()},
            )
        )

    def _new_transport(self, proxy: str | None) -> httpx.AsyncBaseTransport:
        limits = httpx.Limits(
            max_connections=self._max_connections,
            max_keepalive_connections=self._max_connections,
            keepalive_expiry=KEEP_ALIVE,
        )
        through = httpx.Proxy(proxy) if proxy else None
        verify = httpx.create_ssl_context()
        # aiohttp speaks no SOCKS.
        if self._is_aiohttp() and not (proxy or "").startswith("socks"):
            return _new_aiohttp_transport(limits, verify, through)
        return httpx.AsyncHTTPTransport(limits=limits, verify=verify, proxy=through)

    def _is_aiohttp(self) -> bool:
        on_asyncio = runs_on_asyncio()
        if self._backend == "aiohttp" and not on_asyncio:
            msg = "http_backend='aiohttp' works on asyncio only; leave it out to run on trio"
            raise MoveConfigurationError(msg)
        return on_asyncio and self._backend != "httpx"


def _new_aiohttp_transport(
    limits: httpx.Limits, verify: ssl.SSLContext, proxy: httpx.Proxy | None
) -> httpx.AsyncBaseTransport:
    import aiohttp
    from httpx_aiohttp import AiohttpTransport

    def new_session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=limits.max_connections or 0, keepalive_timeout=limits.keepalive_expiry, ssl=verify
        )
        # aiohttp would add a Content-Type of its own, and no signature of a presigned URL fits that.
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("Content-Type", "User-Agent", "Accept", "Accept-Encoding"),
        )

    return AiohttpTransport(client=new_session, verify=verify, limits=limits, proxy=proxy)


@contextlib.contextmanager
def _errors_of(request: Request) -> Generator[None, None, None]:
    """Turn what httpx and aiohttp raise into errors of ours, without the URL, which may be a credential."""
    try:
        yield
    except httpx.DecodingError:
        msg = "the answer's compression is broken"
        raise MoveMalformedResponseError(msg) from None
    except httpx.RequestError as error:
        raise _no_answer(request, _root(error)) from None
    except RuntimeError as error:
        # An injected client that its owner has closed says so in no other way.
        if "closed" in str(error):
            raise MoveClientClosedError(CLOSED) from error
        raise
    except Exception as error:
        if not _is_aiohttp_error(error):
            raise
        raise _no_answer(request, error) from None


def _root(error: httpx.RequestError) -> Exception:
    # httpx-aiohttp reports every broken connection as a connect timeout; its cause tells what happened.
    cause = error.__cause__
    return cause if cause is not None and _is_aiohttp_error(cause) else error


def _is_aiohttp_error(error: BaseException) -> TypeGuard["aiohttp.ClientError"]:
    loaded = sys.modules.get("aiohttp")
    return loaded is not None and isinstance(error, loaded.ClientError)


def _no_answer(request: Request, error: Exception) -> MoveConnectionError | MoveTimeoutError:
    host = request.url.host
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout) or _is_a(error, "ConnectionTimeoutError"):
        return MoveTimeoutError(f"no connection to {host} in time", may_have_arrived=False)
    if isinstance(error, httpx.TimeoutException) or _is_a(error, "ServerTimeoutError"):
        return MoveTimeoutError(f"{host} stopped answering")
    if isinstance(error, _NEVER_SENT) or _is_a(error, "ClientConnectorError", "ClientHttpProxyError", "InvalidURL"):
        return MoveConnectionError(f"cannot connect to {host}: {_reason(error)}", may_have_arrived=False)
    return MoveConnectionError(f"the connection to {host} broke ({type(error).__name__})")


_NEVER_SENT = (httpx.ConnectError, httpx.ProxyError, httpx.UnsupportedProtocol)


def _is_a(error: Exception, *names: str) -> bool:
    """Tell an aiohttp error by name, without importing aiohttp."""
    return any(base.__module__.startswith("aiohttp") and base.__name__ in names for base in type(error).__mro__)


def _reason(error: Exception) -> str:
    os_error = getattr(error, "os_error", error)
    return str(os_error) or type(error).__name__
