"""Where `Task.cancel` does not reach.

What `asyncio.timeout`, `wait_for` and asyncio's task groups throw into a task goes through every shielded scope. A task
of ours is cancelled by its scope alone, so that shields hold in there.
"""

from collections.abc import Awaitable, Callable

import anyio

from move_ugc_async._concurrency.background import runs_on_asyncio
from move_ugc_async._concurrency.task_group import TaskGroup


async def run_in_own_task(function: Callable[[], Awaitable[object]]) -> None:
    """Run a function that relies on shields."""
    await (TaskGroup().run(function) if runs_on_asyncio() else function())


async def run_shielded(function: Callable[[], Awaitable[object]]) -> None:
    """Run a function to its end, whatever is cancelled meanwhile. The cancellation comes out afterwards."""

    async def shielded() -> None:
        with anyio.CancelScope(shield=True):
            await function()

    with anyio.CancelScope(shield=True):
        await run_in_own_task(shielded)
