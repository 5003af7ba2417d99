"""Creation with a key: searches, delays, records and logs."""

import json
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async._idempotency.record import Record
from move_ugc_async._idempotency.store import KeyStore
from move_ugc_async._schema.keyed_metadata import WorkflowKey, digest_of, extract_key
from move_ugc_async._schema.scalars import encode_json
from move_ugc_async._transport.operation import CallOptions
from move_ugc_async.errors import (
    AmbiguousCreateError,
    GraphQLErrorItem,
    IdempotencyMismatchError,
    JobFailedError,
    MoveConnectionError,
    MoveError,
    MoveInvalidRequestError,
    MoveMalformedResponseError,
    MoveNotFoundError,
    MoveServerError,
    MoveTimeoutError,
)
from tests.unit._idempotency.fake_api import LOST_RESPONSE, REFUSED, SETTLE, THROTTLED, FakeApi, Thing

pytestmark = pytest.mark.anyio


async def test_create_is_not_sent_again_after_a_lost_response_with_on_ambiguous_raise() -> None:
    api = FakeApi(script=[LOST_RESPONSE], executes=False)
    with pytest.raises(AmbiguousCreateError) as caught:
        await api.create(on_ambiguous="raise")
    error = caught.value
    assert error.message == (
        "the outcome of the creation is unknown: it failed; call again with the same idempotency_key= to find the "
        f"object; a search is conclusive after {error.conclusive_after:%H:%M:%S} UTC"
    )
    assert (error.key, error.operation, error.status, error.request_id) == ("k", "createThing", 500, "r-1")
    assert error.__cause__ is LOST_RESPONSE
    assert api.sent == 1


async def test_ambiguous_error_without_a_key_advises_to_search() -> None:
    api = FakeApi(script=[LOST_RESPONSE])
    with pytest.raises(AmbiguousCreateError) as caught:
        await api.create(None)
    error = caught.value
    assert error.message == (
        "the outcome of the creation is unknown: it failed; "
        "search for the object before creating another one, or pass idempotency_key= to automate that; "
        f"a search is conclusive after {error.conclusive_after:%H:%M:%S} UTC"
    )
    assert (error.key, error.operation, error.status, error.request_id) == (None, "createThing", 500, "r-1")
    assert error.__cause__ is LOST_RESPONSE
    assert (api.sent, api.searches) == (1, 0)


async def test_refusal_without_a_key_is_raised_unchanged() -> None:
    api = FakeApi(script=[REFUSED])
    with pytest.raises(MoveInvalidRequestError, match="no"):
        await api.create(None)
    thing = await api.create(None)
    assert thing.metadata == {"b": 2}


DETAILS: dict[str, Any] = {
    "error_type": "InternalFailure",
    "error_info": {"a": 1},
    "path": ("createThing",),
    "status": 500,
    "request_id": "r-1",
    "data": {"createThing": None},
    "errors": (GraphQLErrorItem("it failed", "InternalFailure", path=("createThing",)),),
}


@pytest.mark.parametrize("name", DETAILS)
async def test_ambiguous_error_has_each_detail_of_the_lost_response(name: str) -> None:
    api = FakeApi(script=[MoveServerError("it failed", **DETAILS)], executes=False)
    with pytest.raises(AmbiguousCreateError, match="is unknown: InternalFailure: it failed;") as caught:
        await api.create(on_ambiguous="raise")
    assert getattr(caught.value, name) == DETAILS[name]


@pytest.mark.parametrize(
    ("key", "public_key", "advice"),
    [
        ("k", "k", "call again with the same idempotency_key= to find the object"),
        (WorkflowKey("k"), "k", "call again with the same arguments to find the object"),
        (
            WorkflowKey("k job", workflow="k", is_new=True),
            "k",
            "resume with the state of the error to find the object",
        ),
    ],
    ids=["key", "workflow", "new workflow"],
)
async def test_ambiguous_error_advises_how_to_find_the_object(key: str, public_key: str, advice: str) -> None:
    api = FakeApi(script=[LOST_RESPONSE], executes=False)
    with pytest.raises(AmbiguousCreateError, match=f": it failed; {advice}; a search is conclusive") as caught:
        await api.create(key, on_ambiguous="raise")
    assert caught.value.key == public_key


