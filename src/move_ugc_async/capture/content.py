"""The content of clips, identified by SHA-256 regardless of path and name."""

import hashlib
import os
import tempfile
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from os import PathLike
from pathlib import Path
from typing import BinaryIO, TypeAlias, TypeVar, cast

from move_ugc_async._concurrency import to_thread
from move_ugc_async._transfers.file_objects import buffer_file, file_of, map_read_errors, plain_name
from move_ugc_async._transfers.sources import ByteStream, Source, UploadSource, open_source, source_changed
from move_ugc_async.errors import MoveInvalidRequestError, MoveSourceChangedError

T = TypeVar("T")

BLOCK = 8 * 1024 * 1024
"""Bytes hashed between two checkpoints, which takes some 10 ms: the delay until a cancellation takes effect."""

_CHUNK = 256 * 1024
_MAX_IN_MEMORY = 16 * 1024 * 1024
"""Bytes of a stream that are buffered in memory; a longer one goes to a temporary file."""

_MAX_CACHED = 4096
_MIN_AGE_NS = 2_000_000_000
"""Digests of files changed within the last two seconds are not cached: file systems round times."""

FileStamp: TypeAlias = tuple[int, int, int, int, int]
"""Device, inode, size, `st_mtime_ns` and `st_ctime_ns`.

Programs can set the modification time back; only the system sets the change time
(https://man7.org/linux/man-pages/man7/inode.7.html).
"""

OnHashed: TypeAlias = Callable[[float], Awaitable[None]]
"""Called after each block with the fraction that has been hashed, 0 to 1."""

_digests: OrderedDict[FileStamp, str] = OrderedDict()


class ClipContent:
    """The bytes of a clip.

    Attributes:
        name: Name of the file, or None.
        size: Number of bytes.
        head: The first bytes.
        digest: SHA-256 of all bytes as hex digits; empty until `hash` has been called.
    """

    def __init__(self, source: Path | BinaryIO, opened: Source) -> None:
        self._source = source
        self._start = 0 if isinstance(source, Path) else source.tell()
        self._stamp: FileStamp | None = None
        self.name = opened.name
        self.size = opened.size
        self.head = opened.head
        self.digest = ""

    def __str__(self) -> str:
        return plain_name(str(self._source)) if isinstance(self._source, Path) else self.name or "the clip"

    @contextmanager
    def open(self) -> Generator[BinaryIO, None, None]:
        """Open the content at its first byte."""
        with map_read_errors(str(self)):
            file = self._source.open("rb") if isinstance(self._source, Path) else self._source
            file.seek(self._start)
        try:
            yield file
        finally:
            if isinstance(self._source, Path):
                file.close()
            else:
                # A file that was closed in the meantime raises on its next read.
                with suppress(ValueError):
                    file.seek(self._start)

    def inspect(self, read: Callable[[BinaryIO], T]) -> T:
        """Return the result of a function that reads the content."""
        with self.open() as file, map_read_errors(str(self)):
            return read(file)

    async def hash(self, on_hashed: OnHashed) -> None:
        """Set `digest`. A file that was hashed before and has not changed since is not read again.

        Raises:
            MoveSourceChangedError: The content changed while it was read.
        """
        with self.open() as file:
            if isinstance(self._source, Path):
                self._stamp = _stamp(os.fstat(file.fileno()))
                self.digest = _digests.get(self._stamp, "")
            if not self.digest:
                self.digest = await self._sha256(file, on_hashed)
                if self._stamp is not None:
                    _remember(self._stamp, self.digest)
        await self._check_unchanged()

    async def _sha256(self, file: BinaryIO, on_hashed: OnHashed) -> str:
        sha256, done = hashlib.sha256(), 0
        while read := await to_thread.run_sync(self._read_block, file, sha256.update):
            done += read
            await on_hashed(min(done / self.size, 1))
        if done != self.size:
            raise self._changed_error()
        return sha256.hexdigest()

    def _read_block(self, file: BinaryIO, update: Callable[[bytes], object]) -> int:
        read = 0
        with map_read_errors(str(self)):
            while read < BLOCK and (chunk := file.read(_CHUNK)):
                update(chunk)
                read += len(chunk)
        return read

    @asynccontextmanager
    async def open_upload(self) -> AsyncGenerator[BinaryIO, None]:
        """Open the content for an upload, and verify afterwards that the uploaded bytes match `digest`.

        Raises:
            MoveSourceChangedError: The file was replaced or written to.
        """
        with self.open() as file:
            hashing = _HashingFile(file, self.name)
            yield cast("BinaryIO", hashing)
            if hashing.sha256.hexdigest() != self.digest:
                raise self._changed_error()
        await self._check_unchanged()

    async def _check_unchanged(self) -> None:
        if not isinstance(self._source, Path):
            return
        try:
            stamp = _stamp(await to_thread.run_sync(self._source.stat))
        except OSError:
            stamp = None
        if stamp != self._stamp:
            raise self._changed_error()

    def _changed_error(self) -> MoveSourceChangedError:
        return MoveSourceChangedError(
            f"cannot read {self}: it changed while it was read; call again once it is complete"
        )


