"""Several batches at once, without a task for each."""

from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

import anyio

BatchT = TypeVar("BatchT")

MAX_CONCURRENT_BATCHES = 8
"""How many batches are under way at once."""


async def run_batches(function: Callable[[BatchT], Awaitable[object]], batches: Iterable[BatchT]) -> None:
    """Call a function for each batch."""
    left = deque(batches)

    async def work() -> None:
        while left:
            await function(left.popleft())

    async with anyio.create_task_group() as tasks:
        for _ in range(min(len(left), MAX_CONCURRENT_BATCHES)):
            tasks.start_soon(work)
