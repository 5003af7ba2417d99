"""The exact form of the idempotency key in metadata, which the API stores permanently."""

import pickle
from typing import Any

import pytest

from move_ugc_async import JobOptions
from move_ugc_async._schema.keyed_metadata import KeyedMetadata, digest_of, ensure_key, extract_key, insert_key
from move_ugc_async.errors import MoveInvalidRequestError

MARK = {"key": "k", "digest": "d"}


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        (None, {"moveUgcAsync": MARK}),
        ({}, {"moveUgcAsync": MARK}),
        ({"a": 1}, {"a": 1, "moveUgcAsync": MARK}),
        ('{"a": 1}', {"a": 1, "moveUgcAsync": MARK}),
        ({"moveUgcAsync": 7}, {"moveUgcAsync": {**MARK, "replaced": 7}}),
        ({"moveUgcAsync": None}, {"moveUgcAsync": {**MARK, "replaced": None}}),
    ],
)
def test_the_key_is_stored_beside_existing_metadata(metadata: object, expected: dict[str, Any]) -> None:
    assert insert_key(metadata, "k", "d") == expected


@pytest.mark.parametrize("metadata", [[1], "text", "[1]", "null", "{", 7, False, ""])
def test_metadata_must_be_an_object_to_store_a_key(metadata: object) -> None:
    with pytest.raises(MoveInvalidRequestError) as caught:
        insert_key(metadata, "k", "d")
    found = {"[1]": "list", "null": "NoneType"}.get(str(metadata), type(metadata).__name__)
    assert str(caught.value) == (
        f"metadata must be a JSON object, since the idempotency key is stored in it; got {found}"
    )


@pytest.mark.parametrize("key", ["", "  ", "\n", "x" * 257, 7, None, b"k"])
def test_an_invalid_key_is_refused(key: Any) -> None:
    with pytest.raises(MoveInvalidRequestError) as caught:
        insert_key({}, key, "d")
    assert str(caught.value) == f"idempotency_key must be a string of 1 to 256 Unicode characters; got {key!r:.60}"


@pytest.mark.parametrize("key", ["k", " k ", "x" * 256])
def test_a_valid_key_is_stored_unchanged(key: str) -> None:
    assert ensure_key(key) == key
    assert insert_key({}, key, "d")["moveUgcAsync"]["key"] == key


@pytest.mark.parametrize(
    ("document", "rest"),
    [
        ({"moveUgcAsync": MARK}, {}),
        ({"a": 1, "moveUgcAsync": MARK, "b": 2}, {"a": 1, "b": 2}),
        ({"moveUgcAsync": {**MARK, "replaced": 7}}, {"moveUgcAsync": 7}),
        ({"a": 1, "moveUgcAsync": {**MARK, "replaced": None}}, {"a": 1, "moveUgcAsync": None}),
    ],
)
def test_the_key_is_removed_from_metadata_that_is_read(document: dict[str, Any], rest: dict[str, Any]) -> None:
    found = extract_key(document)
    assert isinstance(found, KeyedMetadata)
    assert (dict(found), found.key, found.digest) == (rest, "k", "d")


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        "text",
        [MARK],
        {},
        {"key": "k", "digest": "d"},
        {"moveUgcAsync": "k"},
        {"moveUgcAsync": {}},
        {"moveUgcAsync": {"key": "k"}},
        {"moveUgcAsync": {"digest": "d"}},
        {"moveUgcAsync": {"key": 1, "digest": "d"}},
        {"moveUgcAsync": {"key": "k", "digest": 1}},
    ],
)
def test_metadata_without_a_key_of_the_library_is_unchanged(metadata: object) -> None:
    assert extract_key(metadata) is metadata


def test_metadata_with_a_key_can_be_pickled() -> None:
    copy = pickle.loads(pickle.dumps(KeyedMetadata({"a": 1}, "k", "d")))
    assert (type(copy), dict(copy), copy.key, copy.digest) == (KeyedMetadata, {"a": 1}, "k", "d")


def test_the_digest_of_parameters_never_changes() -> None:
    # Later versions must find the keys of this one.
    assert digest_of("createThing", {"b": [1, None], "a": {"d": "ü", "c": True}}) == "7d4c895aa7f2fb6b9245e89844bf2738"


def test_a_digest_depends_on_parameters_and_not_on_their_order() -> None:
    assert digest_of("createThing", {"a": 1, "b": {"c": 2, "d": 3}}) == digest_of(
        "createThing", {"b": {"d": 3, "c": 2}, "a": 1}
    )
    assert digest_of("createThing", {"a": 1}) != digest_of("createThing", {"a": 2})
    assert digest_of("createThing", {"a": None}) != digest_of("createThing", {})


def test_a_digest_is_computed_from_the_sent_parameters() -> None:
    options = JobOptions(track_ball=True)
    assert digest_of("createThing", {"options": options}) == digest_of(
        "createThing", {"options": options.model_dump(by_alias=True)}
    )
