"""What can be uploaded: a path, bytes, a file object, or a stream whose size is known."""

import hashlib
import io
import os
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from mmap import mmap
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, cast

import anyio

from move_ugc_async._concurrency import to_thread
from move_ugc_async._transfers.formats import HEAD_SIZE
from move_ugc_async._transfers.readable import (
    UploadedFile,
    buffer_file,
    cannot_read,
    check_is_file,
    file_of,
    name_of,
    plain_name,
    reading,
    size_of,
)
from move_ugc_async._transfers.storage import CHUNK_SIZE
from move_ugc_async._validation import ensure_count
from move_ugc_async.errors import MoveInvalidRequestError, MoveSourceChangedError

if TYPE_CHECKING:
    from pydantic import ConfigDict

LARGEST_UPLOAD = 5 * 1024**3
"""Bytes that storage takes in one PUT (Amazon S3 user guide, "Uploading objects")."""

_CHUNKS_AT_A_TIME = 2
"""Going to a thread and back takes a third of the time in which it hashes one; more would be faster, in more memory."""

_LONG = 0.05
"""Seconds after which what was read is passed on, however little that is: the source is slow, and storage waiting."""


@dataclass(frozen=True, slots=True)
class ByteStream:
    """Bytes that come as they are made, and can be read once.

    An upload waits for them as long as they take: set a deadline around it where they may stay away. Over httpx, and so
    on trio, it does so even where storage has refused already, since httpx hears no answer before everything is sent.

    Args:
        chunks: The bytes, in pieces of any size; or a binary file object that cannot seek, such as a pipe. A thread
            reads it. Where the upload ends while the pipe gives nothing, the thread stays behind until the pipe gives
            some or ends, so end whoever writes: closing a buffered file object waits for the thread, and on asyncio the
            end of the program does as well.
        size: How many bytes there are in all.
    """

    chunks: AsyncIterable[bytes] | BinaryIO
    size: int


UploadSource: TypeAlias = (
    str | os.PathLike[str] | bytes | bytearray | memoryview | mmap | BinaryIO | UploadedFile | ByteStream
)
"""What can be uploaded. A string is a path. A file object is read from where it stands to its end."""


def shown(source: UploadSource) -> str:
    """Return the repr of what can be uploaded, without the bytes of a clip in memory."""
    if isinstance(source, bytes | bytearray | memoryview):
        return f"<{type(source).__name__} of a clip>"
    return repr(source)


ARBITRARY_TYPES: "ConfigDict" = {"arbitrary_types_allowed": True}
"""What tells pydantic to take file objects as they are, where a framework describes a data class that holds one."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Bytes that were read at a time.

    Attributes:
        start: How many bytes come before them.
        chunks: The bytes, in order; no chunks at the end of the source.
    """

    start: int
    chunks: Sequence[bytes]


class Source(ABC):
    """Bytes on their way up.

    Attributes:
        readers: How many may read it at a time.
    """

    readers = 1

    def __init__(self, name: str | None, size: int) -> None:
        self.name = name
        self.size = size
        self.head = b""
        """The first bytes, which tell what it is."""
        self._start_over()

    @property
    def md5(self) -> str:
        """The digest of what was read since it was last rewound, in hexadecimal digits."""
        return self._md5.hexdigest()

    @abstractmethod
    async def read(self) -> Batch:
        """Give the next bytes, and to whoever asks meanwhile those after them."""

    async def rewind(self) -> bool:
        """Go back to the start, and tell whether that was possible."""
        if not await self._rewind():
            return False
        self._start_over()
        return True

    def _start_over(self) -> None:
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._at = 0

    async def is_unchanged(self) -> bool:
        """Tell whether it still is what it was when it was opened, as far as can be told."""
        return True

    @abstractmethod
    async def look(self) -> None:
        """Read the head."""

    @abstractmethod
    async def _rewind(self) -> bool: ...


