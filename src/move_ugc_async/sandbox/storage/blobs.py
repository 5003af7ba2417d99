"""File content on disk, named by its MD5."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
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
    """Content that is being received."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.md5(usedforsecurity=False)
        self.size = 0

    def write(self, chunk: bytes) -> None:
        """Append bytes."""
        self._file.write(chunk)
        self._digest.update(chunk)
        self.size += len(chunk)

    def blob(self) -> Blob:
        """Return the blob of the bytes written so far."""
        return Blob(self._digest.hexdigest(), self.size)


class Blobs:
    """A store of immutable content.

    A file that is uploaded again gets another blob, so that a running download never mixes two contents. Equal contents
    share one blob.

    Args:
        folder: Parent folder of the store, created if missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "blobs"
        self._incoming = folder / "incoming"
        # Incomplete uploads of an earlier process are useless.
        shutil.rmtree(self._incoming, ignore_errors=True)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._incoming.mkdir(mode=0o700)

    def clear(self) -> None:
        """Delete all blobs; running downloads continue where the system can delete open files."""
        for path in self._folder.iterdir():
            with suppress(OSError):
                path.unlink()

    def path(self, etag: str) -> Path:
        """Return the path of the blob with this MD5."""
        return self._folder / etag

    @contextmanager
    def receive(self) -> Generator[Upload, None, None]:
        """Receive content, and store it as a blob if the block ends without an exception."""
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                upload = Upload(file)
                yield upload
            Path(name).replace(self.path(upload.blob().etag))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def add(self, content: bytes | Path | Iterable[bytes]) -> Blob:
        """Store content, a copy of an existing file, or content in parts."""
        if isinstance(content, Path) and content.parent == self._folder:
            return Blob(content.name, content.stat().st_size)
        with self.receive() as upload:
            if isinstance(content, bytes):
                upload.write(content)
            elif isinstance(content, Path):
                with content.open("rb") as file:
                    while chunk := file.read(_CHUNK):
                        upload.write(chunk)
            else:
                for chunk in content:
                    upload.write(chunk)
        return upload.blob()
