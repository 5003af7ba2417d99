"""Plans of workflows: the table of `--dry-run`, and the confirmation before anything is paid for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from move_ugc_async.cli.confirmation import ask, can_ask
from move_ugc_async.cli.output import AddRow, Cell
from move_ugc_async.cli.session import Session

if TYPE_CHECKING:
    from move_ugc_async import AsyncMoveUgc, CapturePlan

TITLES = ("clip", "seconds", "bytes", "creates")
"""Column titles of a table of plans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendOptions:
    """Options of the commands that pay for jobs or volumes."""

    max_jobs: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help="Maximum number of jobs and volumes that the command pays for."),
    ] = None
    max_minutes: Annotated[
        float | None,
        typer.Option(metavar="MINUTES", min=0, help="Maximum minutes of video that the command pays for."),
    ] = None
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show what would be created, and create nothing, neither locally nor remotely."),
    ] = False
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask on a terminal before paying.")] = False

    def limit(self, client: "AsyncMoveUgc") -> "AsyncMoveUgc":
        """Return a client with the limits of the options, in addition to its own."""
        from move_ugc_async import Budget

        if self.max_jobs is None and self.max_minutes is None:
            return client
        return client.with_options(budget=[*client.budgets, Budget(self.max_jobs, self.max_minutes)])


def add_plan(
    session: Session, add_row: AddRow, plan: "CapturePlan", names: Iterable[str], subject: Mapping[str, Any]
) -> None:
    """Add a plan to a table, with a row for each clip, and print its warnings.

    Args:
        session: The command's session.
        add_row: Adds the plan.
        plan: The plan.
        names: Name of each clip.
        subject: Further fields of the JSON object.
    """
    creates = f"{plan.existing_id} exists" if plan.creates is None else plan.creates
    rows = list[tuple[Cell, ...]]()
    for name, clip in zip(names, plan.clips, strict=True):
        seconds = None if clip.duration is None else f"{clip.duration:.2f}"
        rows.append((name, seconds, clip.size_bytes, None if rows else creates))
    add_row({**subject, **asdict(plan)}, *rows)
    for finding in plan.warnings:
        session.print_error(f"warning: {finding}")


def summary(plans: Sequence["CapturePlan"]) -> str:
    """Return what plans would create, such as `2 jobs from 2 clips with 0.13 minutes of video`; empty for nothing."""
    creating = [plan for plan in plans if plan.creates is not None]
    if not creating:
        return ""
    clips = sum(len(plan.clips) for plan in creating)
    known = [plan.video_minutes for plan in creating if plan.video_minutes is not None]
    minutes = f"{sum(known):.2f} minutes of video" if len(known) == len(creating) else "unknown minutes of video"
    return f"{_count(len(creating), creating[0].creates or '')} from {_count(clips, 'clip')} with {minutes}"


def print_summary(session: Session, plans: Sequence["CapturePlan"]) -> None:
    """Write what a command would pay for to standard error."""
    session.print_note(f"dry run: would pay for {summary(plans) or 'nothing'}; nothing was created")


def must_confirm(session: Session, spend: SpendOptions) -> bool:
    """Return whether a command asks before it pays: on a terminal, without `--yes`, and not in a temporary sandbox."""
    return not spend.yes and not session.options.sandbox and can_ask()


async def confirm(session: Session, plans: Sequence["CapturePlan"]) -> bool:
    """Ask the user whether to pay for plans; without anything to pay for, return True at once."""
    costs = summary(plans)
    if not costs:
        return True
    if await ask(f"Pay for {costs}?"):
        return True
    session.print_error("nothing was created; --yes answers the question")
    return False


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
