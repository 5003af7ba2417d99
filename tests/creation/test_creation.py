"""Create step by step: what is searched for, waited for, recorded and logged."""

import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

import anyio
import pytest

from move_ugc_async._idempotency.attempt import CreateAttempt
from move_ugc_async._idempotency.record import Record
from move_ugc_async._schema.keyed_metadata import WorkflowKey, digest_of, extract_key
from move_ugc_async._schema.scalars import encode_json
from move_ugc_async.errors import (
    AmbiguousCreateError,
    IdempotencyMismatchError,
    JobFailedError,
    MoveConnectionError,
    MoveError,
    MoveInvalidRequestError,
    MoveNotFoundError,
    MoveServerError,
    MoveTimeoutError,
)
from tests.creation.world import LOST, REFUSED, SETTLE, Thing, World

pytestmark = pytest.mark.anyio


async def test_create_is_not_sent_again_after_a_lost_response_with_on_ambiguous_raise() -> None:
    world = World(script=[LOST], makes=False)
    with pytest.raises(AmbiguousCreateError) as caught:
        await world.create(on_ambiguous="raise")
    error = caught.value
    assert error.message == (
        "cannot tell whether this was created: it failed; call again with the same idempotency_key= to find it; "
        f"a search is conclusive after {error.conclusive_after:%H:%M:%S} UTC"
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
        "search for it before you create another, or pass idempotency_key= to have that done; "
        f"a search is conclusive after {error.conclusive_after:%H:%M:%S} UTC"
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


CHANGES = [{"parameters": {"a": 2}}, {"metadata": {"b": 3}}, {"metadata": None}, {"operation": "createOtherThing"}]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("is_other_host", [False, True])
async def test_key_with_other_parameters_raises_idempotency_mismatch(
    change: dict[str, Any], *, is_other_host: bool
) -> None:
    world = World()
    await world.create()
    if is_other_host:
        world.move_to_another_host()
    with pytest.raises(IdempotencyMismatchError) as caught:
        await world.create(**change)
    error = caught.value
    assert error.message == (
        "the idempotency key was used before, for thing-1, with another operation or other parameters; "
        "a clip that was uploaded again has another file id"
    )
    assert (error.operation, error.id, world.sent) == (change.get("operation", "createThing"), "thing-1", 1)


@pytest.mark.parametrize(
    "spellings", [(None, {}), ({}, "{}"), ({"b": 2, "c": 3}, {"c": 3, "b": 2}), ({"b": 2}, ' {"b":2} ')], ids=str
)
async def test_metadata_of_one_meaning_is_no_mismatch(spellings: tuple[Any, Any]) -> None:
    world = World()
    first = await world.create(metadata=spellings[0])
    assert await world.create(metadata=spellings[1]) == first


@pytest.mark.parametrize("change", CHANGES)
async def test_key_of_an_attempt_with_unknown_outcome_is_not_used_for_another_object(change: dict[str, Any]) -> None:
    world = World(script=[LOST], lag=1e9, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    with pytest.raises(IdempotencyMismatchError, match="in an attempt whose outcome is unknown") as caught:
        await world.create(**change)
    assert (caught.value.id, world.sent) == ("", 1)


async def test_refused_key_can_be_used_with_other_parameters() -> None:
    world = World(script=[REFUSED], makes=False)
    with pytest.raises(MoveInvalidRequestError):
        await world.create()
    assert (await world.create(parameters={"a": 2})).id == "thing-2"


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
    earlier = datetime(1970, 1, 1, tzinfo=UTC)
    world.things += [(0, Thing("thing-0", first.metadata, earlier)), (0, Thing("thing-00", {"b": 2}, earlier))]
    world.move_to_another_host()
    assert (await world.create()).id == "thing-0"
    assert caplog.messages == [
        "createThing: thing-0 and thing-1 have the same key, and both were created: another process without the same "
        "state_dir created one; thing-0 is used"
    ]


async def test_object_with_the_same_parameters_is_returned_although_an_older_one_has_others() -> None:
    world = World()
    await world.create(parameters={"a": 2})
    other = World(clock=world.clock, sent=1)
    await other.create()
    world.things += other.things
    world.move_to_another_host()
    assert (await world.create()).id == "thing-2"


async def test_new_key_is_not_searched_for() -> None:
    world = World()
    await world.create(WorkflowKey("k", is_new=True))
    assert (world.sent, world.looked) == (1, 0)


async def test_object_that_this_host_created_is_read_without_a_search() -> None:
    world = World(lag=1e9)
    await world.create()
    looked = world.looked
    assert (await world.create()).id == "thing-1"
    assert (world.sent, world.looked, world.clock.waits) == (1, looked, [])


async def test_object_that_this_host_found_is_read_without_a_search_the_next_time() -> None:
    world = World()
    await world.create()
    world.move_to_another_host()
    await world.create()
    looked = world.looked
    assert (await world.create()).id == "thing-1"
    assert (world.sent, world.looked) == (1, looked)


async def test_object_that_cannot_be_read_any_more_is_searched_for() -> None:
    gone = MoveNotFoundError("gone")

    async def read(_: str) -> Thing:
        raise gone

    world = World(timeout=300, server_timeout=30)
    await world.create()
    world.things.clear()
    assert (await world.create(read=read)).id == "thing-2"
    # Reads by id may lag behind as lists do.
    assert sum(world.clock.waits) == 30 + SETTLE


@pytest.mark.parametrize("error", [MoveServerError("broken"), MoveTimeoutError("late"), MoveConnectionError("reset")])
@pytest.mark.parametrize("is_other_host", [False, True])
async def test_object_that_exists_and_cannot_be_read_is_not_reported_as_not_created(
    error: MoveError, *, is_other_host: bool
) -> None:
    async def read(_: str) -> Thing:
        raise error

    world = World()
    await world.create()
    if is_other_host:
        world.move_to_another_host()
    with pytest.raises(AmbiguousCreateError, match=f"cannot read thing-1, .*: {error.message};") as caught:
        await world.create(read=read)
    assert (caught.value.key, world.sent) == ("k", 1)


@pytest.mark.parametrize("script", [[], [LOST]])
async def test_object_that_has_failed_and_is_reported_as_an_error_raises_that_error(script: list[Any]) -> None:
    failed = JobFailedError("job thing-1 has failed", id="thing-1", job=None)

    async def read(_: str) -> Thing:
        raise failed

    world = World(script=script)
    if not script:
        await world.create()
    with pytest.raises(JobFailedError) as caught:
        await world.create(read=read)
    assert caught.value is failed
    assert world.sent == 1


async def test_record_of_another_account_says_when_and_not_what() -> None:
    world = World(timeout=300, server_timeout=30)
    await world.create(account="other", parameters={"a": 2})
    world.things.clear()
    assert (await world.create()).id == "thing-2"
    # The other account may have replaced the record of an attempt.
    assert sum(world.clock.waits) == 30 + SETTLE


@pytest.mark.parametrize("left", [0.5, 2.0])
async def test_create_waits_only_for_the_rest_of_the_consistency_delay(left: float) -> None:
    world = World(script=[LOST], lag=1e9, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    world.clock.now[0] += SETTLE - left
    world.timeout = 60
    await world.create()
    assert world.clock.waits == [left]


async def test_digest_covers_parameters_and_metadata() -> None:
    # A later version has to know the keys of this one.
    thing = await World().create()
    parameters = {"a": 1, "metadata": {"b": 2}}
    assert thing.metadata.digest == digest_of("createThing", parameters)


async def test_create_does_not_wait_after_an_old_attempt() -> None:
    world = World(script=[LOST], lag=1e9, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    world.clock.now[0] += SETTLE
    world.timeout = 60
    assert (await world.create()).id == "thing-2"
    assert world.clock.waits == []


async def test_create_waits_for_the_whole_consistency_delay_when_the_time_of_an_attempt_is_unknown() -> None:
    world = World(script=[LOST], lag=1e9, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    # Of another boot of the system.
    world.clock.now[0] -= 900
    world.timeout = 60
    await world.create()
    assert world.clock.waits == [SETTLE]


async def test_attempt_of_a_process_that_ended_counts_from_now() -> None:
    world = World(timeout=300, server_timeout=30, makes=False)
    in_flight: list[Record] = []

    async def die(_: Any, attempt: CreateAttempt) -> Thing:
        attempt.on_written()
        record = latest_record(world)
        in_flight.append(record)
        raise LOST

    with pytest.raises(AmbiguousCreateError):
        await world.create(send=die, on_ambiguous="raise")
    assert in_flight[0].in_flight
    record = await world.record()
    assert record is not None
    assert not record.in_flight
    # As its process left it: nobody knows when the last byte was written.
    async with world.store.held("k") as held:
        held.write(in_flight[0])
    world.clock.now[0] += 3600
    world.clock.waits.clear()
    world.timeout = SETTLE - 1
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    world.clock.now[0] += 30
    world.timeout = 300
    await world.create()
    # The first call that saw it counts, not the second.
    assert sum(world.clock.waits) == SETTLE


def latest_record(world: World) -> Record:
    ((_, record),) = world.store._records.values()
    return record


@pytest.mark.parametrize("is_other_host", [False, True])
async def test_object_with_another_key_is_not_returned(*, is_other_host: bool) -> None:
    world = World()
    other = await world.create("other")
    await world.create()
    if is_other_host:
        world.move_to_another_host()

    async def read(_: str) -> Thing:
        return other

    with pytest.raises(AmbiguousCreateError, match="the response is that of another creation"):
        await world.create(read=read)


async def test_object_with_another_id_is_not_returned() -> None:
    world = World()
    await world.create()

    async def read(_: str) -> Thing:
        return Thing("thing-9", {"b": 2})

    with pytest.raises(AmbiguousCreateError, match=r"cannot read thing-1, .*: the response is that of thing-9;"):
        await world.create(read=read)


@pytest.mark.parametrize("key", ["", " ", "\ud800", "k" * 257, 7, b"k"], ids=repr)
async def test_invalid_key_is_refused_before_anything_is_sent(key: Any) -> None:
    world = World()
    with pytest.raises(MoveInvalidRequestError, match="idempotency_key must be a string"):
        await world.create(key)
    assert (world.sent, world.looked) == (0, 0)


@pytest.mark.parametrize(
    "metadata", [{"a": object()}, {"a": float("nan")}, {"a": {1: object()}}], ids=["object", "nan", "nested"]
)
async def test_metadata_without_a_json_form_is_refused_before_anything_is_sent(metadata: Any) -> None:
    world = World()
    with pytest.raises(MoveInvalidRequestError, match="cannot encode a value as JSON"):
        await world.create(metadata=metadata)
    assert (world.sent, world.looked) == (0, 0)


async def test_create_does_not_wait_when_the_api_has_no_list() -> None:
    world = World()
    await world.create(find=None, read=None)
    assert (await world.create(find=None, read=None)).id == "thing-2"
    assert world.clock.waits == []


async def test_attempt_is_recorded_before_its_first_byte_is_written() -> None:
    world = World(server_timeout=30)
    known: list[Record] = []

    async def send(metadata: Any, attempt: CreateAttempt) -> Thing:
        known.extend(record for _, record in world.store._records.values())
        thing = await world.send(metadata, attempt)
        known.extend(record for _, record in world.store._records.values())
        return thing

    await world.create(send=send)
    assert [(record.id, record.written_at, record.server_timeout) for record in known] == [(None, 1000, 30)]
    record = await world.record()
    assert record is not None
    assert (record.operation, record.id) == ("createThing", "thing-1")


async def test_refusal_clears_the_record() -> None:
    world = World(script=[REFUSED], makes=False)
    with pytest.raises(MoveInvalidRequestError):
        await world.create()
    assert await world.pending_since() is None


async def test_lost_response_is_recorded_with_the_latest_possible_time() -> None:
    world = World(script=[LOST, LOST], makes=False)
    with pytest.raises(AmbiguousCreateError):
        await world.create()
    assert await world.pending_since() == 1000 + SETTLE


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
    assert await world.pending_since() == 1000


KEYED = {"b": 2, "moveUgcAsync": {"key": "other", "digest": "d"}}


@pytest.mark.parametrize(
    "metadata",
    [extract_key(KEYED), KEYED, json.dumps(KEYED), f" {json.dumps(KEYED)} "],
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
