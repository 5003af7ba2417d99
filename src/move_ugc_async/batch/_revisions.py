"""Revisions: numbers of the changes of a batch, by which readers find new ones. A clock may be set back."""

import sqlalchemy as sa

from move_ugc_async.batch._database import METADATA

_REVISIONS = sa.Table(
    "move_batch_revisions",
    METADATA,
    sa.Column("batch", sa.Text, primary_key=True),
    sa.Column("newest", sa.BigInteger, nullable=False),
    # That of the last removal of a clip.
    sa.Column("removal", sa.BigInteger, nullable=False),
)


class Revisions:
    """The counter of one batch. All methods block, and belong to the transaction of their connection."""

    def __init__(self, batch: str) -> None:
        self._batch = batch
        self._row = _REVISIONS.c.batch == batch

    def take(self, connection: sa.Connection, count: int = 1) -> int:
        """Return the first of `count` new consecutive numbers.

        Other transactions wait here until this one has ended, so that revisions become visible in their order. The
        first call for a batch must not be concurrent with another one.
        """
        newest = _REVISIONS.c.newest
        taken = sa.update(_REVISIONS).where(self._row).values(newest=newest + count).returning(newest)
        last = connection.scalar(taken)
        if last is None:
            connection.execute(sa.insert(_REVISIONS).values(batch=self._batch, newest=count, removal=0))
            last = count
        return int(last) - count + 1

    def record_removal(self, connection: sa.Connection) -> None:
        """Record that clips were removed."""
        number = self.take(connection)
        connection.execute(sa.update(_REVISIONS).where(self._row).values(removal=number))

    def last_removal(self, connection: sa.Connection) -> int:
        """Return the revision of the last removal; 0 for none."""
        return int(connection.scalar(sa.select(_REVISIONS.c.removal).where(self._row)) or 0)
