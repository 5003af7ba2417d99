"""The charges of credits."""

from move_ugc_async.sandbox.state.database import Database, from_stamp, to_stamp
from move_ugc_async.sandbox.state.records import Charge


class Ledger:
    """Read and write charges."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, charge: Charge) -> None:
        """Add a charge, in the transaction that creates the job or volume."""
        self._database.insert(
            "charges",
            id=charge.id,
            kind=charge.kind,
            take_id=charge.take_id,
            credits=charge.credits,
            created=to_stamp(charge.created),
        )

    def all(self) -> tuple[Charge, ...]:
        """Return all charges, the oldest first."""
        rows = self._database.rows("SELECT id, kind, take_id, credits, created FROM charges ORDER BY seq")
        return tuple(
            Charge(charged_id, kind, take_id, amount, from_stamp(created))
            for charged_id, kind, take_id, amount, created in rows
        )
