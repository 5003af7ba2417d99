"""Waiting for many."""

import math
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Generic

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.iteration import Emit
from move_ugc_async._concurrency.mailbox import Mailbox
from move_ugc_async._polling.batch import WorkRef
from move_ugc_async._polling.deadline import Deadline
from move_ugc_async._polling.outcomes import Failure, Outcome, Unreachable
from move_ugc_async._polling.poller import Poller, Update
from move_ugc_async._polling.status import Phase, Status
from move_ugc_async._polling.tolerance import Tolerance, pause_after
from move_ugc_async._polling.wait import OUTPUT_PAUSE, WorkT, failed, failure_of, has_outputs, out_of_time
from move_ugc_async.errors import MoveError


@dataclass(slots=True)
class WaitMany(Generic[WorkT]):
    """One wait for many ids, without a task for each.

    Args:
        keys: What to wait for.
        poller: Gives the poller of the running event loop.
        clock: Time and chance.
        retrieve_many: Reads the ended ones as the caller wants to have them, an outcome each.
        with_outputs: Whether to wait until every output has its URL.
        interval: Seconds between two looks; None adapts.
    """

    keys: Sequence[WorkRef]
    poller: Callable[[], Poller]
    clock: Clock
    retrieve_many: Callable[[Sequence[str]], Awaitable[Sequence[Outcome[WorkT]]]]
    with_outputs: bool
    interval: float | None
    _last: dict[WorkRef, Status] = field(default_factory=dict[WorkRef, Status], init=False)
    _unreachable: dict[WorkRef, Unreachable] = field(default_factory=dict[WorkRef, Unreachable], init=False)
    _tolerances: dict[WorkRef, Tolerance] = field(default_factory=dict[WorkRef, Tolerance], init=False)

    async def run(self, deadline: Deadline, give: Emit[Outcome[WorkT]]) -> None:
        """Give an outcome the moment each ends; those still under way when time runs out come last, with an error."""
        poller = self.poller()
        ended: Mailbox[tuple[WorkRef, Update]] = Mailbox(self.clock)
        listeners = {key: partial(self._note, key, ended) for key in dict.fromkeys(self.keys)}
        waiting = set(listeners)
        unread: set[WorkRef] = set()
        for key, listener in listeners.items():
            poller.listen(key, listener, interval=self.interval)
        try:
            while waiting or unread:
                pause = min(deadline.left(), self._pause(unread))
                first = await ended.get(pause)
                if first is None and not deadline.left():
                    break
                for key, update in [first, *ended.get_all()] if first else []:
                    waiting.discard(key)
                    if isinstance(update, MoveError):
                        await give(Failure(key.id, error=failure_of(key, update) or update))
                    else:
                        unread.add(key)
                for outcome in await self._read(unread):
                    await give(outcome)
        finally:
            for key, listener in listeners.items():
                poller.leave(key, listener)
        for key in listeners:
            if key in waiting or key in unread:
                error = out_of_time(key, self._last.get(key), self._unreachable.get(key))
                await give(Failure(key.id, error=error))

    def _pause(self, unread: set[WorkRef]) -> float:
        """Return the seconds until the next read of what has ended."""
        failed = [self._unreachable[key].error for key in unread if key in self._unreachable]
        if len(failed) < len(unread):
            return OUTPUT_PAUSE
        return max(map(pause_after, failed), default=math.inf)

    async def _read(self, unread: set[WorkRef]) -> list[Outcome[WorkT]]:
        """Read those that have ended; those whose outputs are not all there yet stay unread."""
        keys = list(unread)
        if not keys:
            return []
        read = await self.retrieve_many([key.id for key in keys])
        outcomes: list[Outcome[WorkT]] = []
        for key, outcome in zip(keys, read, strict=True):
            if self._last[key].phase is Phase.FAILED:
                outcomes.append(self._failure(key, outcome))
            elif outcome.error is not None and self._may_pass(key, outcome.error):
                continue
            elif outcome.job is None or not self.with_outputs or has_outputs(outcome.job):
                outcomes.append(outcome)
            else:
                self._forget_outage(key)
                continue
            unread.discard(key)
        return outcomes

    def _may_pass(self, key: WorkRef, error: MoveError) -> bool:
        unreachable = self._tolerances.setdefault(key, Tolerance(self.clock)).allows(error)
        if unreachable is None:
            return False
        self._unreachable[key] = unreachable
        return True

    def _forget_outage(self, key: WorkRef) -> None:
        self._unreachable.pop(key, None)
        self._tolerances.pop(key, None)

    def _failure(self, key: WorkRef, outcome: Outcome[WorkT]) -> Outcome[WorkT]:
        told = failure_of(key, outcome.error) if outcome.error else None
        return Failure(key.id, error=told or failed(key, outcome.job))

    def _note(self, key: WorkRef, ended: Mailbox[tuple[WorkRef, Update]], update: Update) -> None:
        if isinstance(update, Unreachable):
            self._unreachable[key] = update
            return
        if isinstance(update, Status):
            self._forget_outage(key)
            self._last[key] = update
            if update.phase is Phase.UNDER_WAY:
                return
        ended.put((key, update))
