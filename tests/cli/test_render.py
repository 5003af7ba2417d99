"""What a terminal gets, whatever its width and whoever wrote the text."""

import io
import re
import sys
from datetime import UTC, datetime

import pytest

from move_ugc_async.cli.output import Cell, Output
from move_ugc_async.cli.progress import MOST_VISIBLE, LiveBars
from move_ugc_async.cli.text import clean

JOB = "job-0b0e7b3c-6c37-4c2c-8f54-2a8a6b5f8d11"
TABLES: dict[tuple[str, ...], tuple[Cell, ...]] = {
    ("path", "format", "bytes"): (f"{'a-long-folder/' * 6}fbx.fbx", "fbx", 102),
    ("id", "state", "%", "created", "name"): (JOB, "FINISHED", 100, datetime(2026, 1, 2, tzinfo=UTC), "walk " * 12),
    ("id", "type", "path"): ("file-1", ".mp4", "/".join(f"folder{number}" for number in range(20))),
}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> Terminal:
    """Put a terminal in the place of standard output; in the test itself, since pytest does so before it as well."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", str(width))
    return terminal


def plain(terminal: Terminal) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue()).splitlines()


@pytest.mark.parametrize("width", [20, 40, 60, 72, 80, 100, 200])
@pytest.mark.parametrize("titles", TABLES, ids=" ".join)
def test_table_shows_every_value_and_keeps_ids_whole_at_any_width(
    titles: tuple[str, ...], width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = TABLES[titles]
    shown = terminal(monkeypatch, width)
    with Output(as_json=False).table(*titles) as row:
        row({}, cells)
    lines = plain(shown)
    for cell in cells[:-1]:
        assert str(cell.year if isinstance(cell, datetime) else cell) in "\n".join(lines)
    last = "".join(lines)
    if len(lines) > 1:
        # It is a table, whose last column may go on beneath itself, but not letter by letter.
        assert max(map(len, lines)) <= width
        start = lines[1].index(str(cells[-1])[:3])
        assert len(lines) == 2 or width - start >= 16
        last = "".join(line[start:] for line in lines)
    assert re.sub(r"\s", "", str(cells[-1])) in re.sub(r"\s", "", last)


def test_long_value_of_a_record_is_wrapped_below_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = terminal(monkeypatch, 40)
    Output(as_json=False).record({"id": JOB, "metadata": "x" * 100})
    lines = plain(shown)
    assert max(map(len, lines)) <= 40
    assert f"{JOB}{'x' * 100}" in "".join(line[10:].strip() for line in lines)


@pytest.mark.parametrize(
    ("steering", "written"),
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
def test_control_and_direction_characters_are_escaped(steering: str, written: str) -> None:
    assert clean(f"a{steering}b") == f"a{written}b"


def test_joiners_of_words_and_emoji_are_kept() -> None:
    text = "می\u200cخواهم 👩\u200d🚀 é"  # noqa: RUF001
    assert clean(text) == text


def test_next_bar_is_drawn_when_one_of_the_visible_maximum_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("LINES", "40")
    names = [f"clip-{number:02}" for number in range(MOST_VISIBLE + 9)]
    shown = Terminal()
    with LiveBars(shown) as bars:
        for name in names:
            bars.add(name)
    assert sorted(set(re.findall(r"clip-\d\d", shown.getvalue()))) == names[:MOST_VISIBLE]
    shown = Terminal()
    with LiveBars(shown) as bars:
        first, *_ = [bars.add(name) for name in names]
        first.end("")
    assert max(re.findall(r"clip-\d\d", shown.getvalue())) == names[MOST_VISIBLE]


def test_long_name_of_a_bar_is_cut_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    shown = Terminal()
    with LiveBars(shown) as bars:
        bars.add(f"monday/{'x' * 80}/take-7.mp4")
    assert re.search(r"monday/x+…x+/take-7\.mp4", shown.getvalue())
