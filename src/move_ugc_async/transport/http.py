"""The one module that names httpx."""

import base64
import contextlib
import ssl
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Mapping
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal, NoReturn, TypeAlias, TypeGuard

import anyio
import httpx

from move_ugc_async.background import runs_on_asyncio
from move_ugc_async.errors import (
    CLOSED,
    MoveClientClosedError,
    MoveConfigurationError,
    MoveConnectionError,
    MoveMalformedResponseError,
    MoveTimeoutError,
)
from move_ugc_async.loop_local import LoopLocal
from move_ugc_async.transport.connections import Connections, Origin, Route
from move_ugc_async.transport.messages import Request, Response
from move_ugc_async.transport.proxies import environment_proxy

if TYPE_CHECKING:
    import aiohttp

HttpClient: TypeAlias = httpx.AsyncClient
Url: TypeAlias = httpx.URL
Backend: TypeAlias = Literal["auto", "aiohttp", "httpx"]

_PROXY_VARIABLES = "HTTPS_PROXY, HTTP_PROXY and ALL_PROXY; a SOCKS proxy needs the package socksio"

_LARGEST_PORT = 65535

KEEP_ALIVE = 30.0
"""How long an idle connection is kept, in seconds: longer than the pauses between two polls."""


def parse_url(text: str) -> Url | None:
    """Read a URL; None where it is none."""
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        return None
    return url if (url.port or 0) <= _LARGEST_PORT else None


class _Stream(httpx.AsyncByteStream):
    """A body without the generator that httpx would make of it, and leave suspended when a request breaks."""

    def __init__(self, content: AsyncIterator[bytes]) -> None:
        self._content = content

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._content


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


_raw_path: ContextVar[str] = ContextVar("move_ugc_async.raw_path")
"""Path and query of the request on its way, byte for byte, which httpx-aiohttp does not hand on."""


class _Response:
    def __init__(self, response: httpx.Response) -> None:
        self._response = response

    @property
    def status_code(self) -> int:
        return self._response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        return self._response.headers

    async def aread(self) -> bytes:
        # Decompressed at the end only: a decoder that fails half-way would leave httpx's generators suspended, which
        # trio warns of.
        raw = b"".join([chunk async for chunk in self._response.aiter_raw()])
        return httpx.Response(self.status_code, headers=self._response.headers, content=raw).content

    def aiter_raw(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        return self._response.aiter_raw(chunk_size)


class Http:
    """Send requests over connections that belong to the running event loop.

    Args:
        backend: `aiohttp` (asyncio only), `httpx`, or `auto`: aiohttp on asyncio and httpx on trio.
        max_connections: How many requests are under way at once; further ones wait for their turn.
        client: A client of the caller's that is used instead, and never closed here.
    """

    def __init__(self, *, backend: Backend, max_connections: int, client: HttpClient | None = None) -> None:
        if client is not None and not isinstance(client, httpx.AsyncClient):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"http_client is an httpx.AsyncClient, not {type(client).__name__}"
            raise MoveConfigurationError(msg)
        self._backend = backend
        self._max_connections = max_connections
        self._client = client
        self._closed = False
        self._connections = LoopLocal(lambda: Connections[httpx.AsyncBaseTransport](max_connections))

    @property
    def closed(self) -> bool:
        """Whether `aclose` was called."""
        return self._closed

    @contextlib.asynccontextmanager
    async def stream(
        self, request: Request, *, on_turn: Callable[[], None] | None = None
    ) -> AsyncGenerator[Response, None]:
        """Send a request and give the head of its response.

        Args:
            request: What to send.
            on_turn: Called when the request's turn has come; before that, nothing of it can have left.

        Raises:
            MoveClientClosedError: `aclose` was called.
            MoveConnectionError: No connection, or it broke.
            MoveTimeoutError: `connect_timeout` or `read_timeout` has passed.
        """
        self._check_open()
        connections = self._connections.get()
        await connections.close_with_the_loop()
        async with connections.limiter:
            # Many may have waited for their turn while the client was closed.
            self._check_open()
            if on_turn is not None:
                on_turn()
            with _errors_of(request):
                response = await self._send(connections, request)
                try:
                    yield _Response(response)
                finally:
                    # Even under cancellation: a response that is not closed keeps its connection for ever.
                    with anyio.CancelScope(shield=True):
                        await response.aclose()

    async def aclose(self) -> None:
        """Close the connections; the client of the caller's stays open."""
        self._closed = True
        connections = self._connections.drop()
        if connections is not None:
            await connections.aclose()

    def __reduce__(self) -> NoReturn:
        # Whatever holds connections holds the API key as well.
        msg = "connections cannot be pickled: create a client where it is used"
        raise TypeError(msg)

    def _check_open(self) -> None:
        if self._closed:
            raise MoveClientClosedError(CLOSED)

    async def _send(self, connections: Connections[httpx.AsyncBaseTransport], request: Request) -> httpx.Response:
        timeout = httpx.Timeout(
            connect=request.connect_timeout, read=request.read_timeout, write=request.read_timeout, pool=None
        )
        if self._client is not None:
            with _errors_of_injected():
                own = self._client.build_request(
                    request.method,
                    request.url,
                    headers=request.headers,
                    content=request.content,
                    timeout=timeout,
                )
                return await self._client.send(own, stream=True, auth=None, follow_redirects=False)
        route = _route(connections.routes, Origin(request.url.scheme, request.url.host, request.url.port))
        transport = connections.transports.get(route)
        if transport is None:
            transport = connections.transports[route] = self._new_transport(route)
        plain = httpx.Request(
            request.method,
            request.url,
            headers=request.headers,
            content=request.content,
            extensions={"timeout": timeout.as_dict()},
        )
        if request.content is not None:
            content = _Whole(request.content) if isinstance(request.content, bytes) else request.content
            plain.stream = _Stream(content)
        on_its_way = _raw_path.set(request.url.raw_path.decode("ascii"))
        try:
            # Below httpx's client pipeline: that logs whole URLs, keeps cookies, and costs as much again as the call.
            return await transport.handle_async_request(plain)
        finally:
            _raw_path.reset(on_its_way)

    def _new_transport(self, route: Route) -> httpx.AsyncBaseTransport:
        limits = httpx.Limits(
            max_connections=self._max_connections,
            max_keepalive_connections=self._max_connections,
            keepalive_expiry=KEEP_ALIVE,
        )
        verify = _ssl_context(route)
        try:
            through = httpx.Proxy(route.proxy) if route.proxy else None
            # aiohttp speaks no SOCKS.
            if self._is_aiohttp() and not (route.proxy or "").startswith("socks"):
                return _new_aiohttp_transport(limits, verify, through)
            return httpx.AsyncHTTPTransport(limits=limits, verify=verify, proxy=through)
        except (ValueError, ImportError, httpx.InvalidURL) as error:
            # Without its text: a proxy's URL may hold a password.
            msg = f"the proxy cannot be used ({type(error).__name__}): check {_PROXY_VARIABLES}"
            raise MoveConfigurationError(msg) from None

    def _is_aiohttp(self) -> bool:
        on_asyncio = runs_on_asyncio()
        if self._backend == "aiohttp" and not on_asyncio:
            msg = "http_backend='aiohttp' works on asyncio only; leave it out to run on trio"
            raise MoveConfigurationError(msg)
        return on_asyncio and self._backend != "httpx"


def _route(known: dict[Origin, Route], origin: Origin) -> Route:
    route = known.get(origin)
    if route is None:
        # Kept, since reading the environment costs as much as a third of a call.
        route = known[origin] = Route(origin.scheme == "https", environment_proxy(*origin))
    return route


def _ssl_context(route: Route) -> ssl.SSLContext:
    if not route.is_tls and not (route.proxy or "").startswith("https:"):
        # Reading the certificates takes some 50 ms; this one trusts nobody.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        msg = f"the certificates cannot be read ({error}): check SSL_CERT_FILE and SSL_CERT_DIR"
        raise MoveConfigurationError(msg) from None


def _new_aiohttp_transport(
    limits: httpx.Limits, verify: ssl.SSLContext, proxy: httpx.Proxy | None
) -> httpx.AsyncBaseTransport:
    import aiohttp
    from httpx_aiohttp import AiohttpTransport
    from yarl import URL

    async def as_it_was_given(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        # aiohttp would write the URL in its own way, and a presigned one is signed as it is.
        request.url = URL(f"{request.url.origin()}{_raw_path.get()}", encoded=True)
        return await handler(request)

    def new_session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            limit=limits.max_connections or 0, keepalive_timeout=limits.keepalive_expiry, ssl=verify
        )
        # aiohttp would add a Content-Type of its own, and no signature of a presigned URL fits that.
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("Content-Type", "User-Agent", "Accept", "Accept-Encoding"),
            middlewares=(as_it_was_given,),
        )

    through = _with_credentials_in_a_header(proxy) if proxy else None
    return AiohttpTransport(client=new_session, verify=verify, limits=limits, proxy=through)


