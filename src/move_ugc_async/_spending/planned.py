"""Budgets of plans, which add up without reserving anything."""

from collections.abc import Sequence

import anyio

from move_ugc_async._spending.amounts import BudgetRemaining, BudgetUsage, WorkAmount
from move_ugc_async._spending.budget import Budget, entry_of
from move_ugc_async._spending.reservation import ledger_error
from move_ugc_async.errors import MoveError


class PlannedWork:
    """The work of plans that are made together: each must fit beside the earlier ones."""

    def __init__(self) -> None:
        self._planned: dict[tuple[Budget, str], BudgetUsage] = {}
        """What each entry adds to the ledger of a budget, by its id."""
        self._totals: dict[Budget, BudgetUsage] = {}
        self._lock = anyio.Lock()

    async def add(self, budgets: Sequence[Budget], creation_id: str, amount: WorkAmount) -> None:
        """Add a creation, which counts once however often it is planned.

        Raises:
            BudgetExceededError: A budget does not allow it beside the earlier plans; it is added to none.
            MoveError: A ledger failed.
        """
        async with self._lock:
            added: list[tuple[Budget, str, BudgetUsage]] = []
            for budget in budgets:
                entry = entry_of(budget, creation_id, amount)
                others = await _usage(budget, excluding=entry.id)
                used = _add(others, self._total_without(budget, entry.id))
                if not budget.limits.allows(entry, used):
                    raise budget.limits.error(entry, used)
                # An attempt with an unknown outcome may have reserved it already.
                reserved = _subtract(await _usage(budget), others)
                addition = _subtract(BudgetUsage(entry.jobs, entry.video_minutes), reserved)
                added.append((budget, entry.id, addition))
            for budget, entry_id, addition in added:
                self._totals[budget] = _add(self._total_without(budget, entry_id), addition)
                self._planned[budget, entry_id] = addition

    async def remaining(self, budgets: Sequence[Budget]) -> BudgetRemaining | None:
        """Return what all budgets allow besides the plans; None without any budget."""
        if not budgets:
            return None
        left = [budget.limits.remaining(_add(await _usage(budget), self._total(budget))) for budget in budgets]
        return BudgetRemaining(
            jobs=min((each.jobs for each in left if each.jobs is not None), default=None),
            video_minutes=min((each.video_minutes for each in left if each.video_minutes is not None), default=None),
        )

    def _total(self, budget: Budget) -> BudgetUsage:
        return self._totals.get(budget, BudgetUsage())

    def _total_without(self, budget: Budget, entry_id: str) -> BudgetUsage:
        return _subtract(self._total(budget), self._planned.get((budget, entry_id), BudgetUsage()))


def _add(one: BudgetUsage, other: BudgetUsage) -> BudgetUsage:
    return BudgetUsage(one.jobs + other.jobs, one.video_minutes + other.video_minutes)


def _subtract(one: BudgetUsage, other: BudgetUsage) -> BudgetUsage:
    return BudgetUsage(one.jobs - other.jobs, one.video_minutes - other.video_minutes)


async def _usage(budget: Budget, excluding: str | None = None) -> BudgetUsage:
    try:
        return await budget.ledger.usage(budget.limits, excluding=excluding)
    except MoveError:
        raise
    except Exception as error:
        raise ledger_error(error) from error
