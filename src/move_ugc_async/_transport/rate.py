"""How many requests one client starts in a second at most."""

import math

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.run_local import RunLocal


class RateLimiter:
    """Let requests start one by one, evenly, in the order in which they came.

    It is the generic cell rate algorithm (ITU-T I.371, annex A) without a tolerance: after a pause nothing is caught up
    with. Whoever is cancelled while waiting takes nobody's turn.

    Args:
        per_second: How many start in a second; None is as many as want to.
        clock: The source of time.
    """

    def __init__(self, per_second: float | None, clock: Clock) -> None:
        self._interval = 1 / per_second if per_second else 0.0
        self._clock = clock
        self._queues = RunLocal(_Queue)

    async def turn(self) -> None:
        """Wait for the turn to start a request."""
        if not self._interval:
            return
        queue = self._queues.get()
        # Only the first in the line sleeps: a turn that was given out ahead would be lost with its caller.
        async with queue.lock:
            wait = queue.next_turn - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            queue.next_turn = max(queue.next_turn, self._clock.monotonic()) + self._interval

    def close(self) -> None:
        """Forget the running event loop."""
        self._queues.drop()


class _Queue:
    def __init__(self) -> None:
        self.lock = anyio.Lock()
        self.next_turn = -math.inf
