"""Where `Task.cancel` does not reach.

What `asyncio.timeout`, `wait_for` and asyncio's task groups throw into a task goes through every shielded scope. A task
of ours is cancelled by its scope alone, so that shields hold in there.
"""

from collections.abc import Awaitable, Callable

import anyio

from move_ugc_async.background import runs_on_asyncio
from move_ugc_async.together import Together


async def sheltered(function: Callable[[], Awaitable[object]]) -> None:
    """Run a function that relies on shields."""
    await (Together().run(function) if runs_on_asyncio() else function())


async def uninterrupted(function: Callable[[], Awaitable[object]]) -> None:
    """Run a function to its end, whatever is cancelled meanwhile. The cancellation comes out afterwards."""

    async def shielded() -> None:
        with anyio.CancelScope(shield=True):
            await function()

    with anyio.CancelScope(shield=True):
        await sheltered(shielded)
