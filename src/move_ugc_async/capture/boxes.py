"""The boxes of MP4 and QuickTime files (ISO/IEC 14496-12, 4.2)."""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

MAX_BOXES = 100_000
"""Maximum number of boxes read on one level: a recording in one-second fragments has 7,200 an hour."""

_TO_THE_END, _LARGE = 0, 1


class Box(NamedTuple):
    """A box: its type, and the start and end of its content according to its header."""

    kind: bytes
    start: int
    end: int


def read_boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes of a part of a file. The last one may end beyond it; a rest too short for a box is skipped."""
    for _ in range(MAX_BOXES):
        if end - start < 8:  # noqa: PLR2004 - size and type
            return
        file.seek(start)
        header = file.read(min(16, end - start))
        size, kind = struct.unpack(">I4s", header[:8])
        content = start + 8
        if size == _LARGE:
            (size,) = struct.unpack(">Q", header[8:].ljust(8, b"\0"))
            content += 8
        following = end if size == _TO_THE_END else start + size
        if following < content:
            return
        yield Box(kind, content, following)
        start = following


def find_all(file: BinaryIO, parent: Box, kind: bytes) -> list[Box]:
    """Return the complete boxes of one type directly inside a box."""
    return [box for box in read_boxes(file, parent.start, parent.end) if box.kind == kind and box.end <= parent.end]


def find_path(file: BinaryIO, parent: Box, *kinds: bytes) -> Box | None:
    """Return the first box at a path of box types inside a box, or None."""
    box = parent
    for kind in kinds:
        found = find_all(file, box, kind)
        if not found:
            return None
        box = found[0]
    return box


def read_content(file: BinaryIO, box: Box, max_size: int) -> bytes:
    """Return the content of a box, at most `max_size` bytes."""
    file.seek(box.start)
    return file.read(min(max_size, box.end - box.start))
