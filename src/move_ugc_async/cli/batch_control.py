"""`move-ugc batch status`, `export`, `retry` and `cancel`: read and change a batch beside its workers."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import anyio
import typer

from move_ugc_async import MoveInvalidRequestError
from move_ugc_async.cli.batch_options import DatabaseOptions, Ids
from move_ugc_async.cli.batch_status import write_status
from move_ugc_async.cli.command import command, local_command
from move_ugc_async.cli.exit_codes import ExitCode
from move_ugc_async.cli.local import LocalSession
from move_ugc_async.cli.plans import limit_of
from move_ugc_async.cli.session import Session

if TYPE_CHECKING:
    from move_ugc_async.batch import Batch, BatchStatus

T = TypeVar("T")

Out = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", metavar="DIR", file_okay=False, help="Folder of the outputs. Default: the current folder."
    ),
]


def register_control(commands: typer.Typer) -> None:
    """Register the commands."""
    local_command(commands, "status")(status)
    local_command(commands, "export")(export)
    command(commands, "retry")(retry)
    local_command(commands, "cancel")(cancel)


def status(
    session: LocalSession,
    *,
    out: Out = None,
    database: DatabaseOptions,
    max_jobs: Annotated[
        int | None, typer.Option("--max-jobs", metavar="N", min=0, help="Show how many jobs a limit of N still allows.")
    ] = None,
    max_minutes: Annotated[
        float | None,
        typer.Option("--max-minutes", metavar="N", min=0, help="Show how many minutes a limit of N still allows."),
    ] = None,
) -> None:
    """Show the state of a batch.

    The number of clips by state, then a row for each clip in progress, each quarantined clip and each worker. Workers
    are known with PostgreSQL only.
    """
    budget = limit_of(max_jobs, max_minutes)

    async def read(batch: "Batch") -> "BatchStatus":
        return await batch.status()

    write_status(session, _with_batch(database, out, read, budget=budget), database)


def export(
    session: LocalSession,
    *,
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file to write: *.csv, or *.parquet.")],
    out: Out = None,
    database: DatabaseOptions,
) -> None:
    """Write a table with one row for each clip. Parquet requires the extra arrow."""
    count = _with_batch(database, out, lambda batch: batch.export(path))
    session.print_note(f"{count:,} rows in {path}")


async def retry(
    session: Session,
    *,
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID", help="Ids of clips; cancelled and quarantined ones are allowed. Default: all failed clips."
        ),
    ] = None,
    out: Out = None,
    database: DatabaseOptions,
    pay_again: Annotated[
        bool,
        typer.Option(
            "--pay-again",
            help="Pay for new jobs of clips whose job failed, and of quarantined ones that are named and not found.",
        ),
    ] = False,
) -> None:
    """Continue failed clips from the step that failed.

    Clips whose job failed on the server are skipped unless --pay-again is set; each new job costs credits. The job of
    a quarantined clip is searched for first, and continued if it is found. The work is done by `batch run`, `batch
    watch` or `batch worker`, running or started later.
    """
    from move_ugc_async.cli.batch_session import open_existing

    async with open_existing(session, database, out) as batch:
        clips = [await batch.retrieve(each) for each in ids or ()]
        # A duplicate has the outcome of its original, but not its state.
        originals = [each.outcome.duplicate_of if each.outcome else None for each in clips]
        states = [(await batch.retrieve(each or clip.id)).state for each, clip in zip(originals, clips, strict=True)]
        if not ids:
            states = ["failed"] * (await batch.status()).counts["failed"]
        count = await batch.retry_failed(ids or None, pay_again=pay_again)
    session.output.write_record({"retried": count})
    unchanged = unchanged_text(states, count, pay_again=pay_again)
    if unchanged:
        session.print_note(unchanged)
    if count:
        session.print_note("they continue when `batch run`, `batch watch` or `batch worker` runs")


def cancel(
    session: LocalSession,
    *,
    ids: Ids = None,
    all_open: Annotated[bool, typer.Option("--all", help="Cancel all clips that have not ended.")] = False,
    out: Out = None,
    database: DatabaseOptions,
) -> ExitCode:
    """Cancel clips. A clip whose job exists is paid for: the API cannot cancel jobs."""
    if bool(ids) == all_open:
        msg = "cannot cancel: pass either the ids of clips or --all"
        raise MoveInvalidRequestError(msg)
    count = _with_batch(database, out, lambda batch: batch.cancel(ids) if ids else batch.cancel_all())
    session.output.write_record({"cancelled": count})
    if not ids:
        return ExitCode.SUCCESS
    if count < len(set(ids)):
        session.print_note(f"{len(set(ids)) - count:,} of {len(set(ids)):,} ids are unknown, or their clips have ended")
    return ExitCode.SUCCESS if count else ExitCode.NOT_FOUND


def unchanged_text(states: Sequence[str], retried: int = 0, *, pay_again: bool) -> str | None:
    """Return why clips cannot be retried; None if all of them are.

    Args:
        states: The states of the clips that were named, or of all failed ones.
        retried: Number of the clips that are retried.
        pay_again: Whether the user has agreed to pay for new jobs.
    """
    left = sum(each in {"failed", "quarantined", "cancelled"} for each in states) - retried
    if retried and left <= 0:
        return None
    if retried:
        subject = f"{left:,} of {left + retried:,} clips cannot continue"
    elif "quarantined" in states and not pay_again:
        return "no job of the quarantined clips was found; --pay-again creates another one, which may be a second one"
    elif "failed" not in states:
        return "nothing to retry: no clip has failed"
    else:
        subject = "no failed clip can continue"
    unusable = "those that cannot be used must be replaced, or their options corrected"
    if pay_again:
        return f"{subject}; {unusable}"
    paid = "those whose job failed need --pay-again, which pays for new jobs"
    if "quarantined" in states:
        paid += " (for quarantined clips whose job was not found, it may be a second one)"
    return f"{subject}; {paid}; {unusable}; `batch run` asks again about those that changed while a question waited"


def _with_batch(
    database: DatabaseOptions, out: Path | None, work: "Callable[[Batch], Awaitable[T]]", **arguments: Any
) -> T:
    async def main() -> T:
        from move_ugc_async.cli.batch_session import open_existing

        async with open_existing(None, database, out, **arguments) as batch:
            return await work(batch)

    return anyio.run(main)
