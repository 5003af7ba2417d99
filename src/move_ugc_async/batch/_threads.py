"""Blocking calls of the database and the engine, in threads."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def run_to_end(function: Callable[[], T]) -> T:
    """Call a function in a thread, and return only once it has ended, even if the task is cancelled.

    What it starts can then be stopped again: a thread cannot be interrupted.
    """
    result: Future[T] = Future()

    def run() -> None:
        try:
            result.set_result(function())
        except BaseException as error:  # noqa: BLE001 - raised by the caller
            result.set_exception(error)

    thread = threading.Thread(target=run, name="move-ugc batch", daemon=True)
    thread.start()
    try:
        return await finish(asyncio.wrap_future(result))
    finally:
        # Ends at once.
        thread.join()


async def finish(task: "asyncio.Future[T]") -> T:
    """Wait for a task or future to its end, even if the caller is cancelled; then raise its `CancelledError`."""
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        if not task.cancelled():
            # Retrieved, so that asyncio does not report it.
            task.exception()
        raise
