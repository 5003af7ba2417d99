"""One workflow: upload, take, job, wait, download."""

from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Generic, TypeVar, get_args

import anyio

from move_ugc_async._capture_state import CaptureState
from move_ugc_async._concurrency import to_thread
from move_ugc_async._context import ClientContext
from move_ugc_async._findings import Finding
from move_ugc_async._generated.enums import OutputType
from move_ugc_async._generated.fragments import TakeType
from move_ugc_async._generated.literals import OutputName
from move_ugc_async._polling.outcomes import ProgressEvent
from move_ugc_async._schema.outputs import NamedFile, WorkOutputs, ensure_output_name
from move_ugc_async._spending.budget import distinct
from move_ugc_async._telemetry import telemetry
from move_ugc_async._telemetry.base import WorkflowKind
from move_ugc_async._transfers.events import DownloadedOutput, TransferEvent
from move_ugc_async._validation import ensure_seconds
from move_ugc_async.capture.amount import work_amount
from move_ugc_async.capture.catalog_checks import catalog_findings
from move_ugc_async.capture.clip_checks import ClipChecks
from move_ugc_async.capture.creation import PreparedStage, WorkflowCreation
from move_ugc_async.capture.findings import has_errors, report
from move_ugc_async.capture.keeper import StateKeeper
from move_ugc_async.capture.plan import WorkflowPlan, WorkT
from move_ugc_async.capture.preflight import check_folder, file_path
from move_ugc_async.capture.progress import CallbackError, OnCapture, Reporter
from move_ugc_async.capture.steps import StageLimits, StepRetry
from move_ugc_async.capture.uploads import hash_clips, open_clips
from move_ugc_async.errors import (
    CaptureError,
    MoveError,
    MoveInvalidRequestError,
    MoveTimeoutError,
    PreflightError,
    StateFileMismatchError,
)
from move_ugc_async.services.inputs import ensure_window

BegunT = TypeVar("BegunT")
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

    def output(self, name: OutputType | OutputName | str) -> DownloadedOutput:
        """Return the downloaded output that was requested by a name.

            result = await client.capture("dance.mp4", "out", outputs=["main_glb"])
            print(result.output("main_glb").path)

        Args:
            name: An `OutputType` member or its name in any case, such as `main_glb`, or the format of the output, such
                as `pkl` of a calibration.

        Raises:
            OutputLookupError: There is no such output, or there are several; `available` lists their names.
        """
        named = ensure_output_name(name)
        described = WorkOutputs.of(self.work, self.work.outputs or ())
        downloaded = {each.file_id: each for each in self.outputs}
        # The name of a file on disk need not end with the type that the server returned.
        files = [
            NamedFile(each.format, each.type, each.file_id, downloaded[each.file_id])
            for each in described.files
            if each.file_id in downloaded
        ]
        others = downloaded.keys() - {each.file_id for each in files}
        files += [
            NamedFile(each.format, each.path.suffix, each.file_id, each)
            for each in downloaded.values()
            if each.file_id in others
        ]
        outputs = WorkOutputs(self.work.id, described.names, files)
        matches = outputs.find(named)
        if not matches:
            raise outputs.absent_error([named])
        if len(matches) > 1:
            raise outputs.ambiguous_error(named, "select one from `outputs` by its `file_id`")
        return matches[0]


