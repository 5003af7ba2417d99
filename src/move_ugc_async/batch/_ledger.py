"""The ledger of a budget in the database of a batch, which all workers share.

    budget = Budget(max_jobs=100, ledger=DatabaseLedger(database, name))

Ledgers with the same name in the same database are one. Times are those of the database. While it is unavailable, calls
wait, since nothing is created meanwhile; the timeout of the creation applies.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial

import sqlalchemy as sa

from move_ugc_async import Budget, BudgetEntry, BudgetLedger, BudgetLimits, BudgetUsage
from move_ugc_async.batch._database import METADATA, Database

_ENTRIES = sa.Table(
    "move_batch_budget",
    METADATA,
    sa.Column("ledger", sa.Text, primary_key=True),
    sa.Column("entry_id", sa.Text, primary_key=True),
    sa.Column("jobs", sa.BigInteger, nullable=False),
    # Whole numbers add up exactly.
    sa.Column("microseconds", sa.BigInteger, nullable=False),
    sa.Column("reserved_at", sa.Float, nullable=False),
    # Has all columns of the sums, so that the rows need not be read.
    sa.Index("move_batch_budget_sums", "ledger", "reserved_at", "jobs", "microseconds"),
)

_MICROSECONDS = 60_000_000
"""Per minute."""

_MAX_STORED = 2**63 - 1
"""Maximum of the column: a clip may state any length, and not every budget limits minutes."""

_MAX_MINUTES = 1e9
"""Maximum minutes of an argument of a budget."""

_LOW_BITS = 32
"""The sums of SQLite overflow 64 bits, so that the upper and lower bits are added up separately."""


class DatabaseLedger:
    """Stores the reservations of budgets in a database; a `BudgetLedger`, for asyncio only.

    Args:
        database: An open database.
        name: Name of the ledger.

    Attributes:
        is_unanswered: Whether the last reservation was cancelled, such as by its timeout, before the database answered.
    """

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name
        self.is_unanswered = False

    async def reserve(self, entry: BudgetEntry, limits: BudgetLimits) -> bool:
        """Store an entry if the limits allow it, and return whether there was none with its id in the window.

        Raises:
            BudgetExceededError: The limits do not allow it.
        """
        results = list[bool]()
        self.is_unanswered = False
        try:
            await self._database.run(lambda: results.append(self._reserve(entry, limits)))
        except asyncio.CancelledError:
            self.is_unanswered = True
            # The caller does not learn that it would have to release the entry.
            if results == [True]:
                await self.release(entry.id)
            raise
        return results[0]

    async def release(self, entry_id: str) -> None:
        """Remove an entry; an unknown id is ignored."""
        await self._database.run(self._release, entry_id)

    async def usage(self, limits: BudgetLimits, *, excluding: str | None = None) -> BudgetUsage:
        """Return the sum of the entries in the window, but for that with the id `excluding`."""
        return await self._database.run(partial(self._read_usage, limits, excluding))

    def _reserve(self, entry: BudgetEntry, limits: BudgetLimits) -> bool:
        own = self._is_named(entry.id)
        # The same for all ids, since they share the limits.
        with self._database.write(lock=f"budget {self._name}") as connection:
            now = self._database.now(connection)
            used = self._used(connection, limits, entry.id, now)
            if not limits.allows(entry, used):
                raise limits.error(entry, used, self._others(connection, limits, entry.id, now))
            known = connection.scalar(sa.select(_ENTRIES.c.reserved_at).where(*own, *self._within(limits, now)))
            connection.execute(sa.delete(_ENTRIES).where(*own))
            connection.execute(
                sa.insert(_ENTRIES).values(
                    ledger=self._name,
                    entry_id=entry.id,
                    jobs=entry.jobs,
                    microseconds=min(round(Fraction(entry.video_minutes) * _MICROSECONDS), _MAX_STORED),
                    reserved_at=now,
                )
            )
            return known is None

    def _release(self, entry_id: str) -> None:
        with self._database.write() as connection:
            connection.execute(sa.delete(_ENTRIES).where(*self._is_named(entry_id)))

    def _read_usage(self, limits: BudgetLimits, excluding: str | None) -> BudgetUsage:
        with self._database.read() as connection:
            return self._used(connection, limits, excluding, self._database.now(connection))

    def _used(self, connection: sa.Connection, limits: BudgetLimits, excluding: str | None, now: float) -> BudgetUsage:
        upper = _ENTRIES.c.microseconds.bitwise_rshift(sa.literal(_LOW_BITS, sa.Integer))
        lower = _ENTRIES.c.microseconds.bitwise_and(2**_LOW_BITS - 1)
        sums = sa.select(sa.func.sum(_ENTRIES.c.jobs), sa.func.sum(upper), sa.func.sum(lower))
        row = connection.execute(sums.where(*self._within(limits, now))).one()
        jobs, microseconds = int(row[0] or 0), (int(row[1] or 0) << _LOW_BITS) + int(row[2] or 0)
        if excluding is not None:
            # Not a condition above, for which all rows would be read.
            columns = sa.select(_ENTRIES.c.jobs, _ENTRIES.c.microseconds)
            own = columns.where(*self._is_named(excluding), *self._within(limits, now))
            for each in connection.execute(own):
                jobs, microseconds = jobs - each.jobs, microseconds - each.microseconds
        return BudgetUsage(jobs, microseconds / _MICROSECONDS)

    def _others(
        self, connection: sa.Connection, limits: BudgetLimits, entry_id: str, now: float
    ) -> Sequence[tuple[BudgetEntry, datetime]]:
        """Return the entries that the limits count beside one, each with its time; none without a window."""
        if limits.per is None:
            return ()
        rows = connection.execute(sa.select(_ENTRIES).where(*self._within(limits, now)))
        return [
            (
                BudgetEntry(row.entry_id, row.jobs, row.microseconds / _MICROSECONDS),
                datetime.fromtimestamp(row.reserved_at, UTC),
            )
            for row in rows
            if row.entry_id != entry_id
        ]

    def _within(self, limits: BudgetLimits, now: float) -> tuple[sa.ColumnElement[bool], ...]:
        """Return the conditions that an entry is in the window. Those of the future are, if the clock was set back."""
        if limits.per is None:
            return (_ENTRIES.c.ledger == self._name,)
        return _ENTRIES.c.ledger == self._name, _ENTRIES.c.reserved_at > now - limits.per / timedelta(seconds=1)

    def _is_named(self, entry_id: str) -> tuple[sa.ColumnElement[bool], ...]:
        return _ENTRIES.c.ledger == self._name, _ENTRIES.c.entry_id == entry_id


def is_unanswered(budget: Budget) -> bool:
    """Return whether the last reservation in a ledger of a database ended before the database answered."""
    return isinstance(budget.ledger, DatabaseLedger) and budget.ledger.is_unanswered


def shared_budget(budget: Budget, ledger: BudgetLedger, minutes: float | None = None) -> Budget:
    """Return a budget with the same limits in another ledger, for a clip of this length."""
    limits, assumed = budget.limits, budget.assume_minutes
    if minutes is not None:
        # A damaged clip may state a length beyond that.
        minutes = min(minutes, _MAX_MINUTES)
    return Budget(
        limits.max_jobs,
        limits.max_video_minutes,
        limits.per,
        assume_minutes=minutes or assumed,
        ledger=ledger,
    )
