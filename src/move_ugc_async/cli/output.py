"""Results on standard output: tables on a terminal, tab-separated lines in a pipe, or JSON lines."""

import json
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast, runtime_checkable

from pydantic_core import to_jsonable_python

from move_ugc_async.cli.text import clean, write_line

if TYPE_CHECKING:
    from rich.text import Text

Cell: TypeAlias = str | int | datetime | None

_URLS = {"presigned_url", "thumbnail_url"}
"""Fields that let their holder in: they are shown where they are asked for by name, and nowhere else."""

_KEY = "moveUgcAsync"
"""Where the library keeps its idempotency key in metadata."""

_NARROWEST = 16
"""What the last column of a table needs at least, in characters: narrower, its text could not be read."""

_STYLES = {"FINISHED": "green", "RUNNING": "yellow", "FAILED": "bold red"}


@runtime_checkable
class Model(Protocol):
    """What every model of the API can do."""

    def model_dump(self, *, mode: str, exclude_unset: bool) -> dict[str, Any]:
        """Give the model as plain data."""
        ...


Record: TypeAlias = Model | Mapping[str, Any]


class Row(Protocol):
    """Takes one object of a table."""

    def __call__(self, record: Record, *rows: tuple[Cell, ...]) -> None:
        """Add an object: all there is to know of it for JSON, and its rows for everyone else."""
        ...


class Output:
    """Writes results in one of three ways, chosen once.

    Args:
        as_json: Whether to write JSON lines.
    """

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._is_terminal = sys.stdout.isatty()
        self._held: list[str] | None = None

    @contextmanager
    def table(self, *titles: str) -> Generator[Row, None, None]:
        """Write objects: as they come in a pipe, all at the end on a terminal, where bars may be moving until then.

        Args:
            titles: Titles of the columns; a pipe gets none, so that every line is a result.
        """
        drawn: list[tuple[Cell, ...]] = []
        self._held = [] if self._is_terminal else None

        def add(record: Record, *rows: tuple[Cell, ...]) -> None:
            if self._as_json:
                self._write_json(plain(record))
            elif self._is_terminal:
                drawn.extend(rows)
            else:
                for row in rows:
                    self._write("\t".join(map(_in_pipe, row)))

        try:
            yield add
        finally:
            held, self._held = self._held, None
            for line in held or ():
                self._write(line)
            if drawn:
                _draw(titles, drawn)

    def record(self, record: Record) -> None:
        """Write one object: a line for each of its fields, nested ones by names with dots."""
        fields = plain(record)
        if self._as_json:
            self._write_json(fields)
        elif self._is_terminal:
            _draw(("", ""), [(name, value) for name, value in _flat(fields) if value is not None])
        else:
            for name, value in _flat(fields):
                self._write(f"{_in_pipe(name)}\t{_in_pipe(value)}")

    def value(self, name: str, value: str) -> None:
        """Write a single value that was asked for by its name."""
        if self._as_json:
            self._write_json({name: value})
        else:
            self._write(clean(value))

    def failure(self, subject: Mapping[str, Any], error: BaseException) -> None:
        """Write what failed among several, where a program can tell it from a result."""
        from move_ugc_async import CaptureError

        if not self._as_json:
            return
        # A failed job and a network that is down end a journey with the same error.
        cause = error.__cause__ if isinstance(error, CaptureError) and error.__cause__ else error
        told = {"type": type(error).__name__, "message": str(error), "cause": type(cause).__name__}
        more = {"stage": getattr(error, "stage", None), "suggestions": getattr(cause, "suggestions", None)}
        self._write_json({**subject, "error": told | {name: value for name, value in more.items() if value}})

    def _write_json(self, document: Mapping[str, Any]) -> None:
        # Only ASCII, in which nothing steers a terminal.
        self._write(json.dumps(document))

    def _write(self, line: str) -> None:
        if self._held is None:
            write_line(sys.stdout, line)
        else:
            self._held.append(line)


def plain(record: Record) -> dict[str, Any]:
    """Give an object as plain data without presigned URLs, by the names that its attributes have in Python."""
    if isinstance(record, Model):
        dump = record.model_dump(mode="python", exclude_unset=True)
        return cast("dict[str, Any]", _without_urls(to_jsonable_python(dump, inf_nan_mode="constants")))
    return dict(record)


def _without_urls(value: Any) -> Any:
    match value:
        case dict():
            # Metadata is the user's own, whatever names it has.
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
    # A dump keeps the idempotency key, which is the library's own.
    if not isinstance(metadata, dict):
        return metadata
    return {name: value for name, value in cast("dict[str, Any]", metadata).items() if name != _KEY}


def _flat(value: Any, name: str = "") -> Generator[tuple[str, Cell], None, None]:
    parts: dict[Any, Any] = {}
    match value:
        case {**fields} if not name.endswith("metadata"):
            parts = fields
        case [*items] if not name.endswith("metadata"):
            parts = dict(enumerate(items))
        case _:
            pass
    for key, part in parts.items():
        yield from _flat(part, f"{name}.{key}" if name else str(key))
    if not parts:
        yield name, value if isinstance(value, str | None) else json.dumps(value)


def _in_pipe(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return clean("" if cell is None else str(cell))


def _on_terminal(cell: Cell) -> "Text":
    from rich.text import Text

    if isinstance(cell, datetime):
        return Text(cell.astimezone().strftime("%Y-%m-%d %H:%M"), style="dim")
    if isinstance(cell, int):
        return Text(f"{cell:,}", justify="right")
    text = clean(cell or "")
    return Text(text, style=_STYLES.get(text, ""))


def _draw(titles: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    texts = [[_on_terminal(cell) for cell in row] for row in rows]
    widths = [
        max(len(title), *(text.cell_len for text in column)) for title, *column in zip(titles, *texts, strict=True)
    ]
    console = Console(file=sys.stdout)
    least = sum(widths[:-1]) + min(widths[-1], _NARROWEST) + 2 * (len(titles) - 1)
    if least > console.width:
        # A table would leave something out.
        for row in rows:
            write_line(sys.stdout, "\t".join(map(_in_pipe, row)))
        return
    table = Table(box=None, pad_edge=False, header_style="bold", show_header=any(titles))
    for number, title in enumerate(titles, start=1):
        # What is there to be copied stays whole; the last column is the one that may be long.
        table.add_column(title, no_wrap=number < len(titles), overflow="fold")
    for text in texts:
        table.add_row(*text)
    console.print(table)
