"""`move-ugc batch run`, `watch` and `worker` at work."""

import logging
import os
from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anyio import to_thread

from move_ugc_async import CaptureSpec, Finding, MoveError
from move_ugc_async.cli.batch_clips import capture_specs, check_folders, list_clips
from move_ugc_async.cli.batch_display import BatchDisplay
from move_ugc_async.cli.batch_options import DATABASE_VARIABLE, DatabaseOptions
from move_ugc_async.cli.batch_plan import check_limits, confirm_plan, make_plan, require_answer, write_plan
from move_ugc_async.cli.batch_report import BatchReport, advice, clips_text
from move_ugc_async.cli.batch_run import BatchRun
from move_ugc_async.cli.batch_session import BatchOpener, entered, existing_database, reject_sandbox
from move_ugc_async.cli.confirmation import ask
from move_ugc_async.cli.diagnostics import forward_log, forward_warnings
from move_ugc_async.cli.exit_codes import ExitCode, combine_exit_codes
from move_ugc_async.cli.session import Session

if TYPE_CHECKING:
    from move_ugc_async.batch import BatchPlan

_RESUME_NOTE = "work that was started continues on the server, and is paid for once"


async def run_batch(
    session: Session,
    folder: Path,
    out: Path,
    database: DatabaseOptions,
    options: Mapping[str, Any],
    arguments: Mapping[str, Any],
    *,
    yes: bool,
    dry_run: bool,
) -> ExitCode:
    """Capture the clips in a folder, and return the exit code.

    Args:
        session: The command's session.
        folder: The folder of the clips.
        out: The folder of the outputs.
        database: Which batch.
        options: Options of the captures.
        arguments: Arguments of `Batch`.
        yes: Whether the user has agreed to pay.
        dry_run: Whether to plan only.
    """
    yes = yes or bool(session.options.sandbox)
    require_answer(yes=yes or dry_run)
    clips = await to_thread.run_sync(list_clips, folder, out)
    specs = capture_specs(clips, folder, out, options)
    with BatchOpener(session, database, out, arguments) as opener:
        plan: BatchPlan | None = None
        if dry_run or not yes:
            async with opener.open(worker=False) as batch:
                plan = await make_plan(session, batch, specs)
            if dry_run:
                write_plan(session, plan)
            check_limits(plan)
            if dry_run:
                codes = [ExitCode.INVALID if each.action == "rejected" else ExitCode.SUCCESS for each in plan.captures]
                return combine_exit_codes(codes)
            if not await confirm_plan(plan):
                return _refused(session)
        session.resume_note = _RESUME_NOTE
        async with entered(opener.open(worker=True)) as batch:
            with _reporting(session, len(clips)) as (display, report):
                run = BatchRun(session, batch, display, report, has_summary=True)

                async def submit() -> None:
                    # An iterator is submitted in parts, so that the first clips upload while others are read.
                    # Only what was confirmed is paid for.
                    await batch.submit(_iterate(specs), plan=plan)

                await run.run(submit)
    if run.has_worked or report.of("failed", "quarantined", "cancelled"):
        report.print_summary()
        if not session.options.sandbox:
            _print_advice(session, database, out, report)
    else:
        session.print_note(f"nothing to do: {clips_text(len(clips))} in {folder}, all done")
    return report.exit_code()


async def watch_batch(
    session: Session,
    folder: Path,
    out: Path,
    database: DatabaseOptions,
    options: Mapping[str, Any],
    arguments: Mapping[str, Any],
    watching: Mapping[str, Any],
    *,
    yes: bool,
) -> ExitCode:
    """Capture the clips in a folder and those that arrive, until a signal stops it.

    Args:
        session: The command's session.
        folder: The folder of the clips.
        out: The folder of the outputs.
        database: Which batch.
        options: Options of the captures.
        arguments: Arguments of `Batch`.
        watching: Options of `watch_clips`.
        yes: Whether the user has agreed to pay.
    """
    from move_ugc_async.batch import find_clips, watch_clips

    yes = yes or bool(session.options.sandbox)
    require_answer(yes=yes)
    check_folders(folder, out)
    if not yes and not await ask(f"Pay for a job for each clip in {folder}, also those that arrive later?"):
        return _refused(session)
    session.is_server = True
    session.resume_note = f"{_RESUME_NOTE}; run the same command again to continue"

    def report_incomplete(finding: Finding) -> None:
        session.print_error(f"{finding}; it is captured when it is complete")

    with BatchOpener(session, database, out, arguments) as opener:
        async with entered(opener.open(worker=True)) as batch:
            with _reporting(session) as (display, report):

                async def specs() -> AsyncGenerator[CaptureSpec, None]:
                    clips = watch_clips(folder, ignore=[out], on_incomplete=report_incomplete, **watching)
                    async with aclosing(clips):
                        try:
                            async for clip in clips:
                                beside = await to_thread.run_sync(partial(find_clips, clip.parent, recursive=False))
                                yield capture_specs([clip], folder, out, options, beside=beside)[0]
                        except OSError as error:
                            # Such as a folder that vanished: jobs may have been created before.
                            msg = f"cannot watch {folder} any more: {error.strerror}; {session.resume_note}"
                            raise MoveError(msg) from error

                async def submit() -> None:
                    await batch.submit(specs())

                session.print_note(f"watching {folder}; press Ctrl-C to stop")
                await BatchRun(session, batch, display, report, has_summary=False).run(submit)
    return report.exit_code()


async def run_worker(
    session: Session, database: DatabaseOptions, out: Path | None, arguments: Mapping[str, Any]
) -> None:
    """Work on a batch until a signal stops it.

    Args:
        session: The command's session.
        database: Which batch.
        out: The folder of the outputs; None for the current one.
        arguments: Arguments of `Batch`.
    """
    from move_ugc_async.batch import Batch

    reject_sandbox(session)
    url = existing_database(database, out)
    session.is_server = True
    session.resume_note = "its work is kept for other workers, and for its next start"
    batch = Batch(url, client_factory=session.new_client, name=database.name, **arguments)
    # Nothing else reports clips that fail, or a database that cannot be reached.
    level = None if session.options.verbose else logging.WARNING
    with forward_warnings(session.print_error), forward_log(session.log, level):
        async with entered(batch):
            session.print_note(f"working on the batch {database.name}; press Ctrl-C to stop")
            await batch.run_worker()


async def _iterate(specs: Sequence[CaptureSpec]) -> AsyncGenerator[CaptureSpec, None]:
    for spec in specs:
        yield spec


@contextmanager
def _reporting(session: Session, expected: int = 0) -> Generator[tuple[BatchDisplay, BatchReport], None, None]:
    """Yield the bars, and the report of the results, until the batch has ended."""
    table = session.output.table("state", "clip", "job", "id")
    with table as add_row, session.bars() as bars, forward_warnings(session.print_error):
        display = BatchDisplay(bars, expected)
        yield display, BatchReport(session, add_row)
        display.close()


def _refused(session: Session) -> ExitCode:
    session.print_error("nothing was created; --yes answers the question")
    return ExitCode.FAILED


def _print_advice(session: Session, database: DatabaseOptions, out: Path, report: BatchReport) -> None:
    """Write how to continue with clips that are not done."""
    where = ["--out", str(out)]
    if database.database is not None:
        # The variable is set for the next command as well, and may contain a password.
        where = [] if os.environ.get(DATABASE_VARIABLE) == database.database else ["--database", database.database]
    if database.name != "default":
        where += ["--name", database.name]
    for line in advice(report.of("failed", "quarantined"), where, session.options.arguments):
        session.print_error(line)
