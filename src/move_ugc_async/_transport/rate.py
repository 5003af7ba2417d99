"""Limit how many requests a client starts per second."""

import math

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.run_local import RunLocal

_MAX_SLEEP = 1.0
"""Seconds after which a waiting caller reads the rate again, which another thread may have raised."""


class RateLimiter:
    """Space the starts of requests evenly, first come, first served.

    This is the generic cell rate algorithm (ITU-T I.371, annex A) without a tolerance: starts that were not used are
    not made up for. A caller that is cancelled while it waits uses no start.
    """

    def __init__(self, per_second: float | None, clock: Clock) -> None:
        self.limit(per_second)
        self._clock = clock
        self._queues = RunLocal(_Queue)

    def limit(self, per_second: float | None) -> None:
        """Change the number of starts per second, also for callers that wait; from any thread."""
        self._interval = 1 / per_second if per_second else 0.0

    async def acquire(self) -> None:
        """Wait until the next request may start."""
        if not self._interval:
            return
        queue = self._queues.get()
        # Only the first in the queue sleeps: a start assigned in advance would be lost if its caller is cancelled.
        async with queue.lock:
            # Sleeps are counted, since those of an `InstantClock` take no time.
            elapsed = self._clock.monotonic() - queue.last_start
            while (delay := self._interval - elapsed) > 0:
                sleep = min(delay, _MAX_SLEEP)
                await self._clock.sleep(sleep)
                elapsed += sleep
            queue.last_start = max(queue.last_start + self._interval, self._clock.monotonic())

    def close(self) -> None:
        """Drop the state of the running event loop."""
        self._queues.drop()


class _Queue:
    def __init__(self) -> None:
        self.lock = anyio.Lock()
        self.last_start = -math.inf
