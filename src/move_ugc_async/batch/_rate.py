"""Divide a request rate among the live workers of a database, whatever batches they work on.

    share = RateShare(database, lease, max_rate, apply=client.limit_rate)
    share.start()                   # agrees with other workers in a daemon thread
    await share.wait_until_granted()    # before the first request: a new worker waits until the others are slower
    share.stop()

Each worker publishes a divisor: its rate is at most `max_rate / divisor`. A worker that becomes slower does so before
it publishes; one that becomes faster publishes before, in a transaction that verifies that all shares together are at
most one. So the rates never add up to more than `max_rate`, whatever the clocks and delays are. The share of a worker
that died is free once its lease is taken over. If workers differ in `max_rate`, the highest is the limit.
"""

import logging
from collections.abc import Callable
from fractions import Fraction

import sqlalchemy as sa

from move_ugc_async.batch._condition import Condition
from move_ugc_async.batch._database import Database
from move_ugc_async.batch._leases import LEASES, Lease
from move_ugc_async.batch._periodic import Periodic
from move_ugc_async.batch.errors import BatchDatabaseError, DatabaseUnavailableError

logger = logging.getLogger("move_ugc_async")

_JOIN_INTERVAL = 1.0
"""Seconds between attempts of a worker that has no share yet."""


class RateShare:
    """The share of this worker.

    Args:
        database: An open database.
        lease: The lease of this process.
        max_rate: Requests per second of all workers together; above 0.
        apply: Called with the new rate of this worker, from a thread.
    """

    def __init__(self, database: Database, lease: Lease, max_rate: float, apply: Callable[[float], None]) -> None:
        self._database = database
        self._lease = lease
        self._max_rate = max_rate
        self._apply = apply
        self._divisor = 0
        self._is_granted = False
        self._changed = Condition()
        self._thread = Periodic(self._follow, "move-ugc rate")

    @property
    def rate(self) -> float | None:
        """Requests per second of this worker; None if it has no share yet, and must not send any."""
        return self._max_rate / self._divisor if self._divisor else None

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread; the share is free once the lease is released."""
        self._thread.stop()

    async def wait_until_granted(self) -> None:
        """Wait until this worker has a share."""
        await self._changed.wait_for(lambda: self._is_granted)

    def update(self) -> None:
        """Agree with the other workers once.

        Raises:
            DatabaseUnavailableError: The database cannot be reached; the rate stays as it is or is lower.
        """
        with self._database.write(lock="rates") as connection:
            takes_part = (LEASES.c.rate_divisor.is_not(None), LEASES.c.taken_by.is_(None))
            rows = connection.execute(sa.select(LEASES.c.executor_id, LEASES.c.rate_divisor).where(*takes_part)).all()
            others = [row.rate_divisor for row in rows if row.executor_id != self._lease.executor_id]
            divisor = len(others) + 1
            if self._divisor and divisor > self._divisor:
                # Before others can see it.
                self._set(divisor)
            elif sum((Fraction(1, each) for each in others if each), Fraction(1, divisor)) > 1:
                # Others have not become slower yet.
                divisor = self._divisor
            ours = sa.update(LEASES).where(*self._lease.is_ours()).values(rate_divisor=divisor)
            published = connection.execute(ours).rowcount
        # Only now is it certain that others see it.
        if published:
            self._set(divisor)

    def _follow(self) -> float | None:
        try:
            self.update()
        except DatabaseUnavailableError as error:
            self._database.report_outage(error)
        except BatchDatabaseError as error:
            logger.warning("cannot agree on the request rate: %s", error)
        if self._lease.is_lost:
            return None
        return self._lease.seconds / 3 if self._divisor else _JOIN_INTERVAL

    def _set(self, divisor: int) -> None:
        if divisor == self._divisor:
            return
        self._divisor = divisor
        self._apply(self._max_rate / divisor)
        # Not before the rate applies.
        self._is_granted = True
        self._changed.notify_all()
