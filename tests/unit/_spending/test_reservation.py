"""A reservation is in all budgets of a creation or in none, whatever their ledgers do."""

import asyncio
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from move_ugc_async import (
    Budget,
    BudgetEntry,
    BudgetExceededError,
    BudgetLimits,
    BudgetRemaining,
    MoveError,
    MoveTimeoutError,
)
from move_ugc_async._spending.amounts import WorkAmount
from move_ugc_async._spending.ledger import MemoryLedger
from move_ugc_async._spending.reservation import Reservation, creation_id
from tests.support.clocks import until_idle
from tests.support.loop_time import StoppedTime

pytestmark = pytest.mark.anyio
AMOUNT = WorkAmount(1.0, 0)


class FaultyLedger(MemoryLedger):
    """A ledger that raises, or waits until it is opened."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.error = error
        self.opened = anyio.Event()
        self.reserved: list[str] = []

    async def reserve(self, entry: BudgetEntry, limits: BudgetLimits) -> bool:
        if self.error is not None:
            raise self.error
        await self.opened.wait()
        self.reserved.append(entry.id)
        return await super().reserve(entry, limits)

    async def release(self, entry_id: str) -> None:
        await anyio.lowlevel.checkpoint()
        await super().release(entry_id)


class UninterruptibleLedger(FaultyLedger):
    """A ledger whose `reserve` runs to its end when it is cancelled, as in a thread."""

    async def reserve(self, entry: BudgetEntry, limits: BudgetLimits) -> bool:
        with anyio.CancelScope(shield=True):
            return await super().reserve(entry, limits)


class StuckLedger(MemoryLedger):
    """A ledger whose `release` raises, or never returns."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.error = error

    async def release(self, entry_id: str) -> None:
        del entry_id
        if self.error is not None:
            raise self.error
        await anyio.sleep_forever()


class CancelledLedger(MemoryLedger):
    """A ledger over a future that something else cancels, such as a pool that closes."""

    def __init__(self, *, is_broken: bool = True) -> None:
        super().__init__()
        self.is_broken = is_broken

    async def reserve(self, entry: BudgetEntry, limits: BudgetLimits) -> bool:
        self._check()
        return await super().reserve(entry, limits)

    async def release(self, entry_id: str) -> None:
        self._check()
        await super().release(entry_id)

    def _check(self) -> None:
        if self.is_broken:
            raise asyncio.CancelledError


async def reserve(*budgets: Budget, id: str = "a", is_absent: bool = False) -> Reservation:
    reservation = Reservation(budgets, id, AMOUNT)
    await reservation.reserve("createThing", 30.0, is_absent=is_absent)
    return reservation


async def test_reservation_is_released_everywhere_when_one_budget_refuses() -> None:
    first, second, last = Budget(1), Budget(1), Budget(0)
    with pytest.raises(BudgetExceededError) as caught:
        await reserve(first, second, last)
    assert caught.value.operation == "createThing"
    assert [await each.remaining() for each in (first, second)] == [BudgetRemaining(1)] * 2


async def test_video_of_unknown_length_reserves_nothing() -> None:
    first, second = Budget(1), Budget(max_video_minutes=5.0)
    with pytest.raises(BudgetExceededError, match="the length of a video is unknown"):
        await Reservation([first, second], "a", WorkAmount()).reserve("createThing", 30.0, is_absent=True)
    assert await first.remaining() == BudgetRemaining(1)


async def test_exception_of_a_ledger_refuses_the_creation_without_its_text() -> None:
    error = OSError("cannot connect to postgresql://user:secret@host")
    first, second = Budget(1), Budget(1, ledger=FaultyLedger(error))
    with pytest.raises(MoveError, match=r"ledger of the budget: it raised OSError; nothing was sent$") as caught:
        await reserve(first, second)
    assert caught.value.__cause__ is error
    assert await first.remaining() == BudgetRemaining(1)


@pytest.mark.parametrize("anyio_backend", ["asyncio"], indirect=True)
async def test_cancellation_that_a_ledger_raises_itself_refuses_the_creation() -> None:
    first, second = Budget(1), Budget(1, ledger=CancelledLedger())
    with pytest.raises(MoveError, match="it raised CancelledError; nothing was sent"):
        await reserve(first, second)
    assert await first.remaining() == BudgetRemaining(1)


