"""The folder that holds the locks and records of idempotency keys."""

import math
import os
import stat
import sys
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from filelock import BaseFileLock, FileLock, Timeout
from platformdirs import user_state_path

from move_ugc_async._clock import Clock, boot_id
from move_ugc_async._file_system import NEW_FILE, is_own
from move_ugc_async._idempotency.record import Record

_READ = NEW_FILE & ~(os.O_RDWR | os.O_CREAT | os.O_EXCL) | getattr(os, "O_NOFOLLOW", 0)
_OVERWRITE = _READ | os.O_WRONLY | os.O_CREAT | os.O_TRUNC
_MAX_RECORD_SIZE = 4096
_SWEPT_FILE, _STAMP_FILE = "swept", "birth"
_NEW, _LOST = "new", "lost"
PREPARE_INTERVAL = 600.0
"""Seconds after which the folder is checked again."""


class _FolderStamp(NamedTuple):
    """The time since which the folder has a record of every attempt."""

    identity: str
    boot: str
    since: float
    """In seconds since boot."""
    is_lost: bool
    """Whether earlier attempts may have no record."""


@dataclass(slots=True)
class LockedFile:
    """The lock file of a key, locked by this process."""

    lock: BaseFileLock
    identity: os.stat_result

    def release(self) -> None:
        """Unlock the file."""
        self.lock.release()

    def is_lost(self) -> bool:
        """Return whether the file was removed or replaced, which makes the lock ineffective."""
        try:
            return not os.path.samestat(self.identity, os.lstat(self.lock.lock_file))
        except OSError:
            return True


