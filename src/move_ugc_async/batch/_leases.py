"""Leases: which process may send creations for the workflows of a worker.

    lease = Lease.acquire(database, executor_id, seconds=30, grace=35)   # before the engine starts
    lease.start()                   # renews it in a daemon thread
    client = AsyncMoveUgc(fence=lease.check)
    lease.nonce                     # of this process, for the intent step
    await lease.wait_until_valid()  # after a LeaseLostError that is not final: the step may be tried again
    lease.release()                 # once nothing runs; `_takeover.hand_over` does both

The row of the lease is renewed every third of its time. The lease is valid locally, without reading the
database, for its time since *before* the last successful renewal was sent, on a clock that counts time during which
the system is suspended. An observer has to see an unchanged row for that time and the grace period. So when it takes
over, the lease has been invalid for at least the grace period, in which the server ends what was sent before. Only a
pause that no clock of the system shows, such as of a virtual machine by its host, is not counted.
"""

import logging
import os
import secrets
import socket
import sys
import time
from collections.abc import Callable

import sqlalchemy as sa

from move_ugc_async.batch._condition import Condition
from move_ugc_async.batch._database import METADATA, Database
from move_ugc_async.batch._periodic import Periodic
from move_ugc_async.batch.errors import BatchDatabaseError, DatabaseUnavailableError, LeaseConflictError, LeaseLostError

logger = logging.getLogger("move_ugc_async")

LEASES = sa.Table(
    "move_batch_leases",
    METADATA,
    sa.Column("executor_id", sa.Text, primary_key=True),
    # A process that has the id of an earlier one has another nonce.
    sa.Column("nonce", sa.Text, nullable=False),
    sa.Column("counter", sa.BigInteger, nullable=False),
    sa.Column("lease_seconds", sa.Float, nullable=False),
    sa.Column("grace_seconds", sa.Float, nullable=False),
    # The executor that continues the workflows of this one. Never reset: such an id is not used again.
    sa.Column("taken_by", sa.Text, nullable=True),
    sa.Column("finished", sa.Boolean, nullable=False),
    # The share of the request rate is 1 / divisor: 0 for none yet, NULL without a limit. See `_rate`.
    sa.Column("rate_divisor", sa.Integer, nullable=True),
    # For people only: no decision depends on the following ones.
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("started_at", sa.Float, nullable=False),
    sa.Column("renewed_at", sa.Float, nullable=False),
)


def elapsed() -> float:
    """Return seconds since an arbitrary point in time, including those during which the system was suspended."""
    if (since_boot := getattr(time, "CLOCK_BOOTTIME", None)) is not None:
        return time.clock_gettime(since_boot)
    if sys.platform == "darwin":
        # There, `time.monotonic` stands still while the system is suspended.
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


