"""What waits of one client share."""

from move_ugc_async.background import BackgroundTasks
from move_ugc_async.clock import Clock
from move_ugc_async.loop_local import LoopLocal
from move_ugc_async.transport.operation import OperationTransport
from move_ugc_async.waiting.poller import Poller


class Hub:
    """One poller for each event loop, made when it is first needed.

    Args:
        transport: Sends the requests.
        clock: Time and chance.
        background: Owns the tasks.
        batch_size: How many ids one request asks for at most.
    """

    def __init__(
        self, transport: OperationTransport, clock: Clock, background: BackgroundTasks, batch_size: int
    ) -> None:
        self.clock = clock
        self.background = background
        self.batch_size = batch_size
        self._poller = LoopLocal(lambda: Poller(transport, clock, background, batch_size))

    def poller(self) -> Poller:
        """Give the poller of the running event loop."""
        return self._poller.get()

    def close(self) -> None:
        """Forget the poller of the running event loop."""
        self._poller.drop()
