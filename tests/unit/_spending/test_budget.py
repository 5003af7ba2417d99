"""Budgets: arguments, limits, errors, remaining amounts."""

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from move_ugc_async import (
    AsyncMoveUgc,
    Budget,
    BudgetEntry,
    BudgetExceededError,
    BudgetLimits,
    BudgetRemaining,
    BudgetUsage,
    MoveConfigurationError,
    MoveError,
    MoveInvalidRequestError,
)
from move_ugc_async._spending.amounts import WorkAmount
from move_ugc_async._spending.budget import entry_of, record_created
from move_ugc_async._spending.ledger import MemoryLedger
from tests.support.servers import API_KEY

pytestmark = pytest.mark.anyio
INVALID: list[tuple[dict[str, Any], str]] = [
    ({}, "a budget must have max_jobs or max_video_minutes; got neither"),
    ({"per": timedelta(days=1)}, "got neither"),
    *(({"max_jobs": value}, "max_jobs must be a whole number, 0 or more; got") for value in (-1, 1.0, True, "1")),
    *(
        ({"max_video_minutes": value}, "max_video_minutes must be a number from 0 to 1e\\+09; got")
        for value in (-0.1, float("nan"), float("inf"), True, "1", 1e10)
    ),
    *(({"max_jobs": 1, "per": value}, "per must be a timedelta above 0; got") for value in (timedelta(), 60, "1 h")),
    *(
        ({"max_jobs": 1, "assume_minutes": value}, "assume_minutes must be a number above 0")
        for value in (0, -1, float("nan"), True)
    ),
    ({"max_jobs": 1, "ledger": object()}, "ledger must be an object with reserve, release, usage; got object"),
]


@pytest.mark.parametrize(("arguments", "message"), INVALID)
def test_budget_refuses_an_invalid_argument(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(MoveConfigurationError, match=message):
        Budget(**arguments)


def test_max_jobs_may_be_an_integer_of_numpy() -> None:
    assert Budget(np.int64(3)).limits == BudgetLimits(3)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("jobs", "minutes"), [(-1, 0.0), (True, 0.0), (10**400, 0.0), (1, -0.1), (1, float("nan")), (1, True), (1, 10**400)]
)
def test_entry_refuses_an_invalid_amount(jobs: Any, minutes: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match=r"must be a (whole number, 0 to|finite number, 0 or more)"):
        BudgetEntry("a", jobs, minutes)


@pytest.mark.parametrize("budget", [1, "budget", [1], {Budget(1)}, Budget])
def test_client_refuses_an_invalid_budget(budget: Any) -> None:
    with pytest.raises(MoveConfigurationError, match=r"budget must be a Budget, a list of them, or None; got"):
        AsyncMoveUgc(API_KEY, budget=budget)


def test_with_options_replaces_the_budgets_of_a_client() -> None:
    first, second = Budget(1), Budget(2)
    budgets = [first, first]
    client = AsyncMoveUgc(API_KEY, budget=budgets)
    budgets.clear()
    assert client.budgets == (first,)
    assert client.with_options(max_retries=1).budgets == (first,)
    assert client.with_options(budget=second).budgets == (second,)
    assert client.with_options(budget=[*client.budgets, second]).budgets == (first, second)
    assert client.with_options(budget=None).budgets == ()


async def test_remaining_is_none_without_a_limit() -> None:
    assert await Budget(3).remaining() == BudgetRemaining(3, None)
    assert await Budget(max_video_minutes=1.5).remaining() == BudgetRemaining(None, 1.5)


def test_remaining_is_never_negative_after_limits_were_lowered() -> None:
    assert BudgetLimits(1, 1.0).remaining(BudgetUsage(3, 2.5)) == BudgetRemaining(0, 0.0)


async def test_zero_allows_nothing() -> None:
    with pytest.raises(BudgetExceededError) as caught:
        await Budget(0).check(video_minutes=0.0)
    assert (caught.value.limit, caught.value.remaining_jobs) == ("max_jobs", 0)
    with pytest.raises(BudgetExceededError):
        await Budget(max_video_minutes=0).check(video_minutes=0.1)


async def test_check_reserves_nothing_and_reports_what_is_left() -> None:
    budget = Budget(5, 10.0)
    await budget.ledger.reserve(BudgetEntry("a", 1, 4.0), budget.limits)
    await budget.check(jobs=4, video_minutes=6.0)
    with pytest.raises(BudgetExceededError) as caught:
        await budget.check(jobs=2, video_minutes=6.1)
    assert str(caught.value) == (
        "cannot create 2 jobs and volumes: the budget has 6 of 10 minutes of video left, and this needs 6.1; nothing "
        "was created; raise max_video_minutes, or create less"
    )
    assert vars(caught.value).items() >= {"limit": "max_video_minutes", "requested": 6.1, "remaining_jobs": 4}.items()
    assert await budget.remaining() == BudgetRemaining(4, 6.0)


