"""A SQLite connection that threads share with a lock."""

import json
import sqlite3
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Row = tuple[Any, ...]

_TABLES = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS clients (
    id TEXT PRIMARY KEY, created INTEGER NOT NULL, name TEXT NOT NULL, portal TEXT NOT NULL,
    metadata TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS files (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, name TEXT,
    type TEXT NOT NULL, metadata TEXT, work_id TEXT, output TEXT, output_key TEXT,
    etag TEXT, size INTEGER, modified INTEGER
);
CREATE INDEX IF NOT EXISTS files_by_work ON files (work_id, seq);
CREATE TABLE IF NOT EXISTS takes (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, name TEXT,
    metadata TEXT, take_type TEXT NOT NULL, sources TEXT NOT NULL, volume_id TEXT,
    sync_method TEXT
);
CREATE INDEX IF NOT EXISTS takes_by_time ON takes (created, seq);
CREATE TABLE IF NOT EXISTS volumes (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, name TEXT,
    metadata TEXT, sources TEXT NOT NULL, human_height REAL NOT NULL, area_type TEXT NOT NULL,
    clip_window TEXT, duration REAL NOT NULL, output_delay REAL NOT NULL, suggestions TEXT
);
CREATE INDEX IF NOT EXISTS volumes_by_time ON volumes (created, seq);
CREATE TABLE IF NOT EXISTS jobs (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, name TEXT,
    metadata TEXT, take_id TEXT NOT NULL, rig TEXT NOT NULL, inputs TEXT NOT NULL,
    duration REAL NOT NULL, output_delay REAL NOT NULL, suggestions TEXT
);
CREATE INDEX IF NOT EXISTS jobs_by_time ON jobs (created, seq);
CREATE INDEX IF NOT EXISTS jobs_by_take ON jobs (take_id, created, seq);
CREATE TABLE IF NOT EXISTS share_codes (
    code TEXT PRIMARY KEY, created INTEGER NOT NULL, expires INTEGER NOT NULL,
    file_id TEXT NOT NULL, redeemed INTEGER
);
CREATE TABLE IF NOT EXISTS webhooks (
    uid TEXT PRIMARY KEY, url TEXT NOT NULL, description TEXT, events TEXT, metadata TEXT,
    secret TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS messages (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, job_id TEXT NOT NULL, event TEXT NOT NULL,
    due INTEGER NOT NULL, body BLOB
);
CREATE INDEX IF NOT EXISTS unpublished_messages ON messages (due, seq) WHERE body IS NULL;
CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY, message_id TEXT NOT NULL, uid TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending', due INTEGER, series INTEGER NOT NULL DEFAULT 0,
    attempts_in_series INTEGER NOT NULL DEFAULT 0, fault TEXT, reordered INTEGER NOT NULL DEFAULT 0,
    attempts TEXT NOT NULL DEFAULT '[]', UNIQUE (message_id, uid)
);
CREATE INDEX IF NOT EXISTS due_deliveries ON deliveries (due) WHERE state = 'pending';
CREATE INDEX IF NOT EXISTS pending_deliveries ON deliveries (uid, reordered, due, seq) WHERE state = 'pending';
CREATE TABLE IF NOT EXISTS charges (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, take_id TEXT,
    credits INTEGER NOT NULL, created INTEGER NOT NULL
);
"""


class Database:
    """One SQLite database.

    `sqlite3` is called in the event loop: a statement takes about ten microseconds, less than a switch to another
    thread.

    Args:
        path: The database file; None keeps everything in memory.
    """

    def __init__(self, path: Path | None) -> None:
        self.lock = threading.RLock()
        if path is not None:
            # The file holds the secret that signs URLs. SQLite creates its journal files with the same mode.
            path.touch(mode=0o600)
            path.chmod(0o600)
        self._connection = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            # In WAL mode, NORMAL survives a killed process; only a power failure can lose the last commits.
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(_TABLES)
            self._add_missing_columns()
        except BaseException:
            self._connection.close()
            raise

    def _add_missing_columns(self) -> None:
        """Migrate a database of an earlier version."""
        for table in ("jobs", "volumes"):
            columns = {row[1] for row in self._connection.execute(f"PRAGMA table_info({table})")}
            for name, kind in (("failed_as", "TEXT"), ("ended", "INTEGER")):
                if name not in columns:
                    self._connection.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")

    def close(self) -> None:
        """Close the connection."""
        with self.lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Generator[None, None, None]:
        """Run the block in a transaction, and roll back if it raises an exception."""
        with self.lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @property
    def changes(self) -> int:
        """Number of rows that were changed since the database was opened."""
        return self._connection.total_changes

    def clear(self) -> None:
        """Delete all rows except the settings."""
        for (table,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'settings'"):
            self.execute(f"DELETE FROM {table}")  # noqa: S608 - own names

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> int:
        """Run a statement, and return the number of changed rows."""
        with self.lock:
            return self._connection.execute(statement, parameters).rowcount

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return all rows of a query."""
        with self.lock:
            rows: list[Row] = self._connection.execute(statement, parameters).fetchall()
        return rows

    def row(self, statement: str, parameters: Sequence[object] = ()) -> Row | None:
        """Return the first row of a query, None if it has no rows."""
        rows = self.rows(statement, parameters)
        return rows[0] if rows else None

    def first(self, statement: str, parameters: Sequence[object] = ()) -> Row:
        """Return the first row of a query that has at least one."""
        return self.rows(statement, parameters)[0]

    def insert(self, table: str, **values: object) -> None:
        """Insert a row."""
        names = ", ".join(values)
        placeholders = ", ".join("?" * len(values))
        statement = f"INSERT INTO {table} ({names}) VALUES ({placeholders})"  # noqa: S608 - own names
        self.execute(statement, tuple(values.values()))


def to_stamp(moment: datetime) -> int:
    """Return a time as microseconds since 1970."""
    return (moment - EPOCH) // _MICROSECOND


def from_stamp(stamp: int) -> datetime:
    """Return the time of a stamp."""
    return EPOCH + stamp * _MICROSECOND


def to_json(value: object) -> str | None:
    """Return data or records as JSON, or None for None."""
    if value is None:
        return None
    return json.dumps(value, default=asdict)


def from_json(text: str | None) -> Any:
    """Parse JSON; return None for None."""
    return None if text is None else json.loads(text)
