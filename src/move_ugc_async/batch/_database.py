"""The database of a batch: its transactions, outages and tables.

    database = Database(url)                # validates the URL; opens nothing
    database.open()                         # creates missing tables; SQLite: uses WAL, so before the engine opens it
    with database.write() as connection:    # one transaction; writers of a SQLite file follow each other
    with database.read() as connection:
    await database.run(function, *args)     # in a thread; waits while the database is unavailable
    database.engine_url                     # for the engine, with the password: never log it
    database.close()

Modules with tables define them on `METADATA`, and must be imported before `open`. All functions but `run` block. All
raise `DatabaseUnavailableError` while the database cannot be reached.
"""

import asyncio
import contextlib
import hashlib
import os
import sqlite3
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal, TypeVar

import anyio
import sqlalchemy as sa
from sqlalchemy import exc

from move_ugc_async.batch._connections import BUSY_SECONDS, create_engine
from move_ugc_async.batch._database_url import parse_url
from move_ugc_async.batch._outages import is_temporary, outage_of
from move_ugc_async.batch.errors import BatchDatabaseError, DatabaseUnavailableError, DatabaseVersionError
from move_ugc_async.errors import MoveConfigurationError

T = TypeVar("T")

METADATA = sa.MetaData()
"""All tables of batches. Those of the engine are in a schema or a set of names of their own."""

TABLES_VERSION = 1
"""Raised whenever an older version of this package could no longer use the tables correctly."""

_VERSIONS = sa.Table("move_batch_version", METADATA, sa.Column("version", sa.Integer, nullable=False))

_FIRST_DELAY, _MAX_DELAY = 0.1, 5.0
"""Seconds between attempts while the database is unavailable."""


