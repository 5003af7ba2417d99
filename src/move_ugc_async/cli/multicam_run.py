"""`move-ugc capture-multicam` and `calibrate` at work: one workflow with a progress bar and a state file."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from move_ugc_async import (
    AsyncMoveUgc,
    BudgetExceededError,
    CaptureEvent,
    CapturePlan,
    CaptureState,
    Clip,
    IdempotencyMismatchError,
    MoveError,
    MoveInvalidRequestError,
    MoveNotFoundError,
    StateFile,
    StateFileMismatchError,
)
from move_ugc_async.cli.cameras import read_cameras
from move_ugc_async.cli.diagnostics import forward_warnings
from move_ugc_async.cli.exit_codes import ExitCode, exit_code_for
from move_ugc_async.cli.plans import (
    TITLES,
    SpendOptions,
    add_plan,
    changed_error,
    confirm,
    ensure_confirmed,
    limit_to_plans,
    must_confirm,
    print_summary,
)
from move_ugc_async.cli.progress import Bar
from move_ugc_async.cli.resume import resume_hint
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.workflow_report import (
    PERMANENT_ERRORS,
    reject_key_with_fresh,
    report_result,
    split_error,
    state_record,
)

Workflow: TypeAlias = Callable[..., Awaitable[Any]]


class MulticamRun:
    """One run of `move-ugc capture-multicam` or `calibrate`.

    Args:
        session: The command's session.
        cameras: `LABEL=CLIP` for each camera.
        lenses: The values of `--lens`.
        directory: The folder of the outputs and of the state file.
        kind: Name of the command; part of the state file's name.
        key: Idempotency key; replaces the state file.
        fresh: Whether to pay again.
        spend: Whether only to plan the workflow, and whether to ask before it is paid for.

    Raises:
        MoveInvalidRequestError: A camera or lens is invalid, or `key` is combined with `fresh`.
    """

    def __init__(
        self,
        session: Session,
        cameras: Sequence[str],
        lenses: Sequence[str] | None,
        directory: Path,
        kind: str,
        *,
        key: str | None,
        fresh: bool,
        spend: SpendOptions,
    ) -> None:
        reject_key_with_fresh(key, fresh=fresh)
        read = read_cameras(cameras, lenses)
        self.clips = [Clip(Path(each.source), each.label, each.lens) for each in read]
        self._names = [f"{each.label}={each.source}" for each in read]
        self._session = session
        self._directory = directory
        self._kind = kind
        self._product = "volume" if kind == "calibrate" else "job"
        self._key = key
        self._fresh = fresh
        self._spend = spend
        self._confirmed: CapturePlan | None = None

    async def run(self, client: AsyncMoveUgc, workflow_of: Callable[[AsyncMoveUgc], Workflow]) -> ExitCode:
        """Run the workflow, write its outputs, and return the exit code.

        Args:
            client: The client, without the limits of the options.
            workflow_of: Returns `capture_multicam` or `calibrate` of a client, with all arguments except `key`,
                `state_file`, `on_progress` and `dry_run`.
        """
        client = self._spend.limit(client)
        workflow = workflow_of(client)
        try:
            if self._spend.dry_run:
                self._show(await self._plan(workflow))
                return ExitCode.SUCCESS
            if must_confirm(self._session, self._spend):
                plan = await self._plan(workflow)
                if not await confirm(self._session, [plan]):
                    return ExitCode.FAILED
                workflow, self._confirmed = workflow_of(limit_to_plans(client, [plan])), plan
        except MoveError as error:
            return self._report_failure(error)
        return await self._run(workflow)

    async def _plan(self, workflow: Callable[..., Awaitable[CapturePlan]]) -> CapturePlan:
        with self._session.bars() as bars:
            bar = bars.add(self._kind)
            try:
                return await workflow(**self._identity(), on_progress=bar.capture, dry_run=True)
            finally:
                bar.end("")

    def _show(self, plan: CapturePlan) -> None:
        with self._session.output.table(*TITLES) as add_row:
            add_plan(self._session, add_row, plan, self._names, {"directory": str(self._directory)})
        print_summary(self._session, [plan])

    async def _run(self, workflow: Workflow) -> ExitCode:
        self._session.resume_note = "work that was started continues on the server, and is paid for once"
        table = self._session.output.table("path", "format", "bytes")
        with table as add_row, self._session.bars() as bars, forward_warnings(self._session.print_error):
            bar = bars.add(self._kind)
            try:
                result = await workflow(**self._identity(), on_progress=partial(self._report_progress, bar))
            except MoveError as error:
                bar.end("")
                return self._report_failure(error)
            self._session.in_progress.clear()
            report_result(result, self._directory, add_row, bar, {}, f"{self._product}_id")
        return ExitCode.SUCCESS

    def _identity(self) -> dict[str, Any]:
        """Return the argument by which the same workflow is found again: a key or a state file."""
        if self._key is not None:
            return {"key": self._key}
        if self._session.options.sandbox:
            # A temporary sandbox is deleted with all its objects, so its workflow cannot be resumed.
            return {}
        path = self._directory / f".move-ugc.{self._kind}.json"
        return {"state_file": StateFile(path, derive_key=True, fresh=self._fresh)}

    def _report_progress(self, bar: Bar, event: CaptureEvent) -> None:
        if self._confirmed is not None:
            ensure_confirmed(event, self._confirmed)
        self._session.in_progress[self._kind] = self._subject(event.resume_state)
        bar.capture(event)

    def _subject(self, state: CaptureState) -> dict[str, Any]:
        return {"directory": str(self._directory), **state_record(state, f"{self._product}_id")}

    def _report_failure(self, error: MoveError) -> ExitCode:
        """Report an error and the next step, and return the exit code."""
        cause = error.__cause__
        reported, state = split_error(error)
        if isinstance(reported, StateFileMismatchError):
            state = reported.state or state
            differing = " and ".join(name.replace("_", " ") for name in reported.differing)
            reported = MoveInvalidRequestError(
                f"cannot resume in {self._directory}: an earlier {self._kind} had other {differing}"
            )
        elif self._confirmed is not None and isinstance(cause, BudgetExceededError):
            reported = changed_error()
        self._session.in_progress.clear()
        self._session.output.write_failure(self._subject(state), reported)
        self._session.print_failure(reported)
        exit_code = exit_code_for(reported)
        if self._session.options.sandbox:
            return exit_code
        remedy = "choose another --key" if self._key is not None else "choose another --directory, or --fresh"
        if isinstance(error, StateFileMismatchError):
            hint = f"to resume, use the earlier options; to pay for a new {self._product}, {remedy}"
        elif isinstance(cause, IdempotencyMismatchError) or (
            isinstance(cause, PERMANENT_ERRORS) and state.job_id is not None
        ):
            hint = f"to pay for a new {self._product}, {remedy}"
        elif isinstance(cause, MoveNotFoundError):
            hint = f"check the ids; if they are correct, start over: {remedy}"
        elif exit_code is not ExitCode.INVALID and not self._spend.dry_run:
            hint = resume_hint(self._session.options)
        else:
            return exit_code
        self._session.print_error(hint)
        return exit_code