class Lease:
    """The lease of this process; `check` is thread-safe and reads no file, socket or lock.

    Attributes:
        executor_id: Id of the worker, which is also that of the engine.
        nonce: Id of this run of the worker: 32 hex digits.
        seconds: How long the lease is valid after a renewal.
        grace: How long what was sent before may still take effect: `server_timeout + settle` of the client.
    """

    def __init__(
        self, database: Database, executor_id: str, seconds: float, grace: float, clock: Callable[[], float]
    ) -> None:
        self.executor_id = executor_id
        self.nonce = secrets.token_hex(16)
        self.seconds = seconds
        self.grace = grace
        self._database = database
        self._clock = clock
        self._pid = os.getpid()
        self._valid_until = -float("inf")
        self._loss = ""
        self._changed = Condition()
        self._thread = Periodic(self.renew, "move-ugc lease")

    @classmethod
    def acquire(
        cls,
        database: Database,
        executor_id: str,
        *,
        seconds: float,
        grace: float,
        replaces: bool = False,
        clock: Callable[[], float] = elapsed,
    ) -> "Lease":
        """Create the lease of this process, which is valid until `seconds` from now.

        Args:
            database: An open database.
            executor_id: Id of the worker.
            seconds: How long the lease is valid after a renewal; above 0.
            grace: How long requests that were sent before may still take effect; 0 or more.
            replaces: Whether no other process uses the id, such as because the caller holds a lock for it. Then the
                lease of an earlier process with this id is replaced.
            clock: Returns elapsed seconds; tests replace it.

        Raises:
            LeaseConflictError: The id is in use, or was taken over: choose another one.
            DatabaseUnavailableError: The database cannot be reached.
        """
        lease = cls(database, executor_id, seconds, grace, clock)
        sent = clock()
        with database.write(lock="leases") as connection:
            lease._insert(connection, replaces=replaces)
        lease._valid_until = sent + seconds
        return lease

    def start(self) -> None:
        """Renew the lease in a thread until it is released or lost."""
        self._thread.start()

    @property
    def is_lost(self) -> bool:
        """Whether another worker has taken over, or the lease was released: it is never valid again."""
        return bool(self._loss)

    @property
    def is_valid(self) -> bool:
        """Whether `check` passes at the moment."""
        # A forked process has a copy of the lease, but neither the thread nor a row of its own.
        return not self._loss and self._clock() < self._valid_until and os.getpid() == self._pid

    def check(self) -> None:
        """Return if this process may send a creation now; the fence of the client.

        Raises:
            LeaseLostError: It may not.
        """
        if self.is_valid:
            return
        if self._loss:
            raise LeaseLostError(self._loss, is_final=True)
        if os.getpid() != self._pid:
            msg = f"the lease of {self.executor_id} belongs to the parent process; open the batch after the fork"
            raise LeaseLostError(msg, is_final=True)
        msg = f"the lease of {self.executor_id} has expired; check that the database can be reached"
        raise LeaseLostError(msg)

    def renew(self) -> float | None:
        """Renew the lease once; return the seconds until the next renewal, or None if the lease is lost."""
        sent = self._clock()
        try:
            with self._database.write() as connection:
                now = self._database.now(connection)
                renewed = connection.execute(
                    sa.update(LEASES).where(*self.is_ours()).values(counter=LEASES.c.counter + 1, renewed_at=now)
                ).rowcount
        except DatabaseUnavailableError as error:
            self._database.report_outage(error)
            # Soon: the lease is about to expire.
            return self.seconds / 12
        except BatchDatabaseError as error:
            logger.warning("cannot renew the lease of %s: %s", self.executor_id, error)
            return self.seconds / 12
        if renewed:
            # Not from now on: an observer counts from the renewal in the database, which happened earlier.
            self._valid_until = sent + self.seconds
            self._changed.notify_all()
        else:
            self._lose(f"the work of {self.executor_id} was taken over by another worker; restart this one")
            logger.error("the work of %s was taken over by another worker", self.executor_id)
        return self.seconds / 3 if renewed else None

    def is_ours(self) -> tuple[sa.ColumnElement[bool], ...]:
        """Return the conditions under which the row is still that of this process."""
        return (
            LEASES.c.executor_id == self.executor_id,
            LEASES.c.nonce == self.nonce,
            LEASES.c.taken_by.is_(None),
        )

    async def wait_until_valid(self) -> None:
        """Wait until `check` passes, such as when the database is available again.

        Raises:
            LeaseLostError: The lease is lost for good.
        """
        await self._changed.wait_for(lambda: self.is_valid or self.is_lost)
        if self.is_lost:
            self.check()

    def end(self) -> None:
        """Stop the renewal: unless the row is removed, others take over once it has expired."""
        self._thread.stop()
        self._lose(f"the lease of {self.executor_id} was released; open the batch again")

    def release(self) -> bool:
        """Stop the renewal and remove the row; return whether it was still there. Nothing may be running any more.

        Raises:
            DatabaseUnavailableError: The database cannot be reached; the lease expires, and others take over.
        """
        self.end()
        with self._database.write() as connection:
            return bool(connection.execute(sa.delete(LEASES).where(*self.is_ours())).rowcount)

    def _lose(self, reason: str) -> None:
        self._loss = self._loss or reason
        self._changed.notify_all()

    def _insert(self, connection: sa.Connection, *, replaces: bool) -> None:
        found = connection.execute(sa.select(LEASES).where(LEASES.c.executor_id == self.executor_id)).one_or_none()
        if found is not None and found.taken_by is not None:
            msg = f"the work of {self.executor_id} was taken over by {found.taken_by}; choose another executor id"
            raise LeaseConflictError(msg)
        if found is not None and not replaces:
            msg = f"{self.executor_id} is in use by process {found.pid} on {found.host}; choose another executor id"
            raise LeaseConflictError(msg)
        now = self._database.now(connection)
        values = {
            "nonce": self.nonce,
            # Observers of the earlier process start anew.
            "counter": found.counter + 1 if found is not None else 0,
            "lease_seconds": self.seconds,
            "grace_seconds": self.grace,
            "finished": False,
            "rate_divisor": None,
            "host": socket.gethostname(),
            "pid": self._pid,
            "started_at": now,
            "renewed_at": now,
        }
        if found is None:
            connection.execute(sa.insert(LEASES).values(executor_id=self.executor_id, **values))
            return
        same = LEASES.c.executor_id == self.executor_id, LEASES.c.nonce == found.nonce, LEASES.c.taken_by.is_(None)
        if not connection.execute(sa.update(LEASES).where(*same).values(**values)).rowcount:
            msg = f"the work of {self.executor_id} was taken over at this moment; choose another executor id"
            raise LeaseConflictError(msg)
