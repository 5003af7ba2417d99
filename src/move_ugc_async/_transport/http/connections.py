"""The connections of one event loop, closed at its end."""

import asyncio
import contextlib
import weakref
from collections.abc import AsyncGenerator, Callable
from typing import NamedTuple, Protocol

import anyio

from move_ugc_async._concurrency.background import current_call_soon, runs_on_asyncio
from move_ugc_async._log import logger
from move_ugc_async._transport.http.response import Response
from move_ugc_async._transport.http.types import Request


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
