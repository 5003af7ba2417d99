"""Creations under a budget: what is reserved when an attempt succeeds, is refused, is lost or is cancelled."""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from move_ugc_async import Budget, BudgetExceededError, BudgetRemaining
from move_ugc_async._concurrency.background import runs_on_asyncio
from move_ugc_async._schema.keyed_metadata import WorkflowKey
from move_ugc_async._spending.amounts import WorkAmount
from move_ugc_async._spending.ledger import MemoryLedger
from move_ugc_async._transport.operation import CallOptions
from move_ugc_async._transport.retry import RetryPolicy
from move_ugc_async.errors import AmbiguousCreateError, MoveError
from tests.support.clocks import until_idle
from tests.unit._idempotency.fake_api import LOST_RESPONSE, NO_ROUTE, REFUSED, THROTTLED, FakeApi, Thing

pytestmark = pytest.mark.anyio
ONCE = RetryPolicy(max_retries=0)


async def jobs_left(budget: Budget) -> int | None:
    return (await budget.remaining()).jobs


def api_with(budget: Budget, *script: MoveError | None, **options: Any) -> FakeApi:
    return FakeApi(script=[*script], budgets=(budget,), **options)


@pytest.mark.parametrize("key", ["k", None])
async def test_created_object_stays_reserved(key: str | None) -> None:
    budget = Budget(2, 5.0)
    await api_with(budget).create(key)
    assert await budget.remaining() == BudgetRemaining(1, 4.0)


@pytest.mark.parametrize("key", ["k", None])
async def test_creation_that_exceeds_the_budget_is_not_sent(key: str | None) -> None:
    api = api_with(Budget(0))
    with pytest.raises(BudgetExceededError) as caught:
        await api.create(key)
    assert (caught.value.operation, api.sent, await api.record()) == ("createThing", 0, None)


@pytest.mark.parametrize("key", ["k", None])
@pytest.mark.parametrize("error", [REFUSED, NO_ROUTE])
async def test_refused_creation_is_released(error: MoveError, key: str | None) -> None:
    budget = Budget(1)
    api = api_with(budget, error, executes=False, retry=ONCE)
    with pytest.raises(type(error)):
        await api.create(key)
    assert await jobs_left(budget) == 1


@pytest.mark.parametrize("key", ["k", None])
async def test_creation_with_unknown_outcome_stays_reserved(key: str | None) -> None:
    budget = Budget(1)
    api = api_with(budget, LOST_RESPONSE, executes=False, retry=ONCE)
    with pytest.raises(AmbiguousCreateError):
        await api.create(key)
    assert await jobs_left(budget) == 0


async def test_retry_of_a_lost_creation_counts_once() -> None:
    budget = Budget(1)
    api = api_with(budget, LOST_RESPONSE, executes=False)
    assert (await api.create()).id == "thing-2"
    assert await jobs_left(budget) == 0


async def test_later_call_after_an_unknown_outcome_takes_over_its_reservation() -> None:
    budget = Budget(1)
    api = api_with(budget, LOST_RESPONSE, executes=False, retry=ONCE)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    with pytest.raises(BudgetExceededError):
        await api.create("other")
    assert (await api.create()).id == "thing-2"
    assert await jobs_left(budget) == 0


async def test_refusal_of_a_later_call_releases_what_is_proven_absent() -> None:
    budget = Budget(1)
    api = api_with(budget, LOST_RESPONSE, REFUSED, executes=False, retry=ONCE)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    with pytest.raises(MoveError, match="no"):
        await api.create()
    assert await jobs_left(budget) == 1


async def test_refusal_after_a_lost_response_that_is_proven_absent_is_released() -> None:
    budget = Budget(1)
    api = api_with(budget, LOST_RESPONSE, REFUSED, executes=False)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    assert await jobs_left(budget) == 1


async def test_refusal_on_another_host_keeps_the_reservation_of_an_unknown_outcome() -> None:
    budget = Budget(1)
    api = api_with(budget, LOST_RESPONSE, REFUSED, executes=False, retry=ONCE)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    api.switch_host()
    with pytest.raises(MoveError, match="no"):
        await api.create()
    assert await jobs_left(budget) == 0


async def test_object_that_is_adopted_after_a_lost_response_counts_once() -> None:
    budget = Budget(2)
    api = api_with(budget, LOST_RESPONSE)
    created = await api.create()
    assert (await api.create()).id == created.id
    assert (api.sent, await jobs_left(budget)) == (1, 1)


async def test_object_of_an_earlier_call_is_found_by_an_exhausted_budget() -> None:
    api = FakeApi()
    created = await api.create()
    api.budgets = (Budget(0),)
    assert (await api.create()).id == created.id
    api.switch_host()
    assert (await api.create()).id == created.id
    assert api.sent == 1


async def test_object_of_another_host_that_appears_after_a_refusal_costs_nothing() -> None:
    budget = Budget(1)
    other = FakeApi()
    api = api_with(budget, THROTTLED, executes=False, things=other.things, clock=other.clock)
    other.consistency_delay = 10.0
    await other.create()
    assert (await api.create()).id == "thing-1"
    assert (api.sent, await jobs_left(budget)) == (1, 1)


async def test_key_whose_object_is_not_found_any_more_counts_again() -> None:
    budget = Budget(2)
    api = api_with(budget)
    await api.create()
    api.things.clear()
    api.switch_host()
    await api.create()
    assert await jobs_left(budget) == 0
    api.things.clear()
    api.switch_host()
    with pytest.raises(BudgetExceededError):
        await api.create()


