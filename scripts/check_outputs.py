"""Print a table of the files that a capture has downloaded: frames, joints, seconds, and whether their motions agree.

Usage: python -m scripts.check_outputs FOLDER

A file that is damaged or in an unknown format is a row of the table.
"""

import sys
from pathlib import Path

from scripts.outputs.agreement import agreement
from scripts.outputs.table import Row, read_folder

_MAX_WIDTH = 120
_HEADINGS = ("file", "content", "frames", "joints", "seconds", "agrees")


def main(folder: Path) -> None:
    """Print the table."""
    rows = read_folder(folder)
    lines = [_HEADINGS, *(tuple(map(_shown, _cells(row, agreement(row, rows)))) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _shown(cell: str) -> str:
    """Return a cell that any terminal prints: names in a ZIP and reasons may have any characters."""
    return repr(cell)[1:-1].encode("ascii", "backslashreplace").decode()[:_MAX_WIDTH]


def _cells(row: Row, agrees: str) -> tuple[str, ...]:
    content = row.content
    if content is None:
        return row.name, "?", "-", "-", "-", agrees
    joints = sum(len(track.joints) for track in content.tracks)
    return (
        row.name,
        content.kind,
        "-" if content.frames is None else str(content.frames),
        str(joints) if joints else "-",
        "-" if content.seconds is None else f"{content.seconds:.2f}",
        agrees,
    )


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():  # noqa: PLR2004 - the program and its folder
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
