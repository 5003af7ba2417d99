"""The poller: reads the statuses of all jobs and volumes that are waited for."""

from collections.abc import Iterable, Sequence
from contextvars import Context
from functools import partial

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.background import BackgroundTask, BackgroundTasks
from move_ugc_async._concurrency.task_group import run_batches
from move_ugc_async._log import logger
from move_ugc_async._polling.batch import may_be_too_large, read_statuses
from move_ugc_async._polling.entry import Listener, PollEntry
from move_ugc_async._polling.event_polling import EventPolling
from move_ugc_async._polling.job_events import JobEvents
from move_ugc_async._polling.status import (
    MIN_INTERVAL,
    Outage,
    PollInterval,
    Status,
    WorkRef,
    failed_item,
    is_tolerable,
)
from move_ugc_async._schema.phase import Phase
from move_ugc_async._transport.operation import OperationTransport
from move_ugc_async._transport.retry import requested_delay
from move_ugc_async.errors import CLOSED, MoveClientClosedError, MoveError

GATHER = 0.02
"""Delay of the first poll, in seconds, so that waits that start together share it."""

GROW_AFTER = 200
"""Number of batches of a reduced size that must succeed before the size is doubled."""


class Poller:
    """Reads statuses for any number of listeners, with one request per batch.

    It runs while there is a listener, and belongs to the event loop it was created in. Events of jobs decide only when
    statuses are read.
    """

    def __init__(
        self,
        transport: OperationTransport,
        clock: Clock,
        background: BackgroundTasks,
        batch_size: int,
        job_events: JobEvents,
    ) -> None:
        self._transport = transport
        self._clock = clock
        self._background = background
        self._batch_size = self._max_batch_size = batch_size
        self._succeeded = 0
        self._events = EventPolling(job_events, self._wake_up)
        self._entries: dict[WorkRef, PollEntry] = {}
        self._reported: set[type[Exception]] = set()
        self._wake = anyio.Event()
        self._task: BackgroundTask[None] | None = None

    def listen(self, ref: WorkRef, listener: Listener, *, interval: float | None = None) -> None:
        """Register a listener, which must not raise, for each status and failed poll until a final status or an error.

        `interval` is in seconds; None adapts. The shortest of all listeners applies.
        """
        now = self._clock.monotonic()
        if self._task is None:
            # Before `has_ended` is called, so that no event is missed in between.
            self._events.start()
        entry = self._entries.get(ref)
        if entry is None:
            entry = self._entries[ref] = PollEntry(ref, now + GATHER, PollInterval(now, interval))
            entry.is_announced = self._events.has_ended(ref)
            self._wake.set()
        elif interval is not None and (entry.interval.fixed is None or interval < entry.interval.fixed):
            entry.interval.fixed = interval
            entry.due = min(entry.due, max(now + interval, entry.not_before))
            self._wake.set()
        entry.listeners.append(listener)
        if entry.status is not None:
            listener(entry.status)
        if self._task is None:
            # It polls for all listeners, so it must not run in the context of the first one.
            self._task = self._background.start(partial(self._run, self._entries), Context())

    def read_soon(self, refs: Iterable[WorkRef]) -> None:
        """Read work whose interval adapts, and whose next poll may be a minute away."""
        now = self._clock.monotonic()
        for ref in refs:
            entry = self._entries.get(ref)
            if entry is not None and entry.is_read and entry.interval.fixed is None:
                # Many short waits for one job must not read it all the time.
                entry.due = min(entry.due, max(now, entry.read_at + MIN_INTERVAL))
                self._wake.set()

    def leave(self, ref: WorkRef, listener: Listener) -> None:
        """Remove a listener. Polling stops with the last one."""
        entry = self._entries.get(ref)
        if entry is None or listener not in entry.listeners:
            return
        entry.listeners.remove(listener)
        if not entry.listeners:
            del self._entries[ref]
            self._events.discard(ref)
        if not self._entries and self._task is not None:
            self._task.cancel()
            self._stop()
            self._entries = {}

    def _stop(self) -> None:
        self._task = None
        self._events.stop()

    def _wake_up(self) -> None:
        self._wake.set()

    async def _run(self, entries: dict[WorkRef, PollEntry]) -> None:
        ending: MoveError = MoveClientClosedError(CLOSED)
        try:
            while entries:
                self._events.handle(entries, self._clock, self._batch_size)
                due = min(self._events.due, *(entry.due for entry in entries.values()))
                if await self._sleep_until(due):
                    now = max(self._clock.monotonic(), due)
                    self._events.apply(entries, self._clock, now)
                    batches = self._batches(now)
                    await run_batches(self._poll, batches)
                    self._record_pending(batches)
        except Exception as error:
            ending = MoveError(f"cannot wait: the poller failed with {error!r}")
            raise
        finally:
            # Without an update, waits would never end.
            for entry in tuple(entries.values()):
                self._end(entry, ending)
            if self._entries is entries:
                self._stop()

    async def _sleep_until(self, moment: float) -> bool:
        """Wait, and return whether the moment was reached: a new listener may be due earlier."""
        delay = moment - self._clock.monotonic()
        if delay <= 0:
            return True
        self._wake = anyio.Event()
        return await self._clock.pause(delay, self._wake)

    def _batches(self, now: float) -> list[list[PollEntry]]:
        """Return the entries that are due. Fill the last batch with the entries that are due next."""
        entries = sorted(self._entries.values(), key=lambda entry: entry.due)
        number = sum(entry.due <= now for entry in entries)
        size = self._batch_size
        batched = entries[: -(-number // size) * size]
        return [batched[start : start + size] for start in range(0, len(batched), size)]

    async def _poll(self, batch: Sequence[PollEntry]) -> bool:
        """Poll one batch, and return whether the request succeeded."""
        for entry in batch:
            entry.is_pending = True
        try:
            results = await read_statuses(self._transport, [entry.ref for entry in batch])
        except MoveError as error:
            await self._handle_error(batch, error)
            return False
        except Exception as error:  # noqa: BLE001 - the other batches do not depend on it
            self._handle_unexpected(batch, error)
            return False
        self._count_success(len(batch))
        for entry in batch:
            result = results[entry.ref]
            if isinstance(result, Status):
                self._record_status(entry, result)
            elif is_tolerable(result):
                self._record_failure(entry, result)
            else:
                self._end(entry, result)
        return True

    def _count_success(self, size: int) -> None:
        """Double a reduced batch size after enough full batches have succeeded."""
        if size < self._batch_size or self._batch_size == self._max_batch_size:
            return
        self._succeeded += 1
        if self._succeeded == GROW_AFTER:
            self._succeeded = 0
            self._batch_size = min(self._batch_size * 2, self._max_batch_size)

    async def _handle_error(self, batch: Sequence[PollEntry], error: MoveError) -> None:
        # An unexplained error may belong to a single id, which halving the batch would isolate. Halving costs up to
        # twice as many requests as there are ids, so it is done once, at the end of the tolerance.
        is_over_tolerance = any(entry.outage and entry.outage.is_over_tolerance for entry in batch)
        if error.transient or (is_tolerable(error) and not is_over_tolerance):
            for entry in batch:
                self._record_failure(entry, error)
        elif len(batch) == 1 or not may_be_too_large(error):
            for entry in batch:
                self._end(entry, error)
        else:
            half = len(batch) // 2
            first, second = await self._poll(batch[:half]), await self._poll(batch[half:])
            if first and second:
                # The size was the cause, not one of the ids.
                self._batch_size = min(self._batch_size, half)
                self._succeeded = 0

    def _handle_unexpected(self, batch: Sequence[PollEntry], error: Exception) -> None:
        if type(error) not in self._reported:
            self._reported.add(type(error))
            logger.warning("polling failed with %s; it is retried", type(error).__name__)
        failure = MoveError(f"cannot poll: unexpected {type(error).__name__}")
        failure.__cause__ = error
        for entry in batch:
            self._record_failure(entry, failure)

    def _record_pending(self, batches: Iterable[Sequence[PollEntry]]) -> None:
        """Record polls without a result as failed: the HTTP library awaited something that was cancelled."""
        for entry in (entry for batch in batches for entry in batch if entry.is_pending):
            self._record_failure(entry, MoveError("cannot poll: cancelled within the HTTP library"))

    def _record_failure(self, entry: PollEntry, error: MoveError) -> None:
        """Notify of a failed poll and schedule the next one, or end waiting after the tolerance."""
        entry.is_pending = False
        entry.outage = entry.outage or Outage(self._clock)
        if entry.outage.is_over_tolerance:
            self._end(entry, error)
            return
        now = self._clock.monotonic()
        interval = entry.interval.next(entry.status or Status(), now, self._clock.random)
        requested = requested_delay(error)
        delay = max(requested, interval)
        entry.due, entry.not_before = now + delay, now + requested
        entry.notify(entry.outage.unreachable(error, delay))

    def _record_status(self, entry: PollEntry, status: Status) -> None:
        entry.is_pending = False
        entry.outage = None
        if status.phase is not Phase.UNDER_WAY:
            self._end(entry, status)
            return
        entry.status = status
        entry.read_at = now = self._clock.monotonic()
        entry.due = now + self._events.interval(entry, now, self._clock.random)
        entry.notify(status)

    def _end(self, entry: PollEntry, update: Status | MoveError) -> None:
        entry.is_pending = False
        # A listener may have left and another one come during the request, which created a new entry.
        if self._entries.get(entry.ref) is entry:
            del self._entries[entry.ref]
            self._events.discard(entry.ref)
            if isinstance(update, Status) or failed_item(update) is not None:
                self._events.record_end(entry, self._clock.monotonic())
        entry.notify(update)
