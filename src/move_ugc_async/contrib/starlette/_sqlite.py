"""Ids of webhooks in an SQLite database."""

import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from os import PathLike
from pathlib import Path
from secrets import token_hex

from starlette.concurrency import run_in_threadpool

from move_ugc_async import MoveConfigurationError
from move_ugc_async.contrib.starlette._seen import Claim

_BUSY_SECONDS = 5.0
"""Time to wait for the transaction of another process."""

_SCHEMA = (
    # `owner` is NULL once the id is handled. `expires` is the end of the claim, and then of the record.
    "CREATE TABLE IF NOT EXISTS seen_webhooks (id TEXT PRIMARY KEY, owner TEXT, expires REAL NOT NULL)",
    "CREATE INDEX IF NOT EXISTS seen_webhooks_expires ON seen_webhooks (expires)",
)


class SQLiteSeenStore:
    """A `SeenStore` in a file, for several processes of one host.

    Args:
        path: Path of the database; created if it does not exist. It may be a database of yours: the table is named
            `seen_webhooks`. It must be on a local disk, since SQLite cannot lock files on network shares.
        claim_timeout: Seconds after which another process may take over a claim, because the process that made it was
            probably killed; above 0. It must be longer than any call of `on_event`, and should be shorter than the
            sender's second pause of 300 s.
        keep: Seconds for which handled ids are remembered; above 0. Default: 7 days. Retries end after 28 hours.
        clock: Function that returns the time in seconds since 1970, the same in all processes.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        claim_timeout: float = 60.0,
        keep: float = 7 * 86400.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        for name, seconds in (("claim_timeout", claim_timeout), ("keep", keep)):
            if not seconds > 0:
                msg = f"{name} must be a number of seconds above 0; got {seconds!r}"
                raise MoveConfigurationError(msg)
        self._path = Path(path).absolute()
        self._claim_timeout = claim_timeout
        self._keep = keep
        self._clock = clock
        self._owners: dict[str, str] = {}
        """Claims of this object. They do not expire, since their calls are known to be running."""

    async def claim(self, message_id: str) -> Claim:
        """Claim an id."""
        if message_id in self._owners:
            return "busy"
        owner = self._owners[message_id] = token_hex(8)
        claim: Claim = "busy"
        try:
            claim = await run_in_threadpool(self._claim, message_id, owner)
        finally:
            if claim != "new":
                del self._owners[message_id]
        return claim

    async def complete(self, message_id: str) -> None:
        """Record that an id was handled."""
        await run_in_threadpool(self._complete, message_id)
        self._owners.pop(message_id, None)

    async def release(self, message_id: str) -> None:
        """Give up a claim. A claim that another process has taken over stays."""
        owner = self._owners.pop(message_id, None)
        await run_in_threadpool(self._release, message_id, owner)

    def _claim(self, message_id: str, owner: str) -> Claim:
        now = self._clock()
        with self._transaction() as database:
            database.execute("DELETE FROM seen_webhooks WHERE expires <= ?", (now,))
            row = (message_id, owner, now + self._claim_timeout)
            if database.execute("INSERT OR IGNORE INTO seen_webhooks VALUES (?, ?, ?)", row).rowcount:
                return "new"
            found = database.execute("SELECT owner FROM seen_webhooks WHERE id = ?", (message_id,)).fetchone()
        return "seen" if found[0] is None else "busy"

    def _complete(self, message_id: str) -> None:
        with self._transaction() as database:
            row = (message_id, self._clock() + self._keep)
            database.execute("INSERT OR REPLACE INTO seen_webhooks VALUES (?, NULL, ?)", row)

    def _release(self, message_id: str, owner: str | None) -> None:
        with self._transaction() as database:
            database.execute("DELETE FROM seen_webhooks WHERE id = ? AND owner = ?", (message_id, owner))

    @contextmanager
    def _transaction(self) -> Generator[sqlite3.Connection]:
        # A connection for each transaction works in any thread and after a fork, and takes a fraction of a millisecond.
        with closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            # `with database` commits, or rolls back after an exception.
            with database:
                for statement in _SCHEMA:
                    database.execute(statement)
                yield database
