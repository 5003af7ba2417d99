"""Waits for one job or volume."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.iteration import Emit
from move_ugc_async._concurrency.mailbox import Mailbox
from move_ugc_async._polling.outcomes import (
    OnProgress,
    ProgressEvent,
    Unreachable,
    Work,
    as_failed_error,
    failed_error,
    has_outputs,
    timeout_error,
)
from move_ugc_async._polling.poller import Poller, Update
from move_ugc_async._polling.schedule import Deadline, Outage, is_tolerable, read_delay
from move_ugc_async._polling.status import Kind, Phase, Status, WorkRef
from move_ugc_async.errors import JobFailedError, MoveError

OUTPUT_DELAY = 1.0
"""Seconds between two reads of the URLs of outputs, which appear a moment after the work has finished."""

WorkT = TypeVar("WorkT", bound=Work)


@dataclass(frozen=True, slots=True)
class Waiter(Generic[WorkT]):
    """Waits for single jobs or volumes.

    Args:
        kind: `job` or `volume`.
        poller: Returns the poller of the running event loop.
        clock: Time and randomness.
    """

    kind: Kind
    poller: Callable[[], Poller]
    clock: Clock

    async def wait(
        self,
        id: str,
        retrieve: Callable[[], Awaitable[WorkT]],
        *,
        with_outputs: bool,
        timeout: float | None,
        interval: float | None,
        on_progress: OnProgress | None,
    ) -> WorkT:
        """Wait until work has ended, and read it.

        Args:
            id: Id of the job or volume.
            retrieve: Reads it with everything that the caller expands.
            with_outputs: Whether to wait until every output has its URL.
            timeout: Seconds for the whole wait; None is no timeout.
            interval: Seconds between two polls; None adapts.
            on_progress: Called with each change and each failed poll.

        Raises:
            JobFailedError: The work has failed.
            WaitTimeoutError: The timeout is over; the work is still running.
            MoveError: It does not exist, or the server was unreachable for too long.
        """
        started, deadline = self.clock.monotonic(), Deadline.after(timeout, self.clock)

        async def emit(event: ProgressEvent) -> None:
            if on_progress is not None:
                called = on_progress(event)
                if inspect.isawaitable(called):
                    await called

        status = await self.watch(id, emit, deadline=deadline, interval=interval)
        if status.phase is Phase.FAILED:
            raise await self._read_failure(id, retrieve)

        async def report(unreachable: Unreachable) -> None:
            elapsed = self.clock.monotonic() - started
            await emit(ProgressEvent(self.kind, id, status.state, status.percentage, elapsed, unreachable))

        return await self._read_result(id, retrieve, deadline, status, report, with_outputs=with_outputs)

    async def watch(self, id: str, emit: Emit[ProgressEvent], *, deadline: Deadline, interval: float | None) -> Status:
        """Emit an event for each change and each failed poll, and return the final status.

        Raises:
            JobFailedError: The work has failed, and the server reports that with an error instead of a state.
            WaitTimeoutError: The deadline has passed; the work is still running.
            MoveError: It does not exist, or the server was unreachable for too long.
        """
        started = self.clock.monotonic()
        poller, ref = self.poller(), WorkRef(self.kind, id)
        mailbox: Mailbox[Update] = Mailbox(self.clock)
        status: Status | None = None
        unreachable: Unreachable | None = None
        latest: Update | None = None

        def listen(update: Update) -> None:
            nonlocal latest
            # Most polls bring no change, and waking a task costs as much as a poll.
            if update != latest:
                latest = update
                mailbox.put(update)

        poller.listen(ref, listen, interval=interval)
        try:
            while status is None or status.phase is Phase.UNDER_WAY:
                update = await mailbox.get(deadline.remaining())
                if update is None:
                    raise timeout_error(ref, status, unreachable)
                if isinstance(update, MoveError):
                    raise as_failed_error(ref, update) or update
                if isinstance(update, Unreachable):
                    unreachable = update
                else:
                    status, unreachable = update, None
                elapsed = self.clock.monotonic() - started
                known = status or Status()
                await emit(ProgressEvent(self.kind, id, known.state, known.percentage, elapsed, unreachable))
        finally:
            poller.leave(ref, listen)
        return status

    async def _read_failure(self, id: str, retrieve: Callable[[], Awaitable[WorkT]]) -> JobFailedError:
        ref = WorkRef(self.kind, id)
        try:
            work = await retrieve()
        except MoveError as error:
            return as_failed_error(ref, error) or failed_error(ref, None)
        return failed_error(ref, work)

    async def _read_result(
        self,
        id: str,
        retrieve: Callable[[], Awaitable[WorkT]],
        deadline: Deadline,
        status: Status,
        report: Emit[Unreachable],
        *,
        with_outputs: bool,
    ) -> WorkT:
        outage: Outage | None = None
        unreachable: Unreachable | None = None
        with anyio.move_on_after(deadline.remaining()):
            while True:
                try:
                    work = await retrieve()
                except MoveError as error:
                    outage = outage or Outage(self.clock)
                    if outage.is_over_tolerance or not is_tolerable(error):
                        raise
                    delay = read_delay(error)
                    unreachable = outage.unreachable(error, delay)
                    await report(unreachable)
                else:
                    if not with_outputs or has_outputs(work):
                        return work
                    delay, outage, unreachable = OUTPUT_DELAY, None, None
                if deadline.remaining() <= delay:
                    break
                await self.clock.sleep(delay)
        raise timeout_error(WorkRef(self.kind, id), status, unreachable)
