"""The table of results, for a terminal and as Markdown."""

from collections.abc import Sequence
from typing import Protocol

from rich.console import Console
from rich.table import Table

from tests.robustness.chaos.row import HEADINGS


class Row(Protocol):
    """A row of a table."""

    @property
    def is_good(self) -> bool:
        """Whether every promise held."""
        ...

    def cells(self) -> tuple[str, ...]:
        """Return one text per heading."""
        ...


def show(rows: Sequence[Row], console: Console, headings: Sequence[str] = HEADINGS) -> None:
    """Print the table: drawn on a terminal, otherwise as Markdown."""
    if not console.is_terminal:
        console.out(markdown(rows, headings), highlight=False)
        return
    table = Table(*headings)
    for row in rows:
        table.add_row(*row.cells(), style=None if row.is_good else "bold red")
    console.print(table)


def markdown(rows: Sequence[Row], headings: Sequence[str]) -> str:
    """Return the table as Markdown with aligned columns."""
    lines = [tuple(headings), *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rule = tuple("-" * width for width in widths)
    return "\n".join(_line(cells, widths) for cells in (lines[0], rule, *lines[1:]))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {padded} |"
