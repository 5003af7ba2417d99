"""An unfinished download: it has a name of its own until it is complete, and a killed download can resume it.

A sidecar beside the partial file records which object it belongs to and how much of each segment is on disk. The
sidecar is locked while a download writes. A second download of the same destination uses a random name instead, has no
sidecar, and cannot be resumed.
"""

import contextlib
import hashlib
import json
import os
import secrets
import sys
import threading
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from move_ugc_async._clock import boot_id
from move_ugc_async._file_system import DISK_FULL, NEW_FILE, named_in_errors, open_locked, open_own, sync
from move_ugc_async._transfers.checksum import CHECKSUM
from move_ugc_async._transfers.ranges import ObjectInfo, Segment
from move_ugc_async.errors import MoveDiskFullError

_COUNTER_SIZE = 17
"""Bytes of one counter in the sidecar: 16 hexadecimal digits and a newline."""

_MAX_SIDECAR_SIZE = 1024 * 1024


class PartialFile:
    """The bytes of one download and their sidecar. All methods block, but only for a moment."""

    def __init__(self, destination: Path) -> None:
        self._destination = destination
        self._lock = threading.Lock()
        self.info: ObjectInfo | None = None
        self.segments: list[Segment] = []
        self._counters_offset = 0
        self._is_published = False
        with _map_errors(destination):
            stem = f".{hashlib.sha256(os.fsencode(destination.name)).hexdigest()[:16]}"
            # Other names would orphan the partial files of earlier versions.
            self._sidecar_path = destination.with_name(f"{stem}.part-note")
            self._sidecar = open_locked(self._sidecar_path)
            try:
                self._open(stem)
            except BaseException:
                self.close()
                raise

    def _open(self, stem: str) -> None:
        self._path = self._destination.with_name(f"{stem}.part")
        descriptor = None if self._sidecar is None else open_own(self._path)
        if self._sidecar is not None and descriptor is None:
            # A download that was killed between link and unlink has left this name on the complete file.
            with contextlib.suppress(OSError):
                self._path.unlink()
            descriptor = open_own(self._path)
        if descriptor is None:
            self._remove_sidecar()
            self._path = self._destination.with_name(f"{stem}-{secrets.token_hex(8)}.part")
            descriptor = os.open(self._path, NEW_FILE, 0o666)
        self._file = os.fdopen(descriptor, "r+b", buffering=0)
        self._resume()

    def _resume(self) -> None:
        """Resume the partial file of a killed process if its sidecar is valid and its content certain."""
        if self._sidecar is None:
            return
        header, _, counters = self._sidecar.read(_MAX_SIDECAR_SIZE).partition(b"\n")
        try:
            info, segments, boot = _parse_sidecar(header, counters)
        except (ValueError, TypeError, KeyError, RecursionError):
            return
        # The counters are ahead of the disk: after a crash of the machine only a checksum can verify the bytes.
        is_same_boot = boot is not None and boot == boot_id()
        min_size = max((segment.position for segment in segments if segment.done), default=0)
        if (is_same_boot or info.checksum) and self.size() >= min_size:
            self.info, self.segments, self._counters_offset = info, segments, len(header) + 1

    @property
    def done(self) -> int:
        """Number of bytes on disk."""
        return sum(segment.done for segment in self.segments)

    def start(self, info: ObjectInfo | None, segments: Sequence[Segment]) -> None:
        """Delete all bytes, and start a download of these segments of an object."""
        with self._lock, _map_errors(self._destination):
            self.info, self.segments = info, list(segments)
            self._file.truncate(0)
            if self._sidecar is not None:
                header = _sidecar_header(info, self.segments)
                self._counters_offset = len(header)
                self._sidecar.seek(0)
                self._sidecar.truncate()
                self._sidecar.write(header + b"".join(_counter(segment) for segment in self.segments))

    def write(self, segment: Segment, *pieces: bytes | bytearray) -> None:
        """Append bytes to a segment, and update its counter in the sidecar."""
        # The lock makes close() wait for a thread whose task was cancelled.
        with self._lock, _map_errors(self._destination):
            segment.done += _write_at(self._file, segment.position, pieces)
            if self._sidecar is not None:
                offset = self._counters_offset + segment.number * _COUNTER_SIZE
                _write_at(self._sidecar, offset, [_counter(segment)])

    def size(self) -> int:
        """Return the size of the partial file in bytes."""
        return os.fstat(self._file.fileno()).st_size

    def read(self, offset: int, size: int) -> bytes:
        """Read at most `size` bytes at an offset."""
        with self._lock:
            self._file.seek(offset)
            return self._file.read(size)

    def publish(self, *, overwrite: bool) -> None:
        """Rename the partial file to its destination."""
        with _map_errors(self._destination):
            with self._lock:
                sync(self._file.fileno())
                # Windows cannot rename an open file. The sidecar's lock still keeps other processes out.
                self._file.close()
            _rename(self._path, self._destination, overwrite=overwrite)
            self._is_published = True
        self._remove_sidecar()

    def discard(self) -> None:
        """Remove the partial file and its sidecar."""
        with self._lock:
            self._file.close()
        if not self._is_published:
            self._path.unlink(missing_ok=True)
        self._remove_sidecar()

    def close(self) -> None:
        """Close all files without removing them."""
        if hasattr(self, "_file"):
            with self._lock:
                self._file.close()
        self._close_sidecar()

    def _remove_sidecar(self) -> None:
        if self._sidecar is None:
            return
        if sys.platform == "win32":
            # Windows cannot unlink an open file.
            self._close_sidecar()
        # Unlink before unlocking: after that, the path may be the sidecar of another process.
        self._sidecar_path.unlink(missing_ok=True)
        self._close_sidecar()

    def _close_sidecar(self) -> None:
        sidecar, self._sidecar = self._sidecar, None
        if sidecar is not None:
            sidecar.close()


