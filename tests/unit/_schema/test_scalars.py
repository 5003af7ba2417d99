"""JSON documents in strings, cursors, and lists with null items."""

import datetime
import decimal
import json
from collections import ChainMap, UserDict
from types import MappingProxyType
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from move_ugc_async import MoveInvalidRequestError, OutputType
from move_ugc_async._schema.keyed_metadata import digest_of
from move_ugc_async._schema.scalars import RESPONSE, AwsJson, Cursor, Items, Known, encode_json


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
def test_a_value_is_encoded_as_json(value: Any, document: str) -> None:
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
def test_a_json_document_is_sent_unchanged(document: str) -> None:
    assert encode_json(document) == document


@pytest.mark.parametrize("text", ["", "{", "NaN", "-Infinity", "nul", "1.", "'a'", "\ufeff1", "[" * 5000])
def test_a_string_that_is_not_json_is_encoded_as_a_json_string(text: str) -> None:
    encoded = encode_json(text)
    assert encoded is not None
    assert json.loads(encoded) == text


class Number:
    """A number like those of numpy."""

    def tolist(self) -> int:
        return 7


class Raising:
    """A value whose method raises an unexpected error, as `pandas.NaT` does."""

    def tolist(self) -> Any:
        msg = "'float' object cannot be interpreted as an integer"
        raise ArithmeticError(msg)


@pytest.mark.parametrize(
    ("value", "document"),
    [
        (MappingProxyType({"a": MappingProxyType({"b": 1})}), '{"a": {"b": 1}}'),
        (ChainMap({"a": 1}, {"b": 2}), '{"b": 2, "a": 1}'),
        (UserDict[str, int]({"a": 1}), '{"a": 1}'),
        ({"a": {"b": 1}.keys()}, '{"a": ["b"]}'),
        ({"a": {"b": 1}.values()}, '{"a": [1]}'),
        ({"a": Number(), "b": [Number()]}, '{"a": 7, "b": [7]}'),
    ],
)
def test_values_of_other_libraries_are_encoded_by_their_contents(value: Any, document: str) -> None:
    assert encode_json(value) == document
    assert digest_of("createFile", {"metadata": value}) == digest_of("createFile", {"metadata": json.loads(document)})


@pytest.mark.parametrize("value", [Raising(), Number, iter, object()])
def test_a_value_of_another_library_that_cannot_be_encoded_raises(value: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="cannot encode a value as JSON"):
        encode_json({"a": value})
    with pytest.raises(MoveInvalidRequestError, match="cannot encode a value as JSON"):
        digest_of("createFile", {"metadata": value})


def test_an_encoded_value_is_not_encoded_again() -> None:
    for value in ({"a": [1]}, "text", [], 0, "{}"):
        once = encode_json(value)
        assert encode_json(once) == once


def test_none_is_not_encoded() -> None:
    assert encode_json(None) is None


@pytest.mark.parametrize("value", [float("nan"), {"a": float("inf")}, object(), {"a": {1, object()}}])
def test_a_value_that_cannot_be_encoded_raises(value: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="cannot encode a value as JSON"):
        encode_json(value)


def test_a_circular_value_raises() -> None:
    circle: list[Any] = []
    circle.append(circle)
    with pytest.raises(MoveInvalidRequestError, match="cannot encode a value as JSON"):
        encode_json(circle)


@pytest.mark.parametrize("value", [{"a": [1, None]}, [], 0, False, "", "text", 10**40, 1e-300, None])
def test_a_received_document_is_parsed(value: Any) -> None:
    assert Holder.model_validate({"document": json.dumps(value)}).document == value


@pytest.mark.parametrize("document", ["[" * 300 + "]" * 300, '{"cut": "\\ud83d"}'], ids=["deep", "lone surrogate"])
def test_a_received_document_is_parsed_when_pydantic_rejects_the_document(document: str) -> None:
    assert Holder.model_validate({"document": document}).document == json.loads(document)


@pytest.mark.parametrize("document", ["{", "", 7, {"a": 1}])
def test_an_invalid_document_raises(document: Any) -> None:
    with pytest.raises(ValidationError):
        Holder.model_validate({"document": document}, context=RESPONSE)


@pytest.mark.parametrize("cursor", ['{"n": 1}', ' { "n":1 }', "opaque==", "", "null"])
def test_a_cursor_is_kept_byte_for_byte(cursor: str) -> None:
    assert Holder.model_validate({"cursor": cursor}).cursor == cursor


def test_a_cursor_received_as_an_object_is_kept_as_json() -> None:
    assert Holder.model_validate({"cursor": {"n": 1}}).cursor == '{"n": 1}'


def test_a_null_cursor_is_none() -> None:
    assert Holder.model_validate({"cursor": None}).cursor is None


def test_null_items_and_items_of_an_unknown_type_are_left_out() -> None:
    assert Holder.model_validate({"numbers": [1, None, {}, 2]}).numbers == [1, 2]
    assert Holder.model_validate({"numbers": [None]}).numbers == []
    assert Holder.model_validate({"numbers": None}).numbers is None
    assert Holder.model_validate({"numbers": [0]}).numbers == [0]


def test_items_that_are_not_a_list_raise() -> None:
    with pytest.raises(ValidationError):
        Holder.model_validate({"numbers": "12"})


def test_a_member_of_an_unknown_type_is_none() -> None:
    assert Holder.model_validate({"member": {}}).member is None
    assert Holder.model_validate({"member": {"a": 1}}).member == {"a": 1}
