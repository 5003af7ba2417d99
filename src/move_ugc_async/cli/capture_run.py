"""`move-ugc capture` at work: workflows of one or more clips, with a progress bar and a state file for each."""

import os
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from anyio import to_thread

from move_ugc_async import (
    BudgetExceededError,
    CaptureEvent,
    CaptureOutcome,
    CapturePlan,
    CapturePlanned,
    CaptureSpec,
    MoveError,
    MoveInvalidRequestError,
    StateFile,
    StateFileMismatchError,
    content_digest,
)
from move_ugc_async.cli.diagnostics import forward_warnings
from move_ugc_async.cli.exit_codes import ExitCode, combine_exit_codes
from move_ugc_async.cli.output import AddRow
from move_ugc_async.cli.output_folders import OutputFolders, state_file_path
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
from move_ugc_async.cli.progress import Bar, Bars
from move_ugc_async.cli.resume import resume_hint
from move_ugc_async.cli.session import Session
from move_ugc_async.cli.workflow_report import (
    PERMANENT_ERRORS,
    reject_key_with_fresh,
    report_result,
    split_error,
    state_record,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipSpec(CaptureSpec):
    """The capture of one clip of the command line.

    Attributes:
        clip: The clip.
        folder: Its output folder.
        bar: Its progress bar.
    """

    clip: Path
    folder: Path
    bar: Bar


class CaptureRun:
    """One run of `move-ugc capture`.

    Args:
        session: The command's session.
        clips: The clips. Duplicates are captured once.
        directory: The output folder; None for one folder per clip in the current directory.
        options: Keyword arguments of `AsyncMoveUgc.capture` for all clips.
        key: Idempotency key of the only clip; replaces its state file.
        fresh: Whether to pay for new jobs.
        check_media: Whether to inspect the streams of the clips.
        spend: Limits, whether only to plan the captures, and whether to ask before they are paid for.

    Raises:
        MoveInvalidRequestError: `key` is combined with `fresh` or with several clips.
    """

    def __init__(
        self,
        session: Session,
        clips: Sequence[Path],
        directory: Path | None,
        options: Mapping[str, Any],
        *,
        key: str | None,
        fresh: bool,
        check_media: bool,
        spend: SpendOptions,
    ) -> None:
        reject_key_with_fresh(key, fresh=fresh)
        self._session = session
        self._key = key
        self._options = options
        self._fresh = fresh
        self._spend = spend
        self._client = spend.limit(session.client.with_options(check_media=check_media))
        # Path.resolve() raises for a loop of symbolic links, which must fail as one clip of many.
        self._clips = list({os.path.realpath(clip): clip for clip in clips}.values())
        self._folders = OutputFolders(directory or Path(), is_flat=directory is not None and len(self._clips) == 1)
        if key is not None and len(self._clips) > 1:
            msg = f"--key must be used with one clip; got {len(self._clips)}"
            raise MoveInvalidRequestError(msg)
        # A temporary sandbox is deleted with all its objects, so its captures cannot be resumed.
        self._is_resumable = not session.options.sandbox
        self._show_resume_hint = False
        self._confirmed: dict[Path, CapturePlan] = {}

    async def run(self, limits: Mapping[str, Any]) -> ExitCode:
        """Capture all clips and return the exit code.

        Args:
            limits: Concurrency limits, as keyword arguments of `AsyncMoveUgc.capture_many`.
        """
        if self._spend.dry_run:
            return await self._dry_run(limits)
        codes: list[ExitCode] = []
        if must_confirm(self._session, self._spend):
            planned, codes = await self._plan(limits)
            plans = [each.plan for each in planned]
            if not await confirm(self._session, plans):
                return ExitCode.FAILED
            # Only what was confirmed is paid for.
            self._client = limit_to_plans(self._client, plans)
            self._confirmed = {each.spec.clip: each.plan for each in planned}
            self._clips = [each.spec.clip for each in planned]
        self._session.resume_note = "work that was started continues on the server, and is paid for once"
        return combine_exit_codes(codes + await self._capture(limits))

    async def _capture(self, limits: Mapping[str, Any]) -> list[ExitCode]:
        codes: list[ExitCode] = []
        total = len(self._clips)
        table = self._session.output.table("path", "format", "bytes")
        with table as add_row, self._session.bars() as bars, forward_warnings(self._session.print_error):
            overall = bars.add("all clips") if total > 1 else None
            if overall:
                overall.count(0, total)
            async with aclosing(self._client.capture_many(self._specs(bars), **limits, dry_run=False)) as outcomes:
                async for outcome in outcomes:
                    codes.append(self._report_outcome(outcome, add_row))
                    if overall:
                        overall.count(len(codes), total)
            if overall:
                overall.end("")
        if self._show_resume_hint:
            self._session.print_error(resume_hint(self._session.options))
        return codes

    async def _dry_run(self, limits: Mapping[str, Any]) -> ExitCode:
        planned, codes = await self._plan(limits)
        with self._session.output.table(*TITLES) as add_row:
            keys = set[str]()
            for spec, plan in ((each.spec, each.plan) for each in planned):
                names = [str(spec.clip), *(str(clip.name) for clip in plan.clips[1:])]
                subject = {"clip": str(spec.clip), "directory": str(spec.folder)}
                add_plan(self._session, add_row, plan, names, subject, is_repeated=plan.key in keys)
                keys.add(plan.key)
        print_summary(self._session, [each.plan for each in planned])
        return combine_exit_codes([*codes, *(ExitCode.SUCCESS for _ in planned)])

    async def _plan(self, limits: Mapping[str, Any]) -> tuple[list[CapturePlanned[ClipSpec]], list[ExitCode]]:
        """Return the plans of the clips in their order, and the exit codes of those that cannot be captured."""
        planned: dict[Path, CapturePlanned[ClipSpec]] = {}
        codes: list[ExitCode] = []
        with self._session.bars() as bars, forward_warnings(self._session.print_error):
            async with aclosing(self._client.capture_many(self._specs(bars), **limits, dry_run=True)) as outcomes:
                async for outcome in outcomes:
                    if outcome.error is not None:
                        codes.append(self._report_failure(outcome.spec, outcome.error))
                        continue
                    outcome.spec.bar.end("")
                    self._session.in_progress.pop(str(outcome.spec.clip), None)
                    planned[outcome.spec.clip] = outcome
        return [planned[clip] for clip in self._clips if clip in planned], codes

    async def _specs(self, bars: Bars) -> AsyncGenerator[ClipSpec, None]:
        for clip in self._clips:
            bar = bars.add(str(clip))
            path = await self._state_file_path(clip, bar)
            folder = path.parent
            options = {**self._options, "on_progress": partial(self._report_progress, clip, bar)}
            if self._key is not None:
                options["key"] = self._key
            elif self._is_resumable:
                options["state_file"] = StateFile(path, derive_key=True, fresh=self._fresh)
            yield ClipSpec(clip, folder, options, clip=clip, folder=folder, bar=bar)  # type: ignore[arg-type]

    def _report_progress(self, clip: Path, bar: Bar, event: CaptureEvent) -> None:
        if clip in self._confirmed:
            ensure_confirmed(event, self._confirmed[clip])
        self._session.in_progress[str(clip)] = {"clip": str(clip), **state_record(event.resume_state)}
        bar.capture(event)

    async def _state_file_path(self, clip: Path, bar: Bar) -> Path:
        digest = await _digest(clip, bar)
        # An unreadable clip may have been uploaded before. If it was not, its capture reports the reason.
        path = await to_thread.run_sync(self._folders.find_state_file, clip) if digest is None else None
        if path is None:
            folder = await to_thread.run_sync(self._folders.choose, clip, digest or "")
            path = state_file_path(folder, digest or "")
        return path

    def _report_outcome(self, outcome: CaptureOutcome[ClipSpec], add_row: AddRow) -> ExitCode:
        spec = outcome.spec
        if outcome.result is None:
            return self._report_failure(spec, outcome.error)
        self._session.in_progress.pop(str(spec.clip), None)
        report_result(outcome.result, spec.folder, add_row, spec.bar, {"clip": str(spec.clip)})
        return ExitCode.SUCCESS

    def _report_failure(self, spec: ClipSpec, error: MoveError) -> ExitCode:
        cause = error.__cause__
        reported, state = split_error(error)
        if isinstance(reported, StateFileMismatchError):
            state = reported.state or state
            created = "created" if state.job_id else "may have created"
            reported = MoveInvalidRequestError(
                f"cannot resume in {spec.folder}: an earlier capture {created} a job with other "
                f"{' and '.join(reported.differing)}"
            )
        elif self._confirmed and isinstance(cause, BudgetExceededError):
            reported = changed_error()
        spec.bar.end("")
        subject = {"clip": str(spec.clip), **state_record(state)}
        exit_code = self._session.report_failure(subject, str(spec.clip), reported)
        if not self._is_resumable:
            return exit_code
        if isinstance(error, StateFileMismatchError):
            self._session.print_error(
                f"{spec.clip}: to resume, use the earlier options; to pay for a new job, choose another --directory, "
                "or --fresh"
            )
        elif isinstance(cause, PERMANENT_ERRORS) and self._key is not None:
            self._session.print_error(f"{spec.clip}: to pay for a new job, choose another --key")
        elif isinstance(cause, PERMANENT_ERRORS):
            where = f"alone with --directory {spec.folder} and " if len(self._clips) > 1 else "with "
            self._session.print_error(f"{spec.clip}: to pay for a new job, capture it {where}--fresh")
        elif exit_code is not ExitCode.INVALID:
            self._show_resume_hint = True
        return exit_code


async def _digest(clip: Path, bar: Bar) -> str | None:
    """Return the SHA-256 of a clip; None if it cannot be read."""
    try:
        return await content_digest(clip, on_progress=lambda share: bar.capture(CaptureEvent("preflight", 0, share)))
    except (MoveError, OSError):
        return None
