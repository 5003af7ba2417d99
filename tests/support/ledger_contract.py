"""What every `BudgetLedger` must do, as functions over a factory of ledgers.

A test module runs each of `CONTRACT` with a factory of its own:

    @pytest.mark.parametrize("check", CONTRACT, ids=lambda check: check.__name__)
    async def test_ledger_fulfils_the_contract(check: Check) -> None:
        await check(open_ledger)
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TypeAlias

import anyio
import pytest
from hypothesis import strategies as st

from move_ugc_async import BudgetEntry, BudgetExceededError, BudgetLedger, BudgetLimits, BudgetUsage

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class TimedLedger:
    """An empty ledger, and its time.

    Attributes:
        ledger: The ledger.
        advance: Moves its time by a number of seconds.
        now: Returns its time.
    """

    ledger: BudgetLedger
    advance: Callable[[float], Awaitable[None]]
    now: Callable[[], Awaitable[datetime]]


OpenLedger: TypeAlias = Callable[[], AbstractAsyncContextManager[TimedLedger]]
Check: TypeAlias = Callable[[OpenLedger], Awaitable[None]]
CONTRACT: list[Check] = []


def contract(check: Check) -> Check:
    CONTRACT.append(check)
    return check


async def is_reserved(ledger: BudgetLedger, entry: BudgetEntry, limits: BudgetLimits) -> bool:
    try:
        await ledger.reserve(entry, limits)
    except BudgetExceededError:
        return False
    return True


@contract
async def reserve_stores_an_entry_until_the_limit_is_reached(open_ledger: OpenLedger) -> None:
    limits = BudgetLimits(max_jobs=2)
    async with open_ledger() as timed:
        assert await timed.ledger.reserve(BudgetEntry("a"), limits)
        assert await timed.ledger.reserve(BudgetEntry("b"), limits)
        with pytest.raises(BudgetExceededError) as caught:
            await timed.ledger.reserve(BudgetEntry("c"), limits)
        assert await timed.ledger.usage(limits) == BudgetUsage(2, 0.0)
    error = caught.value
    assert (error.limit, error.requested, error.remaining_jobs, error.available_at) == ("max_jobs", 1, 0, None)


@contract
async def absurd_lengths_do_not_stop_the_ledger(open_ledger: OpenLedger) -> None:
    limits = BudgetLimits(max_jobs=9)
    async with open_ledger() as timed:
        for number, minutes in enumerate([1e9, 1e11, 1.5e11, 1.5e11, 1e17, 1.7e308, 1.7e308]):
            assert await timed.ledger.reserve(BudgetEntry(str(number), 1, minutes), limits)
        used = await timed.ledger.usage(limits)
        assert used.jobs == 7
        assert used.video_minutes > 4e11
        assert not await is_reserved(timed.ledger, BudgetEntry("8", 3), limits)


@contract
async def minutes_add_up_exactly(open_ledger: OpenLedger) -> None:
    limits = BudgetLimits(max_video_minutes=1.0)
    async with open_ledger() as timed:
        for number in range(10):
            await timed.ledger.reserve(BudgetEntry(str(number), 1, 0.1), limits)
        assert not await is_reserved(timed.ledger, BudgetEntry("more", 1, 0.001), limits)
        assert limits.remaining(await timed.ledger.usage(limits)).video_minutes == 0.0
        await timed.ledger.release("3")
        assert await is_reserved(timed.ledger, BudgetEntry("more", 1, 0.1), limits)


@contract
async def entry_with_a_known_id_counts_once(open_ledger: OpenLedger) -> None:
    limits = BudgetLimits(max_jobs=1, max_video_minutes=2.0)
    async with open_ledger() as timed:
        assert await timed.ledger.reserve(BudgetEntry("a", 1, 2.0), limits)
        assert not await timed.ledger.reserve(BudgetEntry("a", 1, 1.5), limits)
        assert await timed.ledger.usage(limits) == BudgetUsage(1, 1.5)
        assert await timed.ledger.usage(limits, excluding="a") == BudgetUsage()


@contract
async def refused_entry_leaves_an_earlier_one_as_it_was(open_ledger: OpenLedger) -> None:
    limits = BudgetLimits(max_video_minutes=2.0)
    async with open_ledger() as timed:
        await timed.ledger.reserve(BudgetEntry("a", 1, 1.0), limits)
        assert not await is_reserved(timed.ledger, BudgetEntry("a", 1, 3.0), limits)
        assert await timed.ledger.usage(limits) == BudgetUsage(1, 1.0)


@contract
async def release_of_an_unknown_id_does_nothing(open_ledger: OpenLedger) -> None:
    limits = BudgetLimits(max_jobs=2)
    async with open_ledger() as timed:
        await timed.ledger.reserve(BudgetEntry("a"), limits)
        await timed.ledger.release("b")
        assert await timed.ledger.usage(limits) == BudgetUsage(1, 0.0)
        await timed.ledger.release("a")
        await timed.ledger.release("a")
        assert await timed.ledger.usage(limits) == BudgetUsage()
        assert await timed.ledger.reserve(BudgetEntry("a"), limits)


@contract
async def entry_leaves_the_window_after_its_length(open_ledger: OpenLedger) -> None:
    limits = BudgetLimits(max_jobs=2, per=HOUR)
    async with open_ledger() as timed:
        await timed.ledger.reserve(BudgetEntry("a"), limits)
        await timed.advance(600)
        await timed.ledger.reserve(BudgetEntry("b"), limits)
        now = await timed.now()
        with pytest.raises(BudgetExceededError) as caught:
            await timed.ledger.reserve(BudgetEntry("c"), limits)
        assert caught.value.available_at is not None
        assert abs((caught.value.available_at - now).total_seconds() - 3000) < 1
        await timed.advance(2999)
        assert not await is_reserved(timed.ledger, BudgetEntry("c"), limits)
        await timed.advance(2)
        assert await timed.ledger.reserve(BudgetEntry("c"), limits)
        assert not await is_reserved(timed.ledger, BudgetEntry("d"), limits)


@contract
async def entry_that_is_reserved_again_counts_from_then_on(open_ledger: OpenLedger) -> None:
    limits = BudgetLimits(max_jobs=1, per=HOUR)
    async with open_ledger() as timed:
        await timed.ledger.reserve(BudgetEntry("a"), limits)
        await timed.advance(3000)
        assert not await timed.ledger.reserve(BudgetEntry("a"), limits)
        await timed.advance(3000)
        assert not await is_reserved(timed.ledger, BudgetEntry("b"), limits)
        await timed.advance(601)
        assert await timed.ledger.reserve(BudgetEntry("a"), limits)


@contract
async def error_of_an_entry_above_the_limit_itself_has_no_time(open_ledger: OpenLedger) -> None:
    limits = BudgetLimits(max_video_minutes=2.0, per=HOUR)
    async with open_ledger() as timed:
        await timed.ledger.reserve(BudgetEntry("a", 1, 1.0), limits)
        with pytest.raises(BudgetExceededError) as caught:
            await timed.ledger.reserve(BudgetEntry("b", 1, 2.5), limits)
    error = caught.value
    assert (error.limit, error.requested, error.remaining_video_minutes) == ("max_video_minutes", 2.5, 1.0)
    assert error.available_at is None


@contract
async def concurrent_callers_never_exceed_the_limit(open_ledger: OpenLedger) -> None:
    limits = BudgetLimits(max_jobs=10)
    reserved: list[bool] = []
    async with open_ledger() as timed:

        async def reserve(number: int) -> None:
            reserved.append(await is_reserved(timed.ledger, BudgetEntry(f"job {number}"), limits))

        async with anyio.create_task_group() as tasks:
            for number in range(50):
                tasks.start_soon(reserve, number)
        assert await timed.ledger.usage(limits) == BudgetUsage(10, 0.0)
    assert reserved.count(True) == 10


@contract
async def concurrent_callers_with_one_id_count_once(open_ledger: OpenLedger) -> None:
    limits = BudgetLimits(max_jobs=1)
    is_new: list[bool] = []
    async with open_ledger() as timed:

        async def reserve() -> None:
            is_new.append(await timed.ledger.reserve(BudgetEntry("a"), limits))

        async with anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(reserve)
        assert await timed.ledger.usage(limits) == BudgetUsage(1, 0.0)
    assert is_new.count(True) == 1


@dataclass(frozen=True)
class Step:
    """A step of a random history: reserve or release an entry, or advance the time."""

    action: str
    id: str = ""
    tenths: int = 0
    """Tenths of a minute."""
    seconds: int = 0


_IDS = st.sampled_from("abcdef")
HISTORIES = st.lists(
    st.one_of(
        st.builds(Step, st.just("reserve"), _IDS, st.integers(0, 8)),
        st.builds(Step, st.just("release"), _IDS),
        st.builds(Step, st.just("advance"), seconds=st.integers(1, 3000)),
    ),
    max_size=25,
)


async def follows_the_model(open_ledger: OpenLedger, limits: BudgetLimits, history: Sequence[Step]) -> None:
    """Assert that a ledger does what a list of all reservations does, with exact numbers."""
    model: dict[str, tuple[int, int]] = {}
    now, window = 0, float("inf") if limits.per is None else limits.per.total_seconds()
    maximum = None if limits.max_video_minutes is None else round(limits.max_video_minutes * 10)
    async with open_ledger() as timed:
        for step in history:
            if step.action == "advance":
                now += step.seconds
                await timed.advance(step.seconds)
            elif step.action == "release":
                model.pop(step.id, None)
                await timed.ledger.release(step.id)
            else:
                model = {each: stored for each, stored in model.items() if now - stored[0] < window}
                others = [tenths for each, (_, tenths) in model.items() if each != step.id]
                fits = limits.max_jobs is None or len(others) + 1 <= limits.max_jobs
                fits = fits and (maximum is None or sum(others) + step.tenths <= maximum)
                was_known = step.id in model
                try:
                    is_new = await timed.ledger.reserve(BudgetEntry(step.id, 1, step.tenths / 10), limits)
                except BudgetExceededError:
                    assert not fits
                else:
                    assert (fits, is_new) == (True, not was_known)
                    model[step.id] = (now, step.tenths)
            inside = [tenths for at, tenths in model.values() if now - at < window]
            used = await timed.ledger.usage(limits)
            assert (used.jobs, round(Fraction(used.video_minutes) * 1000)) == (len(inside), sum(inside) * 100)
