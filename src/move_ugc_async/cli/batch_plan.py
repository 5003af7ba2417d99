"""What a batch would pay for: shown by `--dry-run`, and confirmed by the user before the rest."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from move_ugc_async import CaptureSpec, MoveInvalidRequestError
from move_ugc_async.cli.batch_display import shown_path
from move_ugc_async.cli.batch_report import clips_text, minutes_text
from move_ugc_async.cli.confirmation import ask, can_ask
from move_ugc_async.cli.session import Session

if TYPE_CHECKING:
    from move_ugc_async.batch import Batch, BatchPlan

_MAX_WARNINGS = 20
_MAX_LINES = 10
"""Lines of progress without a terminal."""
_IF_MISSING = "whose jobs are paid for if they do not exist yet"


def require_answer(*, yes: bool) -> None:
    """Validate that the user has agreed to pay, or can be asked.

    Raises:
        MoveInvalidRequestError: There is no terminal and no `--yes`.
    """
    if not (yes or can_ask()):
        msg = "cannot ask whether to pay for jobs: standard input or standard error is not a terminal; pass --yes"
        raise MoveInvalidRequestError(msg)


async def make_plan(session: Session, batch: "Batch", specs: Sequence[CaptureSpec]) -> "BatchPlan":
    """Return what the batch would do, and print a summary."""
    with session.bars() as bars:
        bar, total = bars.add("reading clips"), len(specs)
        # Few lines in a log.
        step = 1 if bars.is_live else max(total // _MAX_LINES, 1)

        def show(number: int) -> None:
            if number % step == 0 or number == total:
                bar.count(number, total)

        plan = await batch.plan(specs, on_progress=show)
        bar.end("")
    warnings = [warning for each in plan.captures for warning in each.warnings]
    for warning in warnings[:_MAX_WARNINGS]:
        session.print_error(f"warning: {warning}")
    if len(warnings) > _MAX_WARNINGS:
        session.print_error(f"warning: {len(warnings) - _MAX_WARNINGS:,} more; see `move-ugc inspect`")
    session.print_note(summary(plan))
    return plan


def check_limits(plan: "BatchPlan") -> None:
    """Validate that the limits allow a plan.

    Raises:
        MoveInvalidRequestError: They do not.
    """
    if plan.exceeds_budget:
        left = plan.budget_remaining
        allowed = [
            *([f"{left.jobs:,} jobs"] if left and left.jobs is not None else []),
            *([minutes_text(left.video_minutes)] if left and left.video_minutes is not None else []),
        ]
        msg = (
            f"cannot pay for {_needed(plan)}: the limits still allow {' and '.join(allowed)}; raise --max-jobs or "
            "--max-minutes, or move clips out of the folder"
        )
        raise MoveInvalidRequestError(msg)


async def confirm_plan(plan: "BatchPlan") -> bool:
    """Return whether the user agrees to pay for a plan. One that pays for nothing is not asked about."""
    continued = plan.open + plan.others_open
    besides = f", besides {clips_text(continued)} to continue" if continued else ""
    return not plan.jobs or await ask(f"Pay for {_needed(plan)}{besides}?")


def write_plan(session: Session, plan: "BatchPlan") -> None:
    """Write what would be done with each clip."""
    with session.output.table("plan", "minutes", "clip", "message") as add_row:
        for each in plan.captures:
            record = {
                "id": each.id,
                "path": str(each.path),
                "plan": each.action,
                "video_minutes": each.video_minutes,
                "message": each.message,
            }
            minutes = None if each.video_minutes is None else f"{each.video_minutes:.2f}"
            add_row(record, (each.action, minutes, shown_path(each.path), each.message))


def summary(plan: "BatchPlan") -> str:
    """Return the number of clips by what would be done with them, in words."""
    numbers = {
        f"to continue, {_IF_MISSING}": plan.open,
        "ended before": len({each.id for each in plan.of("known")}) - plan.open,
        "with equal content": len(plan.of("duplicate")),
        "that cannot be used": len(plan.of("rejected")),
    }
    parts = [f"{clips_text(len(plan.captures))}: {_needed(plan)} to pay for"]
    text = ", ".join([*parts, *(f"{number:,} {text}" for text, number in numbers.items() if number)])
    if not plan.others_open:
        return text
    return (
        f"{text}; {clips_text(plan.others_open)} of the batch with other options or from elsewhere to continue too, "
        f"{_IF_MISSING}: `move-ugc batch cancel --all` stops all that are open"
    )


def _needed(plan: "BatchPlan") -> str:
    if not plan.jobs:
        return "0 new jobs"
    return f"{plan.jobs:,} job{'' if plan.jobs == 1 else 's'} with {minutes_text(plan.video_minutes)}"
