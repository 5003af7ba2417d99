"""Volumes."""

from collections.abc import Sequence
from datetime import datetime

from move_ugc_async.sandbox.errors import not_found
from move_ugc_async.sandbox.progress import Failure, Schedule
from move_ugc_async.sandbox.state.database import (
    Database,
    Row,
    from_json,
    from_stamp,
    to_json,
    to_stamp,
)
from move_ugc_async.sandbox.state.files import Files
from move_ugc_async.sandbox.state.ids import Ids
from move_ugc_async.sandbox.state.ledger import Ledger
from move_ugc_async.sandbox.state.pages import Page, PageRequest, read_page
from move_ugc_async.sandbox.state.records import Charge, ClipWindow, Source, VolumeRecord
from move_ugc_async.sandbox.state.schedules import SCHEDULE_COLUMNS, end_work, read_schedule, schedule_columns

_COLUMNS = f"id, created, name, metadata, sources, human_height, area_type, clip_window, {SCHEDULE_COLUMNS}"


class Volumes:
    """Read and write volumes."""

    def __init__(self, database: Database, ids: Ids, files: Files, ledger: Ledger) -> None:
        self._database = database
        self._ids = ids
        self._files = files
        self._ledger = ledger

    def create(
        self,
        *,
        sources: Sequence[Source],
        human_height: float,
        area_type: str,
        clip_window: ClipWindow | None,
        name: str | None,
        metadata: str | None,
        schedule: Schedule,
        outputs: Sequence[tuple[str, str, str]],
        price: int | None,
    ) -> VolumeRecord:
        """Add a volume, its outputs and its charge, if it has a price, in one transaction."""
        created = schedule.created
        with self._database.transaction():
            volume_id = self._ids.next("volume")
            self._database.insert(
                "volumes",
                id=volume_id,
                created=to_stamp(created),
                name=name,
                metadata=metadata,
                sources=to_json(sources),
                human_height=human_height,
                area_type=area_type,
                clip_window=to_json(clip_window),
                **schedule_columns(schedule),
            )
            self._files.add_outputs(volume_id, outputs, name=name or volume_id, now=created)
            if price is not None:
                self._ledger.add(Charge(volume_id, "volume", None, price, created))
        return self.get(volume_id)

    def get(self, volume_id: str) -> VolumeRecord:
        """Return a volume."""
        statement = f"SELECT {_COLUMNS} FROM volumes WHERE id = ?"  # noqa: S608 - own names
        row = self._database.row(statement, (volume_id,))
        if row is None:
            raise not_found()
        return _record(row)

    def end(self, volume_id: str, failure: Failure | None, now: datetime) -> VolumeRecord:
        """Finish a volume, or let it fail if there is a failure, at a given time instead of on its schedule."""
        end_work(self._database, "volumes", volume_id, failure, now)
        return self.get(volume_id)

    def page(self, request: PageRequest) -> Page[VolumeRecord]:
        """Return one page of volumes."""
        rows, after = read_page(self._database, "volumes", _COLUMNS, request)
        return Page([_record(row) for row in rows], request.first, after)


def _record(row: Row) -> VolumeRecord:
    volume_id, created, name, metadata, sources, height, area, window, *schedule = row
    window = from_json(window)
    return VolumeRecord(
        volume_id,
        from_stamp(created),
        name,
        metadata,
        tuple(Source(**source) for source in from_json(sources)),
        height,
        area,
        None if window is None else ClipWindow(**window),
        read_schedule(created, *schedule),
    )