class _HashingFile:
    """A file object that hashes the bytes read since the last seek."""

    def __init__(self, file: BinaryIO, name: str | None) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        self.name = name
        self.tell = file.tell

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self.sha256.update(chunk)
        return chunk

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self.sha256 = hashlib.sha256()
        self._file.seek(offset, whence)
        return self._file.tell()

    def seekable(self) -> bool:
        return True


@asynccontextmanager
async def open_content(source: UploadSource) -> AsyncGenerator[ClipContent, None]:
    """Validate that a source can be uploaded, and open it. File objects are rewound to their start position on exit.

    A `ByteStream` can be read only once, so it is buffered: up to 16 MiB in memory, otherwise in a temporary file.

    Raises:
        MoveInvalidRequestError: It is missing, empty, too large, not readable, or of an unsupported type.
    """
    if isinstance(source, ByteStream):
        with tempfile.SpooledTemporaryFile(max_size=_MAX_IN_MEMORY) as spool:
            file = cast("BinaryIO", spool)
            await _spool(source, file)
            yield await _open(file)
    elif isinstance(source, bytes | bytearray | memoryview):
        with buffer_file(source) as file:
            yield await _open(file)
    elif isinstance(source, str | PathLike):
        yield await _open(Path(os.fsdecode(source)))
    else:
        yield await _open(source)


async def content_digest(
    path: str | PathLike[str], *, on_progress: Callable[[float], Awaitable[None] | None] | None = None
) -> str:
    """Return the SHA-256 of a file as hex digits, which is how workflows identify their clips.

    A file that was hashed before and has not changed since is not read again.

    Args:
        path: Path of the file.
        on_progress: Function or coroutine function that is called with the fraction that has been read, 0 to 1.

    Raises:
        MoveInvalidRequestError: The file is missing, empty, too large or not readable.
        MoveSourceChangedError: It changed while it was read.
    """

    async def on_hashed(fraction: float) -> None:
        called = on_progress(fraction) if on_progress else None
        if called is not None:
            await called

    async with open_content(path) as content:
        await content.hash(on_hashed)
        return content.digest


async def _open(source: UploadSource) -> ClipContent:
    async with open_source(source) as opened:
        return ClipContent(source if isinstance(source, Path) else file_of(source), opened)


async def _spool(stream: ByteStream, spool: BinaryIO) -> None:
    async with open_source(stream) as opened:
        while chunk := await opened.read():
            if spool.tell() + len(chunk) > opened.size:
                raise source_changed(opened)
            try:
                await to_thread.run_sync(spool.write, chunk)
            except OSError as error:
                msg = f"cannot buffer the stream in a temporary file: {error}; set TMPDIR, or pass a path instead"
                raise MoveInvalidRequestError(msg) from error
        if spool.tell() != opened.size:
            raise source_changed(opened)
    spool.seek(0)


def _stamp(status: os.stat_result) -> FileStamp:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _remember(stamp: FileStamp, digest: str) -> None:
    if time.time_ns() - max(stamp[-2:]) < _MIN_AGE_NS:
        return
    _digests[stamp] = digest
    while len(_digests) > _MAX_CACHED:
        _digests.popitem(last=False)
