"""Takes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from move_ugc_async.sandbox.errors import not_found
from move_ugc_async.sandbox.state.database import (
    Database,
    Row,
    from_json,
    from_stamp,
    to_json,
    to_stamp,
)
from move_ugc_async.sandbox.state.ids import Ids
from move_ugc_async.sandbox.state.pages import Page, PageRequest, read_page
from move_ugc_async.sandbox.state.records import Source, TakeRecord

_COLUMNS = "id, created, name, metadata, take_type, sources, volume_id, sync_method"


class Takes:
    """Read and write takes."""

    def __init__(self, database: Database, ids: Ids) -> None:
        self._database = database
        self._ids = ids

    def create(
        self,
        *,
        take_type: Literal["SINGLE_CAM", "MULTI_CAM"],
        sources: Sequence[Source],
        name: str | None,
        metadata: str | None,
        now: datetime,
        volume_id: str | None = None,
        sync_method: Mapping[str, Any] | None = None,
    ) -> TakeRecord:
        """Add a take."""
        with self._database.transaction():
            take_id = self._ids.next("take")
            self._database.insert(
                "takes",
                id=take_id,
                created=to_stamp(now),
                name=name,
                metadata=metadata,
                take_type=take_type,
                sources=to_json(sources),
                volume_id=volume_id,
                sync_method=to_json(sync_method),
            )
        return self.get(take_id)

    def get(self, take_id: str) -> TakeRecord:
        """Return a take."""
        statement = f"SELECT {_COLUMNS} FROM takes WHERE id = ?"  # noqa: S608 - own names
        row = self._database.row(statement, (take_id,))
        if row is None:
            raise not_found()
        return _record(row)

    def update(self, take_id: str, *, name: str | None, metadata: str | None) -> TakeRecord:
        """Change the name or the metadata; None keeps the old value."""
        self._database.execute(
            "UPDATE takes SET name = coalesce(?, name), metadata = coalesce(?, metadata) WHERE id = ?",
            (name, metadata, take_id),
        )
        return self.get(take_id)

    def page(self, request: PageRequest) -> Page[TakeRecord]:
        """Return one page of takes."""
        rows, after = read_page(self._database, "takes", _COLUMNS, request)
        return Page([_record(row) for row in rows], request.first, after)


def _record(row: Row) -> TakeRecord:
    take_id, created, name, metadata, take_type, sources, volume_id, sync_method = row
    return TakeRecord(
        take_id,
        from_stamp(created),
        name,
        metadata,
        take_type,
        tuple(Source(**source) for source in from_json(sources)),
        volume_id,
        from_json(sync_method),
    )
