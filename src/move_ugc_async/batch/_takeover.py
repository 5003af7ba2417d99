"""Continue the workflows of workers that have died, and hand over those of a worker that stops.

    takeover = Takeover(database, lease, workflows)
    takeover.start()                # observes all leases in a daemon thread, and takes over those that expired
    takeover.stop()
    hand_over(lease, workflows)     # once the engine is stopped: others continue at once

`workflows` is the engine: it lists the workflows that an executor has begun and not ended, and puts them back on their
queue. A row that is taken over stays for a week, so that workflows that a paused worker starts after it is woken, and
before it notices, are continued as well. Its workflows belong to the worker that took over, then to the one that takes
over that one; if that one leaves, to any.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa

from move_ugc_async.batch._batched import batched
from move_ugc_async.batch._database import Database
from move_ugc_async.batch._leases import LEASES, Lease
from move_ugc_async.batch._periodic import Periodic
from move_ugc_async.batch.errors import DatabaseUnavailableError, LeaseLostError

logger = logging.getLogger("move_ugc_async")

_KEEP_SECONDS = 7 * 24 * 3600.0
"""How long the row of a worker stays after it was taken over."""

_BATCH_SIZE = 20
"""Workflows that are resumed between two checks of the own lease."""


class Workflows(Protocol):
    """What a takeover needs of the engine. Both functions block, and may raise any error."""

    def pending(self, *executor_ids: str) -> list[str]:
        """Return the ids of the workflows that the executors have begun and not ended."""
        ...

    def resume(self, ids: Sequence[str]) -> None:
        """Put workflows back on their queue, so that they are no longer pending at the executor."""
        ...


@dataclass(frozen=True)
class _Sighting:
    """What an observer has seen of a lease since a point in time."""

    nonce: str
    counter: int
    since: float


class Takeover:
    """Observes the leases of all workers, and continues the workflows of those that have died.

    Args:
        database: An open database.
        lease: The lease of this process.
        workflows: The engine.
        clock: Returns seconds that do not include time during which the system is suspended: a worker on the same
            system has not been able to renew its lease either. Tests replace it.
    """

    def __init__(
        self, database: Database, lease: Lease, workflows: Workflows, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._lease = lease
        self._workflows = workflows
        self._clock = clock
        self._sightings: dict[str, _Sighting] = {}
        self._observed_at = clock()
        self._thread = Periodic(self._observe, "move-ugc takeover")

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread; waits for a takeover that has begun."""
        self._thread.stop()

    def run_once(self) -> int:
        """Observe all leases once, take over those that have expired, and return how many workflows were resumed.

        Raises:
            LeaseLostError: This process may not take over anything; workflows that it has not resumed yet are
                continued by the worker that takes over this one.
            DatabaseUnavailableError: The database cannot be reached.
        """
        self._lease.check()
        self._take_expired()
        return self._continue_taken()

    def _observe(self) -> float | None:
        try:
            self.run_once()
        except LeaseLostError as error:
            if error.is_final:
                return None
        except DatabaseUnavailableError as error:
            self._database.report_outage(error)
        except Exception:
            # Of the engine. The row is not finished, so the next pass continues.
            logger.exception("cannot continue the workflows of another worker")
        return self._lease.seconds / 3

    def _take_expired(self) -> None:
        begun = self._clock()
        with self._database.read() as connection:
            rows = connection.execute(sa.select(LEASES).where(LEASES.c.taken_by.is_(None))).all()
        # After reading: a counter that is new here may have changed just before.
        now = self._clock()
        # No worker could renew its lease while the database was unavailable: all of them start anew.
        before = self._sightings if begun - self._observed_at < self._lease.seconds else {}
        self._sightings = {row.executor_id: _sighting(before.get(row.executor_id), row, now) for row in rows}
        self._observed_at = now
        for row in rows:
            seen = self._sightings[row.executor_id]
            # Its own settings count, not those of this process.
            if row.executor_id != self._lease.executor_id and now - seen.since >= row.lease_seconds + row.grace_seconds:
                self._take(row)

    def _take(self, row: "sa.Row[Any]") -> None:
        self._lease.check()
        with self._database.write(lock="leases") as connection:
            if not self._is_worker(connection):
                return
            expired = (
                LEASES.c.executor_id == row.executor_id,
                LEASES.c.nonce == row.nonce,
                LEASES.c.counter == row.counter,
                LEASES.c.taken_by.is_(None),
            )
            values = {"taken_by": self._lease.executor_id, "rate_divisor": None}
            taken = connection.execute(sa.update(LEASES).where(*expired).values(values)).rowcount
        if taken:
            logger.warning("took over the work of %s on %s, whose lease has expired", row.executor_id, row.host)

    def _continue_taken(self) -> int:
        """Continue the workers that this one has taken over, and those that they had taken over before."""
        with self._database.read() as connection:
            leases = connection.execute(sa.select(LEASES)).all()
            now = self._database.now(connection)
        ids = {row.executor_id for row in leases}
        rows = [row for row in leases if row.taken_by is not None]
        takers = {self._lease.executor_id}
        if any(row.taken_by not in ids for row in rows):
            takers |= self._adopt()
        while found := {row.executor_id for row in rows if row.taken_by in takers} - takers:
            takers |= found
        resumed = self._continue(sorted(takers - {self._lease.executor_id}), rows)
        if any(row.finished and now - row.renewed_at > _KEEP_SECONDS for row in rows):
            self._remove_old(now)
        return resumed

    def _adopt(self) -> set[str]:
        """Take over what a worker had taken over that has left since; return the ids of the executors."""
        takers = LEASES.alias()
        with self._database.write(lock="leases") as connection:
            if not self._is_worker(connection):
                return set()
            left = LEASES.c.taken_by.is_not(None), ~sa.exists().where(takers.c.executor_id == LEASES.c.taken_by)
            adopted = sa.update(LEASES).where(*left).values(taken_by=self._lease.executor_id)
            return set(connection.scalars(adopted.returning(LEASES.c.executor_id)))

    def _is_worker(self, connection: sa.Connection) -> bool:
        """Return whether the lease is that of this process, in a transaction with the lock of all leases.

        Otherwise this process was paused since its check, and another one has taken over.
        """
        return connection.scalar(sa.select(LEASES.c.executor_id).where(*self._lease.is_ours())) is not None

    def _continue(self, executor_ids: Sequence[str], rows: "Sequence[sa.Row[Any]]") -> int:
        resumed = 0
        # Workers that die again and again leave many rows.
        for chunk in batched(executor_ids):
            resumed += _resume_all(chunk, self._lease, self._workflows)
            unfinished = [row.executor_id for row in rows if row.executor_id in chunk and not row.finished]
            if unfinished:
                with self._database.write() as connection:
                    same = LEASES.c.executor_id.in_(unfinished), LEASES.c.taken_by.is_not(None)
                    connection.execute(sa.update(LEASES).where(*same).values(finished=True))
        return resumed

    def _remove_old(self, now: float) -> None:
        others = LEASES.alias()
        with self._database.write() as connection:
            connection.execute(
                sa.delete(LEASES).where(
                    LEASES.c.finished,
                    LEASES.c.renewed_at < now - _KEEP_SECONDS,
                    # Those that it had taken over are found by its row.
                    ~sa.exists().where(others.c.taken_by == LEASES.c.executor_id),
                )
            )


def hand_over(lease: Lease, workflows: Workflows) -> int:
    """Put the workflows of this worker back on their queue, release its lease, and return how many they were.

    Call it after the engine has stopped in this process, or it would take them from the queue again.

    Raises:
        LeaseLostError: Another worker has taken over, and continues them; or the lease has expired, and another worker
            will do so.
        DatabaseUnavailableError: The database cannot be reached; another worker will take over.
    """
    resumed = _resume_all([lease.executor_id], lease, workflows)
    lease.release()
    return resumed


def _resume_all(executor_ids: Sequence[str], lease: Lease, workflows: Workflows) -> int:
    resumed = set[str]()
    # Listed again before each batch, so that none is resumed that another worker has continued meanwhile.
    while ids := [each for each in workflows.pending(*executor_ids) if each not in resumed][:_BATCH_SIZE]:
        lease.check()
        workflows.resume(ids)
        resumed.update(ids)
    return len(resumed)


def _sighting(before: _Sighting | None, row: "sa.Row[Any]", now: float) -> _Sighting:
    if before is not None and (before.nonce, before.counter) == (row.nonce, row.counter):
        return before
    return _Sighting(row.nonce, row.counter, now)
