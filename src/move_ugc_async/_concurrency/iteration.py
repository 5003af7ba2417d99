"""What `async for` goes over, and may be left at any time."""

import weakref
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, Generic, NoReturn, TypeAlias, TypeVar

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from move_ugc_async._concurrency.background import BackgroundTask, BackgroundTasks

T = TypeVar("T")

Emit: TypeAlias = Callable[[T], Awaitable[None]]
"""Gives an object to the loop, and comes back once it was taken."""


class Iteration(AsyncGenerator[T, None]):
    """What can be done with a generator, without being one.

    A loop that is left with `break` leaves a generator suspended, and trio warns of each.
    """

    def __repr__(self) -> str:
        return "<nothing is sent yet: iterate over it with async for>"

    async def __anext__(self) -> T:
        return await self.asend(None)

    async def athrow(self, typ: Any, val: Any = None, tb: Any = None, /) -> NoReturn:  # noqa: ARG002
        """End the iteration, and raise."""
        await self.aclose()
        raise typ if val is None else val


class BackgroundIterator(Iteration[T], Generic[T]):
    """The objects that a function gives while it runs in the background.

    The function starts with the first object that is asked for. It ends with the iteration, however that ends: to its
    end, by an error, by cancellation, or by a loop that was left.

    Args:
        background: Owns the function's task.
        produce: Gives the objects, one by one, to the function that it is called with.
    """

    def __init__(self, background: BackgroundTasks, produce: "Callable[[Emit[T]], Awaitable[None]]") -> None:
        self._background = background
        self._produce = produce
        self._running: tuple[BackgroundTask[None], MemoryObjectReceiveStream[T]] | None = None
        self._ended = False

    async def asend(self, value: None, /) -> T:  # noqa: ARG002
        """Give the next object."""
        if self._ended:
            raise StopAsyncIteration
        task, objects = self._running = self._running or self._start()
        try:
            return await objects.receive()
        except (anyio.EndOfStream, anyio.ClosedResourceError):
            self._ended = True
            # What the function raised is raised here.
            await task.result()
        except BaseException:
            await self.aclose()
            raise
        raise StopAsyncIteration

    async def aclose(self) -> None:
        """End the function, and come back once it has ended."""
        self._ended = True
        if self._running is not None:
            task, _ = self._running
            task.cancel()
            with anyio.CancelScope(shield=True):
                await task.ended()

    def _start(self) -> tuple[BackgroundTask[None], MemoryObjectReceiveStream[T]]:
        giving, objects = anyio.create_memory_object_stream[T](0)
        # Of what is here and not of `self`, which could otherwise never be dropped.
        task = self._background.start(_Producer(self._produce, giving, objects).run)
        # Nothing else tells that a loop was left with `break`.
        weakref.finalize(self, task.abandon).atexit = False
        return task, objects


class _Producer(Generic[T]):
    def __init__(
        self,
        produce: "Callable[[Emit[T]], Awaitable[None]]",
        giving: MemoryObjectSendStream[T],
        objects: MemoryObjectReceiveStream[T],
    ) -> None:
        self._produce = produce
        self._giving = giving
        self._objects = objects

    async def run(self) -> None:
        with self._objects, self._giving:
            await self._produce(self._giving.send)
