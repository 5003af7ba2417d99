"""The poller: it asks for the status of everything that anyone waits for."""

from collections.abc import Callable, Iterable, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TypeAlias

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.background import BackgroundTask, BackgroundTasks
from move_ugc_async._concurrency.batches import run_batches
from move_ugc_async._log import logger
from move_ugc_async._polling.batch import WorkRef, read_statuses
from move_ugc_async._polling.interval import PollInterval
from move_ugc_async._polling.outcomes import Unreachable
from move_ugc_async._polling.refusals import may_be_too_large
from move_ugc_async._polling.status import Phase, Status
from move_ugc_async._polling.tolerance import TOLERANCE, may_pass
from move_ugc_async._transport.operation import OperationTransport
from move_ugc_async._transport.retry import is_transient, requested_delay
from move_ugc_async.errors import CLOSED, MoveClientClosedError, MoveError

GATHER = 0.02
"""How long a newcomer waits for others to share its first request, in seconds."""

GROW_AFTER = 200
"""How many batches of a size that was cut down go well before one of twice the size is tried."""

Update: TypeAlias = Status | Unreachable | MoveError
Listener: TypeAlias = Callable[[Update], None]


@dataclass(slots=True)
class _Entry:
    key: WorkRef
    due: float
    pace: PollInterval
    listeners: list[Listener] = field(default_factory=list[Listener])
    status: Status | None = None
    failing_since: float | None = None
    unreachable_since: datetime | None = None
    is_pending: bool = False


