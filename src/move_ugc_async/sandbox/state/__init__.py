"""The persistent state of a sandbox, except the content of files."""

import hashlib
import hmac
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from move_ugc_async.sandbox.state.database import Database, from_stamp, to_stamp
from move_ugc_async.sandbox.state.deliveries import Deliveries
from move_ugc_async.sandbox.state.files import Files
from move_ugc_async.sandbox.state.ids import Ids
from move_ugc_async.sandbox.state.jobs import Jobs
from move_ugc_async.sandbox.state.ledger import Ledger
from move_ugc_async.sandbox.state.records import ClientRecord
from move_ugc_async.sandbox.state.share_codes import ShareCodes
from move_ugc_async.sandbox.state.takes import Takes
from move_ugc_async.sandbox.state.volumes import Volumes
from move_ugc_async.sandbox.state.webhooks import Webhooks

_CLIENT_NAME = "Sandbox"
_PORTAL = "https://portal.sandbox.invalid"


class State:
    """The stores of one database.

    Args:
        path: The database file; None keeps everything in memory.
        seed: Determines all ids. An existing database keeps its seed.
        api_key: Part of the secret that signs URLs, so that the seed alone is not enough to sign. An existing database
            keeps its secret.
        now: Creation time of the client of a new database.
    """

    def __init__(self, path: Path | None, *, seed: int, api_key: str, now: datetime) -> None:
        self._database = Database(path)
        secret = hmac.new(api_key.encode(), f"{seed}".encode(), hashlib.sha256).hexdigest()
        with self._database.transaction():
            self.seed = int(self._setting("seed", str(seed)))
            self.signing_secret = self._setting("signing_secret", secret)
            self.ids = Ids(self._database, self.seed)
            if not self._database.rows("SELECT id FROM clients"):
                self._add_client(now)
        self.ledger = Ledger(self._database)
        self.files = Files(self._database, self.ids)
        self.takes = Takes(self._database, self.ids)
        self.volumes = Volumes(self._database, self.ids, self.files, self.ledger)
        self.deliveries = Deliveries(self._database)
        self.jobs = Jobs(self._database, self.ids, self.files, self.ledger, self.deliveries)
        self.share_codes = ShareCodes(self._database, self.ids)
        self.webhooks = Webhooks(self._database, self.ids)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @property
    def lock(self) -> AbstractContextManager[object]:
        """Keeps other threads from reading and changing the state."""
        return self._database.lock

    @property
    def changes(self) -> int:
        """A number that grows with each change."""
        return self._database.changes

    def count(self) -> dict[str, int]:
        """Return the number of uploaded files, takes, volumes and jobs."""
        row = self._database.first(
            "SELECT (SELECT count(*) FROM files WHERE work_id IS NULL), (SELECT count(*) FROM takes),"
            " (SELECT count(*) FROM volumes), (SELECT count(*) FROM jobs)"
        )
        return dict(zip(("files", "takes", "volumes", "jobs"), row, strict=True))

    def clear(self, now: datetime) -> None:
        """Delete everything except the seed and the secret that signs URLs, so that ids start again."""
        with self._database.transaction():
            self._database.clear()
            self._add_client(now)

    def client(self) -> ClientRecord:
        """Return the one client."""
        row = self._database.first("SELECT id, created, name, portal, metadata FROM clients")
        client_id, created, *rest = row
        return ClientRecord(client_id, from_stamp(created), *rest)

    def update_client(self, metadata: str) -> ClientRecord:
        """Replace the metadata of the client."""
        self._database.execute("UPDATE clients SET metadata = ?", (metadata,))
        return self.client()

    def latest(self) -> datetime:
        """Return the latest time of all records."""
        row = self._database.first(
            "SELECT max(created) FROM (SELECT created FROM clients UNION ALL"
            " SELECT created FROM files UNION ALL SELECT modified FROM files UNION ALL"
            " SELECT created FROM takes UNION ALL SELECT created FROM volumes UNION ALL"
            " SELECT created FROM jobs UNION ALL SELECT created FROM share_codes)"
        )
        return from_stamp(row[0])

    def _add_client(self, now: datetime) -> None:
        self._database.insert(
            "clients",
            id=self.ids.next("client"),
            created=to_stamp(now),
            name=_CLIENT_NAME,
            portal=_PORTAL,
            metadata="{}",
        )

    def _setting(self, name: str, default: str) -> str:
        self._database.execute("INSERT OR IGNORE INTO settings VALUES (?, ?)", (name, default))
        row = self._database.first("SELECT value FROM settings WHERE name = ?", (name,))
        value: str = row[0]
        return value
