"""Sources of uploads: paths, bytes, file objects, and streams of known size."""

import os
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from mmap import mmap
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

import anyio

from move_ugc_async._concurrency import to_thread
from move_ugc_async._transfers.checksum import CHECKSUM
from move_ugc_async._transfers.file_objects import (
    UploadedFile,
    buffer_file,
    file_of,
    file_stamp,
    map_read_errors,
    name_of,
    plain_name,
    read_bytes,
    size_of,
)
from move_ugc_async._transfers.formats import HEAD_SIZE
from move_ugc_async._transfers.storage import CHUNK_SIZE
from move_ugc_async._validation import ensure_count
from move_ugc_async.errors import MoveInvalidRequestError, MoveSourceChangedError

if TYPE_CHECKING:
    from pydantic import ConfigDict

MAX_UPLOAD_SIZE = 5 * 1024**3
"""Maximum size of one PUT request in bytes (Amazon S3 user guide, "Uploading objects")."""


@dataclass(frozen=True, slots=True)
class ByteStream:
    """A stream of bytes that can be read once, of known size.

    An upload waits for the stream without a timeout: set a deadline around it if the stream may stall. With httpx, and
    so on trio, it waits even if storage has refused already, since httpx reads no response before the request is sent.

    Args:
        chunks: An async iterable of bytes of any size, or a binary file object that cannot seek, such as a pipe. A
            thread reads the file object. If the upload ends while a pipe stalls, the thread keeps running until the
            pipe yields bytes or is closed by its writer, so stop the writer: until then, closing a buffered file object
            blocks, and so does the end of the program on asyncio.
        size: Size of the stream in bytes.

    Example:
        `await client.files.upload(ByteStream(response.aiter_raw(), size=int(response.headers["content-length"])))`
    """

    chunks: AsyncIterable[bytes] | BinaryIO
    size: int


UploadSource: TypeAlias = (
    str | os.PathLike[str] | bytes | bytearray | memoryview | mmap | BinaryIO | UploadedFile | ByteStream
)
"""A source of an upload. A string is a path. A file object is read from its current position to its end."""


def source_repr(source: UploadSource) -> str:
    """Return the repr of a source, without the bytes of a clip in memory."""
    if isinstance(source, bytes | bytearray | memoryview):
        return f"<{type(source).__name__} of a clip>"
    return repr(source)


ARBITRARY_TYPES: "ConfigDict" = {"arbitrary_types_allowed": True}
"""Makes pydantic accept file objects in data classes, which frameworks such as FastAPI inspect."""


class Source(ABC):
    """An open source of an upload. Its `head` is the first bytes, which determine the file type."""

    def __init__(self, name: str | None, size: int) -> None:
        self.name = name
        self.size = size
        self.head = b""
        self._hasher = CHECKSUM.new()

    @property
    def checksum(self) -> str:
        """Checksum of the bytes read since the last rewind, in hexadecimal digits."""
        return self._hasher.hexdigest()

    @abstractmethod
    async def read_head(self) -> None:
        """Read the first bytes into `head`; `read` returns them again."""

    @abstractmethod
    async def read(self) -> bytes:
        """Read the next bytes; none at the end."""

    @abstractmethod
    async def rewind(self) -> bool:
        """Seek to the start, and return whether that was possible."""

    async def is_unchanged(self) -> bool:
        """Return whether the source is the same as when it was opened, as far as that can be detected."""
        return True


class _FileSource(Source):
    def __init__(self, source: object) -> None:
        self._file, name = file_of(source), name_of(source)
        label = name or type(source).__name__
        with map_read_errors(label):
            self._start, self._stamp = self._file.tell(), file_stamp(self._file)
            super().__init__(name, size_of(self._file))
        if self._start and not self.size:
            msg = f"cannot upload {label}: it is at its end, where no bytes are left; call seek(0) first"
            raise MoveInvalidRequestError(msg)
        # Not the default limiter, whose threads other code of the application may use up.
        self._threads = anyio.CapacityLimiter(1)

    async def read_head(self) -> None:
        self.head = await to_thread.run_sync(read_bytes, self._file, HEAD_SIZE)
        await self.rewind()

    async def read(self) -> bytes:
        return await to_thread.run_sync(self._read, limiter=self._threads)

    def _read(self) -> bytes:
        chunk = read_bytes(self._file, CHUNK_SIZE)
        self._hasher.update(chunk)
        return chunk

    async def rewind(self) -> bool:
        with map_read_errors(self.name or "the source"):
            await to_thread.run_sync(self._file.seek, self._start)
        self._hasher = CHECKSUM.new()
        return True

    async def is_unchanged(self) -> bool:
        return self._stamp == await to_thread.run_sync(file_stamp, self._file)


