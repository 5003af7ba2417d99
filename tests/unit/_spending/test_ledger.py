"""Reservations in memory."""

import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from move_ugc_async import BudgetEntry, BudgetExceededError, BudgetLimits, BudgetUsage, Clock
from move_ugc_async._spending.ledger import MemoryLedger
from tests.support.clocks import FakeClock
from tests.support.ledger_contract import CONTRACT, DAY, HISTORIES, HOUR, Check, Step, TimedLedger, follows_the_model

NOW = 1_700_000_000.0


@asynccontextmanager
async def open_ledger() -> AsyncGenerator[TimedLedger, None]:
    clock = FakeClock(now=NOW)

    async def advance(seconds: float) -> None:
        clock.advance(seconds)

    async def now() -> datetime:
        return datetime.fromtimestamp(clock.time(), UTC)

    yield TimedLedger(MemoryLedger(clock), advance, now)


@pytest.mark.anyio
@pytest.mark.parametrize("check", CONTRACT, ids=lambda check: check.__name__)
async def test_ledger_fulfils_the_contract(check: Check) -> None:
    await check(open_ledger)


@settings(max_examples=150)
@given(
    limits=st.builds(
        BudgetLimits,
        st.one_of(st.none(), st.integers(0, 4)),
        st.one_of(st.none(), st.integers(0, 20).map(lambda tenths: tenths / 10)),
        st.sampled_from([None, HOUR]),
    ),
    history=HISTORIES,
)
def test_ledger_follows_the_model(limits: BudgetLimits, history: list[Step]) -> None:
    anyio.run(follows_the_model, open_ledger, limits, history)


@pytest.mark.anyio
async def test_windows_of_different_length_over_one_ledger_keep_their_entries() -> None:
    clock = FakeClock(now=NOW)
    ledger = MemoryLedger(clock)
    hourly, daily = BudgetLimits(max_jobs=2, per=HOUR), BudgetLimits(max_jobs=2, per=DAY)
    await ledger.reserve(BudgetEntry("a"), daily)
    clock.advance(7200)
    assert await ledger.usage(hourly) == BudgetUsage()
    await ledger.reserve(BudgetEntry("b"), hourly)
    with pytest.raises(BudgetExceededError):
        await ledger.reserve(BudgetEntry("c"), daily)
    assert await ledger.usage(hourly) == BudgetUsage(1, 0.0)
    assert await ledger.usage(hourly, excluding="b") == BudgetUsage()


class _WallClock(Clock):
    """A wall clock that jumps, while the time since boot goes on."""

    __slots__ = ("elapsed", "wall")

    def __init__(self) -> None:
        object.__setattr__(self, "wall", NOW)
        object.__setattr__(self, "elapsed", 100.0)

    def time(self) -> float:
        return float(self.wall)

    def uptime(self) -> float:
        return float(self.elapsed)


@pytest.mark.anyio
async def test_jump_of_the_wall_clock_does_not_move_the_window() -> None:
    clock = _WallClock()
    ledger, limits = MemoryLedger(clock), BudgetLimits(max_jobs=1, per=HOUR)
    await ledger.reserve(BudgetEntry("a"), limits)
    object.__setattr__(clock, "wall", NOW + 10 * 86400)
    object.__setattr__(clock, "elapsed", 160.0)
    with pytest.raises(BudgetExceededError) as caught:
        await ledger.reserve(BudgetEntry("b"), limits)
    assert caught.value.available_at == datetime.fromtimestamp(NOW + 10 * 86400 + 3540, UTC)


def test_threads_with_loops_of_their_own_share_the_limit() -> None:
    ledger, limits = MemoryLedger(), BudgetLimits(max_jobs=25, per=timedelta(days=1))
    reserved, start = list[str](), threading.Barrier(5)

    async def reserve(thread: int) -> None:
        for number in range(20):
            try:
                await ledger.reserve(BudgetEntry(f"{thread}-{number}"), limits)
            except BudgetExceededError:
                continue
            reserved.append(f"{thread}-{number}")

    def run(thread: int) -> None:
        start.wait(30.0)
        anyio.run(reserve, thread)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30.0)
    assert len(reserved) == 25
    assert anyio.run(ledger.usage, limits) == BudgetUsage(25, 0.0)
