"""Code that runs to completion even when the asyncio task is cancelled.

`asyncio.timeout`, `wait_for` and asyncio's task groups cancel a task, which ignores anyio's shielded scopes. A task of
our own is cancelled through its scope only, so shields hold inside it.
"""

from collections.abc import Awaitable, Callable

import anyio

from move_ugc_async._concurrency.background import runs_on_asyncio
from move_ugc_async._concurrency.task_group import TaskGroup


async def run_in_own_task(function: Callable[[], Awaitable[object]]) -> None:
    """Run a function that relies on shielded scopes."""
    await (TaskGroup().run(function) if runs_on_asyncio() else function())


async def run_shielded(function: Callable[[], Awaitable[object]]) -> None:
    """Run a function to completion. A cancellation is delivered afterwards."""

    async def shielded() -> None:
        with anyio.CancelScope(shield=True):
            await function()

    with anyio.CancelScope(shield=True):
        await run_in_own_task(shielded)