async def test_ambiguous_error_names_the_lost_response_when_the_search_fails() -> None:
    outage = MoveConnectionError("gone")

    async def find() -> AsyncGenerator[Thing, None]:
        if api.sent:
            raise outage
        for _, thing in api.things:
            yield thing

    api = FakeApi(script=[LOST_RESPONSE])
    with pytest.raises(AmbiguousCreateError, match="it failed") as caught:
        await api.create(find=find)
    assert (caught.value.key, caught.value.operation) == ("k", "createThing")
    assert caught.value.__cause__ is outage
    assert api.sent == 1


CHANGES = [{"parameters": {"a": 2}}, {"metadata": {"b": 3}}, {"metadata": None}, {"operation": "createOtherThing"}]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("is_other_host", [False, True])
async def test_key_with_other_parameters_raises_idempotency_mismatch(
    change: dict[str, Any], *, is_other_host: bool
) -> None:
    api = FakeApi()
    await api.create()
    if is_other_host:
        api.switch_host()
    with pytest.raises(IdempotencyMismatchError) as caught:
        await api.create(**change)
    error = caught.value
    assert error.message == (
        "the idempotency key was used before, for thing-1, with another operation or other parameters; "
        "a clip that was uploaded again has another file id"
    )
    assert (error.operation, error.id, api.sent) == (change.get("operation", "createThing"), "thing-1", 1)


@pytest.mark.parametrize(
    "spellings", [(None, {}), ({}, "{}"), ({"b": 2, "c": 3}, {"c": 3, "b": 2}), ({"b": 2}, ' {"b":2} ')], ids=str
)
async def test_equal_metadata_in_another_form_is_no_mismatch(spellings: tuple[Any, Any]) -> None:
    api = FakeApi()
    first = await api.create(metadata=spellings[0])
    assert await api.create(metadata=spellings[1]) == first


