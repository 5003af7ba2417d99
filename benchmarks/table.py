"""Tables of Markdown."""

from collections.abc import Mapping, Sequence

from benchmarks.rows.row import Row
from benchmarks.stats import Samples, Spread, number, values


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Draw a table whose columns are as wide as they have to be."""
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(len(head))]
    rule = ["-" * width for width in widths]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |"
        for line in (head, rule, *lines)
    )


def measures(row: Row, samples: Samples) -> str:
    """Show what was measured of each contestant: the median, the lowest and the highest of all rounds."""
    lines = [
        [name, *(str(Spread.of(values(samples, name, column.key))) if taken else "" for column in row.columns)]
        for name, taken in samples.items()
    ]
    return table(["contestant", *(column.title for column in row.columns)], lines)


def judged(rows: Mapping[Row, Samples]) -> str:
    """Show what was to reach, and what was, row by row."""
    lines = [
        [
            f"`{row.name}`",
            each.what,
            "" if each.bound is None else f"{'≤' if each.at_most else '≥'} {number(each.bound)}{each.unit}",
            f"{number(each.reached.median)}{each.unit}",
            f"{number(each.reached.low)} to {number(each.reached.high)}",
            each.verdict,
        ]
        for row, samples in rows.items()
        for each in row.figures(samples)
    ]
    return table(["row", "figure", "to reach", "reached", "lowest to highest", ""], lines)


def distances(rows: Mapping[Row, Samples]) -> str:
    """Show how many times its floor everything costs, row by row."""
    lines = [
        [
            f"`{row.name}`",
            f"{each.title}, {each.name}",
            each.floor,
            f"{number(times.median)}×",  # noqa: RUF001 - times
            f"{number(times.low)} to {number(times.high)}",
        ]
        for row, samples in rows.items()
        for each in row.floors
        for times in (each.distance(samples),)
    ]
    return table(["row", "what", "floor", "times the floor", "lowest to highest"], lines)
