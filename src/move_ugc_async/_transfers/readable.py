"""File objects of every kind, and the errors of those that cannot be read."""

import errno
import inspect
import io
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import Any, BinaryIO, Protocol, cast, runtime_checkable

from move_ugc_async._concurrency import to_thread
from move_ugc_async.errors import MoveError, MoveInvalidRequestError

_WRONG_PATH = {
    *(errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EACCES, errno.EPERM),
    *(errno.ELOOP, errno.ENAMETOOLONG, errno.EINVAL, errno.ENXIO),
}
"""Errors of a path that another attempt does not help. Any other, such as too many open files, is not the path's."""

_STREAM = "pass ByteStream(chunks, size) instead"


@runtime_checkable
class UploadedFile(Protocol):
    """A file that a web framework has received, such as Starlette's `UploadFile`."""

    @property
    def file(self) -> BinaryIO:
        """Its bytes."""
        ...

    @property
    def filename(self) -> str | None:
        """The name that the sender gave."""
        ...


def file_of(source: object) -> BinaryIO:
    """Return the blocking, seekable file behind a file object.

    Raises:
        MoveInvalidRequestError: The object has no file, or the file is closed.
    """
    file = source
    if inspect.iscoroutinefunction(getattr(source, "read", None)):
        # The files of Starlette and anyio are blocking ones that a thread reads, as we do.
        file = getattr(source, "file", None) or getattr(source, "wrapped", None)
    if not hasattr(file, "read"):
        msg = f"cannot read {type(source).__name__}: it has no blocking read(); {_STREAM}"
        raise MoveInvalidRequestError(msg)
    try:
        can_seek = _can_seek(file)
    except Exception as error:
        msg = f"cannot read {type(source).__name__}: {error}; open it again, or {_STREAM}"
        raise MoveInvalidRequestError(msg) from error
    if not can_seek:
        msg = f"{type(source).__name__} cannot seek, so its size is not known; {_STREAM}"
        raise MoveInvalidRequestError(msg)
    return cast("BinaryIO", file)


def buffer_file(buffer: bytes | bytearray | memoryview) -> io.BytesIO:
    """Return a file of the bytes of a buffer, whatever the size and order of its items.

    Raises:
        MoveInvalidRequestError: It has been released.
    """
    try:
        # BytesIO accepts contiguous buffers only, and the length of a memoryview counts items of any size.
        return io.BytesIO(buffer if isinstance(buffer, bytes | bytearray) else buffer.tobytes())
    except ValueError as error:
        msg = f"cannot read {type(buffer).__name__}: {error}"
        raise MoveInvalidRequestError(msg) from error


@contextmanager
def reading(name: str) -> Generator[None, None, None]:
    """Map what a file object raises to a `MoveError`: each library has exceptions of its own, such as `zlib.error`.

    Raises:
        MoveError: The file object raised.
    """
    try:
        yield
    except MoveError:
        raise
    except Exception as error:
        raise cannot_read(name, error) from error


def _can_seek(file: Any) -> bool:
    if not (hasattr(file, "seek") and hasattr(file, "tell")):
        return False
    # mmap has no seekable() before Python 3.13.
    if hasattr(file, "seekable") and not file.seekable():
        return False
    try:
        # A closed mmap raises ValueError as late as here.
        file.seek(file.tell())
    except (io.UnsupportedOperation, AttributeError):
        # Some wrappers claim to seek, and the file behind them cannot.
        return False
    return True


def size_of(file: BinaryIO) -> int:
    """Return how many bytes there are from where a file stands to its end."""
    start = file.tell()
    # mmap.seek() returns None before Python 3.13.
    file.seek(0, os.SEEK_END)
    end = file.tell()
    file.seek(start)
    return end - start


def name_of(source: object) -> str | None:
    """Return the name of a file object; None without one."""
    # Frameworks keep the name of a file in `filename`, and may keep that of the form's field in `name`. In the standard
    # library, only GzipFile has a `filename`, which is deprecated.
    attributes = ("name",) if isinstance(source, io.IOBase) else ("filename", "name")
    named = [getattr(source, attribute, None) for attribute in attributes]
    name = next((each for each in named if isinstance(each, str) and each), None)
    return None if name is None else plain_name(Path(name).name)


def plain_name(name: str) -> str:
    """Return the name of a file as text that can be sent: bytes that are not UTF-8 are escaped."""
    return name.encode("utf-8", "backslashreplace").decode()


async def check_is_file(path: Path) -> None:
    """Check that a path is that of a file.

    Raises:
        MoveError: It is missing, not a file, or cannot be looked at.
    """
    try:
        status = await to_thread.run_sync(path.stat)
    except (OSError, ValueError) as error:
        raise cannot_read(str(path), error) from error
    if not S_ISREG(status.st_mode):
        msg = f"there is no file {plain_name(str(path))}: it is a directory or a device"
        raise MoveInvalidRequestError(msg)


def cannot_read(name: str, error: Exception) -> MoveError:
    """Create the error for a file that cannot be read."""
    shown = plain_name(name)
    if isinstance(error, FileNotFoundError):
        return MoveInvalidRequestError(f"there is no file {shown}")
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    kind = MoveError if isinstance(error, OSError) and error.errno not in _WRONG_PATH else MoveInvalidRequestError
    return kind(f"cannot read {shown}: {reason}")
