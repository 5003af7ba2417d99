"""Absence is proven by a search that begins after the server can no longer create the object, and by no earlier one."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

import anyio
import pytest

from move_ugc_async._transport.retry import RetryPolicy
from move_ugc_async._transport.retry_budget import RetryBudget
from move_ugc_async.errors import (
    AmbiguousCreateError,
    GraphQLErrorItem,
    MoveInvalidRequestError,
    MoveMalformedResponseError,
    MoveNotFoundError,
)
from move_ugc_async.pagination import ListBase
from tests.creation.test_deadlines import StandingClock
from tests.creation.world import LOST, REFUSED, SETTLE, Thing, World

pytestmark = pytest.mark.anyio

SERVER_TIMEOUT = 30.0
CONCLUSIVE = SERVER_TIMEOUT + SETTLE


def world_of(**changes: Any) -> World:
    return World(**{"clock": StandingClock(), "timeout": 300, "server_timeout": SERVER_TIMEOUT, **changes})


@pytest.mark.parametrize("late", [0, 4, 6, 12, 25, 30, CONCLUSIVE])
async def test_object_that_shows_up_late_is_found_and_not_created_again(late: float) -> None:
    world = world_of(script=[LOST], lag=late)
    assert (await world.create()).id == "thing-1"
    assert world.sent == 1
    # Found soon after it shows up, not at the very end.
    assert world.clock.now[0] <= 1000 + max(2 * late, SETTLE) + SETTLE


async def test_create_is_sent_again_only_after_absence_is_proven() -> None:
    world = world_of(script=[LOST], makes=False)
    assert (await world.create()).id == "thing-2"
    assert sum(world.clock.waits) == CONCLUSIVE
    assert world.sent == 2


async def test_create_is_ambiguous_when_its_deadline_comes_before_the_proof() -> None:
    world = world_of(script=[LOST], makes=False, timeout=CONCLUSIVE - 1)
    with pytest.raises(AmbiguousCreateError, match="it failed") as caught:
        await world.create()
    assert caught.value.conclusive_after == datetime.fromtimestamp(1000 + CONCLUSIVE, UTC)
    assert world.sent == 1
    assert world.clock.now[0] < 1000 + CONCLUSIVE


@pytest.mark.parametrize("settings", [{"retry": RetryPolicy(max_retries=0)}, {"on_ambiguous": "raise"}], ids=str)
async def test_create_that_is_never_sent_again_is_searched_for_once(settings: dict[str, Any]) -> None:
    retry = settings.get("retry", RetryPolicy(3))
    world = world_of(script=[LOST], makes=False, retry=retry)
    with pytest.raises(AmbiguousCreateError) as caught:
        await world.create(on_ambiguous=settings.get("on_ambiguous", "resend"))
    assert caught.value.conclusive_after == datetime.fromtimestamp(1000 + CONCLUSIVE, UTC)
    assert (world.sent, world.clock.waits) == (1, [SETTLE])


async def test_create_without_a_key_says_when_a_search_is_conclusive() -> None:
    world = world_of(script=[LOST])
    with pytest.raises(AmbiguousCreateError) as caught:
        await world.create(None)
    assert caught.value.conclusive_after == datetime.fromtimestamp(1000 + CONCLUSIVE, UTC)


@pytest.mark.parametrize("late", [0, 12, 25, CONCLUSIVE])
async def test_next_call_waits_for_what_an_earlier_call_may_still_create(late: float) -> None:
    world = world_of(script=[LOST], lag=late, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    world.timeout = 300
    assert (await world.create()).id == "thing-1"
    assert world.sent == 1


async def test_next_call_is_ambiguous_when_its_deadline_comes_before_the_proof() -> None:
    world = world_of(script=[LOST], makes=False, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    with pytest.raises(AmbiguousCreateError, match=r": an earlier attempt .* carried out;") as caught:
        await world.create()
    assert caught.value.conclusive_after == datetime.fromtimestamp(1000 + CONCLUSIVE, UTC)
    assert world.sent == 1


async def test_search_that_began_too_early_proves_nothing_however_long_it_takes() -> None:
    world = world_of(script=[LOST], lag=12, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await world.create()

    async def find_slowly() -> AsyncGenerator[Thing, None]:
        # Read when the search begins, and delivered long after.
        seen = [thing async for thing in world.find()]
        world.clock.now[0] += CONCLUSIVE
        for thing in seen:
            yield thing

    world.timeout = 3000
    assert (await world.create(find=find_slowly)).id == "thing-1"
    assert world.sent == 1


async def test_record_of_a_client_with_a_longer_server_timeout_is_respected() -> None:
    world = world_of(script=[LOST], lag=25, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    world.server_timeout, world.timeout = 1.0, 300
    assert (await world.create()).id == "thing-1"
    assert world.sent == 1


async def test_next_call_creates_once_absence_is_proven() -> None:
    world = world_of(script=[LOST], makes=False, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    world.timeout = 300
    assert (await world.create()).id == "thing-2"
    assert world.clock.now[0] >= 1000 + CONCLUSIVE


async def test_attempt_that_ended_long_after_it_was_written_is_not_waited_for_again() -> None:
    world = world_of(script=[LOST], makes=False)

    async def send(metadata: Any, attempt: Any) -> Any:
        try:
            return await world.send(metadata, attempt)
        finally:
            world.clock.now[0] += CONCLUSIVE

    assert (await world.create(send=send)).id == "thing-2"
    assert sum(world.clock.waits) == SETTLE


async def test_searches_follow_with_growing_pauses_until_one_is_conclusive() -> None:
    world = world_of(script=[LOST], makes=False)
    await world.create()
    assert world.clock.waits == [5, 10, 20]
    world = world_of(script=[LOST], makes=False, server_timeout=10.5)
    await world.create()
    assert world.clock.waits == [5, 10, 0.5]


async def test_object_that_shows_after_a_recent_attempt_is_returned_without_a_pause() -> None:
    world = world_of(script=[LOST], timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    assert (await world.create()).id == "thing-1"
    assert world.clock.waits == []


async def test_refusal_after_a_proof_of_absence_is_raised_and_clears_the_record() -> None:
    world = world_of(script=[LOST, REFUSED], makes=False, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    world.timeout = 300
    with pytest.raises(MoveInvalidRequestError):
        await world.create()
    assert await world.pending_since() is None


async def test_conclusive_after_is_now_when_the_proof_would_hold_already() -> None:
    world = world_of(script=[LOST], makes=False)

    async def send(metadata: Any, attempt: Any) -> Any:
        try:
            return await world.send(metadata, attempt)
        finally:
            world.clock.now[0] += 100

    with pytest.raises(AmbiguousCreateError) as caught:
        await world.create(None, send=send)
    assert caught.value.conclusive_after == datetime.fromtimestamp(1100, UTC)


async def test_refusal_at_the_mutation_is_raised_without_a_key() -> None:
    item = GraphQLErrorItem("no such take", "MoveNotFoundError", path=("createThing",))
    refusal = MoveNotFoundError("no such take", status=200, errors=(item,))
    world = world_of(script=[refusal], makes=False)
    with pytest.raises(MoveNotFoundError):
        await world.create(None)


@pytest.mark.parametrize(("budget", "searches"), [(0, 1), (1, 2), (10, 4)])
async def test_incomplete_search_is_repeated_within_the_retries_and_the_budget(budget: int, searches: int) -> None:
    item = GraphQLErrorItem("a part is missing")
    seen: list[int] = []

    async def pages() -> AsyncGenerator[ListBase[Thing], None]:
        seen.append(1)
        yield ListBase([], errors=(item,))

    world = world_of(retry=RetryPolicy(3, backoff=lambda tries, _: tries), budget=RetryBudget(budget))
    with pytest.raises(AmbiguousCreateError) as caught:
        await world.create(pages=pages)
    assert len(seen) == searches
    assert world.clock.waits == [1, 2, 3][: searches - 1]
    cause = caught.value.__cause__
    assert isinstance(cause, MoveMalformedResponseError)
    assert (cause.operation, cause.errors) == ("createThing", (item,))
    assert cause.message == "the list to search for the key is incomplete: a part is missing"


async def test_proof_of_absence_clears_the_record_when_the_next_attempt_is_not_written() -> None:
    world = world_of(script=[LOST], makes=False, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await world.create()

    async def send(*_: Any) -> Any:
        scope.cancel()
        await anyio.sleep_forever()

    world.timeout = 300
    with anyio.CancelScope() as scope:
        await world.create(send=send)
    assert scope.cancelled_caught
    assert await world.pending_since() is None
