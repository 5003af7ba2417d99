"""Budgets of plans and of running workflows, which add up before anything is reserved."""

from collections.abc import Sequence

import anyio

from move_ugc_async._spending.amounts import BudgetRemaining, BudgetUsage, WorkAmount
from move_ugc_async._spending.budget import Budget, entry_of, usage_of


class PlannedWork:
    """The work of plans, or of workflows that still upload, which share a call: each must fit beside the others."""

    def __init__(self) -> None:
        self._planned: dict[tuple[Budget, str], BudgetUsage] = {}
        """What each creation adds to the ledger of a budget, by its id."""
        self._totals: dict[Budget, BudgetUsage] = {}
        self._lock = anyio.Lock()

    async def add(self, budgets: Sequence[Budget], creation_id: str, amount: WorkAmount) -> None:
        """Add a creation, which counts once however often it is planned.

        Raises:
            BudgetExceededError: A budget does not allow it beside the earlier plans; it is added to none.
            MoveError: A ledger failed.
        """
        async with self._lock:
            added: list[tuple[Budget, BudgetUsage]] = []
            for budget in budgets:
                entry = entry_of(budget, creation_id, amount)
                others = await usage_of(budget, excluding=entry.id)
                used = _add(others, self._total_without(budget, creation_id))
                if not budget.limits.allows(entry, used):
                    raise budget.limits.error(entry, used)
                # An attempt with an unknown outcome may have reserved it already.
                reserved = _subtract(await usage_of(budget), others)
                addition = _subtract(BudgetUsage(entry.jobs, entry.video_minutes), reserved)
                added.append((budget, addition))
            for budget, addition in added:
                self._totals[budget] = _add(self._total_without(budget, creation_id), addition)
                self._planned[budget, creation_id] = addition

    def discard(self, budgets: Sequence[Budget], creation_id: str) -> None:
        """Remove a creation, which is about to be reserved or has failed. An unknown one is ignored."""
        for budget in budgets:
            self._totals[budget] = self._total_without(budget, creation_id)
            self._planned.pop((budget, creation_id), None)

    async def remaining(self, budgets: Sequence[Budget]) -> BudgetRemaining | None:
        """Return what all budgets allow besides the plans; None without any budget."""
        if not budgets:
            return None
        left = [budget.limits.remaining(_add(await usage_of(budget), self._total(budget))) for budget in budgets]
        return BudgetRemaining(
            jobs=min((each.jobs for each in left if each.jobs is not None), default=None),
            video_minutes=min((each.video_minutes for each in left if each.video_minutes is not None), default=None),
        )

    def _total(self, budget: Budget) -> BudgetUsage:
        return self._totals.get(budget, BudgetUsage())

    def _total_without(self, budget: Budget, creation_id: str) -> BudgetUsage:
        return _subtract(self._total(budget), self._planned.get((budget, creation_id), BudgetUsage()))


def _add(one: BudgetUsage, other: BudgetUsage) -> BudgetUsage:
    return BudgetUsage(one.jobs + other.jobs, one.video_minutes + other.video_minutes)


def _subtract(one: BudgetUsage, other: BudgetUsage) -> BudgetUsage:
    return BudgetUsage(one.jobs - other.jobs, one.video_minutes - other.video_minutes)
