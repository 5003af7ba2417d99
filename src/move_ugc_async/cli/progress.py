"""Progress: live bars on a terminal, a line for each stage elsewhere.

```python
with open_bars() as bars:
    bar = bars.add("dance.mp4")
    result = await client.capture("dance.mp4", "out", on_progress=bar.capture)
    bar.end("done")
```
"""

import os
import sys
from abc import ABC, abstractmethod
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TaskProgressColumn, TextColumn
from rich.table import Column
from rich.text import Text

from move_ugc_async.cli.text import clean, write_diagnostic

if TYPE_CHECKING:
    from move_ugc_async import CaptureEvent, ProgressEvent, TransferEvent, Unreachable

MOST_VISIBLE = 16
"""Bars that are drawn at once; further ones wait for one of them to end."""

_LONGEST_NAME = 40


class Bar:
    """How far one thing is. Its methods are callbacks for the client's calls.

    Args:
        bars: Shows it.
        name: What it is.
    """

    def __init__(self, bars: "Bars", name: str) -> None:
        self._bars = bars
        self.name = clean(name)

    def capture(self, event: "CaptureEvent") -> None:
        """Show how far a journey is: for `capture(…, on_progress=…)`."""
        self._bars.show(self, event.fraction, 1, f"{event.stage} {event.state or ''}{_outage(event.unreachable)}")

    def wait(self, event: "ProgressEvent") -> None:
        """Show how far a job or volume is: for `wait(…, on_progress=…)`."""
        self._bars.show(self, (event.percentage or 0) / 100, 1, f"{event.state or ''}{_outage(event.unreachable)}")

    def transfer(self, event: "TransferEvent") -> None:
        """Show how far a file is: for `upload` and `download`."""
        self._bars.show(self, event.done_bytes, event.total_bytes, event.direction, in_bytes=True)

    def count(self, done: int, total: int) -> None:
        """Show how many of several have ended."""
        self._bars.show(self, done, total, f"{done} of {total}")

    def end(self, text: str) -> None:
        """Take the bar away, and leave a line that says what came of it."""
        self._bars.end(self, f"{self.name}: {clean(text)}" if text else "")


def _outage(unreachable: "Unreachable | None") -> str:
    # Without the next attempt: where bars do not move, each change is a line.
    if unreachable is None:
        return ""
    return f" unreachable since {unreachable.since.astimezone():%H:%M:%S} ({type(unreachable.error).__name__})"


class Transfers:
    """A bar for each file of a download: for `download_outputs(…, on_progress=…)`.

    Args:
        bars: Shows them.
    """

    def __init__(self, bars: "Bars") -> None:
        self._bars = bars
        self._bar_of: dict[str, Bar] = {}

    def __call__(self, event: "TransferEvent") -> None:
        """Show how far a file is."""
        bar = self._bar_of.get(event.file_id) or self._bars.add(event.name)
        self._bar_of[event.file_id] = bar
        bar.transfer(event)
        if event.total_bytes and event.done_bytes == event.total_bytes:
            bar.end("")


class Bars(ABC):
    """Shows bars, from entering its context to leaving it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Take away what is still moving."""

    def add(self, name: str) -> Bar:
        """Add a bar."""
        return Bar(self, name)

    @abstractmethod
    def show(self, bar: Bar, done: float, total: float, detail: str, *, in_bytes: bool = False) -> None:
        """Show how far a bar is."""

    @abstractmethod
    def end(self, bar: Bar, line: str) -> None:
        """Take a bar away, and leave a line unless that is empty."""

    @abstractmethod
    def above(self, line: str) -> None:
        """Write a line that is no progress, and stays."""