class Database:
    """A SQLite file on a local disk, or a PostgreSQL database, shared by all threads of a process.

    Args:
        url: `sqlite:///relative/path`, `sqlite:////absolute/path` or `postgresql://user:password@host:port/name`. The
            path of a SQLite file is used as it is written: nothing in it is decoded. Parameters of libpq may follow a
            PostgreSQL URL, whose special characters must be percent-encoded.

    Raises:
        MoveConfigurationError: The URL is invalid. The message does not contain the URL, which may hold a password.
    """

    def __init__(self, url: str) -> None:
        self._url = parse_url(url)
        self.kind: Literal["sqlite", "postgresql"] = "sqlite" if self._url.drivername == "sqlite" else "postgresql"
        self.path = Path(str(self._url.database)) if self.kind == "sqlite" else None
        self._engine = create_engine(self._url)
        self._threads = _create_threads()
        self._pid = os.getpid()
        self._is_closed = False
        self._outage = outage_of(self.engine_url)

    def __repr__(self) -> str:
        return f"<Database {self}>"

    def __str__(self) -> str:
        """Return the place of the database, without its user, password and parameters."""
        if self.path is not None:
            return str(self.path)
        host = self._url.host or self._url.query.get("host") or "localhost"
        return f"{self._url.database} on {host if isinstance(host, str) else ','.join(host)}"

    @property
    def engine_url(self) -> str:
        """The normalized URL with the password, for other parts that open the same database."""
        return self._url.render_as_string(hide_password=False)

    def open(self) -> None:
        """Prepare the database: the journal of SQLite, and missing tables. Any number of processes may do so at once.

        Raises:
            MoveConfigurationError: The SQLite file is on a file system without shared memory, such as a network share.
            DatabaseUnavailableError: The database cannot be reached or opened.
            DatabaseVersionError: Its tables belong to a newer version of this package.
        """
        if self.path is not None:
            with contextlib.suppress(OSError):
                # Its error is less clear than that of opening the file.
                self.path.parent.mkdir(parents=True, exist_ok=True)
            self._use_write_ahead_log()
        with self.write(lock="tables") as connection:
            # Only missing ones. The lock makes up for `IF NOT EXISTS`, which is not atomic in PostgreSQL.
            METADATA.create_all(connection)
            version = connection.scalar(sa.select(sa.func.max(_VERSIONS.c.version)))
            if version is None:
                connection.execute(sa.insert(_VERSIONS).values(version=TABLES_VERSION))
            elif version > TABLES_VERSION:
                msg = (
                    f"cannot use the database {self}: its tables have version {version}, this package knows "
                    f"{TABLES_VERSION}; upgrade move-ugc-async"
                )
                raise DatabaseVersionError(msg)

    @contextlib.contextmanager
    def write(self, *, lock: str | None = None) -> Generator[sa.Connection, None, None]:
        """Open a transaction that writes; it is committed unless an exception leaves the context manager.

        Args:
            lock: Transactions with the same name follow each other. In SQLite, all that write do.

        Raises:
            DatabaseUnavailableError: The database cannot be reached, or ended the transaction.
        """
        with self.errors(), self._connections().begin() as connection:
            if lock is not None and self.kind == "postgresql":
                digest = hashlib.sha256(f"move-ugc {lock}".encode()).digest()
                key = int.from_bytes(digest[:8], "big", signed=True)
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.cast(key, sa.BigInteger))))
            yield connection
        self._outage.end()

    @contextlib.contextmanager
    def read(self) -> Generator[sa.Connection, None, None]:
        """Open a transaction that only reads, and waits for no writer.

        Raises:
            DatabaseUnavailableError: The database cannot be reached.
        """
        with self.errors(), self._connections().execution_options(move_reads=True).begin() as connection:
            yield connection
        self._outage.end()

    def now(self, connection: sa.Connection) -> float:
        """Return the time of the database in seconds since 1970: one clock for all hosts."""
        if self.kind == "sqlite":
            return float(connection.scalar(sa.text("SELECT (julianday('now') - 2440587.5) * 86400.0")) or 0.0)
        # Not `now()`, the start of the transaction: it may have waited for a lock since then.
        return float(connection.scalar(sa.text("SELECT extract(epoch FROM clock_timestamp())")) or 0.0)

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Call a blocking function in a thread, again and again while it raises `DatabaseUnavailableError`.

        Nothing is lost while the database is unavailable, so this waits without limit, but can be cancelled; a call
        that has already begun ends first. The function must have the same effect if called again.

        Raises:
            MoveConfigurationError: The database was closed before the function was called.
        """
        delay = _FIRST_DELAY
        while True:
            self._check_open()
            try:
                call = asyncio.get_running_loop().run_in_executor(self._executor(), self._call, function, *arguments)
            except RuntimeError:
                # Closed in another thread since.
                self._check_open()
                raise
            try:
                return await _finished(call)
            except DatabaseUnavailableError as error:
                self.report_outage(error)
            await asyncio.sleep(delay)
            delay = min(delay * 2, _MAX_DELAY)

    def report_outage(self, error: BaseException) -> None:
        """Log that the database is unavailable: once for each outage, in all threads together."""
        self._outage.report(error if isinstance(error, BatchDatabaseError) else self._translated(error))

    def close(self) -> None:
        """Refuse further calls, and close all connections that are not in use."""
        self._is_closed = True
        # Calls that have not begun raise. Cancelled ones would look to their callers like a cancellation of their task.
        self._threads.shutdown(wait=False)
        self._engine.dispose()

    def _call(self, function: Callable[..., T], *arguments: Any) -> T:
        self._check_open()
        return function(*arguments)

    def _check_open(self) -> None:
        if self._is_closed:
            msg = "cannot use the batch: it was left; use it within `async with`"
            raise MoveConfigurationError(msg)

    def _connections(self) -> sa.Engine:
        self._renew_after_fork()
        return self._engine

    def _executor(self) -> ThreadPoolExecutor:
        self._renew_after_fork()
        return self._threads

    def _renew_after_fork(self) -> None:
        if self._pid != os.getpid():
            # The connections of the parent process must not be used or closed here, and its threads do not exist.
            self._engine.dispose(close=False)
            self._threads = _create_threads()
            self._pid = os.getpid()

    def _use_write_ahead_log(self) -> None:
        end = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                with contextlib.closing(sqlite3.connect(str(self.path))) as connection:
                    mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
            except sqlite3.Error as error:
                # SQLite does not wait here for other processes that do the same.
                if "locked" not in str(error) or time.monotonic() > end:
                    raise self._translated(error) from None
                time.sleep(0.01)
                continue
            if mode != "wal":
                msg = f"database must be on a local disk; got {self.path}; move it, or use PostgreSQL"
                raise MoveConfigurationError(msg)
            return

    @contextlib.contextmanager
    def errors(self) -> Generator[None, None, None]:
        """Raise the errors of SQLAlchemy as those of batches.

        Raises:
            DatabaseUnavailableError: The database cannot be reached, or ended the transaction.
            BatchDatabaseError: Any other error.
        """
        try:
            yield
        # The latter of a new connection, before SQLAlchemy translates its errors.
        except (exc.SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error) as error:
            raise self._translated(error) from None

    def _translated(self, error: BaseException) -> BatchDatabaseError:
        reason = " ".join(str(getattr(error, "orig", None) or error).split())
        if self._url.password:
            reason = reason.replace(str(self._url.password), "…")
        message = f"cannot use the database {self}: {reason}; check that "
        if is_temporary(error):
            usable = "it is running" if self.path is None else "its folder exists, may be written and has space"
            return DatabaseUnavailableError(f"{message}{usable}, and that database= is right")
        return BatchDatabaseError(f"{message}database= is right, and that no other program has changed the database")


def _create_threads() -> ThreadPoolExecutor:
    # Few, so that a fleet does not exhaust the connections of a PostgreSQL server.
    return ThreadPoolExecutor(4, thread_name_prefix="move-ugc database")


async def _finished(call: "asyncio.Future[T]") -> T:
    """Wait for a call in a thread, also when cancelled: it cannot be stopped, and its outcome must be known."""
    interrupted: asyncio.CancelledError | None = None
    # Against scopes of anyio; `Task.cancel` reaches through it.
    with anyio.CancelScope(shield=True):
        while not call.done():
            try:
                await asyncio.wait([call])
            except asyncio.CancelledError as error:
                interrupted = error
    if interrupted is None:
        return call.result()
    # Retrieved, or asyncio would log it.
    call.exception()
    raise interrupted
