"""A file on its way down: under a name of its own until it is complete, so that a killed download can go on.

Beside the bytes lies a note: which object they are of, and how much of each segment is there. It is locked as long as
somebody writes. Whoever comes second works under a name that nobody else has, and cannot be resumed.
"""

import contextlib
import functools
import hashlib
import json
import os
import secrets
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from move_ugc_async._file_system import NEW_FILE, sync
from move_ugc_async._transfers.own_files import FULL, open_locked, open_own
from move_ugc_async._transfers.ranges import ObjectInfo, Segment
from move_ugc_async.errors import MoveDiskFullError

_COUNTER = 17
"""Bytes of one counter in the note: 16 hexadecimal digits and the end of the line."""
_LONGEST_NOTE = 1024 * 1024


class PartialFile:
    """The bytes of one download, and the note beside them. Everything here blocks, for a moment only.

    Args:
        destination: The name that the file will have.
    """

    def __init__(self, destination: Path) -> None:
        self._destination = destination
        self._lock = threading.Lock()
        self.stored: ObjectInfo | None = None
        self.segments: list[Segment] = []
        self._counters = 0
        self._is_published = False
        with _DiskErrors(destination):
            stem = f".{hashlib.sha256(os.fsencode(destination.name)).hexdigest()[:16]}"
            self._note_path = destination.with_name(f"{stem}.part-note")
            self._note = open_locked(self._note_path)
            try:
                self._open(stem)
            except BaseException:
                self.close()
                raise

    def _open(self, stem: str) -> None:
        descriptor = None
        if self._note is not None:
            self._path = self._destination.with_name(f"{stem}.part")
            descriptor = open_own(self._path)
            if descriptor is None:
                descriptor = _replace(self._path)
        if descriptor is None:
            self._remove_note()
            self._path = self._destination.with_name(f"{stem}-{secrets.token_hex(8)}.part")
            descriptor = os.open(self._path, NEW_FILE, 0o666)
        self._file = os.fdopen(descriptor, "r+b", buffering=0)
        self._recall()

    @property
    def done(self) -> int:
        """How many bytes are there."""
        return sum(segment.done for segment in self.segments)

    def begin(self, stored: ObjectInfo | None, segments: Sequence[Segment]) -> None:
        """Forget what is there, and start with these segments of an object."""
        with self._lock, _DiskErrors(self._destination):
            self.stored, self.segments = stored, list(segments)
            self._file.truncate(0)
            if self._note is not None:
                resumable = stored if stored is not None and stored.is_resumable else None
                head = _head_of(resumable, self.segments)
                self._counters = len(head)
                self._note.seek(0)
                self._note.truncate()
                self._note.write(head + b"".join(_counter(segment) for segment in self.segments))

    def write(self, segment: Segment, *pieces: bytes | bytearray) -> None:
        """Add what follows to a segment, and note it."""
        # Whoever closes waits here for a thread that was left alone when its task was cancelled.
        with self._lock, _DiskErrors(self._destination):
            segment.done += _write_at(self._file, segment.at, pieces)
            if self._note is not None:
                _write_at(self._note, self._counters + segment.number * _COUNTER, [_counter(segment)])

    def size(self) -> int:
        """Give the size of what is there, in bytes."""
        return os.fstat(self._file.fileno()).st_size

    def read(self, offset: int, size: int) -> bytes:
        """Read some of what is there."""
        with self._lock:
            self._file.seek(offset)
            return self._file.read(size)

    def publish(self, *, overwrite: bool) -> None:
        """Give the file its name.

        Raises:
            FileExistsError: The name is taken, and `overwrite` is off.
        """
        with _DiskErrors(self._destination):
            with self._lock:
                sync(self._file.fileno())
                # Windows renames no file that is open. The note keeps all others away.
                self._file.close()
            _rename(self._path, self._destination, overwrite=overwrite)
            self._is_published = True
        self._remove_note()

    def discard(self) -> None:
        """Remove everything."""
        with self._lock:
            self._file.close()
        if not self._is_published:
            self._path.unlink(missing_ok=True)
        self._remove_note()

    def close(self) -> None:
        """Close what is open, and leave the rest."""
        if hasattr(self, "_file"):
            with self._lock:
                self._file.close()
        self._close_note()

    def _recall(self) -> None:
        """Take up what a killed process has left, where it is sure what that is."""
        if self._note is None:
            return
        recalled = _read_note(self._note)
        if recalled is None:
            return
        stored, segments, counters, machine = recalled
        # The counters run ahead of the disk: after a crash of the machine only a digest can tell what is there.
        is_sure = machine is not None and machine == _running_machine()
        reached = max((segment.at for segment in segments if segment.done), default=0)
        if (is_sure or stored.md5) and self.size() >= reached:
            self.stored, self.segments, self._counters = stored, segments, counters

    def _remove_note(self) -> None:
        if self._note is None:
            return
        if sys.platform == "win32":
            self._close_note()
            self._note_path.unlink(missing_ok=True)
        else:
            # Before it is unlocked: what is there afterwards is somebody else's.
            self._note_path.unlink(missing_ok=True)
            self._close_note()

    def _close_note(self) -> None:
        note, self._note = self._note, None
        if note is not None:
            note.close()