@dataclass
class KeyFolder:
    """The folder that holds the locks and records of idempotency keys."""

    parent: Path | None
    """The parent folder; None for the platform's folder for user state."""
    keep: float
    """Seconds for which a record is kept."""
    clock: Clock
    lost_at: float | None = field(default=None, init=False)
    """Time at which records were found to be missing, in seconds since boot."""
    _prepared_at: float = field(default=-math.inf, init=False)
    _stamp: _FolderStamp | None = field(default=None, init=False)

    @property
    def is_ready(self) -> bool:
        """Whether the folder was prepared recently."""
        return time.monotonic() - self._prepared_at < PREPARE_INTERVAL

    @cached_property
    def path(self) -> Path:
        """Path of the folder."""
        return (self.parent or user_state_path("move-ugc-async", appauthor=False)) / "keys"

    def prepare(self) -> None:
        """Create the folder if it is missing, and remove expired files.

        Raises:
            OSError: It cannot be created, or belongs to another user.
        """
        path = self.path
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = path.lstat()
        if sys.platform != "win32" and not (stat.S_ISDIR(status.st_mode) and is_own(status, path)):
            msg = f"{path} belongs to another user"
            raise PermissionError(msg)
        # Read first: another thread may be about to create it.
        was_stamped = self._stamp is not None
        if not (path / _STAMP_FILE).exists():
            if was_stamped:
                self.write_stamp(is_lost=True)
            else:
                self._create_stamp()
        if self._stamp is None:
            self._check_stamp()
        # Set last: another thread would lock a name in a folder without a stamp, which counts as lost.
        self._prepared_at = time.monotonic()
        if _age(path / _SWEPT_FILE) >= PREPARE_INTERVAL:
            (path / _SWEPT_FILE).touch(mode=0o600)
            self._sweep()

    def invalidate(self) -> None:
        """Require another `prepare`, since the folder was removed."""
        self._prepared_at = -math.inf

    def lock(self, name: str) -> LockedFile | None:
        """Lock a name, or return None if another process holds it.

        Raises:
            FileNotFoundError: The folder was removed.
            OSError: The file cannot be created or locked.
        """
        identities = list[os.stat_result]()
        lock = FileLock(
            self.path / f"{name}.lock",
            mode=0o600,
            thread_local=False,
            preserve_lock_file=True,
            on_acquired=lambda descriptor: identities.append(os.fstat(descriptor)),
        )
        try:
            lock.acquire(blocking=False)
        except Timeout:
            return None
        locked = LockedFile(lock, identities[-1])
        if locked.is_lost():
            locked.release()
            return None
        try:
            self._check_stamp()
        except OSError:
            locked.release()
            raise
        return locked

    def read(self, name: str) -> Record | None:
        """Return the record of a name, or None.

        Raises:
            OSError: It cannot be read.
            ValueError: It was only partly written.
        """
        try:
            with os.fdopen(os.open(self._record(name), _READ), "rb") as file:
                return Record.from_json(file.read(_MAX_RECORD_SIZE))
        except FileNotFoundError:
            return None

    def write(self, name: str, record: Record | None) -> None:
        """Write the record of a name, or remove it.

        On a full disk the file stays empty, which counts as an attempt at an unknown time.
        """
        if record is None:
            self._record(name).unlink(missing_ok=True)
            return
        _overwrite(self._record(name), record.to_json())

    def _check_stamp(self) -> None:
        """Detect that the folder was recreated, or that an attempt could not be recorded."""
        # Read once: another thread may set it at any time.
        stamp, known = self._read_stamp(), self._stamp
        if stamp is not None and stamp == known:
            return
        if known is not None or stamp is None:
            self.lost_at = self.clock.uptime()
        elif stamp.is_lost and stamp.boot == boot_id():
            self.lost_at = stamp.since
        self._stamp = stamp
        if stamp is None:
            self.write_stamp(is_lost=True)

    def _read_stamp(self) -> "_FolderStamp | None":
        """Return the stamp of the folder, or None if it is missing or invalid.

        Raises:
            OSError: It cannot be read at the moment, such as without file descriptors.
        """
        try:
            identity, boot, since, kind = (self.path / _STAMP_FILE).read_bytes().decode().split()
            return _FolderStamp(identity, boot, float(since), is_lost=kind == _LOST)
        except (FileNotFoundError, ValueError):
            return None

    def is_older_than(self, seconds: float) -> bool:
        """Return whether the folder has a record of every attempt of the last `seconds`, all since boot."""
        stamp = self._read_stamp()
        return stamp is not None and stamp.boot == boot_id() and self.clock.uptime() - stamp.since > seconds

    def _record(self, name: str) -> Path:
        return self.path / f"{name}.json"

    def write_stamp(self, *, is_lost: bool) -> None:
        """Write a stamp: from now on every attempt is recorded; `is_lost` if earlier ones may not be.

        On a full disk the file stays empty, which counts as lost.
        """
        _overwrite(self.path / _STAMP_FILE, self._new_stamp(_LOST if is_lost else _NEW))

    def _create_stamp(self) -> None:
        """Write the first stamp, unless another thread or process does.

        It appears as a whole: a part of it would count as lost, and delay the first creations.
        """
        path = self.path / _STAMP_FILE
        temporary = path.with_name(f"{_STAMP_FILE}-{uuid.uuid4().hex}")
        try:
            _overwrite(temporary, self._new_stamp(_NEW))
            os.link(temporary, path)
        except FileExistsError:
            pass
        except OSError:
            # The disk is full, or the file system has no links.
            self.write_stamp(is_lost=False)
        finally:
            temporary.unlink(missing_ok=True)

    def _new_stamp(self, kind: str) -> str:
        return f"{uuid.uuid4().hex} {boot_id()} {self.clock.uptime()} {kind}"

    def _sweep(self) -> None:
        """Remove locks and records that were not used for `keep` seconds."""
        for path in self.path.glob("*.lock"):
            record = path.with_suffix(".json")
            if min(_age(path), _age(record)) < self.keep:
                continue
            with suppress(OSError, ValueError):
                locked = self.lock(path.stem)
                if locked is None:
                    continue
                try:
                    if not self._is_pending(path.stem):
                        record.unlink(missing_ok=True)
                        path.unlink()
                finally:
                    locked.release()

    def _is_pending(self, name: str) -> bool:
        # Uses the uptime, since the wall clock may jump.
        record = self.read(name)
        return record is not None and record.id is None and record.remaining(0, self.clock.uptime()) > -PREPARE_INTERVAL


def _overwrite(path: Path, text: str) -> None:
    """Write a small file, which stays empty on a full disk."""
    descriptor = os.open(path, _OVERWRITE, 0o600)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def _age(path: Path) -> float:
    """Return the seconds since the last modification of a file."""
    try:
        return time.time() - path.lstat().st_mtime
    except FileNotFoundError:
        return math.inf
