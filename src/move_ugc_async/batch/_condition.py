"""A condition that threads change, and tasks of any event loop wait for."""

import asyncio
import contextlib
from collections.abc import Callable


class Condition:
    """Like `asyncio.Condition`, but without a lock, and for several threads and event loops."""

    def __init__(self) -> None:
        self._listeners: set[Callable[[], None]] = set()

    def notify_all(self) -> None:
        """Let all waiting tasks check their predicates; called in any thread."""
        for listener in tuple(self._listeners):
            listener()

    async def wait_for(self, predicate: Callable[[], bool]) -> None:
        """Wait until a predicate is true, which is checked now and after each notification."""
        loop, changed = asyncio.get_running_loop(), asyncio.Event()

        def notify() -> None:
            # A closed loop has already ended its tasks.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(changed.set)

        self._listeners.add(notify)
        try:
            while not predicate():
                await changed.wait()
                changed.clear()
        finally:
            self._listeners.discard(notify)
