"""Displays of progress: live bars on a terminal, lines elsewhere."""

import os
import sys
from itertools import islice
from typing import Self, TextIO

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TaskProgressColumn, TextColumn
from rich.table import Column
from rich.text import Text

from move_ugc_async.cli.progress import Bar, Bars
from move_ugc_async.cli.text import escape, write_diagnostic

MAX_VISIBLE = 16
"""Maximum number of bars on a terminal, if it is high enough. Further bars appear as earlier ones end."""

_MAX_NAME_LENGTH = 40


def open_bars(stream: TextIO | None = None, *, quiet: bool = False) -> Bars:
    """Return the display that suits a stream.

    Args:
        stream: The stream to write to. Default: standard error.
        quiet: Whether to hide progress.
    """
    target: TextIO = sys.stderr if stream is None else stream
    # MOVE_LOG writes the library's log to the terminal as well, and would garble live bars.
    can_move = os.environ.get("TERM") != "dumb" and not os.environ.get("MOVE_LOG")
    if target.isatty() and can_move and not quiet:
        return LiveBars(target)
    return PlainBars(target, quiet=quiet)


class PlainBars(Bars):
    """A display that prints a line for each new stage.

    Args:
        stream: The stream to write to.
        quiet: Whether to hide progress.
    """

    def __init__(self, stream: TextIO, *, quiet: bool) -> None:
        self._stream = stream
        self._quiet = quiet
        self._last: dict[Bar, str] = {}

    def update(self, bar: Bar, done: float, total: float, detail: str, *, in_bytes: bool = False) -> None:  # noqa: ARG002
        """Print a line if the stage is new or complete."""
        stage = f"{detail} {total and done >= total}"
        if self._last.get(bar) != stage:
            self._last[bar] = stage
            self._print(f"{bar.name}: {done / total if total else 0:4.0%}  {escape(detail)}".rstrip())

    def end(self, bar: Bar, line: str) -> None:
        """Print the last line of a bar unless it is empty."""
        self._last.pop(bar, None)
        if line:
            self._print(line)

    def print_above(self, line: str) -> None:
        """Print a line."""
        write_diagnostic(line, self._stream)

    def close(self) -> None:
        """Do nothing: printed lines remain."""

    def _print(self, line: str) -> None:
        if not self._quiet:
            self.print_above(line)


class _Detail(ProgressColumn):
    """The stage of a bar, or the bytes and rate of a transfer."""

    def render(self, task: Task) -> Text:
        if not task.fields["in_bytes"]:
            return Text(task.fields["detail"])
        speed = task.finished_speed or task.speed
        rate = f"  {decimal(int(speed))}/s" if speed else ""
        return Text(f"{decimal(int(task.completed))} of {decimal(int(task.total or 0))}{rate}")


def _shorten(name: str) -> str:
    # Names of clips differ at both ends: in the folder and in the number of the take.
    end = _MAX_NAME_LENGTH // 2
    return name if len(name) <= _MAX_NAME_LENGTH else f"{name[: _MAX_NAME_LENGTH - end - 1]}…{name[-end:]}"


class LiveBars(Bars):
    """A display of moving bars.

    Args:
        stream: A terminal.
    """

    is_live = True

    def __init__(self, stream: TextIO) -> None:
        self._progress = Progress(
            TextColumn(
                "{task.description}",
                markup=False,
                table_column=Column(max_width=_MAX_NAME_LENGTH, no_wrap=True, overflow="ellipsis"),
            ),
            BarColumn(bar_width=30),
            TaskProgressColumn(),
            _Detail(table_column=Column(no_wrap=True, overflow="ellipsis")),
            console=Console(file=stream),
            transient=True,
            # Results must stay on standard output; rich would move them to the stream of the bars.
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._ids: dict[Bar, TaskID] = {}
        self._visible: list[TaskID] = []

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def close(self) -> None:
        """Remove the bars."""
        self._progress.stop()

    def add(self, name: str) -> Bar:
        """Add a bar, hidden while the maximum number of bars is visible."""
        bar = Bar(self, name)
        self._ids[bar] = self._progress.add_task(
            _shorten(bar.name), total=None, visible=False, detail="", in_bytes=False
        )
        self._select_visible()
        return bar

    def update(self, bar: Bar, done: float, total: float, detail: str, *, in_bytes: bool = False) -> None:
        """Move a bar."""
        self._select_visible()
        if bar in self._ids:
            self._progress.update(
                self._ids[bar], completed=done, total=total or None, detail=escape(detail), in_bytes=in_bytes
            )

    def end(self, bar: Bar, line: str) -> None:
        """Remove a bar, show the next hidden one, and print a line above the bars."""
        if bar in self._ids:
            removed = self._ids.pop(bar)
            self._visible = [each for each in self._visible if each != removed]
            self._progress.remove_task(removed)
            self._select_visible()
        if line:
            self.print_above(line)

    def _select_visible(self) -> None:
        """Show the first bars, as many as the terminal has lines for; its height may have changed."""
        # The cursor is on the line below the bars.
        count = min(MAX_VISIBLE, max(self._progress.console.height - 1, 1))
        selected = [*islice(self._ids.values(), count)]
        if selected == self._visible:
            return
        for task_id in set(selected) ^ set(self._visible):
            self._progress.update(task_id, visible=task_id in selected)
        self._visible = selected

    def print_above(self, line: str) -> None:
        """Print a line above the bars."""
        self._progress.console.print(Text(line), soft_wrap=True)
