"""Tables and records on terminals of any width, and escaping of untrusted text."""

import io
import re
import sys
from datetime import UTC, datetime

import pytest

from move_ugc_async.cli.output import Cell, Output
from move_ugc_async.cli.text import escape

JOB = "job-0b0e7b3c-6c37-4c2c-8f54-2a8a6b5f8d11"
TABLES: dict[tuple[str, ...], tuple[Cell, ...]] = {
    ("path", "format", "bytes"): (f"{'a-long-folder/' * 6}fbx.fbx", "fbx", 113),
    ("id", "state", "%", "created", "name"): (JOB, "FINISHED", 100, datetime(2026, 1, 2, tzinfo=UTC), "walk " * 12),
    ("id", "type", "path"): ("file-1", ".mp4", "/".join(f"folder{number}" for number in range(20))),
}


class TerminalStream(io.StringIO):
    def isatty(self) -> bool:
        return True


def open_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> TerminalStream:
    """Replace standard output with a terminal. A fixture cannot do so, since pytest replaces it again for the test."""
    stream = TerminalStream()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("COLUMNS", str(width))
    return stream


def plain_lines(stream: TerminalStream) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()).splitlines()


@pytest.mark.parametrize("width", [20, 40, 60, 72, 80, 100, 200])
@pytest.mark.parametrize("titles", TABLES, ids=" ".join)
def test_table_shows_every_value_and_keeps_ids_whole_at_any_width(
    titles: tuple[str, ...], width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = TABLES[titles]
    shown = open_terminal(monkeypatch, width)
    with Output(as_json=False).table(*titles) as row:
        row({}, cells)
    lines = plain_lines(shown)
    for cell in cells[:-1]:
        assert str(cell.year if isinstance(cell, datetime) else cell) in "\n".join(lines)
    last = "".join(lines)
    if len(lines) > 1:
        # A table, whose last column may wrap but must not become too narrow to read.
        assert max(map(len, lines)) <= width
        start = lines[1].index(str(cells[-1])[:3])
        assert len(lines) == 2 or width - start >= 16
        last = "".join(line[start:] for line in lines)
    assert re.sub(r"\s", "", str(cells[-1])) in re.sub(r"\s", "", last)


def test_long_value_of_a_record_is_wrapped_below_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = open_terminal(monkeypatch, 40)
    Output(as_json=False).write_record({"id": JOB, "metadata": "x" * 100})
    lines = plain_lines(shown)
    assert max(map(len, lines)) <= 40
    assert f"{JOB}{'x' * 100}" in "".join(line[10:].strip() for line in lines)


@pytest.mark.parametrize(
    ("unsafe", "escaped"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("\u202e", "\\u202e"),
        ("\u2066", "\\u2066"),
        ("\u200f", "\\u200f"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
    ids=ascii,
)
def test_control_and_direction_characters_are_escaped(unsafe: str, escaped: str) -> None:
    assert escape(f"a{unsafe}b") == f"a{escaped}b"


def test_joiners_of_words_and_emoji_are_kept() -> None:
    text = "می\u200cخواهم 👩\u200d🚀 é"  # noqa: RUF001
    assert escape(text) == text
