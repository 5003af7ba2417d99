"""The boxes that MP4 and MOV files consist of."""

import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

_MAX_BOXES = 4096  # at one level; a typical file has a dozen, a long fragmented file some hundreds
_MAX_CONTENT = 64 * 1024 * 1024  # bytes that are read into memory
_TO_THE_END, _LARGE = 0, 1  # special values of a box's size
_HEADER, _LARGE_HEADER = 8, 16  # bytes


class Box(NamedTuple):
    """A box: its four-letter type, where its header starts, and the start and end of its content in the file."""

    kind: bytes
    offset: int
    start: int
    end: int


class Boxes:
    """Access to the boxes of a file; all methods raise `ValueError` if the file is damaged."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = file.seek(0, 2)

    def top(self) -> Iterator[Box]:
        """Yield the boxes that are in no other box."""
        return self._between(0, self.size)

    def children(self, box: Box) -> Iterator[Box]:
        """Yield the boxes in a box."""
        return self._between(box.start, box.end)

    def find(self, box: Box | None, *path: bytes) -> Box:
        """Return the first box at each step of a path; None starts at the top."""
        for kind in path:
            box = first(self.top() if box is None else self.children(box), kind)
        if box is None:
            msg = "the path must not be empty"
            raise ValueError(msg)
        return box

    def content(self, box: Box) -> bytes:
        """Return the content of a box."""
        if box.end - box.start > _MAX_CONTENT:
            msg = f"the '{box.kind.decode('latin-1')}' box is larger than {_MAX_CONTENT} bytes"
            raise ValueError(msg)
        return self.read(box.start, box.end - box.start)

    def read(self, start: int, size: int) -> bytes:
        """Return a part of the file."""
        self._file.seek(start)
        return self._file.read(size)

    def _between(self, start: int, end: int) -> Iterator[Box]:
        """Yield the boxes at one level (ISO/IEC 14496-12 §4.2), up to `end` and a maximum number."""
        for _ in range(_MAX_BOXES):
            if start + _HEADER > end:
                return
            header = self.read(start, _LARGE_HEADER)
            size, kind = struct.unpack_from(">I4s", header)
            width = _HEADER
            if size == _LARGE and len(header) == _LARGE_HEADER:
                size, width = struct.unpack_from(">Q", header, _HEADER)[0], _LARGE_HEADER
            elif size == _TO_THE_END:
                size = end - start
            if size < width or start + size > end:
                msg = f"the box at byte {start} is truncated"
                raise ValueError(msg)
            yield Box(kind, start, start + width, start + size)
            start += size
        msg = f"there are more than {_MAX_BOXES} boxes"
        raise ValueError(msg)


def first(boxes: Iterable[Box], kind: bytes) -> Box:
    """Return the first box of a type."""
    for box in boxes:
        if box.kind == kind:
            return box
    msg = f"the '{kind.decode('latin-1')}' box is missing"
    raise ValueError(msg)


def write_box(kind: bytes, *content: bytes) -> bytes:
    """Return a box with its header."""
    data = b"".join(content)
    return struct.pack(">I4s", _HEADER + len(data), kind) + data


def read_times(kind: bytes, content: bytes) -> tuple[int, int | None]:
    """Return time scale and duration of an `mvhd` or `mdhd`; the duration is None if it is unknown or in fragments."""
    scale, duration, letter = _layout(kind, content)
    (ticks,) = struct.unpack_from(letter, content, duration)
    unknown = ticks in {0, 2 ** (8 * struct.calcsize(letter)) - 1}  # all bits set
    return struct.unpack_from(">I", content, scale)[0], None if unknown else ticks


def with_duration(kind: bytes, content: bytes, ticks: int, scale: int | None = None) -> bytes:
    """Return the content of an `mvhd`, `mdhd` or `tkhd` with another duration, and another time scale if it has one."""
    place, duration, letter = _layout(kind, content)
    changed = bytearray(content)
    struct.pack_into(letter, changed, duration, ticks)
    if scale is not None:
        struct.pack_into(">I", changed, place, scale)
    return bytes(changed)


def _layout(kind: bytes, content: bytes) -> tuple[int, int, str]:
    """Return the places of time scale and duration, and the type of the duration (§8.2.2, §8.3.2, §8.4.2)."""
    gap = 8 if kind == b"tkhd" else 4  # the track and a reserved word, or the time scale
    place, letter = (20, ">Q") if content[:1] == b"\1" else (12, ">I")
    if len(content) < place + gap + struct.calcsize(letter):
        msg = f"the '{kind.decode('latin-1')}' box is truncated"
        raise ValueError(msg)
    return place, place + gap, letter
