"""Archives of motion data, whose files are read as streams and never extracted."""

import errno
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO, Protocol

from move_ugc_async.errors import MotionFormatError

MAX_FILES = 1_000
"""Maximum number of files in an archive; one of the API has one per actor, so up to five."""

MAX_DIRECTORY = 1024 * 1024
"""Maximum size of an archive's directory in bytes. `zipfile` reads it whole, into several times as much memory."""

MAX_RATIO = 200
"""Maximum ratio of a file's size to its compressed size. Motion data of a person who does not move reaches 110; a bomb
has up to 1,032 (https://www.bamsoftware.com/hacks/zipbomb/)."""

_SMALL = 1024 * 1024
"""Files up to this size in bytes may have any ratio."""

_END = b"PK\x05\x06"
_END_SIZE = 22
_MAX_COMMENT = 0xFFFF
_ZIP64_LOCATOR = b"PK\x06\x07"
_ZIP64_LOCATOR_SIZE = 20
_ENCRYPTED = 0x1

_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError, RuntimeError)
"""Errors about damaged bytes. `zipfile` documents only the first: for the numbers in a header, it also raises what
`struct` and `seek` raise, and NotImplementedError, a RuntimeError, for flags of features that it lacks."""


@contextmanager
def raise_for_damage(subject: str, file: str | None) -> Generator[None]:
    """Raise errors about damaged bytes as `MotionFormatError`. Every call that reads an archive needs it.

    Args:
        subject: What is damaged, for the message.
        file: Name of the file, for the error.
    """
    try:
        yield
    except (*_DAMAGE, OSError) as error:
        # A position in a damaged header may be negative, which `seek` refuses. Other errors are those of the disk.
        if isinstance(error, OSError) and error.errno != errno.EINVAL:
            raise
        msg = f"the {subject} is damaged: {error}; download it again"
        raise MotionFormatError(msg, file=file) from error


class Stream(Protocol):
    """A source of bytes."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes; none at the end."""
        ...


class BoundedStream:
    """A stream of a limited number of bytes, whose errors are typed.

    Args:
        stream: The stream.
        file: Name of the file, for errors.
        max_size: Maximum number of bytes.
    """

    def __init__(self, stream: Stream, file: str | None, max_size: int) -> None:
        self._stream = stream
        self._file = file
        self._max_size = max_size
        self.size = 0

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes; none at the end.

        Raises:
            MotionFormatError: The file is larger than allowed, or damaged.
        """
        with raise_for_damage("file", self._file):
            data = self._stream.read(size)
        self.size += len(data)
        if self.size > self._max_size:
            raise too_large(self._file, self._max_size)
        return data


def too_large(file: str | None, max_size: int) -> MotionFormatError:
    """Return the error for motion data that is larger than allowed."""
    msg = f"motion data must have at most {max_size:,} bytes uncompressed; pass a larger max_size= if you trust it"
    return MotionFormatError(msg, file=file)


def list_names(file: BinaryIO, name: str | None) -> list[str]:
    """Return the names of the files in a ZIP archive, in order, without hidden files.

    Args:
        file: The archive.
        name: Name of the archive, for errors.

    Raises:
        MotionFormatError: The archive is damaged, or unsafe to read.
    """
    with _open(file, name) as archive:
        return sorted(member.filename for member in archive.infolist() if _is_file(member))


def read_files(
    file: BinaryIO, name: str | None, max_size: int, suffix: str = ".json"
) -> Iterator[tuple[str, BoundedStream]]:
    """Yield the name and the stream of each JSON file of a ZIP archive, in order of their names.

    Args:
        file: The archive.
        name: Name of the archive, for errors.
        max_size: Maximum size of all files together, uncompressed.
        suffix: The suffix of other files to read, in lower case.

    Raises:
        MotionFormatError: The archive is damaged, or unsafe to read.
    """
    with _open(file, name) as archive:
        members = archive.infolist()
        selected = sorted(
            (member for member in members if _is_file(member) and member.filename.lower().endswith(suffix)),
            key=lambda member: member.filename,
        )
        if not selected:
            listed = ", ".join(member.filename for member in members[:10]) or "no file"
            msg = f"the archive must contain JSON files of motion data; got {listed}; request the output MOTION_DATA"
            raise MotionFormatError(msg, file=name)
        if sum(member.file_size for member in selected) > max_size:
            raise too_large(name, max_size)
        for member in selected:
            _check_compression(member)
            with raise_for_damage("ZIP archive", member.filename):
                stream = archive.open(member)
            with stream:
                bounded = BoundedStream(stream, member.filename, max_size)
                yield member.filename, bounded
            max_size -= bounded.size


@contextmanager
def _open(file: BinaryIO, name: str | None) -> Generator[zipfile.ZipFile]:
    with raise_for_damage("ZIP archive", name):
        _check_directory(file, name)
        archive = zipfile.ZipFile(file)
    with archive:
        for member in archive.infolist():
            _check_name(member, name)
        yield archive


def _check_directory(file: BinaryIO, name: str | None) -> None:
    """Check the declared number of files and size of the directory before `zipfile` reads it."""
    end = file.seek(0, 2)
    file.seek(max(0, end - _END_SIZE - _MAX_COMMENT - _ZIP64_LOCATOR_SIZE))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        msg = "its end is missing"
        raise zipfile.BadZipFile(msg)
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    # A ZIP64 directory has other, larger numbers elsewhere. Archives of motion data do not need it.
    is_zip64 = tail[max(0, at - _ZIP64_LOCATOR_SIZE) : at].startswith(_ZIP64_LOCATOR)
    if is_zip64 or count > MAX_FILES or size > MAX_DIRECTORY:
        msg = f"the archive must have at most {MAX_FILES:,} files; got {'a ZIP64 directory' if is_zip64 else count}"
        raise MotionFormatError(msg, file=name)


def _check_name(member: zipfile.ZipInfo, archive: str | None) -> None:
    name = member.filename
    windows = PureWindowsPath(name)
    # Nothing is extracted. Such a name still shows that the archive was made to attack who extracts it.
    if not name or windows.anchor or ".." in windows.parts or "\0" in member.orig_filename:
        msg = f"the archive must contain relative names without '..'; got {name[:60]!r}; do not extract it"
        raise MotionFormatError(msg, file=archive)


def _is_file(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    # macOS adds files of its own, such as `__MACOSX/._track00_motion_data.json`.
    is_hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return not member.is_dir() and not is_hidden


def _check_compression(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & _ENCRYPTED:
        msg = "the file is encrypted; pass the archive as it was downloaded"
        raise MotionFormatError(msg, file=member.filename)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        msg = f"the file must be stored or deflated; got compression method {member.compress_type}"
        raise MotionFormatError(msg, file=member.filename)
    if member.file_size > max(_SMALL, MAX_RATIO * member.compress_size):
        msg = f"the file must expand to at most {MAX_RATIO} times its size; got {member.file_size:,} bytes"
        raise MotionFormatError(msg, file=member.filename)
