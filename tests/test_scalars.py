"""JSON documents in strings, cursors, and lists with holes."""

import datetime
import decimal
import json
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from move_ugc_async import MoveInvalidRequestError, OutputType
from move_ugc_async.scalars import AwsJson, Cursor, Items, Known, encode_json


class Holder(BaseModel):
    document: AwsJson | None = None
    cursor: Cursor | None = None
    numbers: Items[int] | None = None
    member: Known[dict[str, int]] = None


@pytest.mark.parametrize(
    ("value", "document"),
    [
        ({}, "{}"),
        ([], "[]"),
        ((1, 2), "[1, 2]"),
        (0, "0"),
        (False, "false"),
        (1.5, "1.5"),
        ("", '""'),
        ("text", '"text"'),
        ({"a": None}, '{"a": null}'),
        ({1: "a"}, '{"1": "a"}'),
        (2**64, "18446744073709551616"),
        ("é", '"\\u00e9"'),
        (OutputType.MAIN_GLB, '"MAIN_GLB"'),
        (datetime.date(2026, 1, 2), '"2026-01-02"'),
        (decimal.Decimal("1.10"), '"1.10"'),
        (Holder(cursor="c"), '{"document": null, "cursor": "c", "numbers": null, "member": null}'),
    ],
)
def test_a_value_becomes_a_document(value: Any, document: str) -> None:
    assert encode_json(value) == document


@pytest.mark.parametrize(
    "document",
    [
        "{}",
        ' {"a" : 1}\n',
        "null",
        "true",
        "-0",
        "1E5",
        '"text"',
        '"\\ud83d"',
        "[" * 300 + "]" * 300,
        "1" * 5000,
    ],
    ids=lambda document: repr(document)[:12],
)
def test_a_document_stays_as_it_is(document: str) -> None:
    assert encode_json(document) == document


@pytest.mark.parametrize("text", ["", "{", "NaN", "-Infinity", "nul", "1.", "'a'", "\ufeff1", "[" * 5000])
def test_a_string_that_is_no_document_becomes_one(text: str) -> None:
    encoded = encode_json(text)
    assert encoded is not None
    assert json.loads(encoded) == text


def test_encoding_twice_is_encoding_once() -> None:
    for value in ({"a": [1]}, "text", [], 0, "{}"):
        once = encode_json(value)
        assert encode_json(once) == once


def test_none_is_nothing_to_send() -> None:
    assert encode_json(None) is None


@pytest.mark.parametrize("value", [float("nan"), {"a": float("inf")}, object(), {"a": {1, object()}}])
def test_a_value_without_a_json_form_is_refused(value: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="no JSON form"):
        encode_json(value)


def test_a_value_that_holds_itself_is_refused() -> None:
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(MoveInvalidRequestError, match="no JSON form"):
        encode_json(circle)


@pytest.mark.parametrize("value", [{"a": [1, None]}, [], 0, False, "", "text", 10**40, 1e-300, None])
def test_a_document_that_arrives_is_parsed(value: Any) -> None:
    assert Holder.model_validate({"document": json.dumps(value)}).document == value


@pytest.mark.parametrize("document", ["[" * 300 + "]" * 300, '{"cut": "\\ud83d"}'], ids=["deep", "half a pair"])
def test_a_document_that_pydantic_refuses_is_parsed_all_the_same(document: str) -> None:
    assert Holder.model_validate({"document": document}).document == json.loads(document)


@pytest.mark.parametrize("document", ["{", "", 7, {"a": 1}])
def test_what_is_no_document_is_refused(document: Any) -> None:
    with pytest.raises(ValidationError):
        Holder.model_validate({"document": document})


@pytest.mark.parametrize("cursor", ['{"n": 1}', ' { "n":1 }', "opaque==", "", "null"])
def test_a_cursor_is_kept_byte_for_byte(cursor: str) -> None:
    assert Holder.model_validate({"cursor": cursor}).cursor == cursor


def test_a_cursor_that_came_as_an_object_is_the_document_that_goes_back() -> None:
    assert Holder.model_validate({"cursor": {"n": 1}}).cursor == '{"n": 1}'


def test_no_cursor_is_none() -> None:
    assert Holder.model_validate({"cursor": None}).cursor is None


def test_items_that_are_null_or_of_an_unknown_kind_are_left_out() -> None:
    assert Holder.model_validate({"numbers": [1, None, {}, 2]}).numbers == [1, 2]
    assert Holder.model_validate({"numbers": [None]}).numbers == []
    assert Holder.model_validate({"numbers": None}).numbers is None
    assert Holder.model_validate({"numbers": [0]}).numbers == [0]


def test_items_that_are_no_list_are_refused() -> None:
    with pytest.raises(ValidationError):
        Holder.model_validate({"numbers": "12"})


def test_a_member_of_an_unknown_kind_is_none() -> None:
    assert Holder.model_validate({"member": {}}).member is None
    assert Holder.model_validate({"member": {"a": 1}}).member == {"a": 1}
