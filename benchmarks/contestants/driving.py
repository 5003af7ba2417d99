"""Many calls, so many at once."""

import asyncio
from collections.abc import Awaitable, Callable

from benchmarks.meter import Meter

Call = Callable[[], Awaitable[object]]


async def drive(call: Call, calls: int, at_once: int) -> dict[str, float]:
    """Make calls, so many at once, and measure what one costs once connections are open and everything is imported."""
    await burst(call, max(2 * min(at_once, 100), 50), at_once)
    with Meter() as meter:
        await burst(call, calls, at_once)
    return meter.each(calls)


async def burst(call: Call, calls: int, at_once: int) -> None:
    """Make calls, so many at once."""
    turns = iter(range(calls))

    async def work() -> None:
        for _ in turns:
            await call()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(min(at_once, calls)):
            tasks.create_task(work())