@pytest.mark.parametrize("change", CHANGES)
async def test_key_of_an_attempt_with_unknown_outcome_is_not_used_for_another_object(change: dict[str, Any]) -> None:
    api = FakeApi(script=[LOST_RESPONSE], consistency_delay=1e9, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    with pytest.raises(IdempotencyMismatchError, match=", in an attempt whose outcome is unknown, with an") as caught:
        await api.create(**change)
    assert (caught.value.id, api.sent) == ("", 1)


async def test_workflow_key_with_an_identity_finds_its_object_with_other_parameters() -> None:
    api = FakeApi()
    key = WorkflowKey("k", identity={"clip": "digest-1"})
    await api.create(key)
    assert (await api.create(key, parameters={"a": 2})).id == "thing-1"
    with pytest.raises(IdempotencyMismatchError):
        await api.create(WorkflowKey("k", identity={"clip": "digest-2"}))
    assert api.sent == 1


async def test_workflow_key_without_an_identity_is_refused_with_other_parameters() -> None:
    api = FakeApi()
    await api.create(WorkflowKey("k"))
    with pytest.raises(IdempotencyMismatchError):
        await api.create(WorkflowKey("k"), parameters={"a": 2})
    assert api.sent == 1


async def test_refused_key_can_be_used_with_other_parameters() -> None:
    api = FakeApi(script=[REFUSED], executes=False)
    with pytest.raises(MoveInvalidRequestError):
        await api.create()
    assert (await api.create(parameters={"a": 2})).id == "thing-2"


async def test_key_with_other_parameters_raises_idempotency_mismatch_after_a_lost_response() -> None:
    api = FakeApi(script=[LOST_RESPONSE])
    other = FakeApi(clock=api.clock)
    await other.create(parameters={"a": 2})
    api.things = [(api.clock.time() + 1, other.things[0][1])]
    api.executes = False
    with pytest.raises(IdempotencyMismatchError, match="thing-1"):
        await api.create()


async def test_create_returns_the_oldest_object_and_logs_the_others_with_the_same_key(
    caplog: pytest.LogCaptureFixture,
) -> None:
    api = FakeApi()
    first = await api.create()
    earlier = datetime(1970, 1, 1, tzinfo=UTC)
    api.things += [(0, Thing("thing-0", first.metadata, earlier)), (0, Thing("thing-00", {"b": 2}, earlier))]
    api.switch_host()
    assert (await api.create()).id == "thing-0"
    assert caplog.messages == [
        "createThing: thing-0 and thing-1 were both created with the same key, probably by a process with another "
        "state_dir; using thing-0"
    ]


async def test_object_with_the_same_parameters_is_preferred_to_an_older_one_with_others() -> None:
    api = FakeApi()
    await api.create(parameters={"a": 2})
    other = FakeApi(clock=api.clock, sent=1)
    await other.create()
    api.things += other.things
    api.switch_host()
    assert (await api.create()).id == "thing-2"


async def test_new_key_is_not_searched_for() -> None:
    api = FakeApi()
    await api.create(WorkflowKey("k", is_new=True))
    assert (api.sent, api.searches) == (1, 0)


@pytest.mark.parametrize(
    ("scope", "seconds", "searches"), [("host", 86401, 0), ("host", 86400, 1), ("account", 86401, 1)]
)
async def test_new_key_is_not_searched_for_when_this_host_has_a_record_of_every_attempt_in_the_window(
    tmp_path: Path, scope: str, seconds: float, searches: int
) -> None:
    api = FakeApi()
    api.store = KeyStore("scope", api.clock, parent=tmp_path)
    async with api.store.hold("another"):
        pass
    api.clock.advance(seconds)
    await api.create(scope=scope)
    assert (api.sent, api.searches) == (1, searches)


async def test_recorded_object_that_no_longer_exists_is_searched_for_with_scope_host(tmp_path: Path) -> None:
    gone = MoveNotFoundError("gone")

    async def read(_: str) -> Thing:
        raise gone

    api = FakeApi()
    api.store = KeyStore("scope", api.clock, parent=tmp_path)
    await api.create(scope="host")
    api.clock.advance(86401)
    api.things.clear()
    searches = api.searches
    assert (await api.create(scope="host", read=read)).id == "thing-2"
    assert api.searches == searches + 1


async def test_object_that_this_host_created_is_read_without_a_search() -> None:
    api = FakeApi(consistency_delay=1e9)
    await api.create()
    searches = api.searches
    assert (await api.create()).id == "thing-1"
    assert (api.sent, api.searches, api.clock.waits) == (1, searches, [])


async def test_object_that_this_host_found_is_read_without_a_search_the_next_time() -> None:
    api = FakeApi()
    await api.create()
    api.switch_host()
    await api.create()
    searches = api.searches
    assert (await api.create()).id == "thing-1"
    assert (api.sent, api.searches) == (1, searches)


async def test_recorded_object_that_no_longer_exists_is_searched_for() -> None:
    gone = MoveNotFoundError("gone")

    async def read(_: str) -> Thing:
        raise gone

    api = FakeApi(timeout=300, server_timeout=30)
    await api.create()
    api.things.clear()
    assert (await api.create(read=read)).id == "thing-2"
    # Reads by id may be eventually consistent, as lists are.
    assert sum(api.clock.waits) == 30 + SETTLE


@pytest.mark.parametrize("error", [MoveServerError("broken"), MoveTimeoutError("late"), MoveConnectionError("reset")])
@pytest.mark.parametrize("is_other_host", [False, True])
async def test_object_that_exists_and_cannot_be_read_is_not_reported_as_not_created(
    error: MoveError, *, is_other_host: bool
) -> None:
    async def read(_: str) -> Thing:
        raise error

    api = FakeApi()
    await api.create()
    if is_other_host:
        api.switch_host()
    with pytest.raises(AmbiguousCreateError, match=f"cannot read thing-1, .*: {error.message};") as caught:
        await api.create(read=read)
    assert (caught.value.key, api.sent) == ("k", 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [("operation", "createThing"), ("error_type", "InternalFailure"), ("status", 500), ("request_id", "r-1")],
)
async def test_error_for_an_object_that_cannot_be_read_has_each_detail_of_the_read(name: str, value: Any) -> None:
    broken = MoveServerError("broken", **DETAILS)

    async def read(_: str) -> Thing:
        raise broken

    api = FakeApi()
    await api.create()
    with pytest.raises(AmbiguousCreateError, match="cannot read thing-1") as caught:
        await api.create(read=read)
    assert getattr(caught.value, name) == value


@pytest.mark.parametrize("script", [[], [LOST_RESPONSE]])
async def test_failed_object_that_is_reported_as_an_error_raises_that_error(script: list[Any]) -> None:
    failed = JobFailedError("job thing-1 has failed", id="thing-1", job=None)

    async def read(_: str) -> Thing:
        raise failed

    api = FakeApi(script=script)
    if not script:
        await api.create()
    with pytest.raises(JobFailedError) as caught:
        await api.create(read=read)
    assert caught.value is failed
    assert api.sent == 1


async def test_record_of_another_account_delays_a_creation_and_is_not_read() -> None:
    api = FakeApi(timeout=300, server_timeout=30)
    await api.create(account="other", parameters={"a": 2})
    api.things.clear()
    assert (await api.create()).id == "thing-2"
    # The other account may have overwritten the record of an attempt.
    assert sum(api.clock.waits) == 30 + SETTLE


@pytest.mark.parametrize("left", [0.5, 2.0])
async def test_create_waits_only_for_the_remaining_consistency_delay(left: float) -> None:
    api = FakeApi(script=[LOST_RESPONSE], consistency_delay=1e9, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    api.clock.advance(SETTLE - left)
    api.timeout = 60
    await api.create()
    assert api.clock.waits == [left]


async def test_digest_covers_parameters_and_metadata() -> None:
    # Later versions must find the keys of this one.
    thing = await FakeApi().create()
    parameters = {"a": 1, "metadata": {"b": 2}}
    assert thing.metadata.digest == digest_of("createThing", parameters)


async def test_create_does_not_wait_after_an_old_attempt() -> None:
    api = FakeApi(script=[LOST_RESPONSE], consistency_delay=1e9, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    api.clock.advance(SETTLE)
    api.timeout = 60
    assert (await api.create()).id == "thing-2"
    assert api.clock.waits == []


async def test_create_waits_for_the_whole_consistency_delay_when_the_time_of_an_attempt_is_unknown() -> None:
    api = FakeApi(script=[LOST_RESPONSE], consistency_delay=1e9, timeout=SETTLE - 1)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    # From another boot of the system.
    api.clock.advance(-900)
    api.timeout = 60
    await api.create()
    assert api.clock.waits == [SETTLE]


@pytest.mark.parametrize("is_shared", [False, True])
async def test_consistency_delay_after_a_killed_process_starts_at_the_next_call(
    tmp_path: Path, *, is_shared: bool
) -> None:
    api = FakeApi(timeout=300, server_timeout=30, executes=False)
    api.store = KeyStore("scope", api.clock, is_shared=is_shared, parent=tmp_path)
    in_flight: list[Record] = []

    async def die(_: Any, options: CallOptions) -> Thing:
        assert options.on_written
        options.on_written()
        record = latest_record(api)
        in_flight.append(record)
        raise LOST_RESPONSE

    with pytest.raises(AmbiguousCreateError):
        await api.create(send=die, on_ambiguous="raise")
    assert in_flight[0].in_flight
    record = await api.record()
    assert record is not None
    assert not record.in_flight
    # As left by a process that was killed before the system restarted: the time of the last write is unknown.
    async with api.store.hold("k") as held:
        held.write(replace(in_flight[0], boot="another"))
    api.clock.advance(3600)
    api.clock.waits.clear()
    api.timeout = SETTLE - 1
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    api.clock.advance(30)
    api.timeout = 300
    await api.create()
    # The delay starts at the first call that saw the record, not at the second.
    assert sum(api.clock.waits) == SETTLE


def latest_record(api: FakeApi) -> Record:
    ((_, record),) = api.store._records.values()
    return record


@pytest.mark.parametrize("is_other_host", [False, True])
async def test_object_with_another_key_is_not_returned(*, is_other_host: bool) -> None:
    api = FakeApi()
    other = await api.create("other")
    await api.create()
    if is_other_host:
        api.switch_host()

    async def read(_: str) -> Thing:
        return other

    with pytest.raises(AmbiguousCreateError, match="the response contains an object with another idempotency key"):
        await api.create(read=read)


async def test_object_with_another_id_is_not_returned() -> None:
    api = FakeApi()
    await api.create()

    async def read(_: str) -> Thing:
        return Thing("thing-9", {"b": 2})

    with pytest.raises(
        AmbiguousCreateError, match=r"cannot read thing-1, .*: expected thing-1 in the response; got thing-9;"
    ) as caught:
        await api.create(read=read)
    cause = caught.value.__cause__
    assert isinstance(cause, MoveMalformedResponseError)
    assert cause.operation == "createThing"


@pytest.mark.parametrize(
    "key",
    ["", " ", "\ud800", "k" * 257, 7, b"k"],
    ids=["empty", "blank", "unpaired surrogate", "too long", "integer", "bytes"],
)
async def test_invalid_key_is_refused_before_anything_is_sent(key: Any) -> None:
    api = FakeApi()
    with pytest.raises(MoveInvalidRequestError, match="idempotency_key must be a string"):
        await api.create(key)
    assert (api.sent, api.searches) == (0, 0)


@pytest.mark.parametrize(
    "metadata", [{"a": object()}, {"a": float("nan")}, {"a": {1: object()}}], ids=["object", "nan", "nested"]
)
async def test_metadata_without_a_json_form_is_refused_before_anything_is_sent(metadata: Any) -> None:
    api = FakeApi()
    with pytest.raises(MoveInvalidRequestError, match="cannot encode a value as JSON"):
        await api.create(metadata=metadata)
    assert (api.sent, api.searches) == (0, 0)


async def test_create_does_not_wait_when_the_api_has_no_list() -> None:
    api = FakeApi()
    await api.create(find=None, read=None)
    assert (await api.create(find=None, read=None)).id == "thing-2"
    assert api.clock.waits == []


async def test_attempt_is_recorded_before_its_first_byte_is_written() -> None:
    api = FakeApi(server_timeout=30)
    known: list[Record] = []

    async def send(metadata: Any, options: CallOptions) -> Thing:
        known.extend(record for _, record in api.store._records.values())
        thing = await api.send(metadata, options)
        known.extend(record for _, record in api.store._records.values())
        return thing

    await api.create(send=send)
    assert [(record.id, record.written_at, record.server_timeout) for record in known] == [(None, 1000, 30)]
    record = await api.record()
    assert record is not None
    assert (record.operation, record.id) == ("createThing", "thing-1")


async def test_each_attempt_is_recorded_as_in_flight_when_it_is_written() -> None:
    api = FakeApi(script=[THROTTLED, None], executes=False)
    known: list[bool] = []

    async def send(metadata: Any, options: CallOptions) -> Thing:
        try:
            return await api.send(metadata, options)
        finally:
            known.append(latest_record(api).in_flight)

    await api.create(send=send)
    assert known == [True, True]


async def test_object_is_returned_when_its_lock_file_is_removed_during_the_attempt(tmp_path: Path) -> None:
    api = FakeApi()
    api.store = KeyStore("scope", api.clock, parent=tmp_path)

    async def send(metadata: Any, options: CallOptions) -> Thing:
        thing = await api.send(metadata, options)
        for path in (tmp_path / "keys").glob("*.lock"):
            path.unlink()
        return thing

    assert (await api.create(send=send)).id == "thing-1"


async def test_refusal_clears_the_record() -> None:
    api = FakeApi(script=[REFUSED], executes=False)
    with pytest.raises(MoveInvalidRequestError):
        await api.create()
    assert await api.pending_since() is None


async def test_lost_response_is_recorded_with_the_latest_possible_time() -> None:
    api = FakeApi(script=[LOST_RESPONSE, LOST_RESPONSE], executes=False)
    with pytest.raises(AmbiguousCreateError):
        await api.create()
    assert await api.pending_since() == 1000 + SETTLE


async def test_cancelled_attempt_is_recorded() -> None:
    api = FakeApi(server_timeout=30)

    async def send(_metadata: Any, options: CallOptions) -> Thing:
        assert options.on_written
        options.on_written()
        api.clock.advance(7)
        scope.cancel()
        await anyio.sleep_forever()
        raise AssertionError

    with anyio.CancelScope() as scope:
        await api.create(send=send)
    assert scope.cancelled_caught
    assert await api.pending_since() == 1000


KEYED = {"b": 2, "moveUgcAsync": {"key": "other", "digest": "d"}}


@pytest.mark.parametrize(
    "metadata",
    [extract_key(KEYED), KEYED, json.dumps(KEYED), f" {json.dumps(KEYED)} "],
    ids=["read", "raw", "text", "spaces"],
)
@pytest.mark.parametrize("key", ["k", None])
async def test_metadata_of_another_object_is_sent_without_its_key(metadata: Any, key: str | None) -> None:
    api = FakeApi()
    sent: list[Any] = []

    async def send(kept: Any, options: CallOptions) -> Thing:
        sent.append(json.loads(encode_json(kept) or "null"))
        return await api.send(kept, options)

    await api.create(key, send=send, metadata=metadata)
    (document,) = sent
    assert document.pop("moveUgcAsync", {}).get("key") == key
    assert document == {"b": 2}


@pytest.mark.parametrize(
    "metadata", [None, [1], "text", 7, {"a": 1}, {"moveUgcAsync": 5}, '{"moveUgcAsync": {"key": 1}}'], ids=repr
)
async def test_metadata_without_a_key_of_the_library_is_sent_unchanged(metadata: Any) -> None:
    api = FakeApi()
    sent: list[Any] = []

    async def send(kept: Any, options: CallOptions) -> Thing:
        sent.append(kept)
        return await api.send(None, options)

    await api.create(None, send=send, metadata=metadata)
    assert sent == [metadata]
