"""What belongs to one event loop, and ends with it."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from typing import Generic, NamedTuple, Protocol, TypeVar

import anyio

from move_ugc_async._concurrency.background import current_call_soon, runs_on_asyncio
from move_ugc_async._log import logger


class Route(NamedTuple):
    """What tells transports apart."""

    is_tls: bool
    proxy: str | None


class Origin(NamedTuple):
    """Where a request goes to."""

    scheme: str
    host: str
    port: int | None


class Transport(Protocol):
    """Whatever holds connections."""

    async def aclose(self) -> None:
        """Close them."""


TransportT = TypeVar("TransportT", bound=Transport)


class Connections(Generic[TransportT]):
    """The connections of one event loop, one transport for each kind of route.

    Args:
        most: How many requests are under way at once.
    """

    def __init__(self, most: int) -> None:
        # It gives turns in the order in which they were asked for, at a tenth of the cost of a CapacityLimiter.
        self.limiter = anyio.Semaphore(most, fast_acquire=True)
        self.transports: dict[Route, TransportT] = {}
        self.routes: dict[Origin, Route] = {}
        self._end: AsyncGenerator[None, None] | None = None
        self._guarded = False
        self._guard = anyio.CancelScope()
        self._guard_ended: anyio.Event | None = None
        self._call_soon = current_call_soon()
        self._closing: asyncio.Task[None] | None = None

    async def close_with_the_loop(self) -> None:
        """Close the transports at the latest when the loop ends.

        A client may outlive a loop, and a connection must not. As they end, asyncio.run closes every generator that is
        still suspended, and trio.run cancels every system task: the last moments in which something can be awaited.
        """
        if self._guarded:
            return
        self._guarded = True
        if runs_on_asyncio():
            self._end = self._until_closed()
            await anext(self._end)
        else:
            from trio.lowlevel import spawn_system_task

            self._guard_ended = anyio.Event()
            spawn_system_task(self._until_cancelled, self._guard_ended)

    async def aclose(self) -> None:
        """Close the transports now."""
        # Even under cancellation: `async with` is left that way, too.
        with anyio.CancelScope(shield=True):
            await self._close_transports()
            end, self._end = self._end, None
            if end is not None:
                await end.aclose()
            self._guard.cancel()
            if self._guard_ended is not None:
                await self._guard_ended.wait()

    def abandon(self, forget: Callable[[], object]) -> None:
        """Close the transports soon. Any thread may call this, and at any time: the garbage collector does.

        Args:
            forget: Called in the event loop that they belong to.
        """

        async def forget_and_close() -> None:
            forget()
            await self.aclose()

        def close() -> None:
            # In a task: outside of one, anyio does not know the running event loop.
            if runs_on_asyncio():
                # asyncio itself keeps only a weak reference to a task.
                self._closing = asyncio.get_running_loop().create_task(forget_and_close())
            else:
                from trio.lowlevel import spawn_system_task

                spawn_system_task(forget_and_close)

        # A loop that has ended has closed them.
        with contextlib.suppress(RuntimeError):
            self._call_soon(close)

    async def _close_transports(self) -> None:
        transports = list(self.transports.values())
        self.transports.clear()
        for transport in transports:
            try:
                await transport.aclose()
            except Exception as error:  # noqa: BLE001 - the others are closed all the same
                logger.warning("closing connections failed with %s", type(error).__name__)

    async def _until_closed(self) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            self._end = None
            await self.aclose()

    async def _until_cancelled(self, ended: anyio.Event) -> None:
        try:
            with self._guard:
                await anyio.sleep_forever()
        finally:
            with anyio.CancelScope(shield=True):
                await self._close_transports()
            ended.set()