def open_bars(stream: TextIO | None = None, *, quiet: bool = False) -> Bars:
    """Choose how progress is shown.

    Args:
        stream: Where to; left out, standard error.
        quiet: Whether to show nothing at all.
    """
    shown_on: TextIO = sys.stderr if stream is None else stream
    # The library's log goes to the terminal too, where lines and moving bars would write over each other.
    can_move = os.environ.get("TERM") != "dumb" and not os.environ.get("MOVE_LOG")
    if shown_on.isatty() and can_move and not quiet:
        return LiveBars(shown_on)
    return PlainBars(shown_on, quiet=quiet)


class PlainBars(Bars):
    """Prints a line when a stage changes.

    Args:
        stream: Where to.
        quiet: Whether to print nothing but what is no progress.
    """

    def __init__(self, stream: TextIO, *, quiet: bool) -> None:
        self._stream = stream
        self._quiet = quiet
        self._last: dict[Bar, str] = {}

    def show(self, bar: Bar, done: float, total: float, detail: str, *, in_bytes: bool = False) -> None:  # noqa: ARG002
        """Print a line where the stage is another one, and at the end of the last."""
        stage = f"{detail} {total and done >= total}"
        if self._last.get(bar) != stage:
            self._last[bar] = stage
            self._print(f"{bar.name}: {done / total if total else 0:4.0%}  {clean(detail)}".rstrip())

    def end(self, bar: Bar, line: str) -> None:
        """Print what came of it."""
        self._last.pop(bar, None)
        if line:
            self._print(line)

    def above(self, line: str) -> None:
        """Print a line."""
        write_diagnostic(line, self._stream)

    def close(self) -> None:
        """Do nothing: what was printed stays."""

    def _print(self, line: str) -> None:
        if not self._quiet:
            self.above(line)


class _Detail(ProgressColumn):
    """The stage of what has stages, bytes and their rate of what has bytes."""

    def render(self, task: Task) -> Text:
        if not task.fields["in_bytes"]:
            return Text(task.fields["detail"])
        speed = task.finished_speed or task.speed
        rate = f"  {decimal(int(speed))}/s" if speed else ""
        return Text(f"{decimal(int(task.completed))} of {decimal(int(task.total or 0))}{rate}")


def _shortened(name: str) -> str:
    # Names of clips differ at either end: folders, numbers of takes.
    end = _LONGEST_NAME // 2
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - end - 1]}…{name[-end:]}"


class LiveBars(Bars):
    """Draws bars that move.

    Args:
        stream: A terminal.
    """

    def __init__(self, stream: TextIO) -> None:
        self._progress = Progress(
            TextColumn(
                "{task.description}",
                markup=False,
                table_column=Column(max_width=_LONGEST_NAME, no_wrap=True, overflow="ellipsis"),
            ),
            BarColumn(bar_width=30),
            TaskProgressColumn(),
            _Detail(),
            console=Console(file=stream),
            transient=True,
            # What is printed to standard output goes there, and not to where the bars are.
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._ids: dict[Bar, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def close(self) -> None:
        """Take the bars away."""
        self._progress.stop()

    def add(self, name: str) -> Bar:
        """Draw a bar."""
        bar = Bar(self, name)
        self._ids[bar] = self._progress.add_task(
            _shortened(bar.name), total=None, visible=len(self._ids) < MOST_VISIBLE, detail="", in_bytes=False
        )
        return bar

    def show(self, bar: Bar, done: float, total: float, detail: str, *, in_bytes: bool = False) -> None:
        """Move a bar."""
        if bar in self._ids:
            self._progress.update(
                self._ids[bar], completed=done, total=total or None, detail=clean(detail), in_bytes=in_bytes
            )

    def end(self, bar: Bar, line: str) -> None:
        """Remove a bar, leave a line above the others, and give its place to the next one."""
        if bar in self._ids:
            self._progress.remove_task(self._ids.pop(bar))
            for waiting in list(self._ids.values())[:MOST_VISIBLE]:
                self._progress.update(waiting, visible=True)
        if line:
            self.above(line)

    def above(self, line: str) -> None:
        """Write a line above the bars."""
        self._progress.console.print(Text(line), soft_wrap=True)
