"""Progress of transfers, jobs and workflows, which a display of `move_ugc_async.cli.displays` shows.

```python
with open_bars() as bars:
    bar = bars.add("dance.mp4")
    result = await client.capture("dance.mp4", "out", on_progress=bar.capture)
    bar.end("done")
```
"""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import TYPE_CHECKING, Self

from move_ugc_async.cli.text import escape

if TYPE_CHECKING:
    from move_ugc_async import CaptureEvent, ProgressEvent, TransferEvent, Unreachable


class Bar:
    """The progress of one object. Its methods are callbacks for the client's calls.

    Args:
        bars: The display.
        name: Name of the object.
    """

    def __init__(self, bars: "Bars", name: str) -> None:
        self._bars = bars
        self.name = escape(name)

    def capture(self, event: "CaptureEvent") -> None:
        """Show the progress of a workflow: `capture(…, on_progress=bar.capture)`."""
        self._bars.update(self, event.fraction, 1, f"{event.stage} {event.state or ''}{_outage(event.unreachable)}")

    def wait(self, event: "ProgressEvent") -> None:
        """Show the progress of a job or volume: `wait(…, on_progress=bar.wait)`."""
        self._bars.update(self, (event.percentage or 0) / 100, 1, f"{event.state or ''}{_outage(event.unreachable)}")

    def transfer(self, event: "TransferEvent") -> None:
        """Show the progress of a transfer: `upload(…, on_progress=bar.transfer)`."""
        self._bars.update(self, event.done_bytes, event.total_bytes, event.direction, in_bytes=True)

    def count(self, done: int, total: int, states: str = "") -> None:
        """Show how many of several objects have ended, and their states in words."""
        self._bars.update(self, done, total, f"{done:,} of {total:,}{f': {states}' if states else ''}")

    def step(self, fraction: float, stage: str) -> None:
        """Show the stage of a workflow that reports nothing else."""
        self._bars.update(self, fraction, 1, stage)

    def end(self, text: str) -> None:
        """Remove the bar, and print a line with its name and the text unless the text is empty."""
        self._bars.end(self, f"{self.name}: {escape(text)}" if text else "")


def _outage(unreachable: "Unreachable | None") -> str:
    # The time of the next attempt is left out: PlainBars would print a line for each change.
    if unreachable is None:
        return ""
    return f" unreachable since {unreachable.since.astimezone():%H:%M:%S} ({type(unreachable.error).__name__})"


class TransferBars:
    """A bar for each file of a download: `download_outputs(…, on_progress=TransferBars(bars))`.

    Args:
        bars: The display.
    """

    def __init__(self, bars: "Bars") -> None:
        self._bars = bars
        self._bar_of: dict[str, Bar] = {}

    def __call__(self, event: "TransferEvent") -> None:
        """Show the progress of a file."""
        bar = self._bar_of.get(event.file_id) or self._bars.add(event.name)
        self._bar_of[event.file_id] = bar
        bar.transfer(event)
        if event.total_bytes and event.done_bytes == event.total_bytes:
            bar.end("")


class Bars(ABC):
    """A display of bars, shown while its context is open.

    Attributes:
        is_live: Whether bars move in place. Otherwise each change of a stage is a line.
    """

    is_live = False

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
        """Remove the remaining bars."""

    def add(self, name: str) -> Bar:
        """Add a bar."""
        return Bar(self, name)

    @abstractmethod
    def update(self, bar: Bar, done: float, total: float, detail: str, *, in_bytes: bool = False) -> None:
        """Show the progress of a bar.

        Args:
            bar: The bar.
            done: Completed part of the total.
            total: The total; 0 if unknown.
            detail: The stage, in words.
            in_bytes: Whether `done` and `total` are numbers of bytes.
        """

    @abstractmethod
    def end(self, bar: Bar, line: str) -> None:
        """Remove a bar, and print a line unless it is empty."""

    @abstractmethod
    def print_above(self, line: str) -> None:
        """Print a line that stays, such as an error."""
