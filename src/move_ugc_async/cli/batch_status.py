"""The state of a batch, as the command line shows it."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from move_ugc_async.cli.batch_display import shown_path
from move_ugc_async.cli.batch_options import DatabaseOptions
from move_ugc_async.cli.local import LocalSession

if TYPE_CHECKING:
    from move_ugc_async.batch import BatchStatus


def write_status(session: LocalSession, status: "BatchStatus", options: DatabaseOptions) -> None:
    """Write the numbers of a batch, then a row for each clip in progress, quarantined clip and worker.

    Args:
        session: The command's session.
        status: The state.
        options: Which batch.
    """
    if session.options.json:
        session.output.write_record(_record(status))
    else:
        session.output.write_record(_numbers(status))
        with session.output.table("", "name", "detail", "id") as add_row:
            for clip in status.running:
                add_row({}, ("in progress", shown_path(clip.path), clip.stage, clip.id))
            for outcome in status.quarantined:
                add_row({}, ("quarantined", shown_path(outcome.path), outcome.message, outcome.id))
            for worker in status.workers:
                detail = f"{worker.clips:,} clips, last heartbeat {worker.heartbeat_age:.0f} s ago"
                add_row({}, ("worker", f"{worker.host}, process {worker.pid}", detail, worker.id))
    if not status.total:
        session.print_note(f"the batch {options.name} has no clips; --name selects another batch of this database")
    is_shared = options.database is not None and not options.database.startswith("sqlite:")
    if is_shared and status.open and not status.workers:
        session.print_note("no worker is running; start one with `move-ugc batch worker`")


def _numbers(status: "BatchStatus") -> dict[str, Any]:
    remaining = status.budget_remaining
    limits = {} if remaining is None else {f"remaining {name}": value for name, value in asdict(remaining).items()}
    return {"total": status.total, "open": status.open, **status.counts, **limits}


def _record(status: "BatchStatus") -> dict[str, Any]:
    remaining = status.budget_remaining
    return {
        "total": status.total,
        "open": status.open,
        "counts": dict(status.counts),
        "running": [{**asdict(each), "path": str(each.path)} for each in status.running],
        "quarantined": [each.to_json() for each in status.quarantined],
        "workers": [asdict(each) for each in status.workers],
        "budget_remaining": None if remaining is None else asdict(remaining),
    }
