"""Public types in frameworks: type hints that resolve, pydantic adapters, and short reprs."""

import dataclasses
import inspect
from typing import Any, get_type_hints

import pytest
from pydantic import BaseModel, TypeAdapter

import move_ugc_async
from move_ugc_async import (
    AsyncMoveUgc,
    CaptureFailure,
    CaptureOptions,
    CaptureOutcome,
    CaptureResult,
    CaptureSpec,
    CaptureState,
    ClientOptions,
    Clip,
    Failure,
    GraphQLErrorItem,
    HumanVolumeType,
    JobFailedError,
    JobType,
    ListBase,
    MoveError,
    Outcome,
)
from tests.support.servers import API_KEY

PUBLIC = [value for name in move_ugc_async.__all__ if isinstance(value := getattr(move_ugc_async, name), type)]
DATA = [each for each in PUBLIC if dataclasses.is_dataclass(each) or issubclass(each, BaseModel)]
NOT_DATA = {move_ugc_async.ByteStream, move_ugc_async.Clock, move_ugc_async.InstantClock}
"""Dataclasses that are not data: an iterator, and sources of time and randomness."""


@pytest.mark.parametrize("kind", [*DATA, CaptureOptions, ClientOptions], ids=lambda kind: kind.__name__)
def test_type_hints_of_public_data_resolve(kind: Any) -> None:
    assert get_type_hints(kind)


@pytest.mark.parametrize("kind", PUBLIC, ids=lambda kind: kind.__name__)
def test_type_hints_of_public_properties_resolve(kind: Any) -> None:
    for name in dir(kind):
        attribute = inspect.getattr_static(kind, name)
        # Skip private properties and those of pydantic.
        if isinstance(attribute, property) and not name.startswith(("_", "model_")):
            assert "return" in get_type_hints(attribute.fget), name


@pytest.mark.parametrize("kind", [each for each in DATA if each not in NOT_DATA], ids=lambda kind: kind.__name__)
def test_public_data_has_an_adapter(kind: Any) -> None:
    assert TypeAdapter(kind)


@pytest.mark.parametrize(
    "kind",
    [
        *(ListBase[JobType], ListBase[HumanVolumeType], Outcome[JobType], CaptureResult[JobType]),
        *(list[Outcome[JobType]], dict[str, JobType], CaptureOutcome[CaptureSpec]),
    ],
)
def test_return_type_of_an_endpoint_has_an_adapter(kind: Any) -> None:
    assert TypeAdapter(kind)


def test_page_survives_a_round_trip_through_json() -> None:
    adapter = TypeAdapter(ListBase[JobType])
    page = ListBase([JobType(id="j", metadata={"a": 1})], 5, "token", (GraphQLErrorItem("no", path=("a", 1)),))
    assert adapter.validate_json(adapter.dump_json(page)) == page
    assert set(adapter.json_schema(mode="serialization")["properties"]) == {"items", "limit", "next_token", "errors"}


def test_state_survives_a_round_trip_through_json() -> None:
    adapter = TypeAdapter(CaptureState)
    state = CaptureState("order-7", {"a": "file-1"}, "take-1", "job-1", ("a", "b"), "c")
    assert adapter.validate_json(adapter.dump_json(state)) == state


@pytest.mark.parametrize("clip", [bytes(10_000), bytearray(10_000), memoryview(bytes(10_000))])
def test_repr_of_a_clip_in_memory_is_short(clip: Any) -> None:
    for holder in (
        Clip(clip, "phone"),
        CaptureSpec(clip, "out"),
        CaptureFailure(CaptureSpec(clip, "out"), MoveError("m")),
    ):
        assert len(repr(holder)) < 200
    assert repr(Clip("a.mp4", "phone")) == "Clip(path='a.mp4', device_label='phone', lens=None, file_type=None)"
    assert repr(CaptureSpec("a.mp4", "out")) == "CaptureSpec(video='a.mp4', directory='out', options={})"


def test_outcome_is_serialised_with_the_type_and_message_of_its_error() -> None:
    adapter = TypeAdapter(Outcome[JobType])
    outcome: Outcome[JobType] = Failure("j", error=JobFailedError("no people", id="j"))
    serialised = adapter.dump_python(outcome, mode="json")
    assert serialised == {"id": "j", "job": None, "error": {"type": "JobFailedError", "message": "no people"}}
    assert adapter.json_schema(mode="serialization")
    assert adapter.validate_python(outcome) is outcome


def test_repr_of_a_page_is_short() -> None:
    page = ListBase([JobType(id="j", name="n" * 1000)] * 100, 100, "token")
    assert repr(page) == "<ListBase of 100 items, next_token='token'>"


@pytest.mark.anyio
async def test_repr_of_an_iterator_explains_the_usage() -> None:
    async with AsyncMoveUgc(API_KEY) as client:
        assert "await it for a page, or iterate over it with async for" in repr(client.jobs.list())
        for iteration in (client.jobs.watch("j"), client.jobs.wait_many(["j"]), client.jobs.list().pages()):
            assert "until it is used with async for" in repr(iteration)
