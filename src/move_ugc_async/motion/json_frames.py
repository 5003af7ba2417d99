"""Frames of motion data from a stream of JSON, a batch at a time.

A file of ten minutes has 170 MB, and parsed whole, it would take several times as much memory. The brackets outside
strings show where each frame ends, so that whole frames can be parsed together.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn, cast

from move_ugc_async.errors import MotionFormatError
from move_ugc_async.motion.archive import Stream
from move_ugc_async.motion.encoding import Utf8Stream
from move_ugc_async.motion.extras import np, orjson

FRAMES = "mocap_data"
CHUNK = 1024 * 1024
"""Bytes that are read at a time."""

MAX_PART = 4 * CHUNK
"""Maximum bytes of a frame, and of what a file has besides its frames; a frame has 5 KB."""

_SPACE = b" \t\r\n"
_KEY = '"' + "".join(rf"(?:{each}|\\u(?i:{ord(each):04x}))" for each in FRAMES) + r'"[ \t\r\n]*:[ \t\r\n]*'
_LIST = re.compile((_KEY + r"\[").encode())
"""Matches the key with its list. Any character of a JSON string may be escaped."""

_SECOND = f"the file must have one {FRAMES!r}; got a second one after the list of frames; remove the one that is wrong"

_VALUE_DEPTH = 2
"""Depth of nesting inside a list that is a value of the outermost object."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OPENING, _CLOSING, _QUOTE = 1, 255, 2
_KINDS = bytes(
    {**dict.fromkeys(b"{[", _OPENING), **dict.fromkeys(b"}]", _CLOSING), 0x22: _QUOTE}.get(byte, 0)
    for byte in range(256)
)
"""Table of `bytes.translate` from each byte to its kind; 0 for most."""


def find_brackets(text: bytes) -> tuple[Any, Any]:
    """Return the positions of the brackets outside strings, and the depth of nesting after each, from 0 at the start.

    Args:
        text: JSON from a position outside a string on. It may end anywhere.
    """
    if b"\\" in text:
        # An escaped quote ends no string. The first backslash of a run always escapes the second.
        text = text.replace(b"\\\\", b"..").replace(b'\\"', b"..")
    kinds = np.frombuffer(text.translate(_KINDS), np.int8)
    positions = np.flatnonzero(kinds != 0)
    kinds = kinds[positions]
    quotes = kinds == _QUOTE
    outside = ~(np.logical_xor.accumulate(quotes) | quotes)
    return positions[outside], np.cumsum(kinds[outside], dtype=np.int32)


