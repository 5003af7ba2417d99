"""Concurrent calls."""

import asyncio
from collections.abc import Awaitable, Callable

from benchmarks.meter import Meter

Call = Callable[[], Awaitable[object]]


async def measure_calls(call: Call, calls: int, concurrency: int) -> dict[str, float]:
    """Measure concurrent calls after a warm-up that opens connections and imports modules."""
    await burst(call, max(2 * min(concurrency, 100), 50), concurrency)
    with Meter() as meter:
        await burst(call, calls, concurrency)
    return meter.each(calls)


async def burst(call: Call, calls: int, concurrency: int) -> None:
    """Run concurrent calls."""
    remaining = iter(range(calls))

    async def work() -> None:
        for _ in remaining:
            await call()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(min(concurrency, calls)):
            tasks.create_task(work())
