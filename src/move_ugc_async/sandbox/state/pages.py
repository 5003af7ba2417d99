"""Keyset pagination, which is stable while rows are added."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, cast

from move_ugc_async.sandbox.errors import reject
from move_ugc_async.sandbox.state.database import Database, Row, from_stamp

SortDirection = Literal["ASC", "DESC"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The fields of the page types in the schema."""

    items: Sequence[T]
    first: int | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The arguments that select a page.

    Args:
        first: Maximum number of items.
        after: The cursor in the previous page, unchanged.
        direction: Sort direction by creation time.
    """

    first: int
    after: str | None
    direction: SortDirection


def read_page(
    database: Database,
    table: str,
    columns: str,
    request: PageRequest,
    *,
    take_id: str | None = None,
) -> tuple[list[Row], str | None]:
    """Return the rows of a page, and the cursor of the next page if there is one."""
    if request.first < 1:
        reject("first must be at least 1")
    conditions, parameters = ["1"], list[object]()
    if take_id is not None:
        conditions.append("take_id = ?")
        parameters.append(take_id)
    if request.after is not None:
        comparison = ">" if request.direction == "ASC" else "<"
        conditions.append(f"(created, seq) {comparison} (?, ?)")
        parameters.extend(_position(database, table, request.after))
    statement = (
        f"SELECT created, id, {columns} FROM {table} WHERE {' AND '.join(conditions)}"  # noqa: S608
        f" ORDER BY created {request.direction}, seq {request.direction} LIMIT ?"
    )
    found = database.rows(statement, (*parameters, request.first + 1))
    rows = [row[2:] for row in found[: request.first]]
    if len(found) <= request.first:
        return rows, None
    created, row_id, *_ = found[request.first - 1]
    return rows, _cursor(row_id, created)


def _cursor(row_id: str, created: int) -> str:
    time = from_stamp(created).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return json.dumps({"id": row_id, "created": time})


def _position(database: Database, table: str, cursor: str) -> tuple[int, int]:
    value: object = json.loads(cursor)
    row_id = cast("dict[str, object]", value).get("id") if isinstance(value, dict) else None
    statement = f"SELECT created, seq FROM {table} WHERE id = ?"  # noqa: S608 - own names
    row = database.row(statement, (row_id,)) if isinstance(row_id, str) else None
    if row is None:
        reject("after must be a cursor of this list")
    return row[0], row[1]
