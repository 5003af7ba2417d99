"""Reservations of budgets in a database, shared by many processes."""

import asyncio
import itertools
import threading
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from move_ugc_async import Budget, BudgetEntry, BudgetExceededError, BudgetLedger, BudgetLimits
from move_ugc_async.batch import _database
from move_ugc_async.batch._database import Database
from move_ugc_async.batch._ledger import DatabaseLedger, shared_budget
from move_ugc_async.batch.errors import DatabaseUnavailableError
from tests.support.clocks import FakeClock
from tests.support.ledger_contract import (
    CONTRACT,
    HISTORIES,
    HOUR,
    Check,
    OpenLedger,
    Step,
    TimedLedger,
    follows_the_model,
)
from tests.support.wait_until import SAFETY_NET, run_ready, wait_until
from tests.unit.batch.conftest import BOTH, NOW

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"])]
Connect = Callable[[], Database]


@pytest.fixture
def open_ledger(connect: Connect, clock: FakeClock) -> OpenLedger:
    """Return a function that opens an empty ledger in the same database."""
    database, numbers = connect(), itertools.count()

    @asynccontextmanager
    async def open_ledger() -> AsyncGenerator[TimedLedger, None]:
        async def advance(seconds: float) -> None:
            clock.advance(seconds)

        async def now() -> datetime:
            return datetime.fromtimestamp(clock.time(), UTC)

        yield TimedLedger(DatabaseLedger(database, f"ledger {next(numbers)}"), advance, now)

    return open_ledger


async def used(ledger: BudgetLedger, limits: BudgetLimits) -> tuple[int, float]:
    usage = await ledger.usage(limits)
    return usage.jobs, usage.video_minutes


@BOTH
@pytest.mark.parametrize("check", CONTRACT, ids=lambda check: check.__name__)
async def test_ledger_fulfils_the_contract(check: Check, open_ledger: OpenLedger) -> None:
    await check(open_ledger)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    limits=st.builds(
        BudgetLimits,
        st.one_of(st.none(), st.integers(0, 4)),
        st.one_of(st.none(), st.integers(0, 20).map(lambda tenths: tenths / 10)),
        st.sampled_from([None, HOUR]),
    ),
    history=HISTORIES,
)
async def test_ledger_follows_the_model(limits: BudgetLimits, history: list[Step], open_ledger: OpenLedger) -> None:
    await follows_the_model(open_ledger, limits, history)


async def test_refused_replacement_keeps_the_time_of_the_earlier_entry(connect: Connect, clock: FakeClock) -> None:
    ledger, limits = DatabaseLedger(connect(), "default"), BudgetLimits(max_jobs=2, per=HOUR)
    await ledger.reserve(BudgetEntry("a"), limits)
    await ledger.reserve(BudgetEntry("b"), limits)
    clock.advance(1000)
    with pytest.raises(BudgetExceededError) as caught:
        await ledger.reserve(BudgetEntry("a", 2), limits)
    assert caught.value.available_at == datetime.fromtimestamp(NOW + 3600, UTC)
    assert await used(ledger, limits) == (2, 0)
    clock.advance(2600)
    assert await used(ledger, limits) == (0, 0)


async def test_ledgers_with_the_same_name_are_one(connect: Connect) -> None:
    limits = BudgetLimits(max_jobs=1)
    one, same, other = (DatabaseLedger(connect(), name) for name in ("a", "a", "b"))
    await one.reserve(BudgetEntry("1"), limits)
    with pytest.raises(BudgetExceededError):
        await same.reserve(BudgetEntry("2"), limits)
    await other.reserve(BudgetEntry("1"), limits)
    await same.release("1")
    assert await used(one, limits) == (0, 0)
    assert await used(other, limits) == (1, 0)


async def test_entries_count_if_the_clock_of_the_database_was_set_back(connect: Connect, clock: FakeClock) -> None:
    ledger, limits = DatabaseLedger(connect(), "default"), BudgetLimits(max_jobs=1, per=HOUR)
    await ledger.reserve(BudgetEntry("a"), limits)
    clock.advance(-100_000)
    with pytest.raises(BudgetExceededError):
        await ledger.reserve(BudgetEntry("b"), limits)


@BOTH
async def test_limit_holds_for_many_processes_at_once(connect: Connect) -> None:
    limits = BudgetLimits(max_jobs=20)
    databases = [connect() for _ in range(6)]
    barrier = threading.Barrier(len(databases))
    reserved: list[str] = []

    def work(number: int) -> None:
        ledger = DatabaseLedger(databases[number], "default")
        barrier.wait(SAFETY_NET)
        for attempt in range(8):
            try:
                ledger._reserve(BudgetEntry(f"{number}-{attempt}"), limits)
            except BudgetExceededError:
                return
            reserved.append(f"{number}-{attempt}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(databases))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SAFETY_NET)
    assert len(reserved) == 20
    assert await used(DatabaseLedger(databases[0], "default"), limits) == (20, 0)


@pytest.mark.parametrize("by", ["task", "scope"])
async def test_cancelled_reservation_is_released(by: str, connect: Connect, monkeypatch: pytest.MonkeyPatch) -> None:
    database, limits = connect(), BudgetLimits(max_jobs=1)
    ledger = DatabaseLedger(database, "default")
    begun, may_end = threading.Event(), threading.Event()
    now = database.now

    def wait(connection: Any) -> float:
        begun.set()
        may_end.wait(SAFETY_NET)
        return now(connection)

    monkeypatch.setattr(database, "now", wait)
    results: list[bool] = []

    async def reserve() -> None:
        with scope:
            results.append(await ledger.reserve(BudgetEntry("a"), limits))

    scope = anyio.CancelScope()
    task = asyncio.create_task(reserve())
    await wait_until(begun.is_set)
    task.cancel() if by == "task" else scope.cancel()
    await run_ready()
    assert not task.done()
    may_end.set()
    await asyncio.wait([task])
    assert ledger.is_unanswered == (by == "task")
    # Either the caller knows that it is reserved, or it is not.
    assert await used(ledger, limits) == (len(results), 0)
    assert len(results) == (by == "scope")


async def test_reservation_waits_while_the_database_is_unavailable(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_database, "_FIRST_DELAY", 0)
    database, limits = connect(), BudgetLimits(max_jobs=1)
    write, failures = database.write, 3

    def fail(**options: Any) -> Any:
        nonlocal failures
        failures -= 1
        if failures < 0:
            return write(**options)
        msg = "down"
        raise DatabaseUnavailableError(msg)

    monkeypatch.setattr(database, "write", fail)
    ledger = DatabaseLedger(database, "default")
    assert await ledger.reserve(BudgetEntry("a"), limits)
    assert await used(ledger, limits) == (1, 0)


async def test_budget_uses_the_ledger(connect: Connect) -> None:
    ledger = DatabaseLedger(connect(), "default")
    budget = Budget(max_jobs=5, max_video_minutes=2, ledger=ledger)
    await ledger.reserve(BudgetEntry("a", 1, 0.5), budget.limits)
    remaining = await budget.remaining()
    assert (remaining.jobs, remaining.video_minutes) == (4, 1.5)


async def test_budget_of_a_clip_that_states_an_absurd_length_allows_its_job() -> None:
    budget = shared_budget(Budget(1), Budget(1).ledger, 1e12)
    assert (budget.limits.max_jobs, budget.assume_minutes) == (1, 1e9)
    await budget.check()
