"""Reader of BVH files."""

import math
from collections.abc import Iterator
from typing import BinaryIO

from move_ugc_async.sandbox.media.readers.summary import MAX_TEXT, Summary, plural, read_all

_CHANNELS = {f"{axis}{kind}" for axis in "XYZ" for kind in ("position", "rotation")}


def read_bvh(file: BinaryIO) -> Summary:
    """Validate the hierarchy, and that every frame has one number per channel."""
    text = read_all(file, MAX_TEXT).decode("utf-8")
    lines = (line.split() for line in text.splitlines())
    words = _words(lines)
    _expect(words, "HIERARCHY")
    joints, channels = _hierarchy(words)
    frames = int(_value(lines, "Frames:"))
    if float(_value(lines, "Frame", "Time:")) <= 0:
        msg = "the frame time is not positive"
        raise ValueError(msg)
    if (rows := _count_rows(lines, channels)) != frames:
        msg = f"it declares {frames} frames and has {rows}"
        raise ValueError(msg)
    return Summary("BVH", (plural(joints, "joint"), plural(frames, "frame")))


def _words(lines: Iterator[list[str]]) -> Iterator[str]:
    for line in lines:
        yield from line


def _hierarchy(words: Iterator[str]) -> tuple[int, int]:
    """Read up to the word MOTION, and return the numbers of joints and channels."""
    joints = channels = depth = 0
    for word in words:
        if word in {"ROOT", "JOINT", "End"}:
            joints += word != "End"
            _skip_name(words)
            depth += 1
        elif word == "OFFSET":
            for _ in range(3):
                float(_next(words))
        elif word == "CHANNELS":
            channels += _channels(words)
        elif word == "}" and depth:
            depth -= 1
        elif word == "MOTION" and joints and not depth:
            return joints, channels
        else:
            msg = f"unexpected word {word[:20]!r} in the hierarchy"
            raise ValueError(msg)
    msg = "MOTION is missing"
    raise ValueError(msg)


def _skip_name(words: Iterator[str]) -> None:
    # Some exporters write names with spaces.
    for word in words:
        if word == "{":
            return
    msg = "the opening brace of a joint is missing"
    raise ValueError(msg)


def _channels(words: Iterator[str]) -> int:
    count = int(_next(words))
    for _ in range(count):
        if (channel := _next(words)) not in _CHANNELS:
            msg = f"unknown channel {channel[:20]!r}"
            raise ValueError(msg)
    return count


def _count_rows(lines: Iterator[list[str]], channels: int) -> int:
    rows = 0
    for row in filter(None, lines):
        if len(row) != channels or not all(math.isfinite(float(value)) for value in row):
            msg = f"frame {rows} does not have {channels} numbers"
            raise ValueError(msg)
        rows += 1
    return rows


def _value(lines: Iterator[list[str]], *label: str) -> str:
    """Return the value of a line that starts with a label."""
    line = next(filter(None, lines), None)
    if line is None or line[:-1] != list(label):
        msg = f"{' '.join(label)!r} is missing"
        raise ValueError(msg)
    return line[-1]


def _expect(words: Iterator[str], expected: str) -> None:
    if _next(words) != expected:
        msg = f"it does not start with {expected}"
        raise ValueError(msg)


def _next(words: Iterator[str]) -> str:
    word = next(words, None)
    if word is None:
        msg = "it is truncated"
        raise ValueError(msg)
    return word
