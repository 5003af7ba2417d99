"""Enums that accept unknown values, and log each once."""

import copy
import json
import logging
import pickle
from typing import Any

import pytest
from pydantic import TypeAdapter
from pydantic_core import to_json

from move_ugc_async import (
    AreaType,
    HumanVolumeType,
    JobOptions,
    JobState,
    MocapModelOptionsInput,
    OutputType,
    SortDirection,
    Source,
    SourceFormat,
    TakeKind,
)
from move_ugc_async._schema import enums as module

ENUMS = [AreaType, JobState, MocapModelOptionsInput, OutputType, SortDirection, SourceFormat, TakeKind]


@pytest.fixture(autouse=True)
def _no_warnings_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_warned", set())


@pytest.mark.parametrize("enum", ENUMS)
def test_a_known_value_is_the_member_in_any_case(enum: type[module.OpenEnum]) -> None:
    for member in enum:
        assert enum(member.value) is enum(member.value.lower()) is enum(member.value.title()) is member
        assert member.is_known
        assert member == member.value == str(member) == f"{member}"


@pytest.mark.parametrize("enum", ENUMS)
def test_an_unknown_value_is_a_member_that_carries_the_raw_string(enum: type[module.OpenEnum]) -> None:
    member = enum("Brand new")
    assert isinstance(member, enum)
    assert not member.is_known
    assert member == member.value == member.name == str(member) == f"{member}" == "Brand new"
    assert hash(member) == hash(enum("Brand new"))
    assert {member: 1}["Brand new"] == 1  # type: ignore[index]
    assert member != enum("brand new")
    assert "Brand new" in repr(member)
    assert len(enum) == len(list(enum))
    assert member not in list(enum)


def test_a_space_in_a_value_matches_an_underscore() -> None:
    assert JobState("NOT STARTED") is JobState("not started") is JobState.NOT_STARTED


def test_a_value_that_is_not_a_string_raises() -> None:
    with pytest.raises(ValueError, match="not a valid OutputType"):
        OutputType(7)  # type: ignore[arg-type]


def test_an_unknown_value_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "move_ugc_async"):
        for _ in range(3):
            JobState("PAUSED")
        JobState("STARTED")
        TakeKind("PAUSED")
        JobState("RUNNING")
    assert [record.getMessage() for record in caplog.records] == [
        "JobState has no member 'PAUSED'; the raw value is used",
        "JobState has no member 'STARTED'; the raw value is used",
        "TakeKind has no member 'PAUSED'; the raw value is used",
    ]
    assert {record.levelname for record in caplog.records} == {"WARNING"}


def test_at_most_a_thousand_unknown_values_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    for number in range(1100):
        JobState(f"S{number}")
    assert len(caplog.records) == 1000


@pytest.mark.parametrize("value", ["Brand new", "MAIN_GLB"])
def test_a_member_survives_pickle_and_copy(value: str) -> None:
    member = OutputType(value)
    for twin in (pickle.loads(pickle.dumps(member)), copy.copy(member), copy.deepcopy(member)):
        assert type(twin) is OutputType
        assert twin == member
        assert twin.is_known is member.is_known


def test_a_member_is_serialised_as_its_raw_value() -> None:
    member = OutputType("Brand new")
    assert json.dumps(member) == '"Brand new"'
    assert to_json({"outputs": [member]}) == b'{"outputs":["Brand new"]}'
    assert to_json(JobOptions(mocap_model="m2-xl"), by_alias=True, exclude_none=True) == b'{"mocapModel":"m2-xl"}'


@pytest.mark.parametrize(("raw", "known"), [("FINISHED", True), ("finished", True), ("PAUSED", False)])
def test_a_response_may_hold_any_value(raw: str, known: bool) -> None:  # noqa: FBT001 - a parameter of the test
    volume = HumanVolumeType.model_validate({"id": "volume-1", "created": "2026-01-01T00:00:00Z", "state": raw})
    assert isinstance(volume.state, JobState)
    assert volume.state.is_known is known
    dumped = volume.model_dump(mode="json")
    assert dumped["state"] == ("FINISHED" if known else raw)
    assert HumanVolumeType.model_validate(dumped) == volume
    assert pickle.loads(pickle.dumps(volume)) == volume


def test_an_unknown_value_in_a_nested_model_is_kept() -> None:
    source = Source.model_validate({"deviceLabel": "a", "format": "MKV"})
    assert source.format == "MKV"
    assert json.loads(source.model_dump_json()) == {
        "device_label": "a",
        "format": "MKV",
        "file": None,
        "camera_settings": None,
    }


def test_a_list_of_members_is_validated_and_dumped() -> None:
    adapter: TypeAdapter[list[OutputType]] = TypeAdapter(list[OutputType])
    outputs = adapter.validate_python(["main_glb", "new"])
    expected: list[Any] = ["MAIN_GLB", "new"]
    assert outputs == expected
    assert adapter.dump_json(outputs) == b'["MAIN_GLB","new"]'
