"""Waiting for one job or volume, and watching it on its way."""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar, cast

import anyio
from typing_extensions import Unpack

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency.iteration import Emit
from move_ugc_async._concurrency.mailbox import Mailbox
from move_ugc_async._polling.batch import WorkRef
from move_ugc_async._polling.deadline import Deadline
from move_ugc_async._polling.outcomes import OnProgress, ProgressEvent, Unreachable
from move_ugc_async._polling.poller import Poller, Update
from move_ugc_async._polling.status import Kind, Phase, Status, failed_item
from move_ugc_async._polling.tolerance import Tolerance, pause_after
from move_ugc_async.errors import ErrorDetails, GraphQLErrorItem, JobFailedError, MoveError, WaitTimeoutError

OUTPUT_PAUSE = 1.0
"""Seconds between two looks for the URLs of outputs, which appear a moment after the work has finished."""


class _File(Protocol):
    @property
    def presigned_url(self) -> str | None: ...


class _Output(Protocol):
    @property
    def file(self) -> _File: ...


class Work(Protocol):
    """What can be waited for: a job or a volume."""

    @property
    def outputs(self) -> Sequence[_Output] | None:
        """The result files."""
        ...

    @property
    def errors(self) -> tuple[GraphQLErrorItem, ...]:
        """The errors that came with it."""
        ...


WorkT = TypeVar("WorkT", bound=Work)