@pytest.mark.parametrize("anyio_backend", ["asyncio"], indirect=True)
async def test_cancellation_that_a_ledger_raises_itself_does_not_keep_the_other_budgets(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ledger = CancelledLedger(is_broken=False)
    first, second = Budget(1), Budget(1, ledger=ledger)
    reservation = await reserve(first, second)
    ledger.is_broken = True
    await reservation.release()
    assert await first.remaining() == BudgetRemaining(1)
    assert caplog.messages == ["cannot release a reservation of a budget, which stays reserved: CancelledError"]


async def test_ledger_that_does_not_respond_refuses_the_creation(stopped_time: StoppedTime) -> None:
    first, second = Budget(1), Budget(1, ledger=FaultyLedger())
    errors = list[MoveTimeoutError]()

    async def call() -> None:
        with pytest.raises(MoveTimeoutError, match="did not respond within 30 s") as caught:
            await reserve(first, second)
        errors.append(caught.value)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call)
        await until_idle()
        stopped_time.advance(31)
    assert [error.may_have_arrived for error in errors] == [False]
    assert await first.remaining() == BudgetRemaining(1)


@pytest.mark.parametrize("is_last", [True, False])
async def test_reservation_that_a_ledger_stores_after_the_timeout_is_released(
    stopped_time: StoppedTime, *, is_last: bool
) -> None:
    late = UninterruptibleLedger()
    budgets = [Budget(1), Budget(1, ledger=late)]
    errors = list[MoveTimeoutError]()

    async def call() -> None:
        with pytest.raises(MoveTimeoutError, match="did not respond within 30 s") as caught:
            await reserve(*(budgets if is_last else reversed(budgets)))
        errors.append(caught.value)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call)
        await until_idle()
        stopped_time.advance(31)
        await until_idle()
        late.opened.set()
    assert late.reserved == ["a"]
    assert [error.may_have_arrived for error in errors] == [False]
    assert [await budget.remaining() for budget in budgets] == [BudgetRemaining(1)] * 2


async def test_cancelled_call_waits_for_its_ledger_and_releases_the_reservation() -> None:
    ledger = FaultyLedger()
    budget = Budget(1, ledger=ledger)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(reserve, budget)
        await until_idle()
        tasks.cancel_scope.cancel()
        ledger.opened.set()
    assert ledger.reserved == ["a"]
    assert await budget.remaining() == BudgetRemaining(1)


@pytest.mark.parametrize("error", [None, OSError("gone")])
async def test_ledger_that_does_not_release_leaves_the_work_reserved_with_a_warning(
    error: Any, caplog: pytest.LogCaptureFixture, stopped_time: StoppedTime
) -> None:
    first, second = Budget(1, ledger=StuckLedger(error)), Budget(1)
    reservation = await reserve(first, second)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(reservation.release)
        await until_idle()
        stopped_time.advance(11)
    assert [await each.remaining() for each in (first, second)] == [BudgetRemaining(0), BudgetRemaining(1)]
    reason = "OSError" if error else "it timed out"
    assert caplog.messages == [f"cannot release a reservation of a budget, which stays reserved: {reason}"]


@pytest.mark.parametrize("is_absent", [False, True])
async def test_entry_of_an_earlier_call_is_released_only_with_proof_of_its_absence(*, is_absent: bool) -> None:
    budget = Budget(1)
    await reserve(budget)
    again = await reserve(budget, is_absent=is_absent)
    await again.release()
    assert await budget.remaining() == BudgetRemaining(1 if is_absent else 0)


async def test_two_budgets_over_one_ledger_are_both_checked() -> None:
    ledger = MemoryLedger()
    wide, narrow = Budget(2, ledger=ledger), Budget(max_video_minutes=0.5, ledger=ledger)
    with pytest.raises(BudgetExceededError):
        await reserve(wide, narrow)
    assert await wide.remaining() == BudgetRemaining(2)


def test_creation_id_depends_on_everything_that_identifies_a_creation() -> None:
    ids = {
        creation_id("https://a", "account", "createThing", "key"),
        creation_id("https://b", "account", "createThing", "key"),
        creation_id("https://a", "other", "createThing", "key"),
        creation_id("https://a", "account", "createOther", "key"),
        creation_id("https://a", "account", "createThing", "other"),
        creation_id("https://a", "account", "createThing", "key", "take-1"),
        creation_id("https://a", "account", "createThing", "key", "take-2"),
        creation_id("https://a", "account", "createThing", None),
        creation_id("https://a", "account", "createThing", None),
    }
    assert len(ids) == 9
    assert creation_id("https://a", "account", "createThing", "key") in ids
    assert not any("key" in each for each in ids)