class Poller:
    """Ask for statuses on behalf of any number of waiters, in as few requests as there are batches.

    It runs while there is a listener, and belongs to the event loop that it was made in.

    Args:
        transport: Sends the requests.
        clock: Time and chance.
        background: Owns the task.
        batch_size: How many ids one request asks for at most.
    """

    def __init__(
        self, transport: OperationTransport, clock: Clock, background: BackgroundTasks, batch_size: int
    ) -> None:
        self._transport = transport
        self._clock = clock
        self._background = background
        self._batch_size = self._largest_batch = batch_size
        self._answered = 0
        self._entries: dict[WorkRef, _Entry] = {}
        self._reported: set[type[Exception]] = set()
        self._wake = anyio.Event()
        self._task: BackgroundTask[None] | None = None

    def listen(self, key: WorkRef, listener: Listener, *, interval: float | None = None) -> None:
        """Tell the listener each status and each failed poll from now on, until a status is final or an error.

        Args:
            key: What to wait for.
            listener: Called in the poller's task; must not raise.
            interval: Seconds between two looks; None adapts.
        """
        now = self._clock.monotonic()
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = _Entry(key, now + GATHER, PollInterval(now, interval))
            self._wake.set()
        elif interval is not None and (entry.pace.fixed is None or interval < entry.pace.fixed):
            entry.pace.fixed = interval
            entry.due = min(entry.due, now + interval)
            self._wake.set()
        entry.listeners.append(listener)
        if entry.status is not None:
            listener(entry.status)
        if self._task is None:
            # It asks for everyone: its requests are no part of whatever the first waiter is doing.
            self._task = self._background.start(partial(self._run, self._entries), Context())

    def leave(self, key: WorkRef, listener: Listener) -> None:
        """Tell the listener nothing more; with the last one, asking stops."""
        entry = self._entries.get(key)
        if entry is None or listener not in entry.listeners:
            return
        entry.listeners.remove(listener)
        if not entry.listeners:
            del self._entries[key]
        if not self._entries and self._task is not None:
            self._task.cancel()
            self._task = None
            self._entries = {}

    async def _run(self, entries: dict[WorkRef, _Entry]) -> None:
        try:
            while entries:
                due = min(entry.due for entry in entries.values())
                if await self._reaches(due):
                    batches = [*self._batches(due)]
                    await run_batches(self._ask, batches)
                    self._put_off_pending(batches)
        except Exception as error:
            # A waiter that nobody tells would wait for ever.
            self._end_all(entries, MoveError(f"waiting broke: {error!r}"))
            raise
        finally:
            self._end_all(entries, MoveClientClosedError(CLOSED))
            if self._entries is entries:
                self._task = None

    async def _reaches(self, moment: float) -> bool:
        """Wait for a moment, and tell whether it has come: somebody new may be due before."""
        pause = moment - self._clock.monotonic()
        if pause <= 0:
            return True
        self._wake = anyio.Event()
        return await self._clock.pause(pause, self._wake)

    def _batches(self, due_now: float) -> Iterable[Sequence[_Entry]]:
        """Give those that are due; the last batch is filled up with those that will be next."""
        now = max(self._clock.monotonic(), due_now)
        waiting = sorted(self._entries.values(), key=lambda entry: entry.due)
        due = sum(entry.due <= now for entry in waiting)
        size = self._batch_size
        taken = waiting[: -(-due // size) * size]
        for start in range(0, len(taken), size):
            yield taken[start : start + size]

    async def _ask(self, batch: Sequence[_Entry]) -> bool:
        """Ask for one batch, and tell whether it was answered as a whole."""
        for entry in batch:
            entry.is_pending = True
        try:
            outcomes = await read_statuses(self._transport, [entry.key for entry in batch])
        except MoveError as error:
            await self._refused(batch, error)
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is, the other batches do not depend on it
            self._broke(batch, error)
            return False
        self._grow(len(batch))
        for entry in batch:
            outcome = outcomes[entry.key]
            if isinstance(outcome, MoveError) and may_pass(outcome):
                self._put_off(entry, outcome)
            elif isinstance(outcome, MoveError):
                self._end(entry, outcome)
            else:
                self._tell(entry, outcome)
        return True

    def _grow(self, answered: int) -> None:
        """Ask for more at once again, now and then, after smaller batches have gone well."""
        if answered < self._batch_size or self._batch_size == self._largest_batch:
            return
        self._answered += 1
        if self._answered == GROW_AFTER:
            self._answered = 0
            self._batch_size = min(self._batch_size * 2, self._largest_batch)

    async def _refused(self, batch: Sequence[_Entry], error: MoveError) -> None:
        # What nobody can explain is tolerated, too, and then narrowed down once: in halves right away, each poll would
        # cost as many requests as twice the ids.
        if is_transient(error) or (may_pass(error) and (len(batch) == 1 or not any(map(self._is_over, batch)))):
            for entry in batch:
                self._put_off(entry, error)
        elif len(batch) == 1 or not may_be_too_large(error):
            for entry in batch:
                self._end(entry, error)
        else:
            # Too complex or too large, or one id spoils it for all: the halves tell.
            half = len(batch) // 2
            first, second = await self._ask(batch[:half]), await self._ask(batch[half:])
            if first and second:
                self._batch_size = min(self._batch_size, half)
                self._answered = 0

    def _broke(self, batch: Sequence[_Entry], error: Exception) -> None:
        if type(error) not in self._reported:
            self._reported.add(type(error))
            logger.warning("polling failed with %s; it is retried", type(error).__name__)
        failure = MoveError(f"cannot poll: unexpected {type(error).__name__}")
        failure.__cause__ = error
        for entry in batch:
            self._put_off(entry, failure)

    def _put_off_pending(self, batches: Iterable[Sequence[_Entry]]) -> None:
        """Count polls that ended without an outcome as failed: a library awaited something that was cancelled."""
        for entry in (entry for batch in batches for entry in batch if entry.is_pending):
            self._put_off(entry, MoveError("cannot poll: cancelled within the HTTP library"))

    def _put_off(self, entry: _Entry, error: MoveError) -> None:
        entry.is_pending = False
        now, time = self._clock.monotonic(), self._clock.time()
        if entry.failing_since is None or entry.unreachable_since is None:
            entry.failing_since, entry.unreachable_since = now, datetime.fromtimestamp(time, UTC)
        if self._is_over(entry):
            self._end(entry, error)
            return
        pause = max(requested_delay(error), entry.pace.pause(entry.status or Status(), now, self._clock.random))
        entry.due = now + pause
        unreachable = Unreachable(entry.unreachable_since, error, datetime.fromtimestamp(time + pause, UTC))
        for listener in tuple(entry.listeners):
            listener(unreachable)

    def _is_over(self, entry: _Entry) -> bool:
        """Return whether the polls of an entry have failed for longer than is tolerated."""
        return entry.failing_since is not None and self._clock.monotonic() - entry.failing_since > TOLERANCE

    def _tell(self, entry: _Entry, status: Status) -> None:
        entry.is_pending = False
        now = self._clock.monotonic()
        entry.failing_since = entry.unreachable_since = None
        entry.status = status
        entry.due = now + entry.pace.pause(status, now, self._clock.random)
        if status.phase is Phase.UNDER_WAY:
            for listener in tuple(entry.listeners):
                listener(status)
        else:
            self._end(entry, status)

    def _end(self, entry: _Entry, update: Update) -> None:
        entry.is_pending = False
        # Someone may have left, and another come, while the request was under way.
        if self._entries.get(entry.key) is entry:
            del self._entries[entry.key]
        for listener in tuple(entry.listeners):
            listener(update)

    def _end_all(self, entries: dict[WorkRef, _Entry], error: MoveError) -> None:
        for entry in tuple(entries.values()):
            self._end(entry, error)
