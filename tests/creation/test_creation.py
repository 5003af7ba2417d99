"""Creating once, step by step: what is looked for, waited for, noted and told."""

import json
from collections.abc import AsyncGenerator
from typing import Any

import anyio
import pytest

from move_ugc_async._idempotency.attempt import CreateAttempt
from move_ugc_async._idempotency.failures import oldest_with_key
from move_ugc_async._idempotency.metadata import WorkflowKey, digest_of, take_out
from move_ugc_async._idempotency.search import SEARCHED, Absent, search
from move_ugc_async.errors import (
    AmbiguousCreateError,
    IdempotencyMismatchError,
    MoveConnectionError,
    MoveInvalidRequestError,
)
from move_ugc_async.pagination import ListBase, Paginator
from move_ugc_async.scalars import encode_json
from tests.creation.world import LOST, REFUSED, SETTLE, Thing, World

pytestmark = pytest.mark.anyio


async def test_create_is_not_sent_again_after_a_lost_response_with_on_ambiguous_raise() -> None:
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


async def test_ambiguous_error_without_a_key_advises_to_search() -> None:
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


async def test_refusal_without_a_key_is_raised_unchanged() -> None:
    world = World(script=[REFUSED])
    with pytest.raises(MoveInvalidRequestError, match="no"):
        await world.create(None)
    thing = await world.create(None)
    assert thing.metadata == {"b": 2}


async def test_ambiguous_error_names_the_lost_response_when_the_search_fails() -> None:
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
async def test_key_with_other_parameters_raises_idempotency_mismatch(change: dict[str, Any]) -> None:
    world = World()
    await world.create()
    with pytest.raises(IdempotencyMismatchError) as caught:
        await world.create(**change)
    error = caught.value
    assert error.message == "the idempotency key was used before, for thing-1 and with other parameters"
    assert (error.operation, error.id, world.sent) == ("createThing", "thing-1", 1)


async def test_key_with_other_parameters_raises_idempotency_mismatch_after_a_lost_response() -> None:
    world = World(script=[LOST])
    other = World(clock=world.clock)
    await other.create(parameters={"a": 2})
    world.things = [(world.clock.time() + 1, other.things[0][1])]
    world.makes = False
    with pytest.raises(IdempotencyMismatchError, match="thing-1"):
        await world.create()