class CaptureWorkflow(Generic[WorkT]):
    """A workflow: upload, create a take (not for a calibration), start the work, wait, download.

    `kind` is its name in traces and metrics.
    """

    def __init__(
        self,
        context: ClientContext,
        plan: WorkflowPlan[WorkT],
        keeper: StateKeeper,
        on_progress: OnCapture | None,
        kind: WorkflowKind,
        limits: StageLimits | None = None,
    ) -> None:
        self._context = context
        self._plan: WorkflowPlan[WorkT] = plan
        # Before `plan.check()` adds the names of outputs and models.
        self._has_invalid_arguments = bool(plan.arguments.findings)
        self._errors: Sequence[Finding] = ()
        self._search_note = ""
        self._keeper = keeper
        self._reporter = Reporter(on_progress, keeper)
        self._kind: WorkflowKind = kind
        self._limits = limits or StageLimits()
        self._retry = StepRetry(context.clock, context.settings.on_ambiguous, lambda: keeper.state.has_ids)

    async def run(self, directory: str | PathLike[str], timeout: float | None) -> CaptureResult[WorkT]:
        """Run every stage that is not done yet; a `timeout` of None limits only the wait, to `wait_timeout`."""
        folder = file_path(directory, "directory")
        return await self._run_within(timeout, partial(self._capture, folder, timeout))

    async def _run_within(self, timeout: float | None, stages: Callable[[], Awaitable[T]]) -> T:
        """Run stages, and raise the error of one as a `CaptureError`."""
        with self._traced():
            try:
                with anyio.move_on_after(ensure_seconds(timeout, "timeout")):
                    return await stages()
                report(self._errors)
            except (MoveError, OSError) as error:
                if self._is_raised_unchanged(error):
                    raise
                reason = str(error) + "".join(f"\n{note}" for note in getattr(error, "__notes__", ()))
                raise self._failure(reason, getattr(error, "suggestions", ())) from error
            reason = f"timed out after {timeout:g} s{self._search_note}"
            raise self._failure(reason)

    async def submit(self, timeout: float | None) -> WorkT:
        """Run every stage up to the start of the work, and return the work."""

        async def start(creation: WorkflowCreation[WorkT]) -> WorkT:
            async with AsyncExitStack() as job_slot:
                _, work = await creation.create_or_find(job_slot)
            return await self._read_work() if work is None else work

        return await self._begin(start, timeout)

    async def prepare(self, until: PreparedStage, timeout: float | None) -> CaptureState:
        """Run every stage up to the upload or the creation of the take, and return the state."""
        if until not in get_args(PreparedStage):
            msg = f"until must be {' or '.join(map(repr, get_args(PreparedStage)))}; got {until!r}"
            raise MoveInvalidRequestError(msg)

        async def prepare(creation: WorkflowCreation[WorkT]) -> CaptureState:
            await creation.prepare(until)
            return self._keeper.state

        return await self._begin(prepare, timeout)

    async def _begin(
        self, run: Callable[[WorkflowCreation[WorkT]], Awaitable[BegunT]], timeout: float | None
    ) -> BegunT:
        """Validate the workflow and run its next stages within a timeout."""
        with self._traced():
            with anyio.move_on_after(ensure_seconds(timeout, "timeout")):
                async with AsyncExitStack() as stack:
                    return await run(await self._preflight(stack))
            report(self._errors)
            msg = f"{self._reporter.stage}: timed out after {timeout:g} s; call again with the same key to resume"
            raise MoveTimeoutError(msg + self._search_note)

    async def _read_work(self) -> WorkT:
        """Read the work that an earlier call created."""
        job_id = self._keeper.state.job_id
        assert job_id is not None  # noqa: S101 - otherwise it has just been created
        return await self._retry(partial(self._plan.read_work, job_id))

    def _is_raised_unchanged(self, error: Exception) -> bool:
        """Return whether an error is raised as it is, not as a `CaptureError`: no step could have started."""
        is_early = self._has_invalid_arguments and isinstance(error, PreflightError)
        return is_early or isinstance(error, StateFileMismatchError)

    @contextmanager
    def _traced(self) -> Generator[None, None, None]:
        """Trace the workflow, and raise an exception of the callback as it is."""
        with telemetry().workflow(self._kind, self._context.clock) as trace:
            try:
                yield
            except CallbackError as raised:
                raise raised.error from raised.error.__cause__
            finally:
                trace.reached(self._reporter.stage, self._keeper.state)

    async def _capture(self, directory: Path, timeout: float | None) -> CaptureResult[WorkT]:
        take = None
        async with self._keeper.file_held(self._context.key_store):
            async with AsyncExitStack() as job_slot:
                async with AsyncExitStack() as stack:
                    creation = await self._preflight(stack)
                    await to_thread.run_sync(check_folder, directory)
                    await self._keeper.create_file()
                    if self._keeper.state.job_id is None:
                        take, _ = await creation.create_or_find(job_slot)
                    else:
                        await job_slot.enter_async_context(self._limits.jobs)
                work = await self._wait(timeout)
            async with self._limits.downloads:
                outputs = await self._download(work, directory)
            return CaptureResult(work, take, outputs, self._keeper.state)

    async def _preflight(self, stack: AsyncExitStack) -> WorkflowCreation[WorkT]:
        """Validate the arguments, clips and state before anything is uploaded. `stack` keeps the clips open."""
        plan, keeper, reporter = self._plan, self._keeper, self._reporter
        await reporter.enter("preflight")
        plan.check()
        await keeper.read()
        # A job that is paid for must be resumable, whatever a later version finds.
        with_media = self._context.settings.check_media and plan.needs_upload(keeper.state)
        checks = ClipChecks(plan, with_media=with_media)
        opened = await open_clips(plan, keeper.state, stack, checks)
        unusable = plan.arguments.findings + checks.unusable
        # Before the clips are hashed, which takes longer.
        if unusable or (not keeper.may_resume and has_errors(checks.findings)):
            await self._report(unusable + checks.findings)
        clips = await hash_clips(opened, reporter.report)
        keeper.use(plan, str(self._context.settings.endpoint_url), clips)
        amount = work_amount(clips, ensure_window(plan.clip_window), keeper.state.video_minutes)
        settings = self._context.settings
        budgets = distinct(settings.budgets, self._limits.budgets)
        if budgets and not amount.unknown_videos:
            # A later call may not have the clips any more.
            keeper.state = keeper.state.changed(video_minutes=amount.video_minutes)
        creation = WorkflowCreation(
            plan,
            clips,
            keeper,
            reporter,
            self._retry,
            self._limits,
            self._context.key_store,
            amount,
            settings.account,
            budgets,
        )
        if not await self._already_exists(creation, checks.findings):
            await self._report(checks.findings)
        await reporter.report(1)
        return creation

    async def _already_exists(self, creation: WorkflowCreation[WorkT], findings: Sequence[Finding]) -> bool:
        """Return whether the take or work of the clips exists, so that their findings come too late."""
        if not self._plan.needs_upload(self._keeper.state):
            return True
        if not has_errors(findings):
            return False
        # The clips do not matter if the take exists, which only the server knows.
        errors = "".join(f"\n- {each}" for each in findings if each.severity == "error")
        note = f"if no earlier call has created a take with this key, this one cannot either:{errors}"
        self._search_note = f"\n{note}"
        try:
            found = await creation.find()
        except MoveError as error:
            error.add_note(note)
            raise
        self._search_note = ""
        return found is not None

    async def _report(self, findings: Sequence[Finding]) -> None:
        """Emit warnings, or raise all errors: those of the clips and those of lenses and rigs."""
        if has_errors(findings):
            # Lists that the server does not return in time must not hide them.
            self._errors = findings
            findings = [*findings, *await catalog_findings(self._plan, self._keeper.state)]
        self._emit(findings)

    def _emit(self, findings: Sequence[Finding]) -> None:
        report(findings)

    async def _wait(self, timeout: float | None) -> WorkT:
        job_id = self._keeper.state.job_id
        assert job_id is not None  # noqa: S101 - set by the previous stage
        await self._reporter.enter("wait")

        async def report(progress: ProgressEvent) -> None:
            await self._reporter.report((progress.percentage or 0) / 100, progress.state, progress.unreachable)

        wait = self._plan.work_service.wait
        return await self._retry(partial(wait, job_id, timeout=timeout, on_progress=report, expand=["outputs"]))

    async def _download(self, work: WorkT, directory: Path) -> list[DownloadedOutput]:
        await self._reporter.enter("download")
        done: dict[str, float] = {}
        expected = max(len(work.outputs or ()), 1)

        async def report(progress: TransferEvent) -> None:
            done[progress.name] = progress.done_bytes / max(progress.total_bytes, 1)
            await self._reporter.report(min(sum(done.values()) / expected, 1))

        outputs = await self._retry(
            partial(self._plan.work_service.download_outputs, work, directory, on_progress=report)
        )
        await self._reporter.report(1)
        return outputs

    def _failure(self, reason: str, suggestions: tuple[str, ...] = ()) -> CaptureError:
        stage = self._reporter.stage
        return CaptureError(f"{stage}: {reason}", stage=stage, state=self._keeper.state, suggestions=suggestions)
