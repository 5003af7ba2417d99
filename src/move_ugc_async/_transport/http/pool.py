"""A connection pool that works on any event loop."""

import asyncio
import contextlib
import ssl
import warnings
import weakref
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Literal, NamedTuple, NoReturn, Protocol, TypeAlias

import anyio
import httpx

from move_ugc_async._concurrency.background import current_call_soon, runs_on_asyncio
from move_ugc_async._concurrency.run_local import RunLocal
from move_ugc_async._log import logger
from move_ugc_async._transport.http.exceptions import MapExceptions, cannot_start, proxied_send_error, send_error
from move_ugc_async._transport.http.httpx import HttpxBackend
from move_ugc_async._transport.http.injected import HttpClient, HttpTransport, InjectedBackend, TransportBackend
from move_ugc_async._transport.http.proxies import environment_proxy
from move_ugc_async._transport.http.response import Response
from move_ugc_async._transport.http.types import Request
from move_ugc_async.errors import CLOSED, MoveClientClosedError, MoveConfigurationError

BackendName: TypeAlias = Literal["auto", "aiohttp", "httpx"]

_PROXY_VARIABLES = "HTTPS_PROXY, HTTP_PROXY and ALL_PROXY (a SOCKS proxy requires the package socksio)"


class Route(NamedTuple):
    """Requests with the same route share a backend."""

    is_tls: bool = False
    proxy: str | None = None


