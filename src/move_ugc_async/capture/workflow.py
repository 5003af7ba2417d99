"""One workflow: upload, take, job, wait, download."""

from collections.abc import Awaitable, Callable, Generator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

import anyio

from move_ugc_async._capture_state import CaptureState
from move_ugc_async._concurrency import to_thread
from move_ugc_async._generated.fragments import HumanVolumeType, TakeType
from move_ugc_async._polling.outcomes import ProgressEvent
from move_ugc_async._schema.keyed_metadata import WorkflowKey
from move_ugc_async._telemetry.base import WorkflowKind
from move_ugc_async._telemetry.current import telemetry
from move_ugc_async._transfers.events import DownloadedOutput, TransferEvent
from move_ugc_async._validation import ensure_seconds
from move_ugc_async.capture.clips import KnownClip, read_clips
from move_ugc_async.capture.events import OnCapture
from move_ugc_async.capture.keeper import StateKeeper
from move_ugc_async.capture.keys import check_found, take_key, work_key
from move_ugc_async.capture.preflight import check_folder
from move_ugc_async.capture.reporter import CallbackError, Reporter
from move_ugc_async.capture.request import CaptureRequest
from move_ugc_async.capture.start import Start
from move_ugc_async.capture.steps import WorkflowContext, WorkflowSteps, WorkT
from move_ugc_async.capture.uploads import upload_clips
from move_ugc_async.errors import (
    AmbiguousCreateError,
    CaptureError,
    IdempotencyMismatchError,
    JobFailedError,
    MoveError,
    MoveNotFoundError,
    MoveTimeoutError,
    StateFileMismatchError,
)
from move_ugc_async.services.inputs import SourceIn

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CaptureResult(Generic[WorkT]):
    """The result of a workflow.

    Attributes:
        work: The finished job, or the volume of a calibration.
        take: The take. None for a calibration, and if an earlier call created the take; its id is in `state`.
        outputs: The downloaded outputs.
        state: All ids of the workflow.
    """

    work: WorkT
    take: TakeType | None
    outputs: list[DownloadedOutput]
    state: CaptureState


