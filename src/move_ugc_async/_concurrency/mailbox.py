"""A queue from the poller's task to that of a waiter."""

from collections import deque
from typing import Generic, TypeVar

import anyio

from move_ugc_async._clock import Clock

T = TypeVar("T")


class Mailbox(Generic[T]):
    """An unbounded queue: adding an item never blocks."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._items: deque[T] = deque()
        self._arrived = anyio.Event()

    def put(self, item: T) -> None:
        """Add an item."""
        self._items.append(item)
        self._arrived.set()

    async def get(self, timeout: float) -> T | None:
        """Remove and return the oldest item, or return None if none arrives within the timeout in seconds."""
        if not self._items:
            self._arrived = anyio.Event()
            await self._clock.wait(self._arrived, timeout)
        return self._items.popleft() if self._items else None

    def get_all(self) -> list[T]:
        """Remove and return all items without waiting."""
        items = list(self._items)
        self._items.clear()
        return items