async def test_check_of_unknown_minutes_needs_assume_minutes() -> None:
    with pytest.raises(BudgetExceededError, match="the length of a video is unknown") as caught:
        await Budget(max_video_minutes=10.0).check()
    assert (caught.value.limit, caught.value.requested) == ("max_video_minutes", None)
    await Budget(1).check()
    await Budget(max_video_minutes=10.0, assume_minutes=5.0).check(jobs=2)
    with pytest.raises(BudgetExceededError, match="needs 15"):
        await Budget(max_video_minutes=10.0, assume_minutes=5.0).check(jobs=3)


def test_error_of_a_window_says_when_it_has_space() -> None:
    limits, at = BudgetLimits(2, per=timedelta(hours=2)), datetime(2026, 1, 1, tzinfo=UTC)
    earlier = [(BudgetEntry("b"), at + timedelta(hours=1)), (BudgetEntry("a"), at)]
    error = limits.error(BudgetEntry("c"), BudgetUsage(2), earlier)
    assert error.available_at == at + timedelta(hours=2)
    assert str(error) == (
        "cannot create a job or volume: the budget has 0 of 2 jobs in 2 hours left, and this needs 1; nothing was "
        "created; call again after 2026-01-01 02:00:00 UTC, or raise max_jobs"
    )
    assert limits.error(BudgetEntry("c", 2), BudgetUsage(2), earlier).available_at == at + timedelta(hours=3)
    assert limits.error(BudgetEntry("c", 3), BudgetUsage(2), earlier).available_at is None


def test_unknown_videos_count_as_assumed() -> None:
    budget = Budget(max_video_minutes=10.0, assume_minutes=2.0)
    assert entry_of(budget, "a", WorkAmount(1.5, 2)).video_minutes == 5.5


def test_key_whose_object_is_created_again_counts_again() -> None:
    budget = Budget(2)
    first = entry_of(budget, "a", WorkAmount(1.0, 0))
    assert entry_of(budget, "a", WorkAmount(1.0, 0)) == first
    record_created(budget, "a")
    assert entry_of(budget, "a", WorkAmount(1.0, 0)).id != first.id


@pytest.mark.parametrize("duplicate", [pickle.dumps, copy.copy, copy.deepcopy])
def test_budget_refuses_to_be_copied(duplicate: Callable[[Budget], object]) -> None:
    with pytest.raises(TypeError, match="cannot copy or pickle a Budget"):
        duplicate(Budget(1))


async def test_error_shows_all_digits_of_a_number_of_jobs() -> None:
    with pytest.raises(BudgetExceededError, match="has 1234567 of 1234567 jobs left, and this needs 1234568;"):
        await Budget(1_234_567).check(1_234_568)


def test_repr_shows_the_limits() -> None:
    assert repr(Budget(1, 2.5, timedelta(days=1))) == "Budget(1, 2.5, datetime.timedelta(days=1))"


@pytest.mark.parametrize("jobs", ["3", 1.5, -1, 10**400])
@pytest.mark.parametrize("assumed", [None, 5.0])
async def test_check_refuses_an_invalid_number_of_jobs_of_unknown_length(jobs: Any, assumed: float | None) -> None:
    with pytest.raises(MoveInvalidRequestError, match="jobs must be a whole number"):
        await Budget(max_video_minutes=10.0, assume_minutes=assumed).check(jobs)


async def test_exception_of_a_ledger_is_raised_without_its_text() -> None:
    class NoUsage(MemoryLedger):
        async def usage(self, *_: Any, **__: Any) -> Any:
            msg = "cannot connect to postgresql://user:secret@host"
            raise OSError(msg)

    budget = Budget(1, ledger=NoUsage())
    for call in (budget.check, budget.remaining):
        with pytest.raises(MoveError, match=r"ledger of the budget: it raised OSError; nothing was sent$"):
            await call()


def test_error_of_a_window_beyond_all_dates_has_no_time() -> None:
    limits, at = BudgetLimits(1, per=timedelta.max), datetime(2026, 1, 1, tzinfo=UTC)
    error = limits.error(BudgetEntry("b"), BudgetUsage(1), [(BudgetEntry("a"), at)])
    assert error.available_at is None
    assert str(error).endswith("raise max_jobs, or create less")
