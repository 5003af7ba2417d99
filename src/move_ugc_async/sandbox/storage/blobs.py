"""Blobs: the bytes of files, on disk, under the MD5 of their content."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Blob:
    """Stored content: its MD5 in hexadecimal and its length in bytes."""

    etag: str
    size: int


class Upload:
    """Content that is still coming in."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.md5(usedforsecurity=False)
        self.size = 0

    def write(self, chunk: bytes) -> None:
        """Add bytes at the end."""
        self._file.write(chunk)
        self._digest.update(chunk)
        self.size += len(chunk)

    def blob(self) -> Blob:
        """Return what came so far."""
        return Blob(self._digest.hexdigest(), self.size)


class Blobs:
    """Keep content.

    Content that was stored stays as it is: a file that is uploaded again gets another blob, so a
    download that is under way is never spliced. Equal contents share one blob.

    Args:
        folder: Where to keep it; made if missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "blobs"
        self._incoming = folder / "incoming"
        # What an earlier process had not finished receiving is of no use.
        shutil.rmtree(self._incoming, ignore_errors=True)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._incoming.mkdir(mode=0o700)

    def path(self, etag: str) -> Path:
        """Return where the blob with this MD5 is."""
        return self._folder / etag

    @contextmanager
    def receive(self) -> Generator[Upload, None, None]:
        """Take in content; it becomes a blob only if the block ends without an exception."""
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                upload = Upload(file)
                yield upload
            Path(name).replace(self.path(upload.blob().etag))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def add(self, content: bytes | Path) -> Blob:
        """Store content, or a copy of an existing file."""
        if isinstance(content, Path) and content.parent == self._folder:
            return Blob(content.name, content.stat().st_size)
        with self.receive() as upload:
            if isinstance(content, bytes):
                upload.write(content)
            else:
                with content.open("rb") as file:
                    while chunk := file.read(_CHUNK):
                        upload.write(chunk)
        return upload.blob()
