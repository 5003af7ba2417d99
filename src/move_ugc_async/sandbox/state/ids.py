"""Ids that look like uuid4 and are the same in every run with the same seed."""

import hashlib
import uuid
from collections.abc import Iterator

from move_ugc_async.sandbox.state.database import Database


class Ids:
    """A generator of ids with counters in the database.

    Each kind has its own counter, so that another file does not change the id of the next job.
    """

    def __init__(self, database: Database, seed: int) -> None:
        self._database = database
        self.seed = seed

    def next(self, kind: str) -> str:
        """Return the next id of a kind, such as `file-<uuid4>`."""
        return f"{kind}-{uuid.UUID(bytes=self.random_bytes(kind, 16), version=4)}"

    def digits(self, kind: str, count: int) -> str:
        """Return a text of `count` decimal digits."""
        return str(int.from_bytes(self.random_bytes(kind, 16)) % 10**count).zfill(count)

    def random_bytes(self, kind: str, count: int) -> bytes:
        """Return up to 32 bytes that no earlier call for the same kind returned."""
        text = f"{self.seed}/{kind}/{self._count(kind)}"
        return hashlib.sha256(text.encode()).digest()[:count]

    def _count(self, kind: str) -> int:
        row = self._database.first(
            "INSERT INTO counters VALUES (?, 1) ON CONFLICT DO UPDATE SET value = value + 1 RETURNING value",
            (kind,),
        )
        count: int = row[0]
        return count


def request_ids(seed: int) -> Iterator[str]:
    """Yield the ids of requests."""
    count = 0
    while True:
        count += 1
        digest = hashlib.sha256(f"{seed}/request/{count}".encode()).digest()
        yield str(uuid.UUID(bytes=digest[:16], version=4))
