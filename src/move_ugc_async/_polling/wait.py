"""Waits for jobs and volumes."""

import inspect
import math
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeAlias, TypeVar

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.iteration import Emit
from move_ugc_async._polling.entry import Update
from move_ugc_async._polling.outcomes import (
    Failure,
    OnProgress,
    Outcome,
    ProgressEvent,
    Work,
    as_failed_error,
    failed_error,
    has_outputs,
    timeout_error,
)
from move_ugc_async._polling.poller import Poller
from move_ugc_async._polling.status import Outage, Status, Unreachable, WorkRef, is_tolerable
from move_ugc_async._schema.phase import Phase
from move_ugc_async._transport.retry import requested_delay
from move_ugc_async._validation import ensure_seconds
from move_ugc_async.errors import MoveError

OUTPUT_DELAY = 1.0
"""Seconds between two reads of the URLs of outputs, which appear a moment after the work has finished."""

READ_RETRY_DELAY = 5.0
"""Seconds between a failed read of finished work and the next one."""

LAST_POLL = 5.0
"""Seconds before the deadline at which work is polled once more, unless the caller has set the interval."""

WorkT = TypeVar("WorkT", bound=Work)

Read: TypeAlias = Callable[[Sequence[str]], Awaitable[Sequence[Outcome[WorkT]]]]
"""Reads ended work with everything that the caller expands, and returns an outcome for each id."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of the clock; `math.inf` is no deadline."""

    clock: Clock
    at: float = math.inf

    @classmethod
    def after(cls, timeout: float | None, clock: Clock) -> "Deadline":
        """Create a deadline that many seconds from now; None is no deadline."""
        timeout = ensure_seconds(timeout, "timeout")
        return cls(clock) if timeout is None else cls(clock, clock.monotonic() + timeout)

    def remaining(self) -> float:
        """Return the remaining seconds, at least 0."""
        return max(self.at - self.clock.monotonic(), 0.0)


@dataclass(slots=True)
class _Waited:
    """A job or volume that is waited for, and its latest update and status."""

    ref: WorkRef
    update: Update | None = None
    status: Status = field(default_factory=Status)
    unreachable: Unreachable | None = None
    outage: Outage | None = None
    """Failed reads of ended work; the poller records those of its polls."""


_Change: TypeAlias = tuple[WorkRef, Status, Unreachable | None]
"""What a `ProgressEvent` reports, except the time waited, which counts until the event is delivered."""


