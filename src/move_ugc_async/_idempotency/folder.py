"""The folder that holds the locks and records of idempotency keys."""

import contextlib
import os
import stat
import sys
import time
import uuid
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from filelock import BaseFileLock, FileLock, Timeout
from platformdirs import user_state_path

from move_ugc_async._clock import Clock
from move_ugc_async._file_system import is_own
from move_ugc_async._idempotency.record import Record, boot_id

_FLAGS = (
    os.O_CREAT
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NOINHERIT", 0)
    | getattr(os, "O_BINARY", 0)
)
_LONGEST = 4096
"""Bytes of a record."""
_SWEPT, _BIRTH = "swept", "birth"
_NEW, _LOST = "new", "lost"
PREPARED_FOR = 600.0
"""Seconds after which the folder is checked again."""


class RecordUnreadableError(OSError):
    """There is a record, and it does not say what it should."""


class _Birth(NamedTuple):
    """Since when every attempt is recorded.

    Attributes:
        identity: Identifies the folder.
        boot: Identifies the boot of the system.
        since: Seconds since the boot.
        is_lost: Whether there may have been attempts before that have no record.
    """

    identity: str
    boot: str
    since: float
    is_lost: bool


@dataclass(slots=True)
class FileMark:
    """A locked file."""

    lock: BaseFileLock
    identity: os.stat_result

    def release(self) -> None:
        """Let others lock it."""
        self.lock.release()

    def is_lost(self) -> bool:
        """Return whether the file was removed or replaced, so that others do not see the lock."""
        try:
            return not os.path.samestat(self.identity, os.lstat(self.lock.lock_file))
        except OSError:
            return True


@dataclass(slots=True)
class KeyFolder:
    """The folder that holds the locks and records of idempotency keys.

    Args:
        parent: The folder that it is in; None for where the system keeps the state of a user's programs.
        keep: Seconds for which a record is kept.
        clock: Time and chance.
    """

    parent: Path | None
    keep: float
    clock: Clock
    lost_at: float | None = field(default=None, init=False)
    """When records were last found to be missing, in seconds since the boot."""
    _path: Path | None = field(default=None, init=False)
    _checked_at: float = field(default=0.0, init=False)
    _birth: _Birth | None = field(default=None, init=False)

    @property
    def is_ready(self) -> bool:
        """Whether the folder was checked not long ago."""
        return self._path is not None and time.monotonic() - self._checked_at < PREPARED_FOR

    @property
    def path(self) -> Path:
        """Where it is, once it is ready."""
        assert self._path is not None  # noqa: S101 - `prepare` comes first
        return self._path

    def prepare(self) -> None:
        """Create the folder where it is missing, and remove what was not used for long.

        Raises:
            OSError: It cannot be created or belongs to another user.
        """
        path = (self.parent or user_state_path("move-ugc-async", appauthor=False)) / "keys"
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = path.lstat()
        if sys.platform != "win32" and not (stat.S_ISDIR(status.st_mode) and is_own(status, path)):
            msg = f"{path} belongs to another user"
            raise PermissionError(msg)
        self._path, self._checked_at = path, time.monotonic()
        if not (path / _BIRTH).exists():
            self.restamp(is_lost=self._birth is not None)
        if self._birth is None:
            self._check_birth()
        if _age(path / _SWEPT) >= PREPARED_FOR:
            (path / _SWEPT).touch(mode=0o600)
            self._sweep()

    def forget(self) -> None:
        """Have the folder checked again before it is used: it has vanished."""
        self._path = None

    def lock(self, name: str) -> FileMark | None:
        """Lock a name; return None while somebody else holds it.

        Raises:
            FileNotFoundError: The folder has vanished.
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
        mark = FileMark(lock, identities[-1])
        if mark.is_lost():
            mark.release()
            return None
        try:
            self._check_birth()
        except OSError:
            mark.release()
            raise
        return mark

    def read(self, name: str) -> Record | None:
        """Return the record of a name, or None.

        Raises:
            RecordUnreadableError: Only a part of it was written.
            OSError: It cannot be read.
        """
        try:
            with os.fdopen(os.open(self._record(name), os.O_RDONLY | _FLAGS & ~os.O_CREAT), "rb") as file:
                text = file.read(_LONGEST)
        except FileNotFoundError:
            return None
        record = Record.from_json(text.decode(errors="replace"))
        if record is None:
            raise RecordUnreadableError(self._record(name))
        return record

    def write(self, name: str, record: Record | None) -> None:
        """Write the record of a name, or remove it.

        On a full disk the file stays empty, which is read as an attempt at an unknown time.

        Raises:
            OSError: It cannot be written.
        """
        if record is None:
            self._record(name).unlink(missing_ok=True)
            return
        descriptor = os.open(self._record(name), os.O_WRONLY | os.O_TRUNC | _FLAGS, 0o600)
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            file.write(record.to_json().encode())

    def _check_birth(self) -> None:
        """Notice that the folder was created anew, or that an attempt went unrecorded."""
        birth = self._read_birth()
        if birth is not None and birth == self._birth:
            return
        if self._birth is not None or birth is None:
            self.lost_at = self.clock.uptime()
        elif birth.is_lost and birth.boot == boot_id():
            self.lost_at = birth.since
        self._birth = birth
        if birth is None:
            self.restamp(is_lost=True)

    def _read_birth(self) -> "_Birth | None":
        """Return since when every attempt is recorded; None where that is not known."""
        try:
            identity, boot, since, kind = (self.path / _BIRTH).read_text(encoding="ascii").split()
            return _Birth(identity, boot, float(since), is_lost=kind == _LOST)
        except (OSError, ValueError):
            return None

    def is_older_than(self, seconds: float) -> bool:
        """Return whether every attempt of the last so many seconds was recorded here, in this boot of the system."""
        birth = self._read_birth()
        return birth is not None and birth.boot == boot_id() and self.clock.uptime() - birth.since > seconds

    def _record(self, name: str) -> Path:
        return self.path / f"{name}.json"

    def restamp(self, *, is_lost: bool) -> None:
        """Write since when every attempt is recorded here.

        Args:
            is_lost: Whether there may have been attempts before that have no record.

        Raises:
            OSError: It cannot be written. On a full disk the file stays empty, which counts as lost.
        """
        descriptor = os.open(self.path / _BIRTH, os.O_WRONLY | os.O_TRUNC | _FLAGS, 0o600)
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            kind = _LOST if is_lost else _NEW
            file.write(f"{uuid.uuid4().hex} {boot_id()} {self.clock.uptime()} {kind}".encode())

    def _sweep(self) -> None:
        """Remove what nobody has used for long."""
        for path in self.path.glob("*.lock"):
            record = path.with_suffix(".json")
            if min(_age(path), _age(record)) < self.keep:
                continue
            with contextlib.suppress(OSError):
                mark = self.lock(path.stem)
                if mark is not None:
                    with _released(mark):
                        if not self._is_pending(path.stem):
                            record.unlink(missing_ok=True)
                            path.unlink()

    def _is_pending(self, name: str) -> bool:
        # Whatever the wall clock says.
        record = self.read(name)
        return record is not None and record.id is None and record.remaining(0, self.clock.uptime()) > -PREPARED_FOR


@contextlib.contextmanager
def _released(mark: FileMark) -> Generator[None, None, None]:
    try:
        yield
    finally:
        mark.release()


def _age(path: Path) -> float:
    """Return the seconds since a file was last written to."""
    try:
        return time.time() - path.lstat().st_mtime
    except FileNotFoundError:
        return float("inf")
