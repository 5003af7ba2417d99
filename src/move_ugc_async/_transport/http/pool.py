"""Requests over connections that belong to the running event loop."""

import contextlib
import ssl
import warnings
import weakref
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Literal, NoReturn, TypeAlias

import anyio
import httpx

from move_ugc_async._concurrency.background import runs_on_asyncio
from move_ugc_async._concurrency.run_local import RunLocal
from move_ugc_async._transport.http.backend import HttpBackend, PoolLimits, StreamedResponse
from move_ugc_async._transport.http.connections import Connections, Origin, Route
from move_ugc_async._transport.http.exceptions import SendErrorMap, cannot_start, consists_of
from move_ugc_async._transport.http.httpx import HttpClient, HttpxBackend, InjectedBackend
from move_ugc_async._transport.http.proxies import environment_proxy
from move_ugc_async._transport.http.types import Request, Response
from move_ugc_async.errors import CLOSED, MoveClientClosedError, MoveConfigurationError, MoveConnectionError

BackendName: TypeAlias = Literal["auto", "aiohttp", "httpx"]

_PROXY_VARIABLES = "HTTPS_PROXY, HTTP_PROXY and ALL_PROXY; a SOCKS proxy needs the package socksio"

KEEP_ALIVE = 30.0
"""How long an idle connection is kept, in seconds: longer than the pauses between two polls."""


class HttpPool:
    """Send requests over connections that belong to the running event loop.

    Args:
        backend: `aiohttp` (asyncio only), `httpx`, or `auto`: aiohttp on asyncio and httpx on trio.
        max_connections: How many requests are under way at once; further ones wait for their turn.
        client: A client of the caller's that is used instead, and never closed here.
    """

    def __init__(self, *, backend: BackendName, max_connections: int, client: HttpClient | None = None) -> None:
        if client is not None and not isinstance(client, httpx.AsyncClient):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"http_client is an httpx.AsyncClient, not {type(client).__name__}"
            raise MoveConfigurationError(msg)
        self._backend = backend
        self._max_connections = max_connections
        self._injected = None if client is None else InjectedBackend(client)
        self._closed = False
        opened: weakref.WeakSet[Connections[HttpBackend]] = weakref.WeakSet()
        self._connections = RunLocal(lambda: _open(max_connections, opened))
        # Whoever uses connections holds this object: once it is gone, nobody does.
        weakref.finalize(self, _close_unclosed, opened, self._connections.drop).atexit = False

    @property
    def closed(self) -> bool:
        """Whether `aclose` was called."""
        return self._closed

    @property
    def reports_writes(self) -> bool:
        """Whether `on_written` is called when bytes are written; an injected client may wait long after it."""
        return self._injected is None

    @contextlib.asynccontextmanager
    async def stream(
        self, request: Request, *, turn: Callable[[], Awaitable[None]] | None = None
    ) -> AsyncGenerator[Response, None]:
        """Send a request and give the head of its response.

        Args:
            request: What to send.
            turn: Called when a connection is free, and waited for; before that, nothing of the request can have left.

        Raises:
            MoveClientClosedError: `aclose` was called.
            MoveConnectionError: No connection, or it broke.
            MoveTimeoutError: `connect_timeout` or `read_timeout` has passed.
        """
        self._check_open()
        connections = self._connections.get()
        await connections.close_with_the_loop()
        async with connections.limiter:
            if turn is not None:
                await turn()
            # Many may have waited for their turn while the client was closed.
            self._check_open()
            with SendErrorMap(request, through_proxy=self._has_proxy(connections, request)):
                response = await self._send(connections, request)
            try:
                yield response
            finally:
                if not response.is_closed:
                    # Even under cancellation: a response that is not closed keeps its connection for ever. What came of
                    # the request stands, whatever closing it raises.
                    with contextlib.suppress(Exception), anyio.CancelScope(shield=True):
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

    async def _send(self, connections: Connections[HttpBackend], request: Request) -> StreamedResponse:
        try:
            sender = self._injected or self._sender(connections, request)
            return await sender.send(request)
        except Exception as error:
            if not consists_of(error, UnicodeError):
                raise
        msg = "the name of the host, or of the proxy's, is none"
        raise MoveConnectionError(msg, may_have_arrived=False)

    def _sender(self, connections: Connections[HttpBackend], request: Request) -> HttpBackend:
        route = _route(connections.routes, request)
        sender = connections.transports.get(route)
        if sender is None:
            sender = connections.transports[route] = self._new_sender(route)
        return sender

    def _has_proxy(self, connections: Connections[HttpBackend], request: Request) -> bool:
        return self._injected is None and _route(connections.routes, request).proxy is not None

    def _new_sender(self, route: Route) -> HttpBackend:
        limits = PoolLimits(self._max_connections, KEEP_ALIVE)
        verify = _ssl_context(route)
        try:
            through = httpx.Proxy(route.proxy) if route.proxy else None
            # aiohttp speaks no SOCKS.
            if self._is_aiohttp() and not (through and through.url.scheme.startswith("socks")):
                # Importing aiohttp takes a quarter of a second.
                from move_ugc_async._transport.http.aiohttp import AiohttpBackend

                return AiohttpBackend(limits, verify, through)
            return HttpxBackend(limits, verify, through)
        except (ValueError, ImportError, OSError, httpx.InvalidURL) as error:
            if not route.proxy or isinstance(error, OSError):
                failure = cannot_start(error)
            else:
                # Without its text: a proxy's URL may hold a password.
                msg = f"the proxy cannot be used ({type(error).__name__}): check {_PROXY_VARIABLES}"
                failure = MoveConfigurationError(msg)
        raise failure

    def _is_aiohttp(self) -> bool:
        on_asyncio = runs_on_asyncio()
        if self._backend == "aiohttp" and not on_asyncio:
            msg = "http_backend='aiohttp' works on asyncio only; leave it out to run on trio"
            raise MoveConfigurationError(msg)
        return on_asyncio and self._backend != "httpx"


def _open(max_connections: int, opened: "weakref.WeakSet[Connections[HttpBackend]]") -> Connections[HttpBackend]:
    connections = Connections[HttpBackend](max_connections)
    opened.add(connections)
    return connections


def _close_unclosed(opened: "weakref.WeakSet[Connections[HttpBackend]]", forget: Callable[[], object]) -> None:
    for connections in tuple(opened):
        if connections.transports:
            connections.abandon(forget)
            msg = "unclosed AsyncMoveUgc: use `async with`, or call `await client.aclose()`"
            warnings.warn(msg, ResourceWarning, stacklevel=2)


def _route(known: dict[Origin, Route], request: Request) -> Route:
    origin = Origin(request.url.scheme, request.url.host, request.url.port)
    route = known.get(origin)
    if route is None:
        # Kept, since reading the environment costs as much as a third of a call.
        route = known[origin] = Route(origin.scheme == "https", environment_proxy(*origin))
    return route


def _ssl_context(route: Route) -> ssl.SSLContext:
    if not route.is_tls and not (route.proxy or "").lower().startswith("https:"):
        # Reading the certificates takes some 50 ms; this one trusts nobody.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        failure = cannot_start(error)
    raise failure