def parse(text: bytes) -> Any:
    """Parse JSON, also with `NaN` as Python's `json` writes it.

    Raises:
        ValueError: The JSON is invalid, or nested too deeply.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        if b"NaN" not in text and b"Infinity" not in text:
            raise
    try:
        return json.loads(text)
    except RecursionError:
        msg = "JSON document is nested too deeply"
        raise ValueError(msg) from None


class JsonFrames:
    """The frames of a file: the list `mocap_data` of an object, or a list by itself.

    Args:
        stream: The file.
        file: Name of the file, for errors.
    """

    def __init__(self, stream: Stream, file: str | None) -> None:
        self._stream = Utf8Stream(stream, file)
        self._file = file
        self._text = b""
        self._before = b""
        self._count = 0

    def batches(self) -> Iterator[list[Any]]:
        """Yield the frames in lists of about a megabyte of JSON. Each list is cleared before the next is parsed.

        Raises:
            MotionFormatError: The file is not JSON, is incomplete, or has no frames.
        """
        self._find_list()
        while True:
            positions, depths = find_brackets(self._text)
            beyond = np.flatnonzero(depths < 0)
            if beyond.size:
                end = int(positions[beyond[0]])
                if frames := self._parse_frames(self._text[:end]):
                    yield frames
                self._check_rest(end)
                return
            ends = positions[depths == 0]
            if ends.size:
                end = int(ends[-1]) + 1
                frames = self._parse_frames(self._text[:end])
                self._text = self._text[end:]
                yield frames
                # Parsing is faster if it can use the memory again.
                frames.clear()
            self._read_on()

    def _read_on(self) -> None:
        # Reading as much as is there already keeps the cost of a large frame linear.
        more = self._stream.read(max(CHUNK, len(self._text)))
        if not more:
            self._fail("the file is incomplete: it ends within the frames; download it again", self._count)
        self._text += more
        if len(self._text) > 2 * MAX_PART:
            self._fail(f"a frame must have at most {MAX_PART:,} bytes", self._count)

    def _find_list(self) -> None:
        """Read up to the first frame."""
        while (start := self._list_start()) is None:
            more = self._stream.read(max(CHUNK, len(self._text)))
            if not more or len(self._text) > MAX_PART:
                self._fail(self._why_no_list())
            self._text = (self._text + more).removeprefix(_BYTE_ORDER_MARK)
        self._before, self._text = self._text[:start], self._text[start:]

    def _list_start(self) -> int | None:
        """Return the position after the opening bracket of the list, or None if it was not read yet."""
        text = self._text.lstrip(_SPACE)
        if text.startswith(b"["):
            return len(self._text) - len(text) + 1
        if not text.startswith(b"{"):
            return None
        positions, depths = find_brackets(self._text)
        # The same text may also be in a string, or in a nested object.
        openings = set(positions[depths == _VALUE_DEPTH].tolist())
        return next((end for match in _LIST.finditer(self._text) if (end := match.end()) - 1 in openings), None)

    def _why_no_list(self) -> str:
        if not self._text.strip(_SPACE):
            return "the file is empty; download it again"
        if len(self._text) > MAX_PART:
            return (
                f"the file must contain a list {FRAMES!r} in its first {MAX_PART:,} bytes; pass the output MOTION_DATA"
            )
        try:
            document = parse(self._text)
        except ValueError as error:
            return f"the file must be JSON: {_reason(error)}; pass the output MOTION_DATA"
        keys = ", ".join(map(repr, cast("dict[str, Any]", document))) if isinstance(document, dict) else ""
        got = f"an object with {keys[:200] or 'no keys'}" if isinstance(document, dict) else type(document).__name__
        return f"the file must contain a list {FRAMES!r}; got {got}; pass the output MOTION_DATA"

    def _parse_frames(self, text: bytes) -> list[Any]:
        """Parse whole frames, with the comma before them unless they are the first."""
        text = text.strip(_SPACE)
        if self._count and text:
            if not text.startswith(b","):
                self._fail("the JSON is invalid: a comma must separate frames", self._count)
            text = text[1:]
            if not text.strip(_SPACE):
                self._fail("the JSON is invalid: a frame must follow each comma", self._count)
        try:
            frames: list[Any] = parse(b"[%b]" % text)
        except ValueError:
            self._raise_for(text)
            raise
        self._count += len(frames)
        return frames

    def _raise_for(self, text: bytes) -> None:
        """Raise an error for the first invalid frame of a text."""
        positions, depths = find_brackets(text)
        ends = [0, *(positions[depths == 0] + 1).tolist(), len(text)]
        valid, invalid = 0, len(ends) - 1
        # A text is valid up to the end of a frame only if it is valid up to the ends of all frames before.
        while invalid - valid > 1:
            middle = (valid + invalid) // 2
            if _is_valid(text[: ends[middle]]):
                valid = middle
            else:
                invalid = middle
        number = self._count + len(parse(b"[%b]" % text[: ends[valid]]))
        try:
            parse(text[ends[valid] : ends[invalid]].strip(_SPACE + b","))
        except ValueError as error:
            self._fail(f"the JSON is invalid: {_reason(error)}; download the file again", number, error)
        self._fail("the JSON is invalid: a comma must separate frames", number)

    def _check_rest(self, end: int) -> None:
        """Check that the document around the list of frames is complete."""
        rest = self._text[end:]
        while more := self._stream.read(CHUNK):
            rest += more
            if len(rest) > MAX_PART:
                if re.search(_KEY.encode(), rest):
                    self._fail(_SECOND)
                self._fail(f"the file must have at most {MAX_PART:,} bytes besides its frames")
        try:
            parse(self._before + rest)
            # Of equal keys, JSON parsers use the last one. Here, its frames were not read.
            is_last = _count_keys(self._before + b"]}") == _count_keys(self._before + rest)
        except ValueError as error:
            msg = f"the JSON after the last frame is invalid: {_reason(error)}; download the file again"
            self._fail(msg, cause=error)
        if not is_last:
            self._fail(_SECOND)

    def _fail(self, message: str, frame: int | None = None, cause: Exception | None = None) -> NoReturn:
        raise MotionFormatError(message, file=self._file, frame=frame) from cause


def _count_keys(text: bytes) -> int:
    """Return how often the outermost object has the key of the frames; 0 if the text is a list of frames by itself."""
    if not text.lstrip(_SPACE).startswith(b"{"):
        return 0
    try:
        pairs = json.loads(text, object_pairs_hook=lambda pairs: pairs)
    except RecursionError:
        msg = "JSON document is nested too deeply"
        raise ValueError(msg) from None
    return [key for key, _ in pairs].count(FRAMES)


def _reason(error: ValueError) -> str:
    # The position in `str(error)` is relative to a part of the file.
    return error.msg if isinstance(error, json.JSONDecodeError) else str(error)


def _is_valid(frames: bytes) -> bool:
    try:
        parse(b"[%b]" % frames)
    except ValueError:
        return False
    return True
