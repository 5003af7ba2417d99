"""The plan of a submission, and its progress."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from move_ugc_async import BudgetRemaining
from move_ugc_async._spending.amounts import to_microseconds, to_minutes
from move_ugc_async.batch._reports import BatchPlan, PlannedCapture

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence

    from move_ugc_async import Budget
    from move_ugc_async.batch._submission import Decision


class ReadCount:
    """Counts the clips that were read, and reports their number.

    Args:
        on_progress: Function or coroutine function that is called with it, or None.
    """

    def __init__(self, on_progress: Callable[[int], Awaitable[None] | None] | None) -> None:
        self._on_progress = on_progress
        self._number = 0

    async def add(self) -> None:
        """Count and report a clip."""
        self._number += 1
        called = self._on_progress(self._number) if self._on_progress else None
        if called is not None:
            await called


async def batch_plan(
    decisions: Sequence[Decision], open_ids: Collection[str], waiting: Sequence[float | None], budget: Budget | None
) -> BatchPlan:
    """Return what a submission would do, and whether the budget of the batch allows it.

    Args:
        decisions: What happens to each clip.
        open_ids: The clips of the batch that have not ended.
        waiting: Minutes of each open clip that has not been uploaded, whose job is still to be paid for.
        budget: The budget of the batch.
    """
    captures = tuple(
        PlannedCapture(
            id=each.item.id,
            path=Path(each.item.path),
            action=each.action,
            video_minutes=each.item.minutes,
            message=(each.item.rejected or {}).get("message", ""),
            warnings=each.item.warnings,
            fingerprint=each.item.fingerprint,
        )
        for each in decisions
    )
    new = [each for each in captures if each.action == "new"]
    known = [each.video_minutes for each in new if each.video_minutes is not None]
    # As the ledger adds them: sums of floats exceed a limit that they meet exactly.
    total = sum(map(to_microseconds, known))
    minutes = to_minutes(total) if len(known) == len(new) else None
    remaining, exceeds = None, False
    if budget is not None:
        assumed = budget.assume_minutes
        remaining = _without(await budget.remaining(), waiting, assumed or 0)
        needed = total + (len(new) - len(known)) * to_microseconds(assumed or 0)
        exceeds = remaining.jobs is not None and len(new) > remaining.jobs
        if remaining.video_minutes is not None:
            exceeds |= needed > to_microseconds(remaining.video_minutes) or (minutes is None and assumed is None)
    still_open = {each.id for each in captures if each.action == "known"}.intersection(open_ids)
    return BatchPlan(
        captures=captures,
        jobs=len(new),
        video_minutes=minutes,
        open=len(still_open),
        others_open=len(open_ids) - len(still_open),
        budget_remaining=remaining,
        exceeds_budget=exceeds,
    )


def _without(remaining: BudgetRemaining, waiting: Sequence[float | None], assumed: float) -> BudgetRemaining:
    """Return what remains once the jobs of waiting clips are paid for."""
    jobs, minutes = remaining.jobs, remaining.video_minutes
    needed = sum(to_microseconds(assumed if each is None else each) for each in waiting)
    return BudgetRemaining(
        jobs=None if jobs is None else max(jobs - len(waiting), 0),
        video_minutes=None if minutes is None else to_minutes(max(to_microseconds(minutes) - needed, 0)),
    )