class HttpBackend(Protocol):
    """Sends requests over connections of its own."""

    async def send(self, request: Request) -> Response:
        """Send a request; return the response once its headers have arrived. Exceptions of the library pass through."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""


class Connections:
    """The connections of one event loop, with one backend per route."""

    def __init__(self, max_requests: int, created: "weakref.WeakSet[Connections]") -> None:
        created.add(self)
        # First come, first served, at a tenth of the cost of a CapacityLimiter.
        self.limiter = anyio.Semaphore(max_requests, fast_acquire=True)
        self.backends: dict[Route, HttpBackend] = {}
        self.routes: dict[tuple[str, str, int | None], Route] = {}
        """The route to each scheme, host and port."""
        self._sentinel: AsyncGenerator[None, None] | None = None
        self._call_soon = current_call_soon()
        self._closing: asyncio.Task[None] | None = None

    async def close_with_event_loop(self) -> None:
        """Close the backends at the latest when the event loop ends.

        A client may outlive an event loop, a connection must not. At its end, asyncio and trio close all suspended
        generators: the last opportunity to await something.
        """
        if self._sentinel is None:
            self._sentinel = self._until_closed()
            await anext(self._sentinel)

    async def aclose(self) -> None:
        """Close the backends."""
        # Shielded, since `async with` may be left by cancellation.
        with anyio.CancelScope(shield=True):
            backends = list(self.backends.values())
            self.backends.clear()
            for backend in backends:
                try:
                    await backend.aclose()
                except Exception as error:  # noqa: BLE001 - close the others as well
                    logger.warning("closing connections failed with %s", type(error).__name__)
            sentinel, self._sentinel = self._sentinel, None
            if sentinel is not None:
                await sentinel.aclose()

    def abandon(self, drop: Callable[[], object]) -> None:
        """Schedule closing the backends. Safe in any thread and at any time, such as in the garbage collector.

        `drop` is called in the event loop of the connections before they are closed.
        """

        async def drop_and_close() -> None:
            drop()
            await self.aclose()

        def close() -> None:
            # In a task, since anyio detects the event loop only inside of tasks.
            if runs_on_asyncio():
                # asyncio keeps only weak references to tasks.
                self._closing = asyncio.get_running_loop().create_task(drop_and_close())
            else:
                from trio.lowlevel import spawn_system_task

                # RuntimeError: the event loop is ending and starts no more tasks, but closes the sentinel. Trio's loop
                # would end with the exception of a callback.
                with contextlib.suppress(RuntimeError):
                    spawn_system_task(drop_and_close)

        # RuntimeError: the event loop has ended, which closed the backends.
        with contextlib.suppress(RuntimeError):
            self._call_soon(close)

    async def _until_closed(self) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            self._sentinel = None
            await self.aclose()


class HttpPool:
    """Send requests over connections that belong to the running event loop.

    Args:
        backend: `aiohttp` (asyncio only), `httpx`, or `auto`: aiohttp on asyncio and httpx on trio.
        max_connections: Maximum number of concurrent requests; further ones wait.
        client: A client of the user to send with instead; it is never closed.
        transport: A transport of the user to send with instead, unless there is a client; it is never closed.
    """

    def __init__(
        self,
        *,
        backend: BackendName,
        max_connections: int,
        client: HttpClient | None = None,
        transport: HttpTransport | None = None,
    ) -> None:
        if client is not None and not isinstance(client, httpx.AsyncClient):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"http_client must be an httpx.AsyncClient; got {type(client).__name__}"
            raise MoveConfigurationError(msg)
        if transport is not None and not isinstance(transport, httpx.AsyncBaseTransport):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"http_transport must be an httpx.AsyncBaseTransport; got {type(transport).__name__}"
            raise MoveConfigurationError(msg)
        self._backend = backend
        self._max_connections = max_connections
        self._injected = _injected_backend(client, transport)
        self.reports_writes = self._injected is None
        """Whether `on_written` is called when bytes are written; if false, it may be called long before."""
        self.closed = False
        """Whether `aclose` was called."""
        created: weakref.WeakSet[Connections] = weakref.WeakSet()
        self._connections = RunLocal(lambda: Connections(max_connections, created))
        # Every user of the connections refers to this object: once it is collected, the connections are unused.
        weakref.finalize(self, _close_unclosed, created, self._connections.drop).atexit = False

    @contextlib.asynccontextmanager
    async def stream(
        self, request: Request, *, before_send: Callable[[], Awaitable[None]] | None = None
    ) -> AsyncGenerator[Response, None]:
        """Send a request and yield the response once its headers have arrived.

        `before_send` is awaited once a connection is free; nothing is sent before it returns.

        Raises:
            MoveClientClosedError: `aclose` was called.
            MoveConnectionError: Connecting failed, or the connection broke.
            MoveTimeoutError: `connect_timeout` or `read_timeout` has passed.
        """
        if self.closed:
            raise MoveClientClosedError(CLOSED)
        connections = self._connections.get()
        await connections.close_with_event_loop()
        async with connections.limiter:
            if before_send is not None:
                await before_send()
            if self.closed:
                raise MoveClientClosedError(CLOSED)
            route = Route() if self._injected else _route(connections, request)
            with MapExceptions(request, proxied_send_error if route.proxy else send_error):
                backend = self._injected or connections.backends.get(route)
                if backend is None:
                    backend = connections.backends[route] = self._new_backend(route)
                response = await backend.send(request)
            try:
                yield response
            finally:
                if not response.is_closed:
                    # Shielded, since an unclosed response never releases its connection. An error of closing does not
                    # change the result of the request.
                    with contextlib.suppress(Exception), anyio.CancelScope(shield=True):
                        await response.aclose()

    async def aclose(self) -> None:
        """Close the connections; an injected client stays open."""
        self.closed = True
        connections = self._connections.drop()
        if connections is not None:
            await connections.aclose()

    def __reduce__(self) -> NoReturn:
        # A pickle of connections would contain the API key.
        msg = "cannot pickle connections: they belong to this process; create a client where it is used"
        raise TypeError(msg)

    def _new_backend(self, route: Route) -> HttpBackend:
        verify = _ssl_context(route)
        on_asyncio = runs_on_asyncio()
        if self._backend == "aiohttp" and not on_asyncio:
            msg = "http_backend must be 'auto' or 'httpx' on trio; got 'aiohttp'"
            raise MoveConfigurationError(msg)
        try:
            proxy = httpx.Proxy(route.proxy) if route.proxy else None
            # aiohttp does not support SOCKS.
            has_socks = proxy is not None and proxy.url.scheme.startswith("socks")
            if on_asyncio and self._backend != "httpx" and not has_socks:
                # Imported here, since it takes a quarter of a second.
                from move_ugc_async._transport.http.aiohttp import AiohttpBackend

                return AiohttpBackend(self._max_connections, verify, proxy)
            return HttpxBackend(self._max_connections, verify, proxy)
        except (ValueError, ImportError, OSError, httpx.InvalidURL) as error:
            if not route.proxy or isinstance(error, OSError):
                failure = cannot_start(error)
            else:
                # Without the text: the URL of a proxy may contain a password.
                msg = f"cannot use the proxy: {type(error).__name__}; check {_PROXY_VARIABLES}"
                failure = MoveConfigurationError(msg)
        # Outside of the handler, since that error quotes the URL.
        raise failure


def _injected_backend(client: HttpClient | None, transport: HttpTransport | None) -> HttpBackend | None:
    if client is not None:
        return InjectedBackend(client)
    return None if transport is None else TransportBackend(transport)


def _close_unclosed(created: "weakref.WeakSet[Connections]", drop: Callable[[], object]) -> None:
    for connections in tuple(created):
        if connections.backends:
            connections.abandon(drop)
            msg = "unclosed AsyncMoveUgc: use `async with`, or call `await client.aclose()`"
            warnings.warn(msg, ResourceWarning, stacklevel=2)


def _route(connections: Connections, request: Request) -> Route:
    origin = request.url.scheme, request.url.host, request.url.port
    route = connections.routes.get(origin)
    if route is None:
        # Cached, since reading the environment costs a third of a call.
        route = connections.routes[origin] = Route(request.url.scheme == "https", environment_proxy(*origin))
    return route


def _ssl_context(route: Route) -> ssl.SSLContext:
    if not route.is_tls and not (route.proxy or "").lower().startswith("https:"):
        # Loading certificates takes some 50 ms; this context trusts none and is not used.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        raise cannot_start(error) from error
