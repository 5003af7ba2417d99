"""Serve requests of httpx in the event loop of their client, without a socket."""

import asyncio
import contextvars
import logging
import secrets
import threading
from collections.abc import Callable
from typing import cast
from urllib.parse import unquote

import httpx
from starlette.types import ASGIApp, Scope

from move_ugc_async.sandbox.faults.exchange import CONNECTION_KEY
from move_ugc_async.sandbox.in_process_connection import InProcessConnection

_logger = logging.getLogger(__name__)


def unique_base_url() -> str:
    """Return the base of the URLs of a sandbox without a socket, which no other client can reach.

    Clients keep records of idempotency keys by endpoint, so that each sandbox has one of its own, as with ports.
    """
    return f"http://sandbox-{secrets.token_hex(4)}.localhost"


class InProcessTransport(httpx.AsyncBaseTransport):
    """A transport of httpx that serves each request in a task of the running event loop, of asyncio or trio.

    Bodies are streamed in both directions. As over a socket, a request is processed to its end even if its client has
    disconnected, faults cut connections in the middle, and the timeouts of httpx apply.

    Args:
        app: The ASGI application that serves the requests.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._is_closed = False
        self._open: dict[InProcessConnection, Callable[[Callable[[], object]], object]] = {}
        # asyncio keeps only weak references to tasks.
        self._tasks: set[asyncio.Task[None]] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return the response once its headers have arrived.

        Raises:
            httpx.TransportError: The sandbox is closed, or the connection broke or timed out.
        """
        if self._is_closed:
            msg = "the sandbox is closed"
            raise httpx.ConnectError(msg, request=request)
        connection = InProcessConnection(request)
        self._start(connection, _scope(request, connection))
        try:
            await connection.send_body(aiter(cast("httpx.AsyncByteStream", request.stream)))
            status, headers = await connection.receive_head()
        except BaseException:
            connection.disconnect()
            raise
        return httpx.Response(status, headers=headers, stream=connection)

    def close(self) -> None:
        """Refuse further requests, and cut the open connections; any thread may call it."""
        with self._lock:
            self._is_closed = True
            connections = dict(self._open)
        for connection, call_soon in connections.items():
            try:
                call_soon(connection.disconnect)
            except RuntimeError:
                # Its event loop has ended, and cancelled its tasks.
                continue

    def _start(self, connection: InProcessConnection, scope: Scope) -> None:
        """Serve a request in a task without the context of the caller, which another process would not have either."""
        context = contextvars.Context()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            from trio.lowlevel import current_trio_token, spawn_system_task

            self._add(connection, current_trio_token().run_sync_soon)
            spawn_system_task(self._serve, connection, scope, context=context)
            return
        self._add(connection, loop.call_soon_threadsafe)
        task = loop.create_task(self._serve(connection, scope), context=context)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # Also if the task is cancelled before its first step.
        task.add_done_callback(lambda _: connection.end())

    def _add(self, connection: InProcessConnection, call_soon: Callable[[Callable[[], object]], object]) -> None:
        with self._lock:
            self._open[connection] = call_soon

    async def _serve(self, connection: InProcessConnection, scope: Scope) -> None:
        try:
            await self._app(scope, connection.receive, connection.send)
        except ConnectionAbortedError:
            # Nobody is left to send to.
            return
        except Exception:
            # As in a server, an error of the application ends neither the event loop nor other requests.
            if not self._is_closed:
                _logger.exception("the sandbox cannot serve %s %s", scope["method"], scope["path"])
        finally:
            connection.end()
            with self._lock:
                self._open.pop(connection, None)


def _scope(request: httpx.Request, connection: InProcessConnection) -> Scope:
    path, _, query = request.url.raw_path.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.url.scheme,
        "path": unquote(path.decode("ascii")),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "server": (request.url.host, request.url.port or 80),
        "client": ("127.0.0.1", 0),
        "state": {CONNECTION_KEY: connection},
    }
