"""Splitting of JSON into frames."""

import io
import json
import random
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from move_ugc_async import MotionFormatError
from move_ugc_async.motion import json_frames
from move_ugc_async.motion.json_frames import JsonFrames
from tests.support.motion_files import document, encode

TRAPS = ['}, {"timestamp"', "]}", '"', "\\", '\\"', "\\\\", '{"mocap_data": [', "é\u2028", "", "a\\"]


@pytest.fixture(params=[1, 7, 64, 1024 * 1024])
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(json_frames, "CHUNK", request.param)
    return int(request.param)


def frames_in(text: bytes) -> list[Any]:
    return [frame for batch in JsonFrames(io.BytesIO(text), "a.json").batches() for frame in batch]


def error_of(text: bytes) -> MotionFormatError:
    with pytest.raises(MotionFormatError) as raised:
        frames_in(text)
    assert raised.value.file == "a.json"
    return raised.value


FRAMES = [
    {"text": trap, trap: [{"nested": [{"deep": trap}, {}]}, {"timestamp": "}, {"}], "number": number}
    for number, trap in enumerate(TRAPS)
]


@pytest.mark.usefixtures("chunk")
@pytest.mark.parametrize("indent", [None, 0, 3, "\t", "\r\n "])
def test_frames_are_split_despite_strings_nesting_and_white_space(indent: Any) -> None:
    text = json.dumps({"mocap_data": FRAMES}, indent=indent)
    assert frames_in(text.encode()) == FRAMES
    compact = json.dumps({"mocap_data": FRAMES}, separators=(",", ":"), ensure_ascii=False)
    assert frames_in(compact.encode()) == FRAMES


@pytest.mark.usefixtures("chunk")
@pytest.mark.parametrize(
    "text",
    [
        b'{"mocap_data":%b}',
        b'\xef\xbb\xbf \n{ "mocap_data"\t:\r\n%b , "fps": 60, "after": {"mocap_data": [1]}}\n',
        b'{"before": "\\"mocap_data\\": [", "x": {"mocap_data": [0]}, "y": [[]], "mocap_data": %b}',
        b" %b ",
    ],
)
def test_list_of_frames_is_found_in_any_document(text: bytes) -> None:
    assert frames_in(text % encode(FRAMES)) == FRAMES
    assert frames_in(text % b"[]") == []
    assert frames_in(text % b"[ \n]") == []
    assert frames_in(text % b"[null, 3, {}, []]") == [None, 3, {}, []]
    assert frames_in(text % b"[3]") == [3]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(TRAPS) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(TRAPS) | st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


DUMPS = st.sampled_from([json.dumps, partial(json.dumps, ensure_ascii=False)])


@given(st.lists(st.dictionaries(st.text(max_size=3), VALUES, max_size=3), max_size=6), st.integers(1, 40), DUMPS)
@settings(max_examples=150, deadline=None)
def test_any_json_is_split_as_the_json_module_parses_it(frames: list[Any], chunk: int, dump: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_frames, "CHUNK", chunk)
        text = dump({"mocap_data": frames}).encode()
        assert frames_in(text) == frames


@pytest.mark.usefixtures("chunk")
@pytest.mark.parametrize(
    ("broken", "frame"),
    [
        (b"[{}, {}, {]", 2),
        (b"[{}, {} {}]", 2),
        (b"[{} {}, {}]", 1),
        (b"[{}, {}, ]", 2),
        (b"[{}, , {}]", 1),
        (b"[, {}]", 0),
        (b'[{}, {"a": 1, }, {}, {}]', 1),
        (b"[{}, {'a': 1}, {}]", 1),
        (b'[{}, {}, {"a": tru}, {}, {}]', 2),
        (b'[{}, {"a": "\xff"}]', 1),
    ],
)
def test_invalid_json_is_reported_with_its_frame(broken: bytes, frame: int) -> None:
    error = error_of(b'{"mocap_data": %b}' % broken)
    assert error.message.startswith("the JSON is invalid: ")
    assert error.frame == frame


