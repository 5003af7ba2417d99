"""Limit how many requests a client starts per second."""

import math

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.run_local import RunLocal


class RateLimiter:
    """Space the starts of requests evenly, first come, first served.

    This is the generic cell rate algorithm (ITU-T I.371, annex A) without a tolerance: starts that were not used are
    not made up for. A caller that is cancelled while it waits uses no start.
    """

    def __init__(self, per_second: float | None, clock: Clock) -> None:
        self._interval = 1 / per_second if per_second else 0.0
        self._clock = clock
        self._queues = RunLocal(_Queue)

    async def acquire(self) -> None:
        """Wait until the next request may start."""
        if not self._interval:
            return
        queue = self._queues.get()
        # Only the first in the queue sleeps: a start assigned in advance would be lost if its caller is cancelled.
        async with queue.lock:
            delay = queue.next_start - self._clock.monotonic()
            if delay > 0:
                await self._clock.sleep(delay)
            queue.next_start = max(queue.next_start, self._clock.monotonic()) + self._interval

    def close(self) -> None:
        """Drop the state of the running event loop."""
        self._queues.drop()


class _Queue:
    def __init__(self) -> None:
        self.lock = anyio.Lock()
        self.next_start = -math.inf