class _StreamSource(Source):
    def __init__(self, stream: ByteStream) -> None:
        if not isinstance(stream.chunks, AsyncIterable) and not hasattr(stream.chunks, "read"):  # pyright: ignore[reportUnnecessaryComparison]
            received = type(stream.chunks).__name__
            msg = f"chunks must be an async iterable of bytes or a binary file object; got {received}"
            raise MoveInvalidRequestError(msg)
        ensure_count(stream.size, "size")
        super().__init__(None, stream.size)
        self._chunks = aiter(stream.chunks) if isinstance(stream.chunks, AsyncIterable) else _read_pipe(stream.chunks)
        self._pieces = _check_pieces(self._chunks)
        self._buffer: bytes | memoryview = b""
        self._was_read = False

    async def read_head(self) -> None:
        head = bytearray()
        while len(head) < HEAD_SIZE and (piece := await anext(self._pieces, b"")):
            head += piece
        self._buffer, self.head = bytes(head), bytes(head[:HEAD_SIZE])

    async def read(self) -> bytes:
        self._was_read = True
        # A piece may have any size, but a chunk that is sent must not.
        piece = memoryview(self._buffer or await anext(self._pieces, b""))
        chunk, self._buffer = bytes(piece[:CHUNK_SIZE]), piece[CHUNK_SIZE:]
        self._hasher.update(chunk)
        return chunk

    async def rewind(self) -> bool:
        return not self._was_read

    async def aclose(self) -> None:
        """Close the asynchronous generator of a stream."""
        with anyio.CancelScope(shield=True):
            await self._pieces.aclose()
            aclose = getattr(self._chunks, "aclose", None)
            if aclose is not None:
                await aclose()


async def _read_pipe(file: BinaryIO) -> AsyncGenerator[bytes, None]:
    # Not the default limiter, since an abandoned thread keeps its slot until its read returns.
    limiter = anyio.CapacityLimiter(1)
    # Abandoned on cancellation, since a read of a stalled pipe may never return.
    while piece := await to_thread.run_sync(read_bytes, file, CHUNK_SIZE, abandon_on_cancel=True, limiter=limiter):
        yield piece


async def _check_pieces(chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """Yield the pieces of a stream that are not empty. It never calls an iterator again after its end."""
    async for piece in chunks:
        if not isinstance(piece, bytes | bytearray | memoryview):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"chunks must yield bytes; got {type(piece).__name__}"
            raise MoveInvalidRequestError(msg)
        if piece:
            yield bytes(piece)


@asynccontextmanager
async def open_source(source: UploadSource) -> AsyncGenerator[Source, None]:
    """Open and validate a source before a file is registered for it."""
    if isinstance(source, ByteStream):
        stream = _StreamSource(source)
        try:
            yield await _validate(stream)
        finally:
            await stream.aclose()
    elif isinstance(source, bytes | bytearray | memoryview):
        yield await _validate(_FileSource(buffer_file(source)))
    elif isinstance(source, str | os.PathLike):
        path = Path(os.fsdecode(source))
        with map_read_errors(str(path)):
            if not S_ISREG((await to_thread.run_sync(path.stat)).st_mode):
                msg = f"cannot read {plain_name(str(path))}: it is a directory or a device; pass the path of a file"
                raise MoveInvalidRequestError(msg)
            # Not in a thread: a task that is cancelled meanwhile would lose track of the open file.
            file = path.open("rb")  # noqa: ASYNC230
        with file:
            yield await _validate(_FileSource(file))
    elif hasattr(source, "read"):
        yield await _validate(await to_thread.run_sync(_FileSource, source))
    else:
        msg = f"source must be a path, bytes, a binary file object or a ByteStream; got {type(source).__name__}"
        raise MoveInvalidRequestError(msg)


async def _validate(source: Source) -> Source:
    if not 0 < source.size <= MAX_UPLOAD_SIZE:
        msg = f"{source.name or 'the source'} must have 1 to {MAX_UPLOAD_SIZE} bytes; got {source.size}"
        raise MoveInvalidRequestError(msg)
    await source.read_head()
    return source


def source_changed(source: Source) -> MoveSourceChangedError:
    """Create the error for a source that changed."""
    name = source.name or "the source"
    msg = (
        f"cannot upload {name}: it changed while it was being uploaded, or its size differs from the given one; "
        "call again once nothing writes to it"
    )
    return MoveSourceChangedError(msg)