def _write_at(file: Any, offset: int, pieces: Sequence[bytes | bytearray]) -> int:
    """Write pieces one after the other, and give how many bytes these are.

    In one call where the system has such: after each, a thread waits for its turn to run Python.
    """
    size = sum(map(len, pieces))
    written = os.pwritev(file.fileno(), pieces, offset) if hasattr(os, "pwritev") else 0
    if written < size:
        # A disk that is almost full takes a part, and says only then that it is full.
        rest = memoryview(b"".join(pieces))[written:]
        file.seek(offset + written)
        while rest:
            rest = rest[file.write(rest) :]
    return size


class _DiskErrors:
    """Turn what the system says of a full disk into an error of ours."""

    __slots__ = ("_destination",)

    def __init__(self, destination: Path) -> None:
        self._destination = destination

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, OSError) and error.errno in FULL:
            msg = f"{self._destination} does not fit on the disk ({error.strerror})"
            raise MoveDiskFullError(msg) from error


def _replace(path: Path) -> int | None:
    # Killed between linking and unlinking, an earlier download has left its own name on what is now the complete file.
    with contextlib.suppress(OSError):
        path.unlink()
    return open_own(path)


def _rename(path: Path, destination: Path, *, overwrite: bool) -> None:
    if not overwrite:
        # A link, unlike a rename, never replaces what has appeared meanwhile.
        try:
            destination.hardlink_to(path)
        except FileExistsError:
            raise exists(destination) from None
        except OSError as error:
            if error.errno in FULL:
                raise
            # A file system without links.
            if os.path.lexists(destination):
                raise exists(destination) from None
        else:
            path.unlink(missing_ok=True)
            return
    path.replace(destination)


def exists(destination: Path) -> FileExistsError:
    """Make the error for a name that is taken."""
    return FileExistsError(f"{destination} exists; pass overwrite=True to replace it")


def _counter(segment: Segment) -> bytes:
    return b"%016x\n" % segment.done


def _head_of(stored: ObjectInfo | None, segments: Sequence[Segment]) -> bytes:
    if stored is None:
        return b"{}\n"
    cuts = [[segment.start, segment.end] for segment in segments]
    note = {"etag": stored.etag, "size": stored.size, "md5": stored.md5, "machine": _running_machine(), "cuts": cuts}
    return json.dumps(note).encode() + b"\n"


def _read_note(note: Any) -> tuple[ObjectInfo, list[Segment], int, str | None] | None:
    note.seek(0)
    head, _, rest = note.read(_LONGEST_NOTE).partition(b"\n")
    try:
        known: dict[str, Any] = json.loads(head)
        stored = ObjectInfo(known["etag"], known["size"], known["md5"])
        segments = [
            Segment(number, start, end, int(rest[number * _COUNTER : (number + 1) * _COUNTER], 16))
            for number, (start, end) in enumerate(known["cuts"])
        ]
        fits = all(segment.end is None or segment.at <= segment.end for segment in segments)
        whole = bool(segments) and fits and stored.is_resumable
        return (stored, segments, len(head) + 1, cast("str | None", known["machine"])) if whole else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


@functools.cache
def _running_machine() -> str | None:
    """Tell this run of the machine from all others; None where the system does not say."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return None
