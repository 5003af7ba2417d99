"""Functions that run to completion, and report how they ended."""

import asyncio

import anyio
import pytest

from move_ugc_async._concurrency.task_group import run_shielded


def test_function_that_raises_a_cancellation_of_its_own_does_not_look_completed() -> None:
    completed: list[bool] = []

    async def cancelled_future() -> None:
        future = asyncio.get_running_loop().create_future()
        future.cancel()
        await future

    async def main() -> None:
        await run_shielded(cancelled_future)
        completed.append(True)

    async def call() -> None:
        with pytest.raises(asyncio.CancelledError):
            await main()

    anyio.run(call)
    assert not completed
