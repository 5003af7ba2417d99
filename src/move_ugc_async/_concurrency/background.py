"""Tasks that run while their consumer does something else.

A task group needs a scope, but an iteration that is left with `break` has no scope. These tasks belong to the client
instead: the caller that started a task cancels it, and the client cancels all remaining tasks when it closes.
"""

import asyncio
import contextlib
import contextvars
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

import anyio

from move_ugc_async._concurrency.run_local import RunLocal
from move_ugc_async.errors import CLOSED, MoveClientClosedError

T = TypeVar("T")


def runs_on_asyncio() -> bool:
    """Return whether the running event loop is asyncio's; otherwise it is trio's."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class BackgroundTask(Generic[T]):
    """A function that runs in a task of its own, which is one of a set of running tasks."""

    def __init__(self, function: Callable[[], Awaitable[T]], running: "set[BackgroundTask[Any]]") -> None:
        self.ended = anyio.Event()
        self._function = function
        self._running = running
        self._scope = anyio.CancelScope()
        self._results: list[T] = []
        self._error: Exception | None = None
        self._call_soon = current_call_soon()

    async def run(self) -> None:
        """Run the function, and store its result or exception."""
        try:
            with self._scope:
                self._results.append(await self._function())
        except Exception as error:  # noqa: BLE001 - raised by `result`
            self._error = error
        finally:
            self.ended.set()
            self._running.discard(self)

    async def result(self) -> T:
        """Wait for the function, and return its result or raise its exception. Cancel it if the caller is cancelled."""
        try:
            await self.ended.wait()
        finally:
            self.cancel()
        if self._error is not None:
            try:
                raise self._error
            finally:
                # The traceback refers to this task: the cycle would keep both, and the request, in memory.
                self._error = None
        if not self._results:
            raise MoveClientClosedError(CLOSED)
        return self._results[0]

    def cancel(self) -> None:
        """Cancel the function if it is still running."""
        self._scope.cancel()

    def abandon(self) -> None:
        """Cancel the function soon. Safe to call from any thread and at any time, as the garbage collector does."""
        # A closed loop has already ended its tasks.
        with contextlib.suppress(RuntimeError):
            self._call_soon(self._scope.cancel)


class BackgroundTasks:
    """The tasks of one client, each on the event loop that it was started on."""

    def __init__(self) -> None:
        self._running: RunLocal[set[BackgroundTask[Any]]] = RunLocal(set)

    def start(
        self, function: Callable[[], Awaitable[T]], context: contextvars.Context | None = None
    ) -> BackgroundTask[T]:
        """Start a function in a task of its own; without a context, in a copy of the caller's."""
        running = self._running.get()
        task = BackgroundTask(function, running)
        # Before the task's first step: the client may be closed in between.
        running.add(task)
        context = contextvars.copy_context() if context is None else context
        if runs_on_asyncio():
            # asyncio keeps only a weak reference to a task; the cancel scope that the task enters keeps it alive.
            asyncio.get_running_loop().create_task(task.run(), context=context)
        else:
            from trio.lowlevel import spawn_system_task

            spawn_system_task(task.run, context=context)
        return task

    async def aclose(self) -> None:
        """Cancel the tasks of the running loop, and wait until they have ended."""
        # Also when cancelled: the connections that are closed next must no longer be in use.
        with anyio.CancelScope(shield=True):
            tasks = tuple(self._running.drop() or ())
            for task in tasks:
                task.cancel()
            for task in tasks:
                await task.ended.wait()


def current_call_soon() -> Callable[[Callable[[], object]], object]:
    """Return a function, callable from any thread, that schedules a callback on the running event loop."""
    if runs_on_asyncio():
        return asyncio.get_running_loop().call_soon_threadsafe
    from trio.lowlevel import current_trio_token

    return current_trio_token().run_sync_soon
