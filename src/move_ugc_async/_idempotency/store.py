"""Locks and records of idempotency keys on this host.

Each key has two small files: a lock file, and a record of the latest attempt. The operating system releases the locks
of a killed process.
"""

import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency import to_thread
from move_ugc_async._concurrency.run_local import RunLocal
from move_ugc_async._log import logger
from move_ugc_async.errors import MoveError

if TYPE_CHECKING:
    from pathlib import Path

    from move_ugc_async._idempotency.folder import KeyFolder, LockedFile
    from move_ugc_async._idempotency.record import Record

_MIN_LOCK_DELAY, _MAX_LOCK_DELAY = 0.01, 0.05
"""Seconds between two attempts to lock a key."""


@dataclass
class KeyStore:
    """Serialises callers that use the same name, and stores a record for each name.

    While no file can be created, callers are serialised only within this event loop, which is logged once.

    Args:
        scope: Namespace of the names, such as an endpoint.
        clock: Source of time and randomness.
        is_shared: Whether all processes of a user on this host share the locks and records; otherwise only this client
            uses them.
        parent: The parent folder; None for the platform's folder for user state.
        keep: Seconds for which a record is kept.
    """

    scope: str
    clock: Clock
    is_shared: bool = True
    parent: "Path | None" = None
    keep: float = 86400.0
    _warned: bool = field(default=False, init=False)
    # Weak, so that a lock is freed with its last holder or waiter.
    _locks: RunLocal[WeakValueDictionary[str, anyio.Lock]] = field(
        default_factory=lambda: RunLocal(WeakValueDictionary[str, anyio.Lock]), init=False
    )
    _records: "dict[str, tuple[float, Record]]" = field(default_factory=dict[str, "tuple[float, Record]"], init=False)
    """By digest, oldest first, with the time of their write."""

    @asynccontextmanager
    async def hold(self, name: str) -> "AsyncGenerator[HeldKey, None]":
        """Lock a name exclusively, in this event loop and among all processes that share the folder."""
        async with self._locks.get().setdefault(name, anyio.Lock()):
            digest = self._digest(name)
            locked = await self._acquire(digest)
            try:
                yield HeldKey(self, digest, locked, *self.read(digest, is_locked=locked is not None))
            finally:
                if locked is not None:
                    locked.release()

    def peek(self, name: str) -> "Record | None":
        """Return the record of a name without locking it, so that another caller may be about to change it.

        No file is created.
        """
        return self.read(self._digest(name), is_locked=True)[0]

    async def has_every_attempt(self, window: float) -> bool:
        """Return whether every attempt on this host within the last `window` seconds has a record."""
        if not self.is_shared:
            return False
        try:
            return (await self._prepare_folder()).is_older_than(window)
        except OSError as error:
            self._warn(error)
            return False

    def close(self) -> None:
        """Drop the locks of the running event loop."""
        self._locks.drop()

    def read(self, digest: str, *, is_locked: bool) -> "tuple[Record | None, float | None]":
        """Return a record, and the time (in seconds since boot) of an attempt that may be unrecorded, or None."""
        _, record = self._records.get(digest, (None, None))
        if not self.is_shared:
            return record, None
        now = self.clock.uptime()
        if not is_locked:
            return record, now
        try:
            return self._folder.read(digest) or record, self._folder.lost_at
        except (OSError, ValueError):
            return record, now

    def write(self, digest: str, record: "Record | None", *, is_locked: bool) -> None:
        """Write a record, or remove it."""
        now = self.clock.uptime()
        self._records.pop(digest, None)
        if record is not None:
            self._records[digest] = now, record
        while self._records and now - next(iter(self._records.values()))[0] > self.keep:
            del self._records[next(iter(self._records))]
        if not is_locked:
            return
        try:
            self._folder.write(digest, record)
        except OSError as error:
            self._warn(error)
            with suppress(OSError):
                self._folder.write_stamp(is_lost=True)

    def _digest(self, name: str) -> str:
        # A name may contain a path, whose bytes need not be UTF-8.
        return hashlib.sha256(f"{self.scope}\0{name}".encode(errors="surrogatepass")).hexdigest()

    @cached_property
    def _folder(self) -> "KeyFolder":
        # Imported by the first creation with a key: importing filelock and platformdirs is slow.
        from move_ugc_async._idempotency.folder import KeyFolder

        return KeyFolder(self.parent, self.keep, self.clock)

    async def _acquire(self, digest: str) -> "LockedFile | None":
        is_waiting = False
        while self.is_shared:
            try:
                locked = await self._lock(digest)
            except OSError as error:
                # The next caller makes another attempt: descriptors, disk space and folders may be available then.
                self._warn(error)
                return None
            if locked is not None:
                return locked
            if not is_waiting:
                logger.info("waiting for another process that uses the same key or state file")
                is_waiting = True
            await self.clock.sleep(self.clock.random.uniform(_MIN_LOCK_DELAY, _MAX_LOCK_DELAY))
        return None

    async def _lock(self, digest: str) -> "LockedFile | None":
        folder = await self._prepare_folder()
        try:
            return folder.lock(digest)
        except FileNotFoundError:
            folder.invalidate()
            return (await self._prepare_folder()).lock(digest)

    async def _prepare_folder(self) -> "KeyFolder":
        folder = self._folder
        if not folder.is_ready:
            await to_thread.run_sync(folder.prepare, abandon_on_cancel=True)
        return folder

    def _warn(self, error: OSError) -> None:
        if not self._warned:
            logger.warning(
                "cannot record creations (%s): keys that this client has not used wait until a search is conclusive, "
                "and other processes are not waited for; set state_dir= to a writable folder (lock_keys=False disables "
                "the wait and the protection)",
                error,
            )
            self._warned = True


@dataclass(slots=True)
class HeldKey:
    """A name that is held exclusively.

    Attributes:
        record: Its record when it was acquired, or None.
        unrecorded_at: Time of an attempt that may be unrecorded, in seconds since boot; None if every attempt is
            recorded.
    """

    _store: KeyStore
    _digest: str
    _locked: "LockedFile | None"
    record: "Record | None"
    unrecorded_at: float | None

    def write(self, record: "Record | None") -> None:
        """Write a record, or remove it.

        Raises:
            MoveError: The lock was lost, so that another process may hold the name.
        """
        self._check()
        self._store.write(self._digest, record, is_locked=self._locked is not None)
        # A process that locks the name from now on reads the new record.
        self._check()

    def _check(self) -> None:
        if self._locked is not None and self._locked.is_lost():
            msg = "the lock file of the idempotency key was removed while it was held; call again"
            raise MoveError(msg)
