"""The table of clips: what was submitted. Their state is that of their workflows in the engine."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from move_ugc_async.batch._batched import batched
from move_ugc_async.batch._database import METADATA
from move_ugc_async.batch._revisions import Revisions


class _Json(sa.TypeDecorator[Any]):
    """A value as JSON in ASCII: of any text, also of names of files that are not Unicode, which no database stores."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        """Return the JSON of a value; NULL for None."""
        del dialect
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        """Return the value of a JSON text."""
        del dialect
        return None if value is None else json.loads(value)


ITEMS = sa.Table(
    "move_batch_items",
    METADATA,
    sa.Column("batch", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    # The idempotency key of its workflow; `Item.workflow_key` has those of further jobs that are paid for on request.
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("job_number", sa.Integer, nullable=False),
    # SHA-256 of the content of its files, and of the version, the content and the options.
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("path", _Json, nullable=False),
    sa.Column("directory", _Json, nullable=False),
    sa.Column("options", _Json, nullable=False),
    sa.Column("minutes", sa.Float),
    sa.Column("duplicate_of", sa.Text),
    # The error of a failed preflight: such a clip has no workflow.
    sa.Column("rejected", _Json),
    sa.Column("cancelled", sa.Boolean, nullable=False),
    # The nonce of its intent once all attempts to create the job have provably created nothing. Any other value: see
    # `compare_unsent`.
    sa.Column("unsent", sa.Text),
    # Its position in the order of submission.
    sa.Column("number", sa.BigInteger, nullable=False),
    # That of the last change that may change its outcome; 0 before its workflow has begun.
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Index("move_batch_items_revision", "batch", "revision"),
)

UNPLANNED = "unplanned"
"""Name in the error of a rejected clip that is missing in the plan of its submission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A submitted clip; the attributes are columns of the table, but for the warnings of a dry run."""

    id: str
    key: str
    content: str
    fingerprint: str
    path: str
    directory: str
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    minutes: float | None = None
    job_number: int = 1
    duplicate_of: str | None = None
    rejected: Mapping[str, Any] | None = None
    cancelled: bool = False
    unsent: str | None = None
    revision: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def files(self) -> list[str]:
        """The paths of all files that its upload needs."""
        return [self.path, *([self.options["move_file"]] if "move_file" in self.options else [])]

    @property
    def has_workflow(self) -> bool:
        """Whether the engine has a workflow for it."""
        return self.duplicate_of is None and self.rejected is None

    @property
    def is_unplanned(self) -> bool:
        """Whether it was rejected since it is missing in the plan of its submission."""
        return self.rejected is not None and UNPLANNED in self.rejected

    @property
    def workflow_key(self) -> str:
        """The idempotency key of its current job. Keys of further jobs differ from those of all other clips."""
        return self.key if self.job_number == 1 else f"{self.key}-{self.job_number}-{self.fingerprint[:16]}"


class Items:
    """The clips of one batch. All methods block, and belong to the transaction of their connection."""

    def __init__(self, batch: str) -> None:
        self._batch, self._revisions = batch, Revisions(batch)

    def add(self, connection: sa.Connection, items: Sequence[Item]) -> None:
        """Insert new clips; one call for a batch at a time."""
        if items:
            first = self._revisions.take(connection, len(items))
            rows = [self._row(item, number) for number, item in enumerate(items, first)]
            connection.execute(sa.insert(ITEMS), rows)

    def rejected_with(self, connection: sa.Connection, paths: Sequence[str]) -> list[str]:
        """Return the ids of the clips with these paths that could not be used."""
        return [each.id for each in self._select(connection, ITEMS.c.path, paths) if each.rejected is not None]

    def remove_rejected(self, connection: sa.Connection, ids: Sequence[str]) -> None:
        """Delete what is known of clips that could not be used."""
        rejected = sa.delete(ITEMS).where(self._mine, ITEMS.c.rejected.is_not(None))
        if sum(connection.execute(rejected.where(ITEMS.c.id.in_(chunk))).rowcount for chunk in batched(ids)):
            self._revisions.record_removal(connection)

    def change(self, connection: sa.Connection, ids: Sequence[str], **values: Any) -> None:
        """Update columns of clips."""
        for chunk in batched(ids):
            connection.execute(sa.update(ITEMS).where(self._mine, ITEMS.c.id.in_(chunk)).values(**values))

    def mark_changed(self, connection: sa.Connection, ids: Sequence[str]) -> None:
        """Set a new revision for clips, so that readers look for their end."""
        self.change(connection, ids, revision=self._revisions.take(connection))

    def compare_unsent(self, connection: sa.Connection, id: str, expected: str | None, value: str) -> bool:
        """Replace whether no job of a clip can exist; return False if another process has done so since it was read."""
        same = self._mine, ITEMS.c.id == id, ITEMS.c.unsent.is_not_distinct_from(expected)
        return connection.execute(sa.update(ITEMS).where(*same).values(unsent=value)).rowcount == 1

    def claim(self, connection: sa.Connection, item: Item, *, job_number: int) -> bool:
        """Let a clip continue with a job number; return False if that has changed since the clip was read."""
        same = self._mine, ITEMS.c.id == item.id, ITEMS.c.job_number == item.job_number
        change = sa.update(ITEMS).where(*same).values(job_number=job_number, cancelled=False)
        return connection.execute(change).rowcount == 1

    def count(self, connection: sa.Connection) -> int:
        """Return the number of all clips."""
        return int(connection.scalar(sa.select(sa.func.count()).where(self._mine)) or 0)

    def changed_since(self, connection: sa.Connection, revision: int) -> list[Item]:
        """Return the clips with a later revision, in the order of these."""
        query = sa.select(ITEMS).where(self._mine, ITEMS.c.revision > revision)
        return [_item(row) for row in connection.execute(query.order_by(ITEMS.c.revision, ITEMS.c.number))]

    def last_removal(self, connection: sa.Connection) -> int:
        """Return the revision of the last removal of rejected clips; 0 for none."""
        return self._revisions.last_removal(connection)

    def get(self, connection: sa.Connection, id: str) -> Item:
        """Return a clip that exists."""
        return _item(connection.execute(sa.select(ITEMS).where(self._mine, ITEMS.c.id == id)).one())

    def of(self, connection: sa.Connection, ids: Sequence[str]) -> dict[str, Item]:
        """Return the clips with these ids that exist, by id."""
        return {item.id: item for item in self._select(connection, ITEMS.c.id, ids)}

    def by_key(self, connection: sa.Connection, keys: Sequence[str]) -> list[Item]:
        """Return the clips with these keys, in the order of their submission."""
        return list(self._select(connection, ITEMS.c.key, keys))

    def all(self, connection: sa.Connection) -> list[Item]:
        """Return all clips, in the order of their submission."""
        query = sa.select(ITEMS).where(self._mine).order_by(ITEMS.c.number)
        return [_item(row) for row in connection.execute(query)]

    def cancelled_among(self, connection: sa.Connection, ids: Sequence[str]) -> set[str]:
        """Return which of these clips a call of `cancel` has named."""
        found = set[str]()
        for chunk in batched(ids):
            query = sa.select(ITEMS.c.id).where(self._mine, ITEMS.c.cancelled, ITEMS.c.id.in_(chunk))
            found.update(connection.scalars(query))
        return found

    @property
    def _mine(self) -> sa.ColumnElement[bool]:
        return ITEMS.c.batch == self._batch

    def _select(self, connection: sa.Connection, column: sa.Column[Any], values: Sequence[str]) -> Iterator[Item]:
        for chunk in batched(values):
            query = sa.select(ITEMS).where(self._mine, column.in_(chunk)).order_by(ITEMS.c.number)
            yield from map(_item, connection.execute(query))

    def _row(self, item: Item, number: int) -> dict[str, Any]:
        return {
            "batch": self._batch,
            "id": item.id,
            "key": item.key,
            "job_number": item.job_number,
            "content": item.content,
            "fingerprint": item.fingerprint,
            "path": item.path,
            "directory": item.directory,
            "options": item.options,
            "minutes": item.minutes,
            "duplicate_of": item.duplicate_of,
            "rejected": item.rejected,
            "cancelled": item.cancelled,
            "unsent": item.unsent,
            "number": number,
            "revision": 0 if item.has_workflow else number,
        }


def _item(row: sa.Row[Any]) -> Item:
    values = {column.name: getattr(row, column.name) for column in ITEMS.columns}
    del values["batch"], values["number"]
    return Item(**values)
