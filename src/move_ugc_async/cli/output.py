"""Results on standard output: tables on a terminal, tab-separated lines in a pipe, or JSON lines."""

import json
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast, runtime_checkable

from pydantic_core import to_jsonable_python

from move_ugc_async.cli.text import error_text, escape, write_line

if TYPE_CHECKING:
    from rich.text import Text

Cell: TypeAlias = str | int | datetime | None

_URLS = {"presigned_url", "thumbnail_url"}
"""Presigned URLs. They grant access, so only `files get --url` writes them."""

_KEY_FIELD = "moveUgcAsync"
"""The metadata field in which the library stores an idempotency key."""

_MIN_LAST_COLUMN = 16
"""Minimum width of a table's last column in characters; a narrower one would be unreadable."""

_STYLES = {"FINISHED": "green", "RUNNING": "yellow", "FAILED": "bold red"}


@runtime_checkable
class Model(Protocol):
    """A model of the API."""

    def model_dump(self, *, mode: str, exclude_unset: bool) -> dict[str, Any]:
        """Return the model as plain data."""
        ...


Record: TypeAlias = Model | Mapping[str, Any]


class AddRow(Protocol):
    """A callback that adds an object to a table."""

    def __call__(self, record: Record, *rows: tuple[Cell, ...]) -> None:
        """Add an object.

        Args:
            record: The whole object, for JSON.
            rows: Its table rows, for a terminal or a pipe.
        """
        ...


class Output:
    """Writes results in the format that suits standard output.

    Args:
        as_json: Whether to write JSON lines instead.
    """

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._is_terminal = sys.stdout.isatty()
        self._buffered: list[str] | None = None

    @property
    def is_terminal(self) -> bool:
        """Whether a terminal shows the results."""
        return self._is_terminal and not self._as_json

    @contextmanager
    def table(self, *titles: str) -> Generator[AddRow, None, None]:
        """Yield a callback that adds objects to a table.

        A terminal shows the table at the end, since progress bars may be moving until then. A pipe gets each row at
        once.

        Args:
            titles: Column titles. A pipe gets no titles, so that every line is a result.
        """
        table_rows: list[tuple[Cell, ...]] = []
        self._buffered = [] if self._is_terminal else None

        def add(record: Record, *rows: tuple[Cell, ...]) -> None:
            if self._as_json:
                self._write_json(to_plain(record))
            elif self._is_terminal:
                table_rows.extend(rows)
            else:
                for row in rows:
                    self._write("\t".join(map(_format_for_pipe, row)))

        try:
            yield add
        finally:
            buffered, self._buffered = self._buffered, None
            for line in buffered or ():
                self._write(line)
            if table_rows:
                _draw(titles, table_rows)

    def write_record(self, record: Record) -> None:
        """Write one object, one line per field. Names of nested fields are joined with dots."""
        fields = to_plain(record)
        if self._as_json:
            self._write_json(fields)
        elif self._is_terminal:
            _draw(("", ""), [(name, value) for name, value in _flatten(fields) if value is not None])
        else:
            for name, value in _flatten(fields):
                self._write(f"{_format_for_pipe(name)}\t{_format_for_pipe(value)}")

    def write_value(self, name: str, value: str) -> None:
        """Write a single value."""
        if self._as_json:
            self._write_json({name: value})
        else:
            self._write(escape(value))

    def write_failure(self, subject: Mapping[str, Any], error: BaseException) -> None:
        """Write a failed object as JSON with an `error`; write nothing in other formats.

        Args:
            subject: The object, as JSON.
            error: The error.
        """
        from move_ugc_async import CaptureError

        if not self._as_json:
            return
        # A CaptureError alone does not show whether the job or the network failed.
        cause = error.__cause__ if isinstance(error, CaptureError) and error.__cause__ else error
        document = {"type": type(error).__name__, "message": error_text(error), "cause": type(cause).__name__}
        optional = {"stage": getattr(error, "stage", None), "suggestions": getattr(cause, "suggestions", None)}
        self._write_json({**subject, "error": document | {name: value for name, value in optional.items() if value}})

    def _write_json(self, document: Mapping[str, Any]) -> None:
        # json.dumps writes ASCII only, with control characters escaped.
        self._write(json.dumps(document))

    def _write(self, line: str) -> None:
        if self._buffered is None:
            write_line(sys.stdout, line)
        else:
            self._buffered.append(line)


def to_plain(record: Record) -> dict[str, Any]:
    """Return an object as JSON data, with Python attribute names and without presigned URLs."""
    if isinstance(record, Model):
        dump = record.model_dump(mode="python", exclude_unset=True)
        return cast("dict[str, Any]", _without_urls(to_jsonable_python(dump, inf_nan_mode="constants")))
    return dict(record)


def _without_urls(value: Any) -> Any:
    match value:
        case dict():
            # Metadata belongs to the user, with any field names.
            return {
                name: _without_key(each) if name == "metadata" else _without_urls(each)
                for name, each in cast("dict[str, Any]", value).items()
                if name not in _URLS
            }
        case [*items]:
            return [_without_urls(each) for each in items]
        case _:
            return value


def _without_key(metadata: Any) -> Any:
    # The idempotency key is internal to the library.
    if not isinstance(metadata, dict):
        return metadata
    return {name: value for name, value in cast("dict[str, Any]", metadata).items() if name != _KEY_FIELD}


def _flatten(value: Any, name: str = "") -> Generator[tuple[str, Cell], None, None]:
    parts: dict[Any, Any] = {}
    match value:
        case {**fields} if not name.endswith("metadata"):
            parts = fields
        case [*items] if not name.endswith("metadata"):
            parts = dict(enumerate(items))
        case _:
            pass
    for key, part in parts.items():
        yield from _flatten(part, f"{name}.{key}" if name else str(key))
    if not parts:
        yield name, value if isinstance(value, str | None) else json.dumps(value)


def _format_for_pipe(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return escape("" if cell is None else str(cell))


def _format_for_terminal(cell: Cell) -> "Text":
    from rich.text import Text

    if isinstance(cell, datetime):
        return Text(cell.astimezone().strftime("%Y-%m-%d %H:%M"), style="dim")
    if isinstance(cell, int):
        return Text(f"{cell:,}", justify="right")
    text = escape(cell or "")
    return Text(text, style=_STYLES.get(text, ""))


def _draw(titles: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    texts = [[_format_for_terminal(cell) for cell in row] for row in rows]
    widths = [
        max(len(title), *(text.cell_len for text in column)) for title, *column in zip(titles, *texts, strict=True)
    ]
    console = Console(file=sys.stdout)
    min_width = sum(widths[:-1]) + min(widths[-1], _MIN_LAST_COLUMN) + 2 * (len(titles) - 1)
    if min_width > console.width:
        # A table would cut off values.
        for row in rows:
            write_line(sys.stdout, "\t".join(map(_format_for_pipe, row)))
        return
    table = Table(box=None, pad_edge=False, header_style="bold", show_header=any(titles))
    for number, title in enumerate(titles, start=1):
        # Ids are copied from the table, so they stay on one line. Only the last column may wrap.
        table.add_column(title, no_wrap=number < len(titles), overflow="fold")
    for text in texts:
        table.add_row(*text)
    console.print(table)
