"""Boxes, of which MP4 and QuickTime files consist (ISO/IEC 14496-12, 4.2)."""

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

MAX_BOXES = 100_000
"""Maximum number of boxes read on one level: a recording in one-second fragments has 7,200 an hour."""

MAX_TABLE_SIZE = 16 * 1024 * 1024
"""Maximum bytes read of one table; a larger one is damaged."""

HEADER_SIZE = 8
"""Bytes of the size and type of a box."""

_TO_THE_END, _LARGE = 0, 1
"""Sizes that mean the rest of the file, and a size of 64 bits after the type (4.2)."""

_UNKNOWN_DURATIONS = (2**32 - 1, 2**64 - 1)


class Box(NamedTuple):
    """A box: its type, and the start and end of its content according to its header (4.2)."""

    file: BinaryIO
    kind: bytes
    start: int
    end: int

    def children(self) -> Iterator["Box"]:
        """Yield the boxes inside, without trailing bytes too short for a box. The last one may end beyond this one."""
        start = self.start
        for _ in range(MAX_BOXES):
            if self.end - start < HEADER_SIZE:
                return
            self.file.seek(start)
            header = self.file.read(min(16, self.end - start))
            size, kind = struct.unpack(">I4s", header[:HEADER_SIZE])
            content = start + HEADER_SIZE
            if size == _LARGE:
                (size,) = struct.unpack(">Q", header[HEADER_SIZE:].ljust(8, b"\0"))
                content += 8
            following = self.end if size == _TO_THE_END else start + size
            if following < content:
                return
            yield Box(self.file, kind, content, following)
            start = following

    def find_all(self, kind: bytes) -> list["Box"]:
        """Return the complete boxes of one type directly inside."""
        return [box for box in self.children() if box.kind == kind and box.end <= self.end]

    def find(self, *path: bytes) -> "Box | None":
        """Return the first box at a path of box types, or None."""
        box = self
        for kind in path:
            found = box.find_all(kind)
            if not found:
                return None
            box = found[0]
        return box

    def read(self, max_size: int) -> bytes:
        """Return the content, at most `max_size` bytes."""
        self.file.seek(self.start)
        return self.file.read(min(max_size, self.end - self.start))

    def unpack(self, short: str, long: str) -> tuple[int, ...]:
        """Return the fields after the version and flags, whose layout is `long` in version 1."""
        content = self.read(4 + struct.calcsize(long))
        return struct.unpack_from(long if content[:1] == b"\x01" else short, content, 4)

    def load(self) -> "Box":
        """Return the same box with its content in memory, unless it is large: its boxes are read faster there."""
        if self.end - self.start > MAX_TABLE_SIZE:
            return self
        content = self.read(MAX_TABLE_SIZE)
        return Box(io.BytesIO(content), self.kind, 0, len(content))


def known_duration(duration: int) -> int:
    """Return a duration in ticks; 0 if its value means that it is unknown: all bits are set (8.2.2)."""
    return 0 if duration in _UNKNOWN_DURATIONS else duration
