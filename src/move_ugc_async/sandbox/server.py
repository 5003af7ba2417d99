"""The server: uvicorn in a thread with an event loop of its own."""

import asyncio
import socket
import threading
from concurrent.futures import Future

import uvicorn
from starlette.types import ASGIApp

from move_ugc_async.sandbox.connection import Connection

_GRACE_SECONDS = 1
"""How long requests that are under way may take to end."""

_BACKLOG = 2048

_KEEP_ALIVE_SECONDS = 60
"""How long an idle connection stays open, as at the load balancers of AWS. After uvicorn's own five seconds a client
that is busy would often write into a connection that is about to be closed."""


class Server:
    """Serve an application until closed.

    Its own thread lets it run beside any event loop, asyncio's or trio's, or none.
    """

    def __init__(self, app: ASGIApp, listener: socket.socket) -> None:
        self._listener = listener
        self._started: Future[None] = Future()
        self._uvicorn = _Uvicorn(
            uvicorn.Config(
                app,
                # The same parser everywhere, whatever else is installed.
                http=Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                # Access lines would show signatures.
                access_log=False,
                server_header=False,
                backlog=_BACKLOG,
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            ),
            self._started,
        )
        self._thread = threading.Thread(target=self._run, name="move-sandbox", daemon=True)

    def start(self) -> None:
        """Serve; returns when requests are accepted."""
        self._thread.start()
        try:
            self._started.result()
        except BaseException:
            self._thread.join()
            raise

    def close(self) -> None:
        """Stop serving; returns when the thread has ended."""
        self._uvicorn.stop()
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._uvicorn.serve(sockets=[self._listener]))
        except BaseException as error:
            if self._started.done():
                raise
            self._started.set_exception(error)
        finally:
            self._listener.close()


class _Uvicorn(uvicorn.Server):
    """A uvicorn that tells when it has started and stops without a delay."""

    def __init__(self, config: uvicorn.Config, started: Future[None]) -> None:
        super().__init__(config)
        self._is_started = started

    def stop(self) -> None:
        """Stop serving, from any thread."""
        self._loop.call_soon_threadsafe(self._stopping.set)

    async def main_loop(self) -> None:
        """Wait for `stop`; the tick of once a second renews the date in the headers."""
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        await self.on_tick(0)
        self._is_started.set_result(None)
        while not self._stopping.is_set():
            try:
                await asyncio.wait_for(self._stopping.wait(), timeout=1)
            except TimeoutError:
                await self.on_tick(0)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002
        """Stop serving, give requests that are under way some time, and drop the rest.

        uvicorn's own looks only every tenth of a second whether it is done, which is most of what
        a short test would take.
        """
        for server in self.servers:
            server.close()
        connections, tasks = self.server_state.connections, self.server_state.tasks
        for connection in list(connections):
            connection.shutdown()
        if tasks:
            await asyncio.wait(tasks, timeout=_GRACE_SECONDS)
        for connection in list(connections):
            connection.transport.abort()
        if tasks:
            await asyncio.wait(tasks, timeout=_GRACE_SECONDS)
        await asyncio.sleep(0)


def listen(host: str, port: int) -> socket.socket:
    """Bind an address; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only where the protocol is given, which
    # `socket.create_server` does not do: each response would wait 40 ms for an acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def base_url(listener: socket.socket) -> str:
    """Return the URL of the address that was really bound."""
    bound: str = listener.getsockname()[0]
    port: int = listener.getsockname()[1]
    # A wildcard address can be bound but not connected to everywhere.
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bound, bound)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
