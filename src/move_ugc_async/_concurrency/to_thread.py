"""Blocking functions in daemon threads.

On asyncio, anyio's worker threads are not daemons, and end in a done-callback of the root task. In an application that
runs the loop step by step, such as a Blender add-on or nest_asyncio, that callback may never run, and the process hangs
at exit.
"""

import contextlib
import os
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import TypeVar

import anyio
from anyio.lowlevel import checkpoint
from anyio.to_thread import current_default_thread_limiter

from move_ugc_async._concurrency.background import current_call_soon

T = TypeVar("T")

_IDLE_SECONDS = 10.0
"""Seconds that an idle thread waits for another function before it ends."""


class _Worker:
    """A thread that runs one function after another."""

    def __init__(self) -> None:
        self.functions: SimpleQueue[Callable[[], None]] = SimpleQueue()
        threading.Thread(target=self._run, name="move-ugc worker", daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                function = self.functions.get(timeout=_IDLE_SECONDS)
            except Empty:
                if _idle.pop(self, self) is None:
                    return
                # A caller has just taken this thread, and is about to pass its function.
                continue
            function()
            del function


_idle: dict[_Worker, None] = {}
"""Idle threads, in the order in which they became idle."""

if hasattr(os, "register_at_fork"):
    # Threads do not survive a fork.
    os.register_at_fork(after_in_child=_idle.clear)


async def run_sync(
    function: Callable[..., T],
    *arguments: object,
    abandon_on_cancel: bool = False,
    limiter: anyio.CapacityLimiter | None = None,
) -> T:
    """Run a function in a daemon thread, and return its result or raise its exception.

    Arguments are those of `anyio.to_thread.run_sync`. The function has no context variables, and cannot use
    `anyio.from_thread`.
    """
    await checkpoint()
    ended, call_soon = anyio.Event(), current_call_soon()
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function(*arguments))
        except BaseException as error:  # noqa: BLE001 - raised by the caller
            errors.append(error)
        # Before the caller resumes, so that its next function reuses this thread.
        _idle[worker] = None
        # A closed loop has already ended the caller.
        with contextlib.suppress(RuntimeError):
            call_soon(ended.set)

    async with limiter or current_default_thread_limiter():
        try:
            worker, _ = _idle.popitem()
        except KeyError:
            worker = _Worker()
        worker.functions.put(run)
        with anyio.CancelScope(shield=not abandon_on_cancel):
            await ended.wait()
    try:
        if errors:
            raise errors[0]
        return results[0]
    finally:
        # The traceback refers to this frame: the cycle would stay in memory.
        errors.clear()
