"""Reports of a batch as files."""

from __future__ import annotations

import contextlib
import csv
import errno
import json
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from move_ugc_async import MoveInvalidRequestError
from move_ugc_async._extras import import_extra

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from move_ugc_async.batch._items import Item
    from move_ugc_async.batch._status import Snapshot

_COLUMNS = (
    "id",
    "path",
    "directory",
    "state",
    "stage",
    "job_id",
    "take_id",
    "outputs",
    "duplicate_of",
    "error_type",
    "message",
    "video_minutes",
)


def writer_of(path: str | os.PathLike[str]) -> Callable[[Sequence[dict[str, Any]]], None]:
    """Return the function that writes rows to a file of this type.

    Raises:
        MoveInvalidRequestError: The type is unknown.
        ImportError: The extra `arrow` is not installed.
    """
    target = Path(path)
    if target.suffix == ".csv":
        return lambda rows: _replace(target, lambda temporary: _write_csv(temporary, rows))
    if target.suffix == ".parquet":
        parquet, arrow = import_extra("pyarrow.parquet", "arrow"), import_extra("pyarrow", "arrow")
        return lambda rows: _replace(target, lambda temporary: _write_parquet(temporary, rows, parquet, arrow))
    msg = f"path must end with .csv or .parquet; got {target.name!r}"
    raise MoveInvalidRequestError(msg)


def rows_of(items: Sequence[Item], snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return one row for each clip, in the order of submission."""
    rows = list[dict[str, Any]]()
    for item in items:
        outcome = snapshot.ended.get(item.id)
        row: dict[str, Any] = dict.fromkeys(_COLUMNS)
        row.update(id=item.id, path=item.path, video_minutes=item.minutes, duplicate_of=item.duplicate_of)
        row.update(state=snapshot.open.get(item.id, "duplicate" if item.duplicate_of else "queued"), outputs=[])
        if outcome is not None:
            row.update(outcome.to_json())
        row.update(directory=item.directory)
        rows.append(row)
    return rows


def _write_csv(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8", errors="backslashreplace") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for row in rows:
            texts = {**row, "outputs": json.dumps(row["outputs"], ensure_ascii=False)}
            writer.writerow([texts[name] for name in _COLUMNS])


def _write_parquet(path: Path, rows: Sequence[dict[str, Any]], parquet: Any, arrow: Any) -> None:
    types = {"outputs": arrow.list_(arrow.string()), "video_minutes": arrow.float64()}
    schema = arrow.schema([(name, types.get(name, arrow.string())) for name in _COLUMNS])
    unicode = [{name: _valid(value) for name, value in row.items()} for row in rows]
    parquet.write_table(arrow.Table.from_pylist(unicode, schema=schema), path)


def _valid(value: Any) -> Any:
    """Return texts as Unicode, as the CSV has them: names of files need not be."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return [*map(_valid, value)] if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType]


def _replace(target: Path, write: Callable[[Path], None]) -> None:
    """Write a file beside the target, and replace it once it is complete."""
    # A link stays one. The name is short, and the rights of the file are those of any new one.
    target = Path(os.path.realpath(target))
    if not target.parent.is_dir():
        # The error would name the temporary file.
        raise FileNotFoundError(errno.ENOENT, "the folder of the file does not exist", str(target))
    temporary = target.with_name(f".{secrets.token_hex(8)}{target.suffix}")
    try:
        write(temporary)
        temporary.replace(target)
    except BaseException as error:
        if isinstance(error, OSError) and error.filename is not None:
            error.filename = str(target)
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
