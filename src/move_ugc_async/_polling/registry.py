"""The pollers of one client."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async._concurrency.run_local import RunLocal

if TYPE_CHECKING:
    from move_ugc_async._polling.poller import Poller
    from move_ugc_async._transport.operation import OperationTransport


class PollerRegistry:
    """One poller per event loop, created and imported by the first wait.

    Args:
        transport: Creates the transport that sends the requests.
        clock: Time and randomness.
        background: Owns the tasks.
        batch_size: Maximum number of ids per request.
    """

    def __init__(
        self, transport: "Callable[[], OperationTransport]", clock: Clock, background: BackgroundTasks, batch_size: int
    ) -> None:
        self.clock = clock
        self.background = background
        self.batch_size = batch_size
        self._transport = transport
        self._poller = RunLocal(self._new_poller)

    def poller(self) -> "Poller":
        """Return the poller of the running event loop."""
        return self._poller.get()

    def close(self) -> None:
        """Drop the poller of the running event loop."""
        self._poller.drop()

    def _new_poller(self) -> "Poller":
        from move_ugc_async._polling.poller import Poller

        return Poller(self._transport(), self.clock, self.background, self.batch_size)
