"""Creating once, step by step: what is looked for, waited for, noted and told."""

from collections.abc import AsyncGenerator
from typing import Any

import anyio
import pytest

from move_ugc_async._idempotency.search import SEARCHED, Absent, search
from move_ugc_async.creation import CreateAttempt, oldest_with_key
from move_ugc_async.errors import (
    AmbiguousCreateError,
    IdempotencyMismatchError,
    MoveConnectionError,
    MoveInvalidRequestError,
)
from move_ugc_async.idempotency import NewKey, digest_of, take_out
from move_ugc_async.pagination import ListBase, Paginator
from tests.creation.world import LOST, REFUSED, SETTLE, Thing, World

pytestmark = pytest.mark.anyio


async def test_with_raise_nothing_is_sent_again() -> None:
    world = World(script=[LOST], makes=False)
    with pytest.raises(AmbiguousCreateError) as caught:
        await world.create(on_ambiguous="raise")
    error = caught.value
    assert error.message == (
        "cannot tell whether this was created: it failed; call again with the same idempotency_key= to find it"
    )
    assert (error.key, error.operation, error.status, error.request_id) == ("k", "createThing", 500, "r-1")
    assert error.__cause__ is LOST
    assert world.sent == 1


async def test_without_a_key_the_advice_is_to_look() -> None:
    world = World(script=[LOST])
    with pytest.raises(AmbiguousCreateError) as caught:
        await world.create(None)
    error = caught.value
    assert error.message == (
        "cannot tell whether this was created: it failed; "
        "search for it before you create another, or pass idempotency_key= to have that done"
    )
    assert (error.key, error.operation, error.status, error.request_id) == (None, "createThing", 500, "r-1")
    assert error.__cause__ is LOST
    assert (world.sent, world.looked) == (1, 0)


async def test_without_a_key_a_refusal_is_told_as_it_is() -> None:
    world = World(script=[REFUSED])
    with pytest.raises(MoveInvalidRequestError, match="no"):
        await world.create(None)
    thing = await world.create(None)
    assert thing.metadata == {"b": 2}


async def test_an_outage_that_lasts_while_looking_is_told_with_what_was_lost() -> None:
    outage = MoveConnectionError("gone")

    async def find() -> AsyncGenerator[Thing, None]:
        if world.sent:
            raise outage
        for _, thing in world.things:
            yield thing

    world = World(script=[LOST])
    with pytest.raises(AmbiguousCreateError, match="it failed") as caught:
        await world.create(find=find)
    assert (caught.value.key, caught.value.operation) == ("k", "createThing")
    assert caught.value.__cause__ is outage
    assert world.sent == 1


@pytest.mark.parametrize("change", [{"parameters": {"a": 2}}, {"metadata": {"b": 3}}, {"metadata": None}])
async def test_a_key_of_another_thing_is_told(change: dict[str, Any]) -> None:
    world = World()
    await world.create()
    with pytest.raises(IdempotencyMismatchError) as caught:
        await world.create(**change)
    error = caught.value
    assert error.message == "the idempotency key was used before, for thing-1 and with other parameters"
    assert (error.operation, error.id, world.sent) == ("createThing", "thing-1", 1)


async def test_a_key_that_turns_out_to_be_of_another_thing_is_told_after_a_loss() -> None:
    world = World(script=[LOST])
    other = World(clock=world.clock)
    await other.create(parameters={"a": 2})
    world.things = [(world.clock.time() + 1, other.things[0][1])]
    world.makes = False
    with pytest.raises(IdempotencyMismatchError, match="thing-1"):
        await world.create()


