"""Plans of workflows: the table of `--dry-run`, and the confirmation before anything is paid for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from move_ugc_async import MoveInvalidRequestError
from move_ugc_async.cli.confirmation import ask, can_ask
from move_ugc_async.cli.output import AddRow, Cell
from move_ugc_async.cli.session import Session

if TYPE_CHECKING:
    from move_ugc_async import AsyncMoveUgc, Budget, CaptureEvent, CapturePlan

TITLES = ("clip", "seconds", "bytes", "creates")
"""Column titles of a table of plans."""

AssumeMinutes = Annotated[
    float | None,
    typer.Option(
        "--assume-minutes",
        metavar="MINUTES",
        min=0,
        help="Minutes of a video whose length is unknown, under --max-minutes. Default: refuse it.",
    ),
]

_MAX_MINUTES = 1e8
"""Longer plans have damaged clips, whose minutes a budget cannot express."""

_SHOWN_MINUTES = 0.01
"""Precision of the minutes in a question."""


def changed_error() -> MoveInvalidRequestError:
    """Return the error of a workflow that exceeds its confirmed plan."""
    msg = "cannot pay for more than was confirmed: a clip has changed since the question; run the command again"
    return MoveInvalidRequestError(msg)


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
    assume_minutes: AssumeMinutes = None
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Show what would be created, and create nothing, neither locally nor remotely."),
    ] = False
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask on a terminal before paying.")] = False

    def limit(self, client: "AsyncMoveUgc") -> "AsyncMoveUgc":
        """Return a client with the limits of the options, in addition to its own."""
        budget = limit_of(self.max_jobs, self.max_minutes, self.assume_minutes)
        return client if budget is None else client.with_options(budget=[*client.budgets, budget])


def limit_of(max_jobs: int | None, max_minutes: float | None, assume_minutes: float | None = None) -> "Budget | None":
    """Return the budget of `--max-jobs`, `--max-minutes` and `--assume-minutes`; None if nothing is limited.

    Raises:
        MoveInvalidRequestError: Minutes are assumed, and not limited.
    """
    from move_ugc_async import Budget

    if assume_minutes is not None and max_minutes is None:
        msg = "cannot use --assume-minutes: it requires --max-minutes; pass both"
        raise MoveInvalidRequestError(msg)
    if max_jobs is None and max_minutes is None:
        return None
    return Budget(max_jobs, max_minutes, assume_minutes=assume_minutes)


def ensure_confirmed(event: "CaptureEvent", plan: "CapturePlan") -> None:
    """Validate that a workflow has the content of its confirmed plan. Called with each event of the workflow.

    A budget does not suffice: another video may be as long as the confirmed one.

    Raises:
        MoveInvalidRequestError: It has other content; nothing has been uploaded.
    """
    if event.stage == "preflight":
        # The state may be one of an earlier request until the clips are hashed.
        return
    digests = tuple(clip.content_digest for clip in plan.clips if clip.content_digest is not None)
    if event.resume_state.content_digests != digests:
        raise changed_error()


def limit_to_plans(client: "AsyncMoveUgc", plans: Sequence["CapturePlan"]) -> "AsyncMoveUgc":
    """Return a client that creates no more than confirmed plans do: see `ensure_confirmed` for their content."""
    from move_ugc_async import Budget

    creating = _creating(plans)
    minutes = _minutes(creating)
    max_minutes = None if minutes is None or minutes >= _MAX_MINUTES else minutes + _SHOWN_MINUTES
    return client.with_options(budget=[*client.budgets, Budget(len(creating), max_minutes)])


def add_plan(
    session: Session,
    add_row: AddRow,
    plan: "CapturePlan",
    names: Iterable[str],
    subject: Mapping[str, Any],
    *,
    is_repeated: bool = False,
) -> None:
    """Add a plan to a table, with a row for each clip, and print its warnings.

    Args:
        session: The command's session.
        add_row: Adds the plan.
        plan: The plan.
        names: Name of each clip.
        subject: Further fields of the JSON object.
        is_repeated: Whether another plan creates the same job, since its clip is a copy.
    """
    creates = f"{plan.existing_id} exists" if plan.creates is None else plan.creates
    if is_repeated and plan.creates is not None:
        creates = f"same {creates}"
    rows = list[tuple[Cell, ...]]()
    for name, clip in zip(names, plan.clips, strict=True):
        seconds = None if clip.duration is None else f"{clip.duration:.2f}"
        rows.append((name, seconds, clip.size_bytes, None if rows else creates))
    add_row({**subject, **asdict(plan)}, *rows)
    for finding in plan.warnings:
        session.print_error(f"warning: {finding}")


def summary(plans: Sequence["CapturePlan"]) -> str:
    """Return what plans would create, such as `2 jobs from 2 clips with 0.13 minutes of video`; empty for nothing."""
    creating = _creating(plans)
    if not creating:
        return ""
    clips = sum(len(plan.clips) for plan in creating)
    minutes = _minutes(creating)
    length = "unknown minutes of video" if minutes is None else f"{minutes:.2f} minutes of video"
    return f"{_count(len(creating), creating[0].creates or '')} from {_count(clips, 'clip')} with {length}"


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


def _creating(plans: Iterable["CapturePlan"]) -> list["CapturePlan"]:
    """Return the plans that are paid for. Copies of one clip have one key, and are paid for once."""
    return list({plan.key: plan for plan in plans if plan.creates is not None}.values())


def _minutes(plans: Sequence["CapturePlan"]) -> float | None:
    """Return the minutes of plans, or None if some are unknown."""
    known = [plan.video_minutes for plan in plans if plan.video_minutes is not None]
    return sum(known) if len(known) == len(plans) else None


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
