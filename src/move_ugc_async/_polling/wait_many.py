"""One wait for many jobs or volumes."""

import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Generic

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.iteration import Emit
from move_ugc_async._concurrency.mailbox import Mailbox
from move_ugc_async._polling.outcomes import (
    Failure,
    Outcome,
    Unreachable,
    as_failed_error,
    failed_error,
    has_outputs,
    timeout_error,
)
from move_ugc_async._polling.poller import Poller, Update
from move_ugc_async._polling.schedule import Deadline, Outage, is_tolerable, read_delay
from move_ugc_async._polling.status import Phase, Status, WorkRef
from move_ugc_async._polling.wait import OUTPUT_DELAY, WorkT
from move_ugc_async.errors import MoveError


@dataclass(slots=True)
class MultiWaiter(Generic[WorkT]):
    """Waits for many jobs or volumes without a task for each.

    Args:
        refs: The jobs or volumes.
        poller: Returns the poller of the running event loop.
        clock: Time and randomness.
        retrieve_many: Reads ended work with everything that the caller expands, and returns an outcome for each id.
        with_outputs: Whether to wait until every output has its URL.
        interval: Seconds between two polls; None adapts.
    """

    refs: Sequence[WorkRef]
    poller: Callable[[], Poller]
    clock: Clock
    retrieve_many: Callable[[Sequence[str]], Awaitable[Sequence[Outcome[WorkT]]]]
    with_outputs: bool
    interval: float | None
    _status: dict[WorkRef, Status] = field(default_factory=dict[WorkRef, Status], init=False)
    _unreachable: dict[WorkRef, Unreachable] = field(default_factory=dict[WorkRef, Unreachable], init=False)
    _outages: dict[WorkRef, Outage] = field(default_factory=dict[WorkRef, Outage], init=False)
    """Outages of reads of ended work. The poller keeps its own."""

    async def run(self, deadline: Deadline, emit: Emit[Outcome[WorkT]]) -> None:
        """Emit an outcome as soon as each ends, and an error for each that is still under way at the deadline."""
        poller = self.poller()
        mailbox: Mailbox[tuple[WorkRef, Update]] = Mailbox(self.clock)
        listeners = {ref: partial(self._update, ref, mailbox) for ref in dict.fromkeys(self.refs)}
        waiting = set(listeners)
        unread: set[WorkRef] = set()
        for ref, listener in listeners.items():
            poller.listen(ref, listener, interval=self.interval)
        try:
            while waiting or unread:
                delay = min(deadline.remaining(), self._read_delay(unread))
                first = await mailbox.get(delay)
                if first is None and not deadline.remaining():
                    break
                for ref, update in [first, *mailbox.get_all()] if first else []:
                    waiting.discard(ref)
                    if isinstance(update, MoveError):
                        await emit(Failure(ref.id, error=as_failed_error(ref, update) or update))
                    else:
                        unread.add(ref)
                for outcome in await self._read(unread):
                    await emit(outcome)
        finally:
            for ref, listener in listeners.items():
                poller.leave(ref, listener)
        for ref in listeners:
            if ref in waiting or ref in unread:
                error = timeout_error(ref, self._status.get(ref), self._unreachable.get(ref))
                await emit(Failure(ref.id, error=error))

    def _update(self, ref: WorkRef, mailbox: Mailbox[tuple[WorkRef, Update]], update: Update) -> None:
        if isinstance(update, Unreachable):
            self._unreachable[ref] = update
            return
        if isinstance(update, Status):
            self._end_outage(ref)
            self._status[ref] = update
            if update.phase is Phase.UNDER_WAY:
                return
        mailbox.put((ref, update))

    def _read_delay(self, unread: set[WorkRef]) -> float:
        """Return the seconds until the next read of ended work."""
        errors = [self._unreachable[ref].error for ref in unread if ref in self._unreachable]
        if len(errors) < len(unread):
            return OUTPUT_DELAY
        return max(map(read_delay, errors), default=math.inf)

    async def _read(self, unread: set[WorkRef]) -> list[Outcome[WorkT]]:
        """Read ended work. Work without all its outputs, and work that cannot be read now, stays unread."""
        refs = list(unread)
        if not refs:
            return []
        results = await self.retrieve_many([ref.id for ref in refs])
        outcomes: list[Outcome[WorkT]] = []
        for ref, outcome in zip(refs, results, strict=True):
            if self._status[ref].phase is Phase.FAILED:
                failed = as_failed_error(ref, outcome.error) if outcome.error else None
                outcomes.append(Failure(ref.id, error=failed or failed_error(ref, outcome.job)))
            elif outcome.error is not None and self._is_tolerated(ref, outcome.error):
                continue
            elif outcome.job is None or not self.with_outputs or has_outputs(outcome.job):
                outcomes.append(outcome)
            else:
                self._end_outage(ref)
                continue
            unread.discard(ref)
        return outcomes

    def _is_tolerated(self, ref: WorkRef, error: MoveError) -> bool:
        outage = self._outages.setdefault(ref, Outage(self.clock))
        if outage.is_over_tolerance or not is_tolerable(error):
            return False
        self._unreachable[ref] = outage.unreachable(error, read_delay(error))
        return True

    def _end_outage(self, ref: WorkRef) -> None:
        self._unreachable.pop(ref, None)
        self._outages.pop(ref, None)
