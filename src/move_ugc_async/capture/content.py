"""The content of clips: they are known by the SHA-256 of all their bytes, wherever they are and whatever their name."""

import hashlib
import os
import tempfile
import time
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from os import PathLike
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

from move_ugc_async._concurrency import to_thread
from move_ugc_async._transfers.file_objects import buffer_file, file_of, map_read_errors, plain_name
from move_ugc_async._transfers.sources import ByteStream, Source, UploadSource, open_source, source_changed
from move_ugc_async.capture.hashing_file import HashingFile
from move_ugc_async.errors import MoveInvalidRequestError, MoveSourceChangedError

BLOCK = 8 * 1024 * 1024
"""Bytes that are hashed between two checkpoints: some 10 ms, after which a cancellation takes effect."""

_CHUNK = 256 * 1024
_IN_MEMORY = 16 * 1024 * 1024
"""Bytes of a stream that are kept in memory; more go to a temporary file."""

_CACHED = 4096
_SETTLED_NS = 2_000_000_000
"""A file that was changed less than two seconds ago may change without a new time: file systems round times."""

FileStamp: TypeAlias = tuple[int, int, int, int, int]
"""Device, inode, size, and the times of the last write and of the last change in nanoseconds.

Programs can set back the time of the last write, and only the system sets that of the last change
(https://man7.org/linux/man-pages/man7/inode.7.html).
"""

OnHashed: TypeAlias = Callable[[float], Awaitable[None]]
"""Called with the share that is hashed, 0 to 1."""

_digests: OrderedDict[FileStamp, str] = OrderedDict()


class ClipContent:
    """The bytes of a clip.

    Attributes:
        name: The name of the file; None without one.
        size: How many bytes there are.
        head: The first bytes.
        digest: SHA-256 of all bytes, in hexadecimal digits; empty until `hash` was called.
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
        """Open the bytes, at their start.

        Raises:
            MoveError: They cannot be read.
        """
        with map_read_errors(str(self)):
            file = self._source.open("rb") if isinstance(self._source, Path) else self._source
            file.seek(self._start)
        try:
            yield file
        finally:
            if isinstance(self._source, Path):
                file.close()
            else:
                self._rewind(file)

    def _rewind(self, file: BinaryIO) -> None:
        # A file that was closed meanwhile raises when it is read next.
        with suppress(ValueError):
            file.seek(self._start)

    async def hash(self, on_hashed: OnHashed) -> None:
        """Set the digest. A file that was hashed before and has not changed since is not read.

        Args:
            on_hashed: Called after each block.

        Raises:
            MoveSourceChangedError: The bytes changed meanwhile.
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
        sha256 = hashlib.sha256()
        done = 0
        while read := await to_thread.run_sync(self._read_block, file, sha256.update):
            done += read
            await on_hashed(min(done / self.size, 1))
        if done != self.size:
            raise self._changed()
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
        """Open the bytes for an upload, and check afterwards that those were uploaded that were hashed.

        Raises:
            MoveSourceChangedError: The file was replaced or written to.
        """
        with self.open() as file:
            hashing = HashingFile(file, self.name)
            yield cast("BinaryIO", hashing)
            if hashing.digest != self.digest:
                raise self._changed()
        await self._check_unchanged()

    async def _check_unchanged(self) -> None:
        if self._stamp is None:
            return
        try:
            stamp = _stamp(await to_thread.run_sync(cast("Path", self._source).stat))
        except OSError:
            stamp = None
        if stamp != self._stamp:
            raise self._changed()

    def _changed(self) -> MoveSourceChangedError:
        return MoveSourceChangedError(f"{self} changed while it was read; call again once it is complete")


@asynccontextmanager
async def open_content(source: UploadSource) -> AsyncGenerator[ClipContent, None]:
    """Check that a source can be uploaded, and open it. A file object is at its start again afterwards.

    A `ByteStream` can be read only once, and is read here: up to 16 MiB into memory, else into a temporary file.

    Raises:
        MoveInvalidRequestError: It is missing, empty, too large, not readable, or of a type that cannot be uploaded.
    """
    if isinstance(source, ByteStream):
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
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
    """Return the SHA-256 of all bytes of a file, in hexadecimal digits, by which workflows know their clips.

    A file that was hashed before and has not changed since is not read again.

    Args:
        path: The file.
        on_progress: Called with the share that is read, 0 to 1, and awaited where it is asynchronous.

    Raises:
        MoveInvalidRequestError: The file is missing, empty, too large or not readable.
        MoveSourceChangedError: It changed meanwhile.
    """

    async def on_hashed(share: float) -> None:
        called = on_progress(share) if on_progress else None
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
        while (batch := await opened.read()).chunks:
            if batch.start + sum(map(len, batch.chunks)) > opened.size:
                raise source_changed(opened)
            try:
                await to_thread.run_sync(spool.writelines, batch.chunks)
            except OSError as error:
                msg = f"cannot keep the stream in a temporary file: {error}; set TMPDIR, or pass a path instead"
                raise MoveInvalidRequestError(msg) from error
        if spool.tell() != opened.size:
            raise source_changed(opened)
    spool.seek(0)


def _stamp(status: os.stat_result) -> FileStamp:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _remember(stamp: FileStamp, digest: str) -> None:
    if time.time_ns() - max(stamp[-2:]) < _SETTLED_NS:
        return
    _digests[stamp] = digest
    while len(_digests) > _CACHED:
        _digests.popitem(last=False)
