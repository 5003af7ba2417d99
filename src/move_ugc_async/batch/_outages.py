"""Log outages of a database once for the process, however many threads notice them."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from weakref import WeakValueDictionary

from sqlalchemy import exc

logger = logging.getLogger("move_ugc_async")

_QUIET_SECONDS = 5.0
"""How long no call must have failed before an outage is over: some calls may succeed while others fail."""

_DB_API = {"OperationalError", "InterfaceError", "InternalError"}
"""Names of errors in drivers (PEP 249) and SQLAlchemy for a database that cannot be used at the moment."""

_TEMPORARY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}
"""Errors of SQLite that end once others, or the disk, allow it. The class of an exception is not enough: a missing
column is an `OperationalError`, too."""


class Outage:
    """Whether a database is unavailable: a warning at the start, and one at the end. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._began: float | None = None
        self._failed = 0.0

    def report(self, error: object) -> None:
        """Log the first error of an outage as a warning, and others for debugging."""
        with self._lock:
            self._failed, is_first = self._clock(), self._began is None
            if is_first:
                self._began = self._failed
        if is_first:
            logger.warning("the database of the batch is unavailable, and work waits for it: %s", error)
        else:
            logger.debug("the database of the batch is still unavailable: %s", error)

    def end(self) -> None:
        """Log the end of an outage after a call that succeeded; do nothing without an outage."""
        with self._lock:
            if self._began is None or self._clock() - self._failed < _QUIET_SECONDS:
                return
            seconds, self._began = self._failed - self._began, None
        logger.warning("the database of the batch is available again; it was unavailable for %.0f s", seconds)


_outages: WeakValueDictionary[str, Outage] = WeakValueDictionary()
_guard = threading.Lock()


def outage_of(url: str) -> Outage:
    """Return the outage of a database, which all connections of this process share."""
    with _guard:
        outage = _outages.get(url)
        if outage is None:
            outage = _outages[url] = Outage()
        return outage


def outage_in(error: BaseException | None) -> BaseException | None:
    """Return the error of a database that cannot be used at the moment: an error itself, or one it was raised from."""
    while error is not None and not any(kind.__name__ in _DB_API for kind in type(error).__mro__):
        error = error.__cause__
    return error


def is_temporary(error: BaseException) -> bool:
    """Return whether an error of SQLAlchemy or of a driver is an outage, which ends without a change of the program."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, sqlite3.Error):
        # The low byte is the kind of an extended code. Errors of the module itself, such as of an argument, have none.
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _TEMPORARY
    temporary = (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError)
    return isinstance(error, temporary) or not isinstance(error, exc.SQLAlchemyError)