@dataclass(slots=True)
class Wait(Generic[WorkT]):
    """One wait for any number of jobs or volumes, without a task for each.

    Args:
        poller: Returns the poller of the running event loop.
        deadline: When to stop waiting for those that have not ended.
        interval: Seconds between two polls; None adapts.
        read: Reads ended work. Without it, only errors are emitted.
        with_outputs: Whether to wait until every output has its URL.
    """

    refs: Iterable[WorkRef]
    poller: Callable[[], Poller]
    deadline: Deadline
    interval: float | None
    read: Read[WorkT] | None = None
    with_outputs: bool = False
    _is_single: bool = field(default=False, init=False)
    """Whether the deadline also limits the read of ended work. Of many, none that have ended must be lost by it."""
    _on_progress: OnProgress | None = field(default=None, init=False)
    _is_last_poll_due: bool = field(default=True, init=False)
    _started: float = field(init=False)
    _updated: anyio.Event = field(init=False)
    _changes: deque[_Change] = field(default_factory=deque[_Change], init=False)
    _ended: deque[_Waited] = field(default_factory=deque[_Waited], init=False)

    async def run(self, emit: Emit[Outcome[WorkT]], on_progress: OnProgress | None = None) -> None:
        """Emit an outcome as soon as each ends, and an error for each that is still under way at the deadline."""
        self._on_progress, self._started, self._updated = on_progress, self.deadline.clock.monotonic(), anyio.Event()
        poller = self.poller()
        polled = {ref: _Waited(ref) for ref in self.refs}
        unread: dict[WorkRef, _Waited] = {}
        listeners = {ref: partial(self._update, waited) for ref, waited in polled.items()}
        for ref, listener in listeners.items():
            poller.listen(ref, listener, interval=self.interval)
        try:
            while polled or unread:
                if not await self._next_update(self._read_delay(unread), poller, polled):
                    break
                await self._call_back()
                while self._ended:
                    waited = self._ended.popleft()
                    ref = waited.ref
                    del polled[ref]
                    if isinstance(waited.update, MoveError):
                        await emit(Failure(ref.id, error=as_failed_error(ref, waited.update) or waited.update))
                    elif self.read is not None:
                        unread[ref] = waited
                for outcome in await self._read(unread):
                    await emit(outcome)
        finally:
            for ref, listener in listeners.items():
                poller.leave(ref, listener)
        for ref, waited in (*polled.items(), *unread.items()):
            await emit(Failure(ref.id, error=timeout_error(ref, waited.status, waited.unreachable)))

    async def run_one(self, on_progress: OnProgress | None) -> WorkT | None:
        """Wait for a single job or volume, and return it; None without `read`.

        Raises:
            JobFailedError: The work has failed.
            WaitTimeoutError: The deadline has passed; the work is still running.
            MoveError: It does not exist, or the server was unreachable for too long.
        """
        errors: list[MoveError] = []
        works: list[WorkT] = []

        async def keep(outcome: Outcome[WorkT]) -> None:
            if outcome.error is None:
                works.append(outcome.job)
            else:
                errors.append(outcome.error)

        self._is_single = True
        await self.run(keep, on_progress)
        if errors:
            raise errors.pop()
        return works[0] if works else None

    def _update(self, waited: _Waited, update: Update) -> None:
        # Most polls bring no change, and waking a task costs as much as a poll.
        if update == waited.update:
            return
        waited.update = update
        if isinstance(update, Status):
            waited.status, waited.unreachable = update, None
            self._add_change(waited)
        elif isinstance(update, Unreachable):
            waited.unreachable = update
            self._add_change(waited)
        if isinstance(update, MoveError) or waited.status.phase is not Phase.UNDER_WAY:
            self._ended.append(waited)
        if self._changes or self._ended:
            self._updated.set()

    def _add_change(self, waited: _Waited) -> None:
        if self._on_progress is not None:
            self._changes.append((waited.ref, waited.status, waited.unreachable))

    async def _call_back(self) -> None:
        while self._changes and self._on_progress is not None:
            ref, status, unreachable = self._changes.popleft()
            elapsed = self.deadline.clock.monotonic() - self._started
            called = self._on_progress(
                ProgressEvent(ref.kind, ref.id, status.state, status.percentage, elapsed, unreachable)
            )
            if inspect.isawaitable(called):
                await called

    async def _next_update(self, read_delay: float, poller: Poller, polled: Collection[WorkRef]) -> bool:
        """Wait for an update, or for the next read of ended work; return False if the deadline comes first."""
        remaining = self.deadline.remaining()
        if self._is_last_poll_due and remaining <= LAST_POLL:
            # Neither a lost event nor a long interval must turn work that has ended into a timeout.
            self._is_last_poll_due = False
            poller.read_soon(polled)
        next_step = min(read_delay, remaining - LAST_POLL) if self._is_last_poll_due and polled else read_delay
        if polled and not self._changes and not self._ended:
            self._updated = anyio.Event()
            await self.deadline.clock.wait(self._updated, min(next_step, remaining))
        elif not polled and read_delay < remaining:
            await self.deadline.clock.sleep(read_delay)
        return bool(self._changes or self._ended) or next_step < remaining

    def _read_delay(self, unread: dict[WorkRef, _Waited]) -> float:
        """Return the seconds until the next read of ended work."""
        errors = [waited.unreachable.error for waited in unread.values() if waited.unreachable]
        if len(errors) < len(unread):
            return OUTPUT_DELAY
        return max(map(_retry_delay, errors), default=math.inf)

    async def _read(self, unread: dict[WorkRef, _Waited]) -> list[Outcome[WorkT]]:
        """Read ended work. Work without all its outputs, and work that cannot be read now, stays unread."""
        works = list(unread.values())
        if not works or self.read is None:
            return []
        # Of failed work, only the read returns the suggestions.
        is_limited = self._is_single and works[0].status.phase is not Phase.FAILED
        results: Sequence[Outcome[WorkT]] = []
        with anyio.move_on_after(self.deadline.remaining() if is_limited else math.inf):
            results = await self.read([waited.ref.id for waited in works])
        outcomes: list[Outcome[WorkT]] = []
        for waited, result in zip(works, results, strict=False):
            outcome = self._outcome(waited, result)
            if outcome is not None:
                outcomes.append(outcome)
                del unread[waited.ref]
        await self._call_back()
        return outcomes

    def _outcome(self, waited: _Waited, result: Outcome[WorkT]) -> Outcome[WorkT] | None:
        """Return the outcome of ended work, or None if it must be read again."""
        ref, error = waited.ref, result.error
        if waited.status.phase is Phase.FAILED:
            failure = as_failed_error(ref, error) if error else None
            return Failure(ref.id, error=failure or failed_error(ref, result.job))
        if error is not None:
            waited.outage = waited.outage or Outage(self.deadline.clock)
            if waited.outage.is_over_tolerance or not is_tolerable(error):
                return result
            waited.unreachable = waited.outage.unreachable(error, _retry_delay(error))
            self._add_change(waited)
            return None
        if result.job is None or not self.with_outputs or has_outputs(result.job):
            return result
        waited.outage = waited.unreachable = None
        return None


def _retry_delay(error: MoveError) -> float:
    return max(requested_delay(error), READ_RETRY_DELAY)
