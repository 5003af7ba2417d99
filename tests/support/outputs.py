"""The formats of output files."""

from pathlib import Path

from scripts.outputs.table import read_file


def kinds_of(path: Path) -> list[str]:
    """Read a file or the files in a ZIP, and return the format of each; fail if one cannot be read."""
    rows = read_file(path)
    assert rows, path
    assert all(row.content is not None for row in rows), rows
    return [row.content.kind for row in rows if row.content is not None]
