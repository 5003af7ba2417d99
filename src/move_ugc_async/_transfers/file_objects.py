"""File objects of any library: how to read and measure them, and the errors of unreadable ones."""

import errno
import inspect
import io
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast, runtime_checkable

from move_ugc_async.errors import MoveError, MoveInvalidRequestError

_PATH_ERRORS = {
    *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EACCES, errno.EPERM),
    *(errno.ELOOP, errno.ENAMETOOLONG, errno.EINVAL, errno.ENXIO),
}
"""Errors caused by the path, which another attempt would raise as well, unlike too many open files."""

_USE_STREAM = "pass ByteStream(chunks, size) instead"


@runtime_checkable
class UploadedFile(Protocol):
    """A file that a web framework has received, such as Starlette's `UploadFile`."""

    @property
    def file(self) -> BinaryIO:
        """The content."""
        ...

    @property
    def filename(self) -> str | None:
        """The name sent with the file."""
        ...


def file_of(source: object, *, instead: str = _USE_STREAM) -> BinaryIO:
    """Return the blocking, seekable file behind a file object, or raise an error, which ends with `instead`."""
    file = source
    if inspect.iscoroutinefunction(getattr(source, "read", None)):
        # The files of Starlette and anyio wrap a blocking file, which the SDK reads in a thread as they do.
        file = getattr(source, "file", None) or getattr(source, "wrapped", None)
    if not hasattr(file, "read"):
        msg = f"cannot read {type(source).__name__}: it has no blocking read(); {instead}"
        raise MoveInvalidRequestError(msg)
    try:
        can_seek = _can_seek(file)
    except Exception as error:
        msg = f"cannot read {type(source).__name__}: {error}; open it again, or {instead}"
        raise MoveInvalidRequestError(msg) from error
    if not can_seek:
        msg = f"cannot read {type(source).__name__}: it cannot seek, so its size is not known; {instead}"
        raise MoveInvalidRequestError(msg)
    return cast("BinaryIO", file)


def buffer_file(buffer: bytes | bytearray | memoryview) -> io.BytesIO:
    """Return a file with the bytes of a buffer, for any size and order of its items."""
    with map_read_errors(type(buffer).__name__):
        # BytesIO accepts contiguous buffers only, and the length of a memoryview counts items of any size.
        return io.BytesIO(buffer if isinstance(buffer, bytes | bytearray) else buffer.tobytes())


@contextmanager
def map_read_errors(name: str) -> Generator[None, None, None]:
    """Map any exception of a file object to a `MoveError`: libraries raise their own, such as `zlib.error`."""
    try:
        yield
    except MoveError:
        raise
    except Exception as error:
        raise cannot_read(name, error) from error


def _can_seek(file: Any) -> bool:
    # mmap has no seekable() before Python 3.13.
    if hasattr(file, "seekable") and not file.seekable():
        return False
    try:
        # A closed mmap raises ValueError only here.
        file.seek(file.tell())
    except (io.UnsupportedOperation, AttributeError):
        # There is no seek() or tell(), or a wrapper claims to be seekable although the file behind it is not.
        return False
    return True


def size_of(file: BinaryIO) -> int:
    """Return the number of bytes from the current position of a file to its end."""
    start = file.tell()
    # mmap.seek() returns None before Python 3.13.
    file.seek(0, os.SEEK_END)
    end = file.tell()
    file.seek(start)
    return end - start


def name_of(source: object) -> str | None:
    """Return the name of a file object, or None."""
    # Web frameworks store the name of a file as `filename`, and that of its form field as `name`. In the standard
    # library only GzipFile has a `filename`, which is deprecated.
    attributes = ("name",) if isinstance(source, io.IOBase) else ("filename", "name")
    values = [getattr(source, attribute, None) for attribute in attributes]
    name = next((value for value in values if isinstance(value, str) and value), None)
    return None if name is None else plain_name(Path(name).name)


def plain_name(name: str) -> str:
    """Return a file name as valid UTF-8: undecodable bytes are escaped."""
    return name.encode("utf-8", "backslashreplace").decode()


def cannot_read(name: str, error: Exception) -> MoveError:
    """Create the error for a file that cannot be read."""
    shown = plain_name(name)
    if isinstance(error, FileNotFoundError):
        return MoveInvalidRequestError(f"cannot read {shown}: no such file")
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    kind = MoveError if isinstance(error, OSError) and error.errno not in _PATH_ERRORS else MoveInvalidRequestError
    return kind(f"cannot read {shown}: {reason}")


def file_stamp(file: BinaryIO) -> tuple[int, ...] | None:
    """Return what changes with the file behind a file object; None without a file, or if its fileno() writes."""
    if not isinstance(cast("object", file), io.FileIO | io.BufferedReader | io.BufferedRandom):
        return None
    try:
        status = os.fstat(file.fileno())
    except (io.UnsupportedOperation, AttributeError):
        # The buffered reader has no descriptor, such as that of a member of a tar archive.
        return None
    # Programs can reset the time of the last write, but only the system sets the time of the last change.
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def read_bytes(file: BinaryIO, size: int) -> bytes:
    """Read at most `size` bytes."""
    with map_read_errors(name_of(file) or "the source"):
        chunk = cast("object", file.read(size))
    if not isinstance(chunk, bytes):
        msg = "cannot read the file object: read() must return bytes; open it in binary, blocking mode"
        raise MoveInvalidRequestError(msg)
    return chunk
