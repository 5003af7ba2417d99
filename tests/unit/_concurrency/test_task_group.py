"""Functions that run to completion, and report how they ended."""

import asyncio

import anyio
import pytest

from move_ugc_async._concurrency.task_group import run_in_own_task, run_shielded


@pytest.mark.parametrize("run", [run_shielded, run_in_own_task])
def test_function_that_raises_a_cancellation_of_its_own_does_not_look_completed(run: object) -> None:
    assert callable(run)
    completed: list[bool] = []

    async def cancelled_future() -> None:
        future = asyncio.get_running_loop().create_future()
        future.cancel()
        await future

    async def main() -> None:
        await run(cancelled_future)
        completed.append(True)

    async def call() -> None:
        with pytest.raises(asyncio.CancelledError):
            await main()

    anyio.run(call)
    assert not completed
