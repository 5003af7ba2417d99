"""One at a time, among all processes of a user on one machine, for what has one name.

Each name has a small file, which is locked while somebody is at it. The system unlocks what a killed process held, and
the file says when something may last have been made under the name.
"""

import contextlib
import errno
import hashlib
import math
import os
import stat
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakValueDictionary

import anyio
from anyio import to_thread

from move_ugc_async.clock import Clock
from move_ugc_async.log import logger
from move_ugc_async.loop_local import LoopLocal

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

    def _user() -> str:
        return "user"  # the folder for temporary files is the user's own
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        # Not by closing alone: a process that was forked meanwhile has the file open as well.
        fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _user() -> str:
        return str(os.geteuid())


_FLAGS = (
    os.O_RDWR
    | os.O_CREAT
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOINHERIT", 0)
    | getattr(os, "O_BINARY", 0)
)
_TAKEN = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_LONGEST_NOTE = 32
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.01, 0.05
KEPT = 600.0
"""Seconds for which a record is kept."""
_SWEPT = "swept"


class Mark(ABC):
    """What is known of a name while one has it."""

    @abstractmethod
    def read(self) -> float | None:
        """Give the moment, in seconds since 1970, at which something may last have been made; None for none."""

    @abstractmethod
    def write(self, moment: float | None) -> None:
        """Note a moment, or that nothing was made."""

    def release(self) -> None:  # noqa: B027 - not every mark holds something
        """Let others have the name."""


class _PlainMark(Mark):
    """Known to this process alone."""

    def __init__(self, moments: dict[str, float], name: str) -> None:
        self._moments = moments
        self._name = name

    def read(self) -> float | None:
        return self._moments.get(self._name)

    def write(self, moment: float | None) -> None:
        if moment is None:
            self._moments.pop(self._name, None)
            return
        for name in [name for name, other in self._moments.items() if moment - other > KEPT]:
            del self._moments[name]
        self._moments[self._name] = moment


class _FileMark(_PlainMark):
    """Known to all processes, and to this one also when the file cannot be written."""

    def __init__(self, moments: dict[str, float], name: str, descriptor: int) -> None:
        super().__init__(moments, name)
        self._descriptor = descriptor

    def read(self) -> float | None:
        known = [moment for moment in (super().read(), self._read_file()) if moment is not None]
        return max(known, default=None)

    def write(self, moment: float | None) -> None:
        super().write(moment)
        # On a full disk there is a lock at least.
        with contextlib.suppress(OSError):
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, f"{moment or 'never'}".encode().ljust(_LONGEST_NOTE))

    def release(self) -> None:
        _release(self._descriptor)

    def _read_file(self) -> float | None:
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        try:
            return float(os.read(self._descriptor, _LONGEST_NOTE))
        except ValueError:
            return None


def _release(descriptor: int) -> None:
    _unlock(descriptor)
    os.close(descriptor)


@dataclass(slots=True)
class KeyLocks:
    """Serialise callers that use the same name, in all processes of a user on one machine.

    While no file can be created, callers are serialised within this process alone, and the log says so once.

    Args:
        scope: What the names belong to, such as an endpoint.
        clock: Time and chance.
        is_on: Whether to lock files at all; without, what is noted of a name stays in this process.
        folder: Where the files are; None for a folder of the user's among the temporary files.
    """

    scope: str
    clock: Clock
    is_on: bool = True
    folder: Path | None = None
    _warned: bool = field(default=False, init=False)
    _prepare_at: float = field(default=-math.inf, init=False)
    # Weak, so that a lock is gone with the last who holds it or waits for it.
    _turns: LoopLocal[WeakValueDictionary[str, anyio.Lock]] = field(
        default_factory=lambda: LoopLocal(WeakValueDictionary[str, anyio.Lock]), init=False
    )
    _moments: dict[str, float] = field(default_factory=dict[str, float], init=False)

    @asynccontextmanager
    async def held(self, name: str) -> AsyncGenerator[Mark, None]:
        """Have a name for oneself, in this event loop and among all processes."""
        async with self._turns.get().setdefault(name, anyio.Lock()):
            mark = await self._acquire(hashlib.sha256(f"{self.scope}\0{name}".encode()).hexdigest())
            try:
                yield mark
            finally:
                mark.release()

    def close(self) -> None:
        """Forget the running event loop."""
        self._turns.drop()

    async def _acquire(self, name: str) -> Mark:
        while self.is_on:
            try:
                descriptor = await self._open(name)
            except OSError as error:
                # Tried again by the next caller: descriptors, disk space and folders may come back.
                if not self._warned:
                    logger.warning("cannot lock idempotency keys across processes: %s", error)
                    self._warned = True
                break
            if descriptor is not None:
                return _FileMark(self._moments, name, descriptor)
            await self.clock.sleep(self.clock.random.uniform(_SHORTEST_PAUSE, _LONGEST_PAUSE))
        return _PlainMark(self._moments, name)

    async def _open(self, name: str) -> int | None:
        folder = await self._prepared()
        try:
            return _open_locked(folder / name)
        except FileNotFoundError:
            # Whoever cleans up temporary files has removed the folder.
            self._prepare_at = -math.inf
            return _open_locked(await self._prepared() / name)

    async def _prepared(self) -> Path:
        # Looked up here and not before: where no folder for temporary files can be written to, this raises.
        folder = self.folder or Path(tempfile.gettempdir(), f"move-ugc-async-{_user()}")
        if time.monotonic() >= self._prepare_at:
            await to_thread.run_sync(self._make, folder, abandon_on_cancel=True)
            self._prepare_at = time.monotonic() + KEPT
        return folder

    def _make(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        status = folder.lstat()
        if sys.platform != "win32" and (not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid()):
            msg = f"{folder} is somebody else's"
            raise PermissionError(msg)
        swept = folder / _SWEPT
        if _age(swept) >= KEPT:
            swept.touch()
            self._sweep(folder)

    def _sweep(self, folder: Path) -> None:
        """Remove what nobody has needed for long."""
        for path in folder.iterdir():
            if _age(path) < KEPT:
                continue
            with contextlib.suppress(OSError):
                descriptor = _open_locked(path)
                if descriptor is not None:
                    try:
                        path.unlink()
                    finally:
                        _release(descriptor)


def _age(path: Path) -> float:
    """Give the seconds since a file was last written to."""
    try:
        return time.time() - path.lstat().st_mtime
    except FileNotFoundError:
        return math.inf


def _open_locked(path: Path) -> int | None:
    """Open and lock a file, made if need be; None while somebody else has it."""
    while True:
        descriptor = os.open(path, _FLAGS, 0o600)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            if error.errno in _TAKEN:
                return None
            raise
        # It may have been removed before it was locked, and then it is no longer the one with the name.
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), path.lstat()):
                return descriptor
        os.close(descriptor)