def _with_credentials_in_a_header(proxy: httpx.Proxy) -> httpx.Proxy:
    # httpx-aiohttp hands them over in a way that aiohttp warns of, and in the URL they would show up in its errors.
    if proxy.raw_auth is None:
        return proxy
    credentials = base64.b64encode(b":".join(proxy.raw_auth)).decode("ascii")
    # What aiohttp finds here under Authorization goes out as Proxy-Authorization, with a tunnel and without.
    return httpx.Proxy(proxy.url, headers={"Authorization": f"Basic {credentials}"})


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
        # Closed while the request was under way; neither library has another way to say so.
        if "closed" in str(error):
            raise MoveClientClosedError(CLOSED) from error
        raise
    except Exception as error:
        if not _is_aiohttp_error(error):
            raise
        raise _no_answer(request, error) from None


@contextlib.contextmanager
def _errors_of_injected() -> Generator[None, None, None]:
    try:
        yield
    except RuntimeError as error:
        if "client has been closed" in str(error):
            msg = "the http_client that this client was given is closed"
            raise MoveClientClosedError(msg) from None
        if "loop" in str(error):
            msg = "the http_client that this client was given belongs to another event loop: give each loop its own"
            raise MoveConfigurationError(msg) from None
        raise


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


def _is_a(error: BaseException, *names: str) -> bool:
    """Tell an aiohttp error by name, without importing aiohttp."""
    return any(base.__module__.startswith("aiohttp") and base.__name__ in names for base in type(error).__mro__)


def _reason(error: Exception) -> str:
    plain = _plain(error)
    if _is_a(plain, "ClientHttpProxyError"):
        # Its text quotes a URL.
        return f"the proxy refused ({getattr(plain, 'status', None)})"
    if "CERTIFICATE_VERIFY_FAILED" in str(plain):
        return f"{plain}; SSL_CERT_FILE names the authorities to trust"
    return str(plain) or type(plain).__name__


def _plain(error: BaseException) -> BaseException:
    """Find the error that says something: aiohttp keeps it in an attribute, and trio's say nothing themselves."""
    inner: BaseException | None = (
        getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error.__context__
    )
    return error if inner is None or (str(error) and inner is error.__context__) else _plain(inner)