class _FileSource(Source):
    # For one a thread reads, for another a thread hashes, and the third passes on what it has.
    readers = 3

    def __init__(self, file: BinaryIO, name: str | None, size: int, start: int, stamp: tuple[int, ...] | None) -> None:
        super().__init__(name, size)
        self._file = file
        self._start = start
        self._stamp = stamp
        self._reading, self._hashing = anyio.Lock(fast_acquire=True), anyio.Lock(fast_acquire=True)
        # One reads, one hashes: not of those threads that the rest of the program is waiting for.
        self._threads = anyio.CapacityLimiter(2)

    async def look(self) -> None:
        self.head = await to_thread.run_sync(_read_bytes, self._file, HEAD_SIZE)
        await self._rewind()

    async def is_unchanged(self) -> bool:
        return self._stamp is None or self._stamp == await to_thread.run_sync(_stamp, self._file)

    async def read(self) -> Batch:
        """Give the next bytes, and to whoever asks meanwhile those after them."""
        async with self._reading:
            start, chunks = self._at, await to_thread.run_sync(self._read, limiter=self._threads)
            self._at += sum(map(len, chunks))
            # While nobody else reads, so that the bytes are hashed in their order.
            await self._hashing.acquire()
        try:
            if chunks:
                await to_thread.run_sync(self._hash, chunks, limiter=self._threads)
        finally:
            self._hashing.release()
        return Batch(start, chunks)

    def _read(self) -> Sequence[bytes]:
        chunks, until = list[bytes](), time.monotonic() + _LONG
        while self._is_batch_open(chunks, until) and (chunk := _read_bytes(self._file, CHUNK_SIZE)):
            chunks.append(chunk)
        return chunks

    def _hash(self, chunks: Sequence[bytes]) -> None:
        for chunk in chunks:
            self._md5.update(chunk)

    def _is_batch_open(self, chunks: Sequence[bytes], until: float) -> bool:
        return not chunks or (len(chunks) < _CHUNKS_AT_A_TIME and time.monotonic() < until)

    async def _rewind(self) -> bool:
        with reading(self.name or "the source"):
            await to_thread.run_sync(self._file.seek, self._start)
        return True


class _StreamSource(Source):
    def __init__(self, stream: ByteStream) -> None:
        _check_stream(stream)
        super().__init__(None, stream.size)
        self._pieces = aiter(stream.chunks) if isinstance(stream.chunks, AsyncIterable) else None
        self._file = None if isinstance(stream.chunks, AsyncIterable) else stream.chunks
        self._left: bytes | memoryview = b""
        self._touched = self._ended = False
        # Its own, since a thread that is left behind keeps its place for as long as it reads.
        self._threads = anyio.CapacityLimiter(1)

    async def look(self) -> None:
        head = bytearray()
        while len(head) < HEAD_SIZE and (piece := await self._next()):
            head += piece
        self._left, self.head = bytes(head), bytes(head[:HEAD_SIZE])

    async def read(self) -> Batch:
        """Give the next bytes."""
        self._touched = True
        # A piece may be of any size, and what is sent at a time must not be.
        start, piece = self._at, memoryview(self._left or await self._next())
        chunk, self._left = bytes(piece[:CHUNK_SIZE]), piece[CHUNK_SIZE:]
        self._md5.update(chunk)
        self._at += len(chunk)
        return Batch(start, [chunk] if chunk else [])

    async def _rewind(self) -> bool:
        return not self._touched

    async def _next(self) -> bytes:
        """Give the next piece that is not empty; empty ones from the end on."""
        piece = b"" if self._ended else await self._read_piece()
        # Nobody has to say twice that this was all, and some wait for more when they are asked again.
        self._ended = not piece
        return piece

    async def _read_piece(self) -> bytes:
        if self._file is not None:
            # Left behind where it is cancelled: what reads a pipe may never come back, and nobody reads on after it.
            return await to_thread.run_sync(
                _read_bytes, self._file, CHUNK_SIZE, abandon_on_cancel=True, limiter=self._threads
            )
        if self._pieces is not None:
            async for piece in self._pieces:
                if not isinstance(piece, bytes | bytearray | memoryview):  # pyright: ignore[reportUnnecessaryIsInstance]
                    msg = f"the chunks of a ByteStream must be bytes; got {type(piece).__name__}"
                    raise MoveInvalidRequestError(msg)
                if piece:
                    return bytes(piece)
        return b""

    async def aclose(self) -> None:
        """End an asynchronous generator that was not read to its end."""
        aclose = getattr(self._pieces, "aclose", None)
        if aclose is not None:
            with anyio.CancelScope(shield=True):
                await aclose()


