"""Work that goes on while its consumer does something else.

A task group needs a scope to live in, and an iteration that a user leaves with `break` has none. So these tasks belong
to the client: each is cancelled by whoever started it, and what is left is ended when the client closes.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

import anyio

from move_ugc_async.errors import CLOSED, MoveClientClosedError

T = TypeVar("T")


def runs_on_asyncio() -> bool:
    """Tell whether the running event loop is asyncio's; the other one is trio's."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class BackgroundTask(Generic[T]):
    """One function that runs on its own."""

    def __init__(self, function: Callable[[], Awaitable[T]]) -> None:
        self._function = function
        self._scope = anyio.CancelScope()
        self._ended = anyio.Event()
        self._results: list[T] = []
        self._error: Exception | None = None

    async def run(self) -> None:
        """Run the function and keep what it gives or raises."""
        try:
            with self._scope:
                self._results.append(await self._function())
        except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
            self._error = error
        finally:
            self._ended.set()

    async def result(self) -> T:
        """Wait for the function and give what it gave, or raise what it raised."""
        try:
            await self._ended.wait()
        finally:
            self.cancel()
        if self._error is not None:
            raise self._error
        if not self._results:
            raise MoveClientClosedError(CLOSED)
        return self._results[0]

    def cancel(self) -> None:
        """Stop the function, if it still runs."""
        self._scope.cancel()

    async def ended(self) -> None:
        """Wait until the function no longer runs."""
        await self._ended.wait()


class BackgroundTasks:
    """The tasks of one client."""

    def __init__(self) -> None:
        self._running: set[BackgroundTask[object]] = set()
        # asyncio itself keeps no more than a weak reference to a task.
        self._asyncio_tasks: set[asyncio.Task[None]] = set()

    def start(self, function: Callable[[], Awaitable[T]]) -> BackgroundTask[T]:
        """Run a function from now on."""
        task = BackgroundTask(function)
        if runs_on_asyncio():
            asyncio_task = asyncio.get_running_loop().create_task(self._run(task))
            self._asyncio_tasks.add(asyncio_task)
            asyncio_task.add_done_callback(self._asyncio_tasks.discard)
        else:
            from trio.lowlevel import spawn_system_task

            spawn_system_task(self._run, task, context=contextvars.copy_context())
        return task

    async def aclose(self) -> None:
        """Stop the tasks, and wait until they have ended."""
        for task in tuple(self._running):
            task.cancel()
            await task.ended()

    async def _run(self, task: BackgroundTask[T]) -> None:
        running: BackgroundTask[object] = task  # type: ignore[assignment]
        self._running.add(running)
        try:
            await task.run()
        finally:
            self._running.discard(running)
