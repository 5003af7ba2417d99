"""The server: uvicorn in a thread with its own event loop."""

import asyncio
import socket
import threading
from concurrent.futures import Future

import uvicorn
from starlette.types import ASGIApp

from move_ugc_async.sandbox.connection import Connection

_GRACE_SECONDS = 1
"""Time that running requests have to finish when the server stops."""

_STEPS_OF_ACCEPTING = 3
"""Steps of the event loop in which it accepts a connection: create the transport, start the protocol, end the task."""

_BACKLOG = 2048

_KEEP_ALIVE_SECONDS = 60
"""Time that an idle connection stays open, as with AWS load balancers. With uvicorn's default of five seconds, a busy
client would often write to a connection that is being closed."""


class Server:
    """Serve an application in a thread, with or without an event loop of asyncio or trio in the caller's thread."""

    def __init__(self, app: ASGIApp, listener: socket.socket) -> None:
        self._listener = listener
        self._started: Future[None] = Future()
        self._uvicorn = _Uvicorn(
            uvicorn.Config(
                app,
                # The same parser, whether or not httptools is installed.
                http=Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                # Access logs would show signatures.
                access_log=False,
                server_header=False,
                backlog=_BACKLOG,
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            ),
            listener,
            self._started,
        )
        self._thread = threading.Thread(target=self._run, name="move-sandbox", daemon=True)

    def start(self) -> None:
        """Start the server, and wait until it accepts requests."""
        self._thread.start()
        try:
            self._started.result()
        except BaseException:
            self._thread.join()
            raise

    def close(self) -> None:
        """Stop the server, and wait until its thread has ended."""
        self._uvicorn.stop()
        self._thread.join()

    def _run(self) -> None:
        try:
            # Not the proactor of Windows, which cannot stop accepting before it closes the listener.
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                runner.run(self._uvicorn.serve(sockets=[self._listener]))
        except BaseException as error:
            if self._started.done():
                raise
            self._started.set_exception(error)
        finally:
            self._listener.close()


class _Uvicorn(uvicorn.Server):
    """A uvicorn server that reports when it has started and stops without a delay."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket, started: Future[None]) -> None:
        super().__init__(config)
        self._listener = listener
        self._is_started = started

    def stop(self) -> None:
        """Stop serving, from any thread."""
        self._loop.call_soon_threadsafe(self._stopping.set)

    async def main_loop(self) -> None:
        """Wait for `stop`; a tick each second renews the Date header."""
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
        """Stop serving, wait for running requests, and abort the ones that do not finish.

        uvicorn's own method polls every 0.1 s, which would be most of the time of a short test.
        """
        connections, tasks = self.server_state.connections, self.server_state.tasks
        # asyncio accepts a connection in a task of its own, left open if the server is closed before it ends.
        self._loop.remove_reader(self._listener)
        for _ in range(_STEPS_OF_ACCEPTING):
            await asyncio.sleep(0)
        for server in self.servers:
            server.close()
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
    """Bind an address and return its listening socket; port 0 picks a free port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio disables Nagle's algorithm only for sockets with an explicit protocol, which `socket.create_server` does
    # not set: each response would wait 40 ms for an acknowledgement.
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
    """Return the URL of the bound address."""
    bound: str = listener.getsockname()[0]
    port: int = listener.getsockname()[1]
    # Not every platform can connect to a wildcard address.
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bound, bound)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
