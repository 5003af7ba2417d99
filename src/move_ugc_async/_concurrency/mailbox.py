"""What the poller's task hands to a waiter's."""

from collections import deque
from typing import Generic, TypeVar

import anyio

from move_ugc_async._clock import Clock

T = TypeVar("T")


class Mailbox(Generic[T]):
    """A queue that never blocks the one who puts something in."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._items: deque[T] = deque()
        self._arrived = anyio.Event()

    def put(self, item: T) -> None:
        """Add an item."""
        self._items.append(item)
        self._arrived.set()

    async def get(self, seconds: float) -> T | None:
        """Take the oldest item, or None when none comes in time."""
        if not self._items:
            self._arrived = anyio.Event()
            await self._clock.wait(self._arrived, seconds)
        return self._items.popleft() if self._items else None

    def get_all(self) -> list[T]:
        """Take whatever is there."""
        items = list(self._items)
        self._items.clear()
        return items
