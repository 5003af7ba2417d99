"""Async iterators that a loop may leave at any time."""

import weakref
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, Generic, NoReturn, TypeAlias, TypeVar

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream

from move_ugc_async._concurrency.background import BackgroundTask, BackgroundTasks

T = TypeVar("T")

Emit: TypeAlias = Callable[[T], Awaitable[None]]
"""Passes an object to a consumer, and returns when the consumer has taken it."""


class Iteration(AsyncGenerator[T, None]):
    """The interface of an async generator without being one.

    A loop that is left with `break` leaves a generator suspended, and trio warns about each.
    """

    def __repr__(self) -> str:
        return "<async iterator: sends nothing until it is used with async for>"

    async def athrow(self, typ: Any, val: Any = None, tb: Any = None, /) -> NoReturn:  # noqa: ARG002
        """Close the iteration, and raise the exception."""
        await self.aclose()
        raise typ if val is None else val


class BackgroundIterator(Iteration[T], Generic[T]):
    """The objects that a function, `produce`, emits while it runs in the background.

    The function starts with `start`, or when an object is requested. It ends with the iteration, however that ends: at
    its end, with an error, by cancellation, or with `break`.
    """

    def __init__(self, background: BackgroundTasks, produce: Callable[[Emit[T]], Awaitable[object]]) -> None:
        self._background = background
        self._produce = produce
        self._running: tuple[BackgroundTask[None], MemoryObjectReceiveStream[T]] | None = None
        self._ended = False

    async def asend(self, value: None, /) -> T:  # noqa: ARG002
        """Return the next object."""
        if self._ended:
            raise StopAsyncIteration
        task, objects = self._running or self.start()
        try:
            return await objects.receive()
        except (anyio.EndOfStream, anyio.ClosedResourceError):
            self._ended = True
            # Raises the exception of the function, if any.
            await task.result()
        except BaseException:
            await self.aclose()
            raise
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """Cancel the function, and wait until it has ended."""
        self._ended = True
        if self._running is not None:
            task, _ = self._running
            task.cancel()
            with anyio.CancelScope(shield=True):
                await task.ended.wait()

    def start(self) -> tuple[BackgroundTask[None], MemoryObjectReceiveStream[T]]:
        """Run the function until it emits its first object."""
        sender, objects = anyio.create_memory_object_stream[T](0)
        produce = self._produce

        # The task must not refer to `self`, or the finalizer below would never run.
        async def run() -> None:
            with objects, sender:
                await produce(sender.send)

        task = self._background.start(run)
        # The only sign that a loop was left with `break`.
        weakref.finalize(self, task.abandon).atexit = False
        self._running = task, objects
        return self._running
