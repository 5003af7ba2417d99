"""Share codes."""

from datetime import datetime, timedelta

from move_ugc_async.sandbox.state.database import Database, from_stamp, to_stamp
from move_ugc_async.sandbox.state.ids import Ids
from move_ugc_async.sandbox.state.records import ShareCodeRecord

_DIGITS = 8


class ShareCodes:
    """Issue and redeem share codes."""

    def __init__(self, database: Database, ids: Ids) -> None:
        self._database = database
        self._ids = ids

    def create(self, file_id: str, *, lifetime: float, now: datetime) -> ShareCodeRecord:
        """Create a code for a file that expires after `lifetime` seconds."""
        with self._database.transaction():
            code = self._unused_code()
            expires = now + timedelta(seconds=lifetime)
            self._database.insert(
                "share_codes",
                code=code,
                created=to_stamp(now),
                expires=to_stamp(expires),
                file_id=file_id,
            )
        return ShareCodeRecord(code, now, expires, file_id)

    def find(self, code: str) -> ShareCodeRecord | None:
        """Return the record of an issued code, redeemed or not."""
        row = self._database.row("SELECT code, created, expires, file_id FROM share_codes WHERE code = ?", (code,))
        if row is None:
            return None
        return ShareCodeRecord(row[0], from_stamp(row[1]), from_stamp(row[2]), row[3])

    def redeem(self, code: str, *, now: datetime) -> bool:
        """Redeem a code; return True for the first attempt before it expires, otherwise False."""
        stamp = to_stamp(now)
        changed = self._database.execute(
            "UPDATE share_codes SET redeemed = ? WHERE code = ? AND redeemed IS NULL AND expires > ?",
            (stamp, code, stamp),
        )
        return changed == 1

    def _unused_code(self) -> str:
        while True:
            code = self._ids.digits("share-code", _DIGITS)
            if self.find(code) is None:
                return code
