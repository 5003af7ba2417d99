"""Sources of motion data: files, pipes and bytes."""

import io
import tempfile
from os import PathLike
from typing import BinaryIO, TypeAlias

from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.motion.archive import too_large
from move_ugc_async.motion.arguments import ensure_path

MotionSource: TypeAlias = str | PathLike[str] | bytes | bytearray | memoryview
"""The path of a file with motion data, or its content."""

_CHUNK = 1024 * 1024


def open_source(source: MotionSource, max_size: int) -> tuple[BinaryIO, str | None]:
    """Open a source, and return it with its name, which is None for bytes.

    Args:
        source: The source.
        max_size: Maximum number of bytes to copy from a pipe.

    Raises:
        MotionFormatError: A pipe has more than `max_size` bytes.
        MoveInvalidRequestError: The source is of another type, or its path is invalid.
        OSError: The file cannot be read.
    """
    match source:
        case bytes() | bytearray():
            return io.BytesIO(source), None
        case memoryview():
            # BytesIO accepts contiguous memory only.
            return io.BytesIO(source.tobytes()), None
        case str() | PathLike():
            path = ensure_path(source, "source")
            # A name that is not UTF-8 would make the actor's name invalid in tables.
            name = path.name.encode("utf-8", "backslashreplace").decode()
            file = path.open("rb")
            return file if file.seekable() else _copy(file, name, max_size), name
        case _:
            msg = f"source must be a path or bytes; got {type(source).__name__}"
            raise MoveInvalidRequestError(msg)


def _copy(file: BinaryIO, name: str, max_size: int) -> BinaryIO:
    """Copy a pipe to a temporary file: the directory of an archive is at its end."""
    copied = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    with file:
        try:
            while data := file.read(_CHUNK):
                copied.write(data)
                if copied.tell() > max_size:
                    raise too_large(name, max_size)  # noqa: TRY301 - the copy is closed
            copied.seek(0)
        except BaseException:
            copied.close()
            raise
    return copied
