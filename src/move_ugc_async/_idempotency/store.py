"""Serialise callers that use the same key, and keep what this host knows of each key.

Each key has two small files: one that is locked while somebody uses the key, and a record of the latest attempt. The
system unlocks what a killed process held.
"""

import contextlib
import hashlib
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import anyio

from move_ugc_async._clock import Clock
from move_ugc_async._concurrency import to_thread
from move_ugc_async._concurrency.run_local import RunLocal
from move_ugc_async._idempotency.record import Record
from move_ugc_async._log import logger
from move_ugc_async.errors import MoveError

if TYPE_CHECKING:
    from pathlib import Path

    from move_ugc_async._idempotency.folder import FileMark, KeyFolder

_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.01, 0.05


@dataclass(slots=True)
class KeyStore:
    """Serialise callers that use the same name, and keep a record of each name.

    While no file can be created, callers are serialised within this event loop alone, and the log says so once.

    Args:
        scope: What the names belong to, such as an endpoint.
        clock: Time and chance.
        is_shared: Whether all processes of a user on this host share the locks and records; else this client alone.
        parent: The folder that the files are in; None for where the system keeps the state of a user's programs.
        keep: Seconds for which a record is kept.
    """

    scope: str
    clock: Clock
    is_shared: bool = True
    parent: "Path | None" = None
    keep: float = 86400.0
    _warned: bool = field(default=False, init=False)
    _known_folder: "KeyFolder | None" = field(default=None, init=False)
    # Weak, so that a lock is gone with the last who holds it or waits for it.
    _locks: RunLocal[WeakValueDictionary[str, anyio.Lock]] = field(
        default_factory=lambda: RunLocal(WeakValueDictionary[str, anyio.Lock]), init=False
    )
    _records: OrderedDict[str, tuple[float, Record]] = field(
        default_factory=OrderedDict[str, tuple[float, Record]], init=False
    )

    @asynccontextmanager
    async def held(self, name: str) -> "AsyncGenerator[HeldKey, None]":
        """Hold a name alone, in this event loop and among all processes that share the folder."""
        async with self._locks.get().setdefault(name, anyio.Lock()):
            # A name may be the path of a file, whose bytes need not be UTF-8.
            digest = hashlib.sha256(f"{self.scope}\0{name}".encode(errors="surrogatepass")).hexdigest()
            mark = await self._acquire(digest)
            try:
                yield HeldKey(self, digest, mark)
            finally:
                if mark is not None:
                    mark.release()

    async def has_every_attempt(self, window: float) -> bool:
        """Return whether every attempt of the last so many seconds on this host has a record here."""
        if not self.is_shared:
            return False
        try:
            folder = await self._prepared()
        except OSError as error:
            self._warn(error)
            return False
        return folder.is_older_than(window)

    def close(self) -> None:
        """Forget the running event loop."""
        self._locks.drop()

    def read(self, digest: str, *, is_locked: bool) -> tuple[Record | None, float | None]:
        """Return a record, and since when this host may have another one, in seconds since the boot."""
        known = self._records.get(digest)
        record = known and known[1]
        if not self.is_shared:
            return record, None
        now = self.clock.uptime()
        if not is_locked:
            return record, now
        try:
            return self._folder.read(digest) or record, self._folder.lost_at
        except OSError:
            return record, now

    def write(self, digest: str, record: Record | None, *, is_locked: bool) -> None:
        """Keep a record, or remove it."""
        now = self.clock.uptime()
        self._records.pop(digest, None)
        if record is not None:
            self._records[digest] = now, record
        while self._records and now - next(iter(self._records.values()))[0] > self.keep:
            self._records.popitem(last=False)
        if not is_locked:
            return
        try:
            self._folder.write(digest, record)
        except OSError as error:
            self._warn(error)
            with contextlib.suppress(OSError):
                self._folder.restamp(is_lost=True)

    @property
    def _folder(self) -> "KeyFolder":
        if self._known_folder is None:
            # Imported by the first creation with a key: filelock and platformdirs take a while.
            from move_ugc_async._idempotency.folder import KeyFolder

            self._known_folder = KeyFolder(self.parent, self.keep, self.clock)
        return self._known_folder

    async def _acquire(self, digest: str) -> "FileMark | None":
        is_waiting = False
        while self.is_shared:
            try:
                mark = await self._lock(digest)
            except OSError as error:
                # Tried again by the next caller: descriptors, disk space and folders may come back.
                self._warn(error)
                break
            if mark is not None:
                return mark
            if not is_waiting:
                logger.info("waiting for another process that uses the same key or state file")
                is_waiting = True
            await self.clock.sleep(self.clock.random.uniform(_SHORTEST_PAUSE, _LONGEST_PAUSE))
        return None

    async def _lock(self, digest: str) -> "FileMark | None":
        folder = await self._prepared()
        try:
            return folder.lock(digest)
        except FileNotFoundError:
            folder.forget()
            return (await self._prepared()).lock(digest)

    async def _prepared(self) -> "KeyFolder":
        folder = self._folder
        if not folder.is_ready:
            await to_thread.run_sync(folder.prepare, abandon_on_cancel=True)
        return folder

    def _warn(self, error: OSError) -> None:
        if not self._warned:
            logger.warning(
                "cannot record creations (%s): a key that this client has not used waits until a search is conclusive, "
                "and other processes are not waited for; set state_dir= to a writable folder (lock_keys=False ends the "
                "waiting, and the protection as well)",
                error,
            )
            self._warned = True


@dataclass(slots=True)
class HeldKey:
    """A name that nobody else holds.

    Attributes:
        record: Its record when it was acquired, or None.
        unrecorded_at: When an attempt may have been written that this host has no record of, in seconds since the boot;
            None where every attempt is recorded.
    """

    _store: KeyStore
    _digest: str
    _mark: "FileMark | None"
    record: Record | None = field(init=False)
    unrecorded_at: float | None = field(init=False)

    def __post_init__(self) -> None:
        self.record, self.unrecorded_at = self._store.read(self._digest, is_locked=self._mark is not None)

    def write(self, record: Record | None) -> None:
        """Keep a record, or remove it.

        Raises:
            MoveError: The lock was lost, so that somebody else may hold the name.
        """
        self._check()
        self._store.write(self._digest, record, is_locked=self._mark is not None)
        # Whoever locks the name from now on reads the record.
        self._check()

    def _check(self) -> None:
        if self._mark is not None and self._mark.is_lost():
            msg = "the lock of the idempotency key was removed while it was held; call again"
            raise MoveError(msg)
