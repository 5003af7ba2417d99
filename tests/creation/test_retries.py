"""Which failed creations are sent again, and how often."""

import pytest

from move_ugc_async._transport.retry import RetryPolicy
from move_ugc_async._transport.retry_budget import RetryBudget
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
from tests.creation.world import LOST, LOST_AGAIN, NO_ROUTE, REFUSED, SETTLE, THROTTLED, World

pytestmark = pytest.mark.anyio


async def test_lost_creation_is_found_after_the_consistency_delay(caplog: pytest.LogCaptureFixture) -> None:
    world = World(script=[LOST], lag=SETTLE)
    found = await world.create()
    assert (found.id, found.metadata) == ("thing-1", {"b": 2})
    assert (world.sent, world.clock.waits) == (1, [SETTLE])
    assert caplog.messages == [
        "createThing: outcome unknown after MoveServerError; it is searched for before it is sent again"
    ]


async def test_create_is_sent_again_when_the_search_finds_nothing() -> None:
    world = World(script=[LOST], makes=False)
    thing = await world.create()
    assert (thing.id, thing.metadata.key, world.sent) == ("thing-2", "k", 2)


async def test_create_is_sent_again_at_once_when_the_api_has_no_list() -> None:
    world = World(script=[LOST], makes=False)
    assert (await world.create(find=None)).id == "thing-2"
    assert not any(world.clock.waits)


async def test_ambiguous_error_describes_the_latest_lost_response() -> None:
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
    assert await world.pending_since() is not None


async def test_lost_creation_is_found_when_no_retries_are_left() -> None:
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
async def test_create_searches_before_it_retries_a_transient_error(
    error: MoveError, waits: list[float], *, makes: bool
) -> None:
    world = World(script=[error], makes=makes)
    thing = await world.create()
    assert [each.id for _, each in world.things] == [thing.id]
    assert (world.sent, world.looked) == (1 if makes else 2, 2)
    assert world.clock.waits == waits
    record = await world.record()
    assert record is not None
    assert (record.id, record.written_at) == (thing.id, 1000 + sum(waits))


async def test_create_is_retried_as_often_as_any_call() -> None:
    world = World(script=[THROTTLED] * 9, makes=False, retry=RetryPolicy(3, backoff=lambda tries, _: tries / 10))
    world.timeout = 1000.0
    with pytest.raises(MoveThrottledError) as caught:
        await world.create()
    assert caught.value is THROTTLED
    assert (world.sent, world.clock.waits) == (4, [30.1, 30.2, 30.3])
    assert await world.pending_since() is None


async def test_invalid_back_off_is_reported_with_the_operation() -> None:
    world = World(script=[THROTTLED], makes=False, retry=RetryPolicy(3, backoff=lambda *_: -1.0))
    with pytest.raises(MoveConfigurationError, match="createThing: backoff must return"):
        await world.create()


async def test_create_retries_no_more_often_than_the_budget_allows() -> None:
    world = World(script=[LOST] * 9, makes=False, retry=RetryPolicy(9, backoff=lambda *_: 0.0), budget=RetryBudget(2))
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    assert world.sent == 3


@pytest.mark.parametrize(("error", "looked"), [(LOST, 2), (THROTTLED, 1)])
async def test_create_is_sent_once_without_retries(error: MoveError, looked: int) -> None:
    world = World(script=[error], makes=False, retry=RetryPolicy(max_retries=0))
    with pytest.raises(AmbiguousCreateError if error is LOST else MoveThrottledError):
        await world.create()
    assert (world.sent, world.looked) == (1, looked)


@pytest.mark.parametrize("then", [THROTTLED, NO_ROUTE, REFUSED])
async def test_lost_response_stays_ambiguous_whatever_follows(then: MoveError) -> None:
    world = World(script=[LOST, then], makes=False)
    with pytest.raises(AmbiguousCreateError, match="it failed") as caught:
        await world.create()
    assert caught.value.__cause__ is then
    assert world.sent == 2
    assert await world.pending_since() == 1000 + (0 if then is NO_ROUTE else SETTLE)


async def test_create_does_not_retry_connection_errors_that_the_transport_has_retried() -> None:
    world = World(script=[NO_ROUTE], makes=False)
    with pytest.raises(MoveConnectionError):
        await world.create()
    assert (world.sent, world.looked) == (1, 1)
    assert await world.pending_since() is None


async def test_refused_create_is_retried_with_on_ambiguous_raise() -> None:
    world = World(script=[THROTTLED], makes=False)
    assert (await world.create(on_ambiguous="raise")).id == "thing-2"
