"""Absence is proven by a search that begins after the server can no longer create the object, and by no earlier one."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

import pytest

from move_ugc_async.errors import AmbiguousCreateError
from move_ugc_async.transport.retry import RetryPolicy
from tests.creation.test_deadlines import StandingClock
from tests.creation.world import LOST, SETTLE, Thing, World

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
    with pytest.raises(AmbiguousCreateError, match="an earlier attempt with this key may still") as caught:
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
