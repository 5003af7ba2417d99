"""Functions that run concurrently as one unit, or to completion even when the asyncio task is cancelled."""

from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import anyio

from move_ugc_async._concurrency.background import runs_on_asyncio

BatchT = TypeVar("BatchT")

_MAX_CONCURRENT_BATCHES = 8


class TaskGroup:
    """Runs functions concurrently. The first error cancels all others, and is raised without an `ExceptionGroup`."""

    def __init__(self) -> None:
        self._group = anyio.create_task_group()
        self._errors: list[Exception] = []

    async def run(self, *functions: Callable[[], Awaitable[object]]) -> None:
        """Run functions and everything they start, and wait until all have ended."""
        async with self._group:
            for function in functions:
                self.start(function)
        try:
            if self._errors:
                raise self._errors[0]
        finally:
            # The traceback refers to this frame: the cycle would keep everything that the functions refer to in memory.
            self._errors.clear()

    def start(self, function: Callable[[], Awaitable[object]]) -> None:
        """Start another function."""
        self._group.start_soon(self._run, function)

    async def _run(self, function: Callable[[], Awaitable[object]]) -> None:
        try:
            await function()
        except Exception as error:  # noqa: BLE001 - raised by `run`
            self._errors.append(error)
            self._group.cancel_scope.cancel()


async def run_batches(function: Callable[[BatchT], Awaitable[object]], batches: Iterable[BatchT]) -> None:
    """Call a function for each batch, at most 8 at the same time, without a task for each."""
    remaining = deque(batches)

    async def work() -> None:
        while remaining:
            await function(remaining.popleft())

    async with anyio.create_task_group() as tasks:
        for _ in range(min(len(remaining), _MAX_CONCURRENT_BATCHES)):
            tasks.start_soon(work)


async def run_in_own_task(function: Callable[[], Awaitable[object]]) -> None:
    """Run a function that relies on shielded scopes.

    `asyncio.timeout`, `wait_for` and asyncio's task groups cancel a task, which ignores anyio's shielded scopes. A task
    of our own is cancelled through its scope only, so shields hold inside it. On asyncio, a function that raises a
    cancellation of its own, such as that of a future, counts as one that has returned.
    """
    await (TaskGroup().run(function) if runs_on_asyncio() else function())


async def run_shielded(function: Callable[[], Awaitable[object]]) -> None:
    """Run a function to completion. A cancellation, also one that it raises itself, is delivered afterwards."""
    has_returned = False

    async def shielded() -> None:
        nonlocal has_returned
        with anyio.CancelScope(shield=True):
            await function()
        has_returned = True

    with anyio.CancelScope(shield=True):
        await run_in_own_task(shielded)
    if not has_returned:
        raise anyio.get_cancelled_exc_class()
