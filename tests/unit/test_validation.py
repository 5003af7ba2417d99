"""Validation of arguments, and the form of its messages."""

import re
from collections.abc import Callable
from typing import Any, cast

import pytest

from move_ugc_async import MoveInvalidRequestError, OutputType
from move_ugc_async._validation import (
    ensure_count,
    ensure_enum,
    ensure_file_type,
    ensure_id,
    ensure_list,
    ensure_page_size,
    ensure_path,
    ensure_seconds,
    ensure_selection,
)

FORM = re.compile(r"(?P<argument>.+) must be (?P<expected>[^;]+); got (?P<value>[^;]+)(?:; (?P<next_step>.+))?")
"""The form of every message; no capital letter at the start, no full stop at the end."""

SELECTION = "outputs must be one or more names; got {}; leave it out for the default"
FILE_TYPE = "file_type must be an extension such as 'mp4'; got {}"
ID = "the id of a job must be a string that is not empty; got {}"
ENUM = "outputs must be a string or a member of OutputType; got {}"
LIST = "sources must be a list; got {}"
PATH = "destination must be a path; got {}"
SECONDS = "timeout must be a number of seconds, 0 or more, or None; got {}"
COUNT = "concurrency must be a whole number, 1 or more; got {}"
LIMIT = "limit must be a whole number, 1 or more; got {}"

INVALID: list[tuple[Callable[..., object], tuple[object, ...], str, list[tuple[object, str]]]] = [
    (ensure_selection, ("outputs",), SELECTION, [([], "[]"), ("", "['']"), (iter([" "]), "[' ']")]),
    (
        ensure_file_type,
        (),
        FILE_TYPE,
        [("", "''"), (".", "'.'"), ("..mp4", "'..mp4'"), ("tar.gz", "'tar.gz'"), ("a/b", "'a/b'"), (5, "5")],
    ),
    (ensure_id, ("a job",), ID, [("", "''"), (" ", "' '"), ("\n", r"'\n'"), (None, "NoneType"), (7, "int")]),
    (ensure_list, ("sources",), LIST, [("a", "str"), (b"a", "bytes"), ({"a": 1}, "dict"), (None, "NoneType")]),
    (ensure_path, ("destination",), PATH, [(None, "NoneType"), (5, "int"), (b"a", "bytes")]),
    (ensure_seconds, ("timeout",), SECONDS, [(-1, "-1"), (float("nan"), "nan"), ("5", "'5'"), ([], "[]")]),
    (ensure_count, ("concurrency",), COUNT, [(0, "0"), (-3, "-3"), (True, "True"), (5.0, "5.0"), ("5", "'5'")]),
    (ensure_page_size, (None,), LIMIT, [(0, "0"), (-3, "-3"), (True, "True"), (5.0, "5.0"), ("5", "'5'")]),
]


def cases() -> list[Any]:
    return [
        pytest.param(ensure, value, arguments, message.format(shown), id=f"{ensure.__name__}-{shown}")
        for ensure, arguments, message, values in INVALID
        for value, shown in values
    ] + [pytest.param(lambda value: ensure_enum(OutputType, value, "outputs"), 5, (), ENUM.format("int"), id="enum")]


@pytest.mark.parametrize(("ensure", "value", "arguments", "message"), cases())
def test_an_invalid_value_raises_an_error_in_the_form_x_must_be_y_got_z(
    ensure: Callable[..., object], value: object, arguments: tuple[object, ...], message: str
) -> None:
    with pytest.raises(MoveInvalidRequestError) as caught:
        ensure(value, *arguments)
    assert caught.value.message == message
    assert FORM.fullmatch(message)
    assert message[0].islower()
    assert not message.endswith(".")


def test_a_long_value_is_cut_in_the_message() -> None:
    with pytest.raises(MoveInvalidRequestError) as caught:
        ensure_count(cast("Any", "5" * 1000), "concurrency")
    assert len(caught.value.message) < 150
    assert caught.value.message.endswith("5…")


@pytest.mark.parametrize(
    ("value", "sent"), [("mp4", "mp4"), (".mp4", "mp4"), ("MOV", "mov"), (" .Move\n", "move"), ("3gp", "3gp")]
)
def test_ensure_file_type_returns_a_bare_extension(value: str, sent: str) -> None:
    assert ensure_file_type(value) == sent


@pytest.mark.parametrize("value", ["mp4;", "a b"])
def test_ensure_file_type_raises_for_other_characters(value: str) -> None:
    with pytest.raises(MoveInvalidRequestError, match="file_type must be an extension"):
        ensure_file_type(value)


def test_ensure_id_returns_a_valid_id_unchanged() -> None:
    assert ensure_id("job-1", "a job") == "job-1"
    assert ensure_id("0d9e", "a job") == "0d9e"


def test_ensure_page_size_returns_the_default_for_none() -> None:
    assert ensure_page_size(3, 5) == 3
    assert ensure_page_size(None, 5) == 5
    assert ensure_page_size(None, None) is None


def test_ensure_page_size_accepts_other_integer_types() -> None:
    class Whole:
        def __index__(self) -> int:
            return 7

    assert ensure_page_size(cast("Any", Whole()), None) == 7