@dataclass(frozen=True, slots=True)
class Waits(Generic[WorkT]):
    """Waiting for one kind of work.

    Args:
        kind: What is waited for.
        poller: Gives the poller of the running event loop.
        clock: Time and chance.
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
        """Wait for the end, and read what has come of it.

        Args:
            id: Id of the work.
            retrieve: Reads it as the caller wants to have it.
            with_outputs: Whether to wait until every output has its URL.
            timeout: Seconds for all of it; None has no end.
            interval: Seconds between two looks; None adapts.
            on_progress: Called with each change.

        Raises:
            JobFailedError: It has failed.
            WaitTimeoutError: Time has run out; the work goes on.
            MoveError: Anything else that went wrong.
        """
        started, deadline = self.clock.monotonic(), Deadline.after(timeout, self.clock)

        async def tell(event: ProgressEvent) -> None:
            if on_progress is not None:
                called = on_progress(event)
                if inspect.isawaitable(called):
                    await called

        status = await self.watch(id, tell, deadline=deadline, interval=interval)
        if status.phase is Phase.FAILED:
            raise await self._failure(id, retrieve)

        async def report(unreachable: Unreachable) -> None:
            elapsed = self.clock.monotonic() - started
            await tell(ProgressEvent(self.kind, id, status.state, status.percentage, elapsed, unreachable))

        return await self._result(id, retrieve, deadline, status, report, with_outputs=with_outputs)

    async def watch(self, id: str, tell: Emit[ProgressEvent], *, deadline: Deadline, interval: float | None) -> Status:
        """Tell of each change, the end last, and give what it ended with.

        Raises:
            JobFailedError: It has failed, and the server says so with an error instead of a state.
            WaitTimeoutError: Time has run out; the work goes on.
            MoveError: There is no such work, or the server stays out of reach.
        """
        started = self.clock.monotonic()
        poller, key = self.poller(), WorkRef(self.kind, id)
        inbox: Mailbox[Update] = Mailbox(self.clock)
        last: Status | None = None
        unreachable: Unreachable | None = None
        heard: Update | None = None

        def hear(update: Update) -> None:
            nonlocal heard
            # Most looks bring nothing new, and waking a task costs as much as looking.
            if update != heard:
                heard = update
                inbox.put(update)

        poller.listen(key, hear, interval=interval)
        try:
            while last is None or last.phase is Phase.UNDER_WAY:
                update = await inbox.get(deadline.left())
                if update is None:
                    raise out_of_time(key, last, unreachable)
                if isinstance(update, MoveError):
                    raise failure_of(key, update) or update
                if isinstance(update, Unreachable):
                    unreachable = update
                else:
                    last, unreachable = update, None
                elapsed = self.clock.monotonic() - started
                known = last or Status()
                await tell(ProgressEvent(self.kind, id, known.state, known.percentage, elapsed, unreachable))
        finally:
            poller.leave(key, hear)
        return last

    async def _failure(self, id: str, retrieve: Callable[[], Awaitable[WorkT]]) -> JobFailedError:
        key = WorkRef(self.kind, id)
        try:
            work = await retrieve()
        except MoveError as error:
            return failure_of(key, error) or failed(key, None)
        return failed(key, work)

    async def _result(
        self,
        id: str,
        retrieve: Callable[[], Awaitable[WorkT]],
        deadline: Deadline,
        status: Status,
        report: Emit[Unreachable],
        *,
        with_outputs: bool,
    ) -> WorkT:
        tolerance = Tolerance(self.clock)
        unreachable: Unreachable | None = None
        with anyio.move_on_after(deadline.left()):
            while True:
                try:
                    work = await retrieve()
                except MoveError as error:
                    unreachable = tolerance.allows(error)
                    if unreachable is None:
                        raise
                    pause = pause_after(error)
                else:
                    if not with_outputs or has_outputs(work):
                        return work
                    pause, unreachable, tolerance = OUTPUT_PAUSE, None, Tolerance(self.clock)
                if unreachable is not None:
                    await report(unreachable)
                if deadline.left() <= pause:
                    break
                await self.clock.sleep(pause)
        raise out_of_time(WorkRef(self.kind, id), status, unreachable)


def has_outputs(work: Work) -> bool:
    """Tell whether every output has its URL."""
    # An output whose file is not there yet may be missing as a whole, and then its error tells of it.
    missing = any("outputs" in (error.path or ()) for error in work.errors)
    return not missing and all(output.file.presigned_url for output in work.outputs or ())


def out_of_time(key: WorkRef, last: Status | None, unreachable: Unreachable | None) -> WaitTimeoutError:
    """Create the error of a wait that took longer than its timeout.

    Args:
        key: What was waited for.
        last: Its latest status.
        unreachable: Why it could not be read at the end; the cause of the error.
    """
    status = last or Status()
    cause = unreachable.error if unreachable else None
    if cause is not None:
        msg = f"{key.kind} {key.id} could not be read until the timeout ({type(cause).__name__}); wait for it again"
    elif status.phase is Phase.FINISHED:
        msg = f"{key.kind} {key.id} has finished, but not every output has its URL in time; wait for it again"
    else:
        msg = f"{key.kind} {key.id} has not ended in time; it goes on, and can be waited for again"
    error = WaitTimeoutError(msg, id=key.id, state=status.state, percentage=status.percentage)
    error.__cause__ = cause
    return error


def failed(
    key: WorkRef, work: Work | None, suggestions: tuple[str, ...] = (), **details: Unpack[ErrorDetails]
) -> JobFailedError:
    """Make the error for work that has failed."""
    suggestions = suggestions or suggestions_of(work.errors if work is not None else ())
    advice = f": {' '.join(suggestions)}" if suggestions else ""
    msg = f"{key.kind} {key.id} has failed{advice}"
    return JobFailedError(msg, id=key.id, job=work, suggestions=suggestions, **details)


def failure_of(key: WorkRef, error: MoveError) -> JobFailedError | None:
    """Read an error that tells of failed work, as the API sends it in place of the work; None for any other."""
    if isinstance(error, JobFailedError):
        return error
    item = failed_item(error)
    if item is None:
        return None
    return failed(
        key,
        None,
        suggestions_of([item]),
        error_type=item.error_type,
        error_info=item.error_info,
        path=item.path,
        status=error.status,
        request_id=error.request_id,
        errors=error.errors,
    )


def suggestions_of(errors: Sequence[GraphQLErrorItem]) -> tuple[str, ...]:
    """Return what errors suggest to do about work that has failed."""
    infos = [_mapping(error.error_info).get("suggestions") for error in errors]
    texts = [text for info in infos if isinstance(info, list) for text in cast("list[object]", info)]
    return tuple(text for text in texts if isinstance(text, str))


def _mapping(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
