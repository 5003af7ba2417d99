"""A file object that hashes the bytes read from it."""

import hashlib
import os
from typing import BinaryIO


class HashingFile:
    """A file object that hashes the bytes read since the last seek.

    Args:
        file: The file, at the first byte to read.
        name: Its name, or None.
    """

    def __init__(self, file: BinaryIO, name: str | None) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        self.name = name

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes read since the last seek, as hex digits."""
        return self._sha256.hexdigest()

    def read(self, size: int = -1) -> bytes:
        """Read up to `size` bytes."""
        chunk = self._file.read(size)
        self._sha256.update(chunk)
        return chunk

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to another position and reset the digest."""
        self._sha256 = hashlib.sha256()
        self._file.seek(offset, whence)
        return self._file.tell()

    def seekable(self) -> bool:
        """Return True: only seekable files are hashed."""
        return True

    def tell(self) -> int:
        """Return the current position."""
        return self._file.tell()
