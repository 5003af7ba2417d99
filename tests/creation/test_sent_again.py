"""Creating once: what is sent again after what, and how often."""

import pytest

from move_ugc_async.errors import (
    AmbiguousCreateError,
    MoveConfigurationError,
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveMalformedResponseError,
    MoveServerError,
    MoveThrottledError,
    MoveTimeoutError,
)
from move_ugc_async.transport.budget import RetryBudget
from move_ugc_async.transport.retry import RetryPolicy
from tests.creation.world import LOST, LOST_AGAIN, NO_ROUTE, REFUSED, SETTLE, THROTTLED, World

pytestmark = pytest.mark.anyio


async def test_what_was_lost_is_found_after_the_time_that_lists_need(caplog: pytest.LogCaptureFixture) -> None:
    world = World(script=[LOST], lag=SETTLE)
    found = await world.create()
    assert (found.id, found.metadata) == ("thing-1", {"b": 2})
    assert (world.sent, world.clock.waits) == (1, [SETTLE])
    assert caplog.messages == ["createThing: outcome unknown after MoveServerError"]


async def test_what_left_no_trace_is_sent_again() -> None:
    world = World(script=[LOST], makes=False)
    thing = await world.create()
    assert (thing.id, thing.metadata.key, world.sent) == ("thing-2", "k", 2)


async def test_what_has_no_list_is_sent_again_at_once() -> None:
    world = World(script=[LOST], makes=False)
    assert (await world.create(find=None)).id == "thing-2"
    assert not any(world.clock.waits)


async def test_what_is_lost_twice_is_told_with_the_second_error() -> None:
    world = World(script=[LOST, LOST_AGAIN], makes=False)
    with pytest.raises(AmbiguousCreateError) as caught:
        await world.create()
    error = caught.value
    assert error.__cause__ is LOST_AGAIN
    assert "it failed again" in error.message
    assert (error.key, error.operation, error.status, error.request_id) == ("k", "createThing", 502, "r-2")


async def test_refusal_after_a_lost_response_stays_ambiguous_with_the_refusal_as_cause() -> None:
    world = World(script=[LOST, REFUSED], makes=False)
    with pytest.raises(AmbiguousCreateError, match="it failed") as caught:
        await world.create()
    assert caught.value.__cause__ is REFUSED
    assert await world.noted() is not None


async def test_what_is_lost_the_last_time_is_found_as_well() -> None:
    world = World(script=[LOST], retry=RetryPolicy(max_retries=0))
    assert (await world.create()).id == "thing-1"
    assert (world.sent, world.clock.waits) == (1, [SETTLE])


@pytest.mark.parametrize(
    ("error", "waits"),
    [
        (THROTTLED, [30]),
        (MoveServerError("m", status=503), [SETTLE]),
        (MoveServerError("m", status=503, retry_after=30), [30]),
        (MoveHTTPStatusError("m", status=408), [SETTLE]),
        (MoveConnectionError("m"), [SETTLE]),
        (MoveTimeoutError("m"), [SETTLE]),
        (MoveTimeoutError("m", may_have_arrived=False), [0]),
        (MoveMalformedResponseError("m"), [SETTLE]),
    ],
    ids=repr,
)
@pytest.mark.parametrize("makes", [True, False])
async def test_what_may_pass_is_looked_for_and_then_sent_again(
    error: MoveError, waits: list[float], *, makes: bool
) -> None:
    world = World(script=[error], makes=makes)
    thing = await world.create()
    assert [each.id for _, each in world.things] == [thing.id]
    assert (world.sent, world.looked) == (1 if makes else 2, 2)
    assert world.clock.waits == waits
    assert await world.noted() == 1000 + sum(waits)


async def test_a_creation_is_repeated_as_often_as_any_call() -> None:
    world = World(script=[THROTTLED] * 9, makes=False, retry=RetryPolicy(3, backoff=lambda tries, _: tries / 10))
    world.timeout = 1000.0
    with pytest.raises(MoveThrottledError) as caught:
        await world.create()
    assert caught.value is THROTTLED
    assert (world.sent, world.clock.waits) == (4, [30.1, 30.2, 30.3])
    assert await world.noted() is None


async def test_a_back_off_that_gives_no_time_is_told_with_the_operation() -> None:
    world = World(script=[THROTTLED], makes=False, retry=RetryPolicy(3, backoff=lambda *_: -1.0))
    with pytest.raises(MoveConfigurationError, match="createThing: backoff gives"):
        await world.create()


async def test_no_more_creations_are_repeated_than_the_budget_allows() -> None:
    world = World(script=[LOST] * 9, makes=False, retry=RetryPolicy(9, backoff=lambda *_: 0.0), budget=RetryBudget(2))
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    assert world.sent == 3


@pytest.mark.parametrize(("error", "looked"), [(LOST, 2), (THROTTLED, 1)])
async def test_without_retries_nothing_is_sent_again(error: MoveError, looked: int) -> None:
    world = World(script=[error], makes=False, retry=RetryPolicy(max_retries=0))
    with pytest.raises(AmbiguousCreateError if error is LOST else MoveThrottledError):
        await world.create()
    assert (world.sent, world.looked) == (1, looked)


@pytest.mark.parametrize("then", [THROTTLED, NO_ROUTE, REFUSED])
async def test_what_was_lost_stays_unknown_whatever_comes_then(then: MoveError) -> None:
    world = World(script=[LOST, then], makes=False)
    with pytest.raises(AmbiguousCreateError, match="it failed") as caught:
        await world.create()
    assert caught.value.__cause__ is then
    assert world.sent == 2
    assert await world.noted() == 1000 + SETTLE


async def test_what_never_left_was_repeated_on_the_way_there() -> None:
    world = World(script=[NO_ROUTE], makes=False)
    with pytest.raises(MoveConnectionError):
        await world.create()
    assert (world.sent, world.looked) == (1, 1)
    assert await world.noted() is None


async def test_with_raise_what_was_not_carried_out_is_sent_again() -> None:
    world = World(script=[THROTTLED], makes=False)
    assert (await world.create(on_ambiguous="raise")).id == "thing-2"
