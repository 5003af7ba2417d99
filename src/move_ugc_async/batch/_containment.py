"""Containment of the steps of a batch: what the code of the user raises must not reach the engine."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def contained(call: Callable[[], Awaitable[T]]) -> T:
    """Await a call in a task of its own, which only `Task.cancel` cancels. The user's code may raise anything.

    A `SystemExit` would end the engine's event loop, and a `CancelledError` would be mistaken for a request to stop.

    Raises:
        RuntimeError: The call raised one of them.
    """
    try:
        return await call()
    except (asyncio.CancelledError, SystemExit, KeyboardInterrupt) as error:
        task = asyncio.current_task()
        if isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling():
            raise
        msg = f"code that the worker called raised {error!r}"
        raise RuntimeError(msg) from error


async def park() -> None:
    """Wait until the engine cancels this task. What returns or raises would be stored as the result of the step."""
    with contextlib.suppress(GeneratorExit):
        await asyncio.get_running_loop().create_future()
