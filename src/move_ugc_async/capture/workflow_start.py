"""The part of a workflow before its first upload."""

from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import AsyncExitStack, contextmanager
from typing import Generic, TypeVar

import anyio

from move_ugc_async._context import ClientContext
from move_ugc_async._findings import Finding
from move_ugc_async._idempotency.fence import FenceError, fence_errors_kept
from move_ugc_async._spending.budget import distinct
from move_ugc_async._telemetry import telemetry
from move_ugc_async._telemetry.base import WorkflowKind
from move_ugc_async._validation import ensure_seconds
from move_ugc_async.capture.amount import work_amount
from move_ugc_async.capture.catalog_checks import catalog_findings
from move_ugc_async.capture.clip_checks import ClipChecks
from move_ugc_async.capture.creation import WorkflowCreation
from move_ugc_async.capture.findings import has_errors, report
from move_ugc_async.capture.keeper import StateKeeper
from move_ugc_async.capture.plan import WorkflowPlan, WorkT
from move_ugc_async.capture.progress import CallbackError, OnCapture, Reporter
from move_ugc_async.capture.steps import StageLimits, StepRetry
from move_ugc_async.capture.uploads import hash_clips, open_clips
from move_ugc_async.errors import CaptureError, MoveError, PreflightError, StateFileMismatchError
from move_ugc_async.services.inputs import ensure_window

T = TypeVar("T")


class WorkflowStart(Generic[WorkT]):
    """The start of a workflow: everything before its first upload. It also converts the errors of later stages.

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
            except FenceError as raised:
                fence_error = raised.error
                raise self._failure(str(fence_error) or type(fence_error).__name__) from fence_error
            reason = f"timed out after {timeout:g} s{self._search_note}"
            raise self._failure(reason)

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

    @contextmanager
    def _traced(self) -> Generator[None, None, None]:
        """Trace the workflow, and raise an exception of the callback or the fence as it is."""
        with telemetry().workflow(self._kind, self._context.clock) as trace:
            try:
                with fence_errors_kept():
                    yield
            except (CallbackError, FenceError) as raised:
                raise raised.error from raised.error.__cause__
            finally:
                trace.reached(self._reporter.stage, self._keeper.state)

    def _is_raised_unchanged(self, error: Exception) -> bool:
        """Return whether an error is raised as it is, not as a `CaptureError`: no step could have started."""
        is_early = self._has_invalid_arguments and isinstance(error, PreflightError)
        return is_early or isinstance(error, StateFileMismatchError)

    def _failure(self, reason: str, suggestions: tuple[str, ...] = ()) -> CaptureError:
        stage = self._reporter.stage
        return CaptureError(f"{stage}: {reason}", stage=stage, state=self._keeper.state, suggestions=suggestions)
