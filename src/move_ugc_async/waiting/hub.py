"""What waits of one client share."""

from dataclasses import dataclass, field

from anyio.lowlevel import RunVar

from move_ugc_async.background import BackgroundTasks
from move_ugc_async.clock import Clock
from move_ugc_async.transport.operation import OperationTransport
from move_ugc_async.waiting.poller import Poller


@dataclass(frozen=True, slots=True)
class Hub:
    """One poller for each event loop, made when it is first needed.

    Args:
        transport: Sends the requests.
        clock: Time and chance.
        background: Owns the tasks.
        batch_size: How many ids one request asks for at most.
    """

    transport: OperationTransport
    clock: Clock
    background: BackgroundTasks
    batch_size: int
    _poller: RunVar[Poller] = field(default_factory=lambda: RunVar("move_ugc_async.poller"), init=False)

    def poller(self) -> Poller:
        """Give the poller of the running event loop."""
        poller = self._poller.get(None)
        if poller is None:
            poller = Poller(self.transport, self.clock, self.background, self.batch_size)
            self._poller.set(poller)
        return poller