def _write_at(file: Any, offset: int, pieces: Sequence[bytes | bytearray]) -> int:
    """Write pieces one after the other, and return their total size.

    Uses one system call where possible: after each call, a thread has to wait for the GIL.
    """
    size = sum(map(len, pieces))
    written = os.pwritev(file.fileno(), pieces, offset) if hasattr(os, "pwritev") else 0
    if written < size:
        # An almost full disk accepts a part of the bytes, and raises an error for the next write only.
        rest = memoryview(b"".join(pieces))[written:]
        file.seek(offset + written)
        while rest:
            rest = rest[file.write(rest) :]
    return size


@contextlib.contextmanager
def _map_errors(destination: Path) -> Generator[None, None, None]:
    try:
        with named_in_errors(destination):
            yield
    except OSError as error:
        if error.errno not in DISK_FULL:
            raise
        msg = f"cannot write {destination}: {error.strerror}; free space and call again"
        raise MoveDiskFullError(msg) from error


def _rename(path: Path, destination: Path, *, overwrite: bool) -> None:
    if not overwrite:
        # Unlike a rename, a link never replaces a file that has been created meanwhile.
        try:
            destination.hardlink_to(path)
        except OSError as error:
            if error.errno in DISK_FULL:
                raise
            # Otherwise the file system has no hard links.
            if os.path.lexists(destination):
                raise file_exists(destination) from None
        else:
            path.unlink(missing_ok=True)
            return
    path.replace(destination)


def file_exists(destination: Path) -> FileExistsError:
    """Create the error for a destination that exists."""
    return FileExistsError(f"{destination} exists; pass overwrite=True to replace it")


def _counter(segment: Segment) -> bytes:
    return b"%016x\n" % segment.done


def _sidecar_header(info: ObjectInfo | None, segments: Sequence[Segment]) -> bytes:
    if info is None or not info.is_resumable:
        return b"{}\n"
    ranges = [[segment.start, segment.end] for segment in segments]
    # The keys are part of the file format, as the suffix is.
    fields = {"etag": info.etag, "size": info.size, CHECKSUM.name: info.checksum, "machine": boot_id(), "cuts": ranges}
    return json.dumps(fields).encode() + b"\n"


def _parse_sidecar(header: bytes, counters: bytes) -> tuple[ObjectInfo, list[Segment], object]:
    """Return the object, its segments and the id of the boot that a sidecar records.

    Raises:
        ValueError: It is invalid, or the object cannot be resumed; also TypeError, KeyError or RecursionError.
    """
    fields: dict[str, Any] = json.loads(header)
    info = ObjectInfo(fields["etag"], fields["size"], fields[CHECKSUM.name])
    segments = [
        Segment(number, start, end, int(counters[number * _COUNTER_SIZE : (number + 1) * _COUNTER_SIZE], 16))
        for number, (start, end) in enumerate(fields["cuts"])
    ]
    offsets = [offset for each in segments for offset in (each.start, each.done, each.position, each.end)]
    sizes = [info.size, *offsets]
    # Booleans and fractions compare like whole numbers, but make invalid Range headers.
    are_numbers = all(size is None or (type(size) is int and size >= 0) for size in sizes)
    are_within = all(each.end is None or each.position <= each.end for each in segments)
    if not (segments and are_numbers and are_within and info.is_resumable):
        raise ValueError
    return info, segments, fields["machine"]
