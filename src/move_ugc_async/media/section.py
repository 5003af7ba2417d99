"""A file object that starts at a position of another one."""

import os
from typing import BinaryIO


class Section:
    """The part of a file from a position to its end, with offsets from that position."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file = file
        self._start = start
        file.seek(start)

    def read(self, size: int = -1) -> bytes:
        """Read bytes."""
        return self._file.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a position and return it."""
        self._file.seek(offset + (self._start if whence == os.SEEK_SET else 0), whence)
        return self.tell()

    def tell(self) -> int:
        """Return the position."""
        return self._file.tell() - self._start