class CaptureWorkflow(Generic[WorkT]):
    """A workflow: upload, create a take (not for a calibration), start the work, wait, download.

    Args:
        context: The context that workflows share.
        request: The clips and options.
        steps: The requests to send.
        start: The state to start from.
        on_progress: The user's callback.
        kind: Name of the workflow in traces and metrics.
    """

    def __init__(
        self,
        context: WorkflowContext,
        request: CaptureRequest,
        steps: WorkflowSteps[WorkT],
        start: Start,
        on_progress: OnCapture | None,
        kind: WorkflowKind,
    ) -> None:
        self._context = context
        self._request = request
        self._steps: WorkflowSteps[WorkT] = steps
        self._kind: WorkflowKind = kind
        self._keeper = StateKeeper(start, context.hold_key)
        self._reporter = Reporter(on_progress, self._keeper)
        self._clips: list[KnownClip] = []
        self._take: TakeType | None = None
        self._timeout: float | None = None

    @property
    def _state(self) -> CaptureState:
        return self._keeper.state

    async def run(self, directory: Path, timeout: float | None) -> CaptureResult[WorkT]:
        """Run every stage that is not done yet.

        Args:
            directory: Folder for the outputs.
            timeout: Maximum seconds for the whole workflow. None limits only the wait, to `wait_timeout`.

        Raises:
            StateFileMismatchError: The state file belongs to another request.
            CaptureError: A stage failed, or `timeout` has expired.
        """
        self._timeout = timeout
        with self._traced():
            try:
                with anyio.move_on_after(ensure_seconds(timeout, "timeout")):
                    return await self._capture(directory)
            except CallbackError as raised:
                raise raised.error from raised.error.__cause__
            except StateFileMismatchError:
                raise
            except (MoveError, OSError) as error:
                raise self._failure(str(error), getattr(error, "suggestions", ())) from error
            reason = f"timed out after {timeout:g} s"
            raise self._failure(reason)

    async def submit(self, timeout: float | None) -> WorkT:
        """Run every stage up to the start of the work, and return the work.

        Args:
            timeout: Maximum seconds for the whole workflow. None sets no limit.

        Raises:
            MoveTimeoutError: `timeout` has expired.
            MoveError: A stage failed.
        """
        with self._traced():
            try:
                with anyio.move_on_after(ensure_seconds(timeout, "timeout")):
                    async with AsyncExitStack() as slot:
                        return await self._submit(slot)
            except CallbackError as raised:
                raise raised.error from raised.error.__cause__
            msg = f"{self._reporter.stage}: timed out after {timeout:g} s; call again with the same key to resume"
            raise MoveTimeoutError(msg)

    @contextmanager
    def _traced(self) -> Generator[None, None, None]:
        with telemetry().workflow(self._kind, self._context.step_retry.clock) as trace:
            try:
                yield
            finally:
                trace.reached(self._reporter.stage, self._state)

    async def _capture(self, directory: Path) -> CaptureResult[WorkT]:
        async with self._keeper.file_held():
            async with AsyncExitStack() as slot:
                async with AsyncExitStack() as opened:
                    await self._preflight(opened)
                    await to_thread.run_sync(check_folder, directory)
                    await self._keeper.create_file()
                    if self._state.job_id is None:
                        await self._create_or_find_work(slot)
                    else:
                        await slot.enter_async_context(self._context.limits.jobs)
                work = await self._wait()
            async with self._context.limits.downloads:
                outputs = await self._download(work, directory)
            return CaptureResult(work, self._take, outputs, self._state)

    async def _submit(self, slot: AsyncExitStack) -> WorkT:
        async with AsyncExitStack() as opened:
            await self._preflight(opened)
            work = await self._create_or_find_work(slot)
        assert work is not None  # noqa: S101 - only a calibration finds its work
        return work

    async def _preflight(self, opened: AsyncExitStack) -> None:
        await self._reporter.enter("preflight")
        self._request.check()
        await self._keeper.read()
        known = self._state if self._state.has_ids else CaptureState()
        self._clips = await read_clips(self._request, known, opened, self._reporter.report, has_take=self._has_take())
        self._keeper.use(self._request, self._clips)
        await self._reporter.report(1)

    async def _create_or_find_work(self, slot: AsyncExitStack) -> WorkT | None:
        """Create the work, or find its id; return None if only its id is known."""
        work: WorkT | None = None
        # Concurrent workflows with one key would both upload, and could use the take of another clip.
        async with self._keeper.key_held():
            await self._find()
            sources = await self._upload()
            await slot.enter_async_context(self._context.limits.jobs)
            if self._state.job_id is None:
                await self._create_take(sources)
                work = await self._create_work(sources)
        return work

    def _has_take(self) -> bool:
        has_take = self._state.take_id is not None and self._steps.create_take is not None
        return has_take or self._state.job_id is not None

    async def _find(self) -> None:
        """Find the take or volume that an earlier call with this key created, if its state was lost."""
        if self._keeper.is_new or self._state.take_id is not None:
            return
        key = self._work_key() if self._steps.create_take is None else self._take_key()
        found = await self._read_recorded(key) or await self._retry(partial(self._steps.find, key))
        if found is None:
            return
        check_found(self._request, self._state, key, found)
        if self._steps.create_take is None:
            await self._keeper.add(job_id=found.id)
        else:
            await self._keeper.add(take_id=found.id)

    async def _read_recorded(self, key: WorkflowKey) -> TakeType | HumanVolumeType | None:
        """Read the object that this host has recorded for a key, which lists may not show yet."""
        async with self._context.hold_key(key) as held:
            record = held.record
        if record is None or record.id is None:
            return None
        try:
            found = await self._retry(partial(self._steps.read, record.id))
        except MoveNotFoundError:
            # It belongs to another account, or to a restarted sandbox.
            return None
        return found if found.idempotency_key == key else None

    async def _upload(self) -> list[SourceIn]:
        if self._has_take():
            return []
        async with self._context.limits.uploads:
            await self._reporter.enter("upload")
            return await upload_clips(self._clips, self._context, self._keeper, self._reporter)

    async def _create_take(self, sources: list[SourceIn]) -> None:
        if self._steps.create_take is None or self._state.take_id is not None:
            return
        await self._reporter.enter("take")
        create = partial(self._steps.create_take, sources, self._title(), self._take_key())
        self._take = await self._retry(create)
        await self._keeper.add(take_id=self._take.id)
        await self._reporter.report(1)

    async def _create_work(self, sources: list[SourceIn]) -> WorkT:
        await self._reporter.enter("job")
        key = self._work_key()
        create = partial(self._steps.create_work, self._state.take_id, sources, self._title(), key)
        was_attempted_before = self._state.work_attempted
        # Written before the attempt, since the process may be killed during it.
        if not was_attempted_before:
            await self._keeper.add(work_attempted=True)
        try:
            work = await self._retry(create)
        except MoveError as error:
            if not was_attempted_before and await self._is_refused(key, error):
                await self._keeper.add(work_attempted=False)
            raise
        await self._keeper.add(job_id=work.id)
        await self._reporter.report(1)
        return work

    async def _is_refused(self, key: WorkflowKey, error: MoveError) -> bool:
        """Return whether provably no attempt of this workflow has created its work."""
        if isinstance(error, AmbiguousCreateError | IdempotencyMismatchError | JobFailedError):
            return False
        async with self._context.hold_key(key) as held:
            return held.record is None

    async def _wait(self) -> WorkT:
        assert self._state.job_id is not None  # noqa: S101 - set by the previous stage
        await self._reporter.enter("wait")

        async def report(progress: ProgressEvent) -> None:
            await self._reporter.report((progress.percentage or 0) / 100, progress.state, progress.unreachable)

        wait = partial(
            self._steps.works.wait,
            self._state.job_id,
            timeout=self._timeout,
            on_progress=report,
            expand=["outputs"],
        )
        return await self._retry(wait)

    async def _download(self, work: WorkT, directory: Path) -> list[DownloadedOutput]:
        await self._reporter.enter("download")
        done: dict[str, float] = {}
        expected = max(len(work.outputs or ()), 1)

        async def report(progress: TransferEvent) -> None:
            done[progress.name] = progress.done_bytes / max(progress.total_bytes, 1)
            await self._reporter.report(min(sum(done.values()) / expected, 1))

        outputs = await self._retry(partial(self._steps.works.download_outputs, work, directory, on_progress=report))
        await self._reporter.report(1)
        return outputs

    def _title(self) -> str | None:
        return self._clips[0].name

    def _take_key(self) -> WorkflowKey:
        return take_key(self._request, self._clips, self._state, is_new=self._keeper.is_new)

    def _work_key(self) -> WorkflowKey:
        has_take = self._steps.create_take is not None
        return work_key(self._request, self._clips, self._state, is_new=self._keeper.is_new, has_take=has_take)

    async def _retry(self, step: Callable[[], Awaitable[T]]) -> T:
        return await self._context.step_retry.run(step, has_begun=self._state.has_ids)

    def _failure(self, reason: str, suggestions: tuple[str, ...] = ()) -> CaptureError:
        stage = self._reporter.stage
        return CaptureError(f"{stage}: {reason}", stage=stage, state=self._state, suggestions=suggestions)