async def test_key_whose_adopted_object_is_not_found_any_more_counts_again() -> None:
    budget = Budget(2)
    api = api_with(budget, LOST_RESPONSE, retry=ONCE)
    api.consistency_delay = 1e6
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    api.things = [(0.0, thing) for _, thing in api.things]
    await api.create()
    api.things.clear()
    api.switch_host()
    await api.create()
    assert (api.sent, await jobs_left(budget)) == (2, 0)


async def test_key_of_another_account_counts_separately() -> None:
    budget = Budget(2)
    api = api_with(budget, LOST_RESPONSE, LOST_RESPONSE, executes=False, retry=ONCE)
    for account in ("account", "other"):
        with pytest.raises(AmbiguousCreateError):
            await api.create(account=account)
    assert await jobs_left(budget) == 0


async def test_free_object_needs_no_budget() -> None:
    await api_with(Budget(0)).create(amount=None)
    await api_with(Budget(0)).create(WorkflowKey("k", amount=WorkAmount(9.0, 0)), amount=None)


async def test_workflow_key_has_the_amount_and_further_budgets() -> None:
    budget, further = Budget(5, 5.0), Budget(5, 5.0)
    key = WorkflowKey("k", amount=WorkAmount(2.5, 0), budgets=(further, budget))
    await api_with(budget).create(key, amount=WorkAmount())
    assert [await each.remaining() for each in (budget, further)] == [BudgetRemaining(4, 2.5)] * 2


async def test_one_key_of_concurrent_callers_counts_once() -> None:
    budget = Budget(1)
    api = api_with(budget, LOST_RESPONSE)
    things = list[Thing]()

    async def create() -> None:
        things.append(await api.create())

    async with anyio.create_task_group() as tasks:
        for _ in range(10):
            tasks.start_soon(create)
    assert ({thing.id for thing in things}, len(things), await jobs_left(budget)) == ({"thing-1"}, 10, 0)


class HeldApi(FakeApi):
    """An API whose requests wait before or after their first byte is written."""

    writes_first = False

    async def send(self, metadata: Any, options: CallOptions) -> Thing:
        del metadata
        if self.writes_first:
            assert options.on_written
            options.on_written()
        await anyio.sleep_forever()
        raise AssertionError


@pytest.mark.parametrize("is_native", [False, True])
@pytest.mark.parametrize("key", ["k", None])
@pytest.mark.parametrize("writes_first", [False, True])
async def test_cancelled_creation_is_released_only_before_it_is_written(
    key: str | None, *, writes_first: bool, is_native: bool
) -> None:
    if is_native and not runs_on_asyncio():
        pytest.skip("asyncio only")
    budget = Budget(1)
    api = HeldApi(budgets=(budget,))
    api.writes_first = writes_first
    if is_native:
        task = asyncio.ensure_future(api.create(key))
        await until_idle()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    else:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(api.create, key)
            await until_idle()
            tasks.cancel_scope.cancel()
    assert await jobs_left(budget) == (0 if writes_first else 1)


async def test_attempt_that_is_cancelled_after_proof_that_the_earlier_one_is_absent_is_released() -> None:
    budget = Budget(1)

    class HeldRetry(FakeApi):
        async def send(self, metadata: Any, options: CallOptions) -> Thing:
            if self.sent:
                await anyio.sleep_forever()
            return await super().send(metadata, options)

    api = HeldRetry(script=[LOST_RESPONSE], executes=False, budgets=(budget,))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(api.create)
        await until_idle()
        assert (api.sent, await jobs_left(budget)) == (1, 0)
        tasks.cancel_scope.cancel()
    assert await jobs_left(budget) == 1


@pytest.mark.parametrize("key", ["k", None])
async def test_creation_that_its_fence_stops_is_released(key: str | None) -> None:
    budget = Budget(1)

    def fence() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await api_with(budget).create(key, fence=fence)
    assert await jobs_left(budget) == 1


async def test_window_counts_a_creation_until_it_has_passed() -> None:
    api = FakeApi()
    budget = Budget(1, per=timedelta(hours=1), ledger=MemoryLedger(api.clock))
    api.budgets = (budget,)
    await api.create("a")
    with pytest.raises(BudgetExceededError):
        await api.create("b")
    api.clock.advance(3600)
    await api.create("b")


RESPONSES: dict[str, MoveError | None] = {
    "created": None, "lost": LOST_RESPONSE, "refused": REFUSED, "throttled": THROTTLED, "no route": NO_ROUTE
}  # fmt: skip


@settings(max_examples=60)
@given(
    calls=st.lists(
        st.tuples(st.sampled_from(["a", "b", "c", None]), st.booleans(), st.lists(st.sampled_from(sorted(RESPONSES)))),
        max_size=6,
    ),
    limit=st.integers(0, 3),
)
def test_objects_never_exceed_the_limit_and_what_is_free_is_not_reserved(
    calls: Sequence[tuple[str | None, bool, list[str]]], limit: int
) -> None:
    async def run() -> None:
        budget = Budget(limit)
        api = api_with(budget, server_timeout=30.0)
        unknown = set[object]()
        for number, (key, executes, responses) in enumerate(calls):
            api.script[:] = [RESPONSES[each] for each in responses]
            # The script of a refused request must not create anything.
            api.executes = executes and not {"refused", "throttled", "no route"} & set(responses)
            try:
                await api.create(key)
                unknown.discard(key)
            except AmbiguousCreateError:
                unknown.add(number if key is None else key)
            except MoveError:
                unknown.discard(key)
            left = await jobs_left(budget)
            assert left is not None
            created = len(api.things)
            assert created <= limit
            # Every reservation is an object, or a creation whose outcome its caller does not know.
            assert created <= limit - left <= created + len(unknown)

    anyio.run(run)