async def test_create_returns_the_oldest_object_and_logs_the_others_with_the_same_key(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = World()
    first = await world.create()
    world.things += [(0, Thing("thing-0", first.metadata)), (0, Thing("thing-00", {"b": 2}))]
    assert (await world.create()).id == "thing-0"
    assert caplog.messages == ["createThing: thing-1 was created beside thing-0 with one key"]


async def test_new_key_is_not_searched_for() -> None:
    world = World()
    await world.create(WorkflowKey("k", is_new=True))
    assert (world.sent, world.looked) == (1, 0)
    # This time somebody had it.
    await world.create(WorkflowKey("k", is_new=True))
    assert (world.sent, world.looked) == (1, 1)


async def test_create_waits_for_the_consistency_delay_after_a_recent_attempt() -> None:
    world = World(lag=3)
    await world.create()
    world.clock.now[0] += 1
    assert (await world.create()).id == "thing-1"
    assert (world.sent, world.clock.waits) == (1, [SETTLE - 1])


async def test_create_returns_an_old_object_without_waiting() -> None:
    world = World()
    await world.create()
    world.clock.now[0] += 3600
    assert (await world.create()).id == "thing-1"
    assert (world.sent, world.looked, world.clock.waits) == (1, 2, [])


@pytest.mark.parametrize("left", [0.5, 2.0])
async def test_create_waits_only_for_the_rest_of_the_consistency_delay(left: float) -> None:
    world = World(lag=1e9)
    await world.create()
    world.clock.now[0] += SETTLE - left
    await world.create()
    assert world.clock.waits == [left]


async def test_digest_covers_parameters_and_metadata() -> None:
    # A later version has to know the keys of this one.
    thing = await World().create()
    parameters = {"a": 1, "metadata": {"b": 2}}
    assert thing.metadata.digest == digest_of({"operation": "createThing", "parameters": parameters})


async def test_create_does_not_wait_after_an_old_attempt() -> None:
    world = World(lag=1e9)
    await world.create()
    world.clock.now[0] += SETTLE
    assert (await world.create()).id == "thing-2"
    assert world.clock.waits == []


async def test_create_waits_at_most_the_consistency_delay_when_the_wall_clock_went_back() -> None:
    world = World(lag=1e9)
    await world.create()
    world.clock.now[0] -= 3600
    await world.create()
    assert world.clock.waits == [SETTLE]


async def test_create_does_not_wait_when_the_api_has_no_list() -> None:
    world = World()
    await world.create(find=None)
    assert (await world.create(find=None)).id == "thing-2"
    assert world.clock.waits == []


async def test_record_covers_the_server_timeout_until_the_response_arrives() -> None:
    world = World(server_timeout=30)
    noted: list[float | None] = []

    async def send(metadata: Any, attempt: CreateAttempt) -> Thing:
        noted.extend(world.locks._moments.values())
        thing = await world.send(metadata, attempt)
        noted.extend(world.locks._moments.values())
        world.clock.now[0] += 7
        return thing

    await world.create(send=send)
    assert noted == [1030]
    assert await world.noted() == 1007


async def test_refusal_clears_the_record() -> None:
    world = World(script=[REFUSED], makes=False)
    with pytest.raises(MoveInvalidRequestError):
        await world.create()
    assert await world.noted() is None


async def test_lost_response_is_recorded_with_the_latest_possible_time() -> None:
    world = World(script=[LOST, LOST], makes=False)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    assert await world.noted() == 1000 + SETTLE


async def test_cancelled_attempt_is_recorded() -> None:
    world = World(server_timeout=30)

    async def send(_metadata: Any, attempt: CreateAttempt) -> Thing:
        attempt.on_written()
        world.clock.now[0] += 7
        scope.cancel()
        await anyio.sleep_forever()
        raise AssertionError

    with anyio.CancelScope() as scope:
        await world.create(send=send)
    assert scope.cancelled_caught
    assert await world.noted() == 1030


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


async def test_find_returns_the_oldest_object_with_the_key() -> None:
    keyed = [take_out({"moveUgcAsync": {"key": key, "digest": "d"}}) for key in ("k", "other", "k", "k")]
    objects, _ = listed([Thing(str(number), metadata) for number, metadata in enumerate([*keyed, {"b": 2}])])
    found = await oldest_with_key(objects, "k")
    assert found is not None
    assert found.id == "3"
    assert await oldest_with_key(objects, "nobody's") is None
    with pytest.raises(MoveInvalidRequestError):
        await oldest_with_key(objects, " ")


KEYED = {"b": 2, "moveUgcAsync": {"key": "other", "digest": "d"}}


@pytest.mark.parametrize(
    "metadata",
    [take_out(KEYED), KEYED, json.dumps(KEYED), f" {json.dumps(KEYED)} "],
    ids=["read", "raw", "text", "spaces"],
)
@pytest.mark.parametrize("key", ["k", None])
async def test_metadata_of_another_object_does_not_carry_its_key_into_a_new_one(metadata: Any, key: str | None) -> None:
    world = World()
    sent: list[Any] = []

    async def send(kept: Any, attempt: CreateAttempt) -> Thing:
        sent.append(json.loads(encode_json(kept) or "null"))
        return await world.send(kept, attempt)

    await world.create(key, send=send, metadata=metadata)
    (document,) = sent
    assert document.pop("moveUgcAsync", {}).get("key") == key
    assert document == {"b": 2}


@pytest.mark.parametrize(
    "metadata", [None, [1], "text", 7, {"a": 1}, {"moveUgcAsync": 5}, '{"moveUgcAsync": {"key": 1}}'], ids=repr
)
async def test_metadata_without_a_key_of_ours_is_sent_unchanged(metadata: Any) -> None:
    world = World()
    sent: list[Any] = []

    async def send(kept: Any, attempt: CreateAttempt) -> Thing:
        sent.append(kept)
        return await world.send(None, attempt)

    await world.create(None, send=send, metadata=metadata)
    assert sent == [metadata]
