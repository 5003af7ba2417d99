"""Work that goes on while its consumer does something else.

A task group needs a scope to live in, and an iteration that a user leaves with `break` has none. So these tasks belong
to the client: each is cancelled by whoever started it, and what is left is ended when the client closes.
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
        self._call_soon = current_call_soon()

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
            try:
                raise self._error
            finally:
                # Its traceback leads back here: they would keep each other, and what was sent, in memory.
                self._error = None
        if not self._results:
            raise MoveClientClosedError(CLOSED)
        return self._results[0]

    def cancel(self) -> None:
        """Stop the function, if it still runs."""
        self._scope.cancel()

    def abandon(self) -> None:
        """Stop the function soon. Any thread may call this, and at any time: the garbage collector does."""
        # A loop that has ended has ended its tasks as well.
        with contextlib.suppress(RuntimeError):
            self._call_soon(self._scope.cancel)

    async def ended(self) -> None:
        """Wait until the function no longer runs."""
        await self._ended.wait()


class BackgroundTasks:
    """The tasks of one client, each on the event loop that it was started on."""

    def __init__(self) -> None:
        self._running: RunLocal[set[BackgroundTask[Any]]] = RunLocal(set)

    def start(
        self, function: Callable[[], Awaitable[T]], context: contextvars.Context | None = None
    ) -> BackgroundTask[T]:
        """Run a function from now on.

        Args:
            function: What to run.
            context: The context variables that it sees; None are those of the caller.
        """
        task = BackgroundTask(function)
        context = contextvars.copy_context() if context is None else context
        running = self._running.get()
        # From now on, and not from its first step: a client may be closed between the two.
        running.add(task)
        if runs_on_asyncio():
            # asyncio itself keeps only a weak reference to a task; the cancel scope that the task enters keeps it.
            asyncio.get_running_loop().create_task(_run(task, running), context=context)
        else:
            from trio.lowlevel import spawn_system_task

            spawn_system_task(_run, task, running, context=context)
        return task

    async def aclose(self) -> None:
        """Stop the tasks of the running loop, and wait until they have ended."""
        # Even under cancellation: what closes after them relies on it.
        with anyio.CancelScope(shield=True):
            tasks = tuple(self._running.drop() or ())
            for task in tasks:
                task.cancel()
            for task in tasks:
                await task.ended()


async def _run(task: BackgroundTask[Any], running: set[BackgroundTask[Any]]) -> None:
    try:
        await task.run()
    finally:
        running.discard(task)


def current_call_soon() -> Callable[[Callable[[], object]], object]:
    """Return what has the running event loop call a function soon, from any thread."""
    if runs_on_asyncio():
        return asyncio.get_running_loop().call_soon_threadsafe
    from trio.lowlevel import current_trio_token

    return current_trio_token().run_sync_soon
