"""Markdown tables."""

from collections.abc import Mapping, Sequence

from benchmarks.rows.row import Row
from benchmarks.stats import Samples, Spread, number, values


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Return a table with aligned columns."""
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(len(head))]
    rule = ["-" * width for width in widths]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in (head, rule, *lines)
    )


def format_measurements(row: Row, samples: Samples) -> str:
    """Return the measurements of each entry: median, minimum and maximum of all rounds."""
    lines = [
        [name, *(str(Spread.of(values(samples, name, column.key))) if taken else "" for column in row.columns)]
        for name, taken in samples.items()
    ]
    return table(["contestant", *(column.title for column in row.columns)], lines)


def format_figures(rows: Mapping[Row, Samples]) -> str:
    """Return the figures with their targets, row by row."""
    lines = [
        [
            f"`{row.name}`",
            each.name,
            "" if each.target is None else f"{'≤' if each.at_most else '≥'} {number(each.target)}{each.unit}",
            f"{number(each.measured.median)}{each.unit}",
            f"{number(each.measured.low)} to {number(each.measured.high)}",
            each.verdict,
        ]
        for row, samples in rows.items()
        for each in row.figures(samples)
    ]
    return table(["row", "figure", "target", "measured", "range", ""], lines)


def format_floors(rows: Mapping[Row, Samples]) -> str:
    """Return the ratio of each entry to its floor, row by row."""
    lines = [
        [
            f"`{row.name}`",
            f"{each.title}, {each.name}",
            each.floor,
            f"{number(ratio.median)}×",  # noqa: RUF001 - times
            f"{number(ratio.low)} to {number(ratio.high)}",
        ]
        for row, samples in rows.items()
        for each in row.floors
        for ratio in (each.ratio(samples),)
    ]
    return table(["row", "entry", "floor", "ratio", "range"], lines)