@pytest.mark.usefixtures("chunk")
def test_truncated_file_is_reported_wherever_it_ends() -> None:
    text = encode(document(3))
    start = len('{"mocap_data": [')
    for end in random.Random(1).sample(range(start, len(text) - 1), 40):
        error = error_of(text[:end])
        assert "incomplete" in error.message or "after the last frame" in error.message
        assert error.frame is None or 0 <= error.frame <= 3
    assert "after the last frame is invalid" in error_of(text[:-1]).message
    assert "after the last frame is invalid" in error_of(text + b"]").message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "the file is empty; download it again"),
        (b" \n", "the file is empty; download it again"),
        (b"<html>", "the file must be JSON: "),
        (b"{", "the file must be JSON: "),
        (b'{"mocap_data"', "the file must be JSON: "),
        (b"3", "the file must contain a list 'mocap_data'; got int"),
        (b"{}", "the file must contain a list 'mocap_data'; got an object with no keys"),
        (b'{"mocap_data": null, "b": 1}', "got an object with 'mocap_data', 'b'; pass the output MOTION_DATA"),
        (b'{"mocap_data": {"0": []}}', "got an object with 'mocap_data'"),
        (b'"mocap_data": [', "the file must be JSON: "),
        ("{}".encode("utf-16"), "the file must contain a list 'mocap_data'; got an object with no keys"),
        ("[{}]".encode("utf-16")[:-1], "the file must be JSON: it is not valid UTF-16; pass the output MOTION_DATA"),
    ],
)
def test_file_without_a_list_of_frames_is_refused(text: bytes, message: str) -> None:
    error = error_of(text)
    assert message in error.message
    assert error.frame is None


@pytest.mark.usefixtures("chunk")
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "utf-8-sig"])
def test_json_in_any_unicode_encoding_is_read(encoding: str) -> None:
    text = json.dumps({"mocap_data": [*FRAMES, {"text": "\U0001f57a"}]}, ensure_ascii=False)
    assert frames_in(text.encode(encoding)) == json.loads(text)["mocap_data"]


@pytest.mark.usefixtures("chunk")
@pytest.mark.parametrize(
    "key", [r"mocap\u005fdata", r"\u006Docap_data", "".join(rf"\u{ord(c):04x}" for c in "mocap_data")]
)
def test_key_of_the_frames_may_be_escaped(key: str) -> None:
    assert frames_in(b'{"a": {"mocap_data": [0]}, "%b": [1, 2]}' % key.encode()) == [1, 2]


@pytest.mark.usefixtures("chunk")
@pytest.mark.parametrize("key", ["mocap_data", r"mocap\u005fdata"])
@pytest.mark.parametrize("value", ["[3]", "[]", "null", "{}"])
def test_second_list_of_frames_is_refused(key: str, value: str) -> None:
    error = error_of(b'{"mocap_data": [1, 2], "%b": %b}' % (key.encode(), value.encode()))
    assert "the file must have one 'mocap_data'; got a second one after the list of frames" in error.message


def test_second_list_of_frames_is_refused_however_long_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_frames, "CHUNK", 64)
    monkeypatch.setattr(json_frames, "MAX_PART", 100)
    assert "got a second one" in error_of(b'{"mocap_data": [1], "mocap_data": [%b1]}' % (b"1," * 100)).message


def test_list_of_frames_after_another_value_of_its_key_is_read() -> None:
    assert frames_in(b'{"mocap_data": null, "mocap_data": [1], "a": {"mocap_data": 2}}') == [1]


def endless(start: bytes, more: bytes) -> Any:
    class Stream:
        size = 0

        def __init__(self) -> None:
            self._parts: Iterator[bytes] = iter([start])

        def read(self, size: int) -> bytes:
            part = next(self._parts, None)
            part = (more * (size // len(more) + 1))[:size] if part is None else part
            Stream.size += len(part)
            return part

    return Stream()


@pytest.mark.parametrize(
    ("start", "more", "message"),
    [
        (b"", b" ", "the file is empty|in its first 4,194,304 bytes"),
        (b'{"a": "', b"a", "in its first 4,194,304 bytes"),
        (b'{"a": ', b"[", "in its first 4,194,304 bytes"),
        (b'{"mocap_data": [{"a": "', b"\\", "a frame must have at most 4,194,304 bytes"),
        (b'{"mocap_data": [{"a": ', b"[", "a frame must have at most 4,194,304 bytes"),
        (b'{"mocap_data": [{}], "a": "', b"a", "at most 4,194,304 bytes besides its frames"),
    ],
)
def test_endless_file_is_refused_within_bounded_memory(start: bytes, more: bytes, message: str) -> None:
    stream = endless(start, more)
    with pytest.raises(MotionFormatError, match=message):
        list(JsonFrames(stream, None).batches())
    assert stream.size <= 4 * json_frames.MAX_PART


def test_deeply_nested_values_are_refused() -> None:
    for value in (b"[" * 100_000 + b"]" * 100_000, b"[" * 100_000 + b"NaN" + b"]" * 100_000):
        error = error_of(b'{"mocap_data": [{}, {"a": %b}]}' % value)
        assert error.frame == 1