@asynccontextmanager
async def open_source(source: UploadSource) -> AsyncGenerator[Source, None]:
    """Check what shall be uploaded before anything is created for it, and hold it open.

    Raises:
        MoveInvalidRequestError: It is not there, empty, too large, or nothing that can be uploaded.
    """
    if isinstance(source, ByteStream):
        stream = _StreamSource(source)
        try:
            yield await _looked_at(stream)
        finally:
            await stream.aclose()
    elif isinstance(source, bytes | bytearray | memoryview):
        buffered = buffer_file(source)
        yield await _looked_at(_FileSource(buffered, None, buffered.getbuffer().nbytes, 0, None))
    elif isinstance(source, str | os.PathLike):
        path = Path(os.fsdecode(source))
        await check_is_file(path)
        try:
            # Opened and closed without a thread: a task that is cancelled at that moment would never know the file.
            file = path.open("rb")  # noqa: ASYNC230
        except (OSError, ValueError) as error:
            raise cannot_read(str(path), error) from error
        with file:
            stamp = _stamp(file)
            yield await _looked_at(_FileSource(file, plain_name(path.name), stamp[0], 0, stamp))
    elif hasattr(source, "read"):
        yield await _looked_at(await to_thread.run_sync(_of_file_object, source))
    else:
        msg = f"a source is a path, bytes, a binary file object or a ByteStream, not {type(source).__name__}"
        raise MoveInvalidRequestError(msg)


async def _looked_at(source: Source) -> Source:
    if not 0 < source.size <= LARGEST_UPLOAD:
        msg = f"{source.name or 'the source'} has {source.size} bytes; an upload has 1 to {LARGEST_UPLOAD}"
        raise MoveInvalidRequestError(msg)
    await source.look()
    return source


def _check_stream(stream: ByteStream) -> None:
    if not isinstance(stream.chunks, AsyncIterable) and not hasattr(stream.chunks, "read"):  # pyright: ignore[reportUnnecessaryComparison]
        msg = f"chunks must be an async iterable of bytes or a binary file object; got {type(stream.chunks).__name__}"
        raise MoveInvalidRequestError(msg)
    ensure_count(stream.size, "the size of a ByteStream")


def source_changed(source: Source) -> MoveSourceChangedError:
    """Make the error for a source that is not what it was."""
    msg = f"{source.name or 'the source'} changed while it was being uploaded, or is not as long as was said"
    return MoveSourceChangedError(msg)


def _of_file_object(source: object) -> Source:
    file, name = file_of(source), name_of(source)
    shown = name or type(source).__name__
    with reading(shown):
        size, start = size_of(file), file.tell()
        if start and not size:
            msg = f"{shown} is at its end, where no bytes are left to upload; call seek(0) before"
            raise MoveInvalidRequestError(msg)
        return _FileSource(file, name, size, start, _stamp_of_object(file))


def _stamp(file: BinaryIO) -> tuple[int, ...]:
    status = os.fstat(file.fileno())
    # Programs can set back the time of the last write, and only the system sets that of the last change.
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _stamp_of_object(file: BinaryIO) -> tuple[int, ...] | None:
    """Return the stamp of the file behind a file object; None without one, and for types whose fileno() writes."""
    if not isinstance(cast("object", file), io.FileIO | io.BufferedReader | io.BufferedRandom):
        return None
    try:
        return _stamp(file)
    except (io.UnsupportedOperation, AttributeError):
        # A buffered reader over a file object without a descriptor, such as a member of a tar archive.
        return None


def _read_bytes(file: BinaryIO, size: int) -> bytes:
    with reading(name_of(file) or "the source"):
        chunk = cast("object", file.read(size))
    if not isinstance(chunk, bytes):
        msg = "this file object does not give bytes: open it in binary mode, and blocking"
        raise MoveInvalidRequestError(msg)
    return chunk