async def test_of_several_the_oldest_is_given_and_the_others_are_told(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    first = await world.create()
    world.things += [(0, Thing("thing-0", first.metadata)), (0, Thing("thing-00", {"b": 2}))]
    assert (await world.create()).id == "thing-0"
    assert caplog.messages == ["createThing: thing-1 was created beside thing-0 with one key"]


async def test_a_key_that_nobody_had_is_not_looked_for() -> None:
    world = World()
    await world.create(NewKey("k"))
    assert (world.sent, world.looked) == (1, 0)
    # This time somebody had it.
    await world.create(NewKey("k"))
    assert (world.sent, world.looked) == (1, 1)


async def test_what_was_made_a_moment_ago_is_waited_for() -> None:
    world = World(lag=3)
    await world.create()
    world.clock.now[0] += 1
    assert (await world.create()).id == "thing-1"
    assert (world.sent, world.clock.waits) == (1, [SETTLE - 1])


async def test_what_was_made_long_ago_is_found_at_once() -> None:
    world = World()
    await world.create()
    world.clock.now[0] += 3600
    assert (await world.create()).id == "thing-1"
    assert (world.sent, world.looked, world.clock.waits) == (1, 2, [])


@pytest.mark.parametrize("left", [0.5, 2.0])
async def test_no_longer_is_waited_than_is_left(left: float) -> None:
    world = World(lag=1e9)
    await world.create()
    world.clock.now[0] += SETTLE - left
    await world.create()
    assert world.clock.waits == [left]


async def test_the_digest_is_of_parameters_and_metadata() -> None:
    # A later version has to know the keys of this one.
    thing = await World().create()
    assert thing.metadata.digest == digest_of({"a": 1, "metadata": {"b": 2}})


async def test_what_was_made_long_ago_is_not_waited_for() -> None:
    world = World(lag=1e9)
    await world.create()
    world.clock.now[0] += SETTLE
    assert (await world.create()).id == "thing-2"
    assert world.clock.waits == []


async def test_a_time_of_day_that_went_back_costs_no_more_than_lists_need() -> None:
    world = World(lag=1e9)
    await world.create()
    world.clock.now[0] -= 3600
    await world.create()
    assert world.clock.waits == [SETTLE]


async def test_what_has_no_list_is_not_waited_for() -> None:
    world = World()
    await world.create(find=None)
    assert (await world.create(find=None)).id == "thing-2"
    assert world.clock.waits == []


async def test_the_moment_of_a_creation_is_noted_before_and_after() -> None:
    world = World()
    noted: list[float | None] = []

    async def send(metadata: Any, attempt: CreateAttempt) -> Thing:
        noted.append(world.locks._moments.get(*world.locks._moments))
        world.clock.now[0] += 7
        return await world.send(metadata, attempt)

    await world.create(send=send)
    assert noted == [1000]
    assert await world.noted() == 1007


async def test_a_refusal_takes_the_note_back() -> None:
    world = World(script=[REFUSED], makes=False)
    with pytest.raises(MoveInvalidRequestError):
        await world.create()
    assert await world.noted() is None


async def test_a_creation_that_may_have_happened_is_noted_as_late_as_it_may_have() -> None:
    world = World(script=[LOST, LOST], makes=False)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    assert await world.noted() == 1000 + 2 * SETTLE


async def test_a_creation_that_was_cancelled_is_noted() -> None:
    world = World()

    async def send(_metadata: Any, attempt: CreateAttempt) -> Thing:
        attempt.on_written()
        world.clock.now[0] += 7
        scope.cancel()
        await anyio.sleep_forever()
        raise AssertionError

    with anyio.CancelScope() as scope:
        await world.create(send=send)
    assert scope.cancelled_caught
    assert await world.noted() == 1007


def listed(things: list[Thing]) -> tuple[Paginator[Thing], list[int]]:
    """Give a list of pages of 50, and how many things of it were fetched."""
    fetched: list[int] = []

    async def fetch(token: str | None) -> ListBase[Thing]:
        start = int(token or 0)
        page = things[start : start + 50]
        fetched.append(len(page))
        end = start + 50
        return ListBase(page, next_token=str(end) if end < len(things) else None, _fetch=fetch)

    return Paginator(fetch, next_token=None, prefetch=None), fetched


async def test_search_reads_no_more_pages_than_it_needs() -> None:
    objects, fetched = listed([Thing(f"thing-{number}", None) for number in range(2 * SEARCHED)])
    assert await search(objects.pages(), "k", at_most=SEARCHED) == Absent()
    assert sum(fetched) == SEARCHED


async def test_the_oldest_with_a_key_is_the_last_of_the_list() -> None:
    keyed = [take_out({"moveUgcAsync": {"key": key, "digest": "d"}}) for key in ("k", "other", "k", "k")]
    objects, _ = listed([Thing(str(number), metadata) for number, metadata in enumerate([*keyed, {"b": 2}])])
    found = await oldest_with_key(objects, "k")
    assert found is not None
    assert found.id == "3"
    assert await oldest_with_key(objects, "nobody's") is None
    with pytest.raises(MoveInvalidRequestError):
        await oldest_with_key(objects, " ")
