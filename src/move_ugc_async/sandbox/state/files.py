"""Files and the outputs of jobs and volumes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from move_ugc_async.sandbox.errors import not_found
from move_ugc_async.sandbox.state.database import Database, Row, from_stamp, to_stamp
from move_ugc_async.sandbox.state.ids import Ids
from move_ugc_async.sandbox.state.records import Content, FileRecord, Origin, OutputRecord

_COLUMNS = "id, created, name, type, metadata, work_id, output, etag, size, modified"


class Files:
    """Read and write files."""

    def __init__(self, database: Database, ids: Ids) -> None:
        self._database = database
        self._ids = ids

    def create(self, *, name: str | None, file_type: str, metadata: str | None, now: datetime) -> FileRecord:
        """Add a file for an upload, without content."""
        with self._database.transaction():
            record = FileRecord(self._ids.next("file"), now, name, file_type, metadata)
            self._database.insert(
                "files",
                id=record.id,
                created=to_stamp(now),
                name=name,
                type=file_type,
                metadata=metadata,
            )
        return replace(record, is_new=True)

    def add_outputs(
        self,
        work_id: str,
        outputs: Sequence[tuple[str, str, str]],
        *,
        name: str,
        now: datetime,
    ) -> None:
        """Add the files that a job or volume will make.

        `outputs` has the name, key and file type of each.
        """
        for output, key, file_type in outputs:
            self._database.insert(
                "files",
                id=self._ids.next("file"),
                created=to_stamp(now),
                name=name,
                type=file_type,
                metadata="{}",
                work_id=work_id,
                output=output,
                output_key=key,
            )

    def get(self, file_id: str) -> FileRecord:
        """Return a file."""
        statement = f"SELECT {_COLUMNS} FROM files WHERE id = ?"  # noqa: S608 - own names
        row = self._database.row(statement, (file_id,))
        if row is None:
            raise not_found()
        return _record(row)

    def outputs_of(self, work_id: str) -> list[OutputRecord]:
        """Return the outputs of a job or volume, in the order of the request."""
        rows = self._database.rows(
            f"SELECT output_key, {_COLUMNS} FROM files WHERE work_id = ? ORDER BY seq",  # noqa: S608
            (work_id,),
        )
        return [OutputRecord(key, _record(tuple(row))) for key, *row in rows]

    def uploads(self, limit: int) -> list[FileRecord]:
        """Return the newest files of users, the newest first."""
        statement = f"SELECT {_COLUMNS} FROM files WHERE work_id IS NULL ORDER BY seq DESC LIMIT ?"  # noqa: S608
        return [_record(row) for row in self._database.rows(statement, (limit,))]

    def update(self, file_id: str, *, name: str | None, metadata: str | None) -> FileRecord:
        """Change the name or the metadata; None keeps the old value."""
        self._database.execute(
            "UPDATE files SET name = coalesce(?, name), metadata = coalesce(?, metadata) WHERE id = ?",
            (name, metadata, file_id),
        )
        return self.get(file_id)

    def set_content(self, file_id: str, content: Content) -> None:
        """Set the content of a file."""
        self._database.execute(
            "UPDATE files SET etag = ?, size = ?, modified = ? WHERE id = ?",
            (content.etag, content.size, to_stamp(content.modified), file_id),
        )


def _record(row: Row) -> FileRecord:
    file_id, created, name, file_type, metadata, work_id, output, etag, size, modified = row
    return FileRecord(
        file_id,
        from_stamp(created),
        name,
        file_type,
        metadata,
        None if work_id is None else Origin(work_id, output),
        None if etag is None else Content(etag, size, from_stamp(modified)),
    )
