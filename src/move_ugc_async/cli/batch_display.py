"""Progress of a batch: one bar for all clips, and one for each clip that is worked on."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from move_ugc_async.cli.progress import Bar, Bars

if TYPE_CHECKING:
    from move_ugc_async.batch import BatchStatus

ENDED = ("done", "failed", "quarantined", "cancelled", "duplicate")
_STAGES = {"upload": 0.1, "take": 0.3, "job": 0.35, "wait": 0.4, "download": 0.9}
"""Fraction of its work after which a clip is in a stage."""


class BatchDisplay:
    """Shows the status of a batch.

    Args:
        bars: The display of the command.
        expected: Number of clips that are being submitted.
    """

    def __init__(self, bars: Bars, expected: int = 0) -> None:
        self._bars = bars
        self._expected = expected
        self._overall = bars.add("all clips")
        self._running: dict[str, Bar] = {}

    def show(self, status: "BatchStatus") -> None:
        """Show a status."""
        running = {each.id: each for each in status.running}
        for ended_id in self._running.keys() - running.keys():
            self._running.pop(ended_id).end("")
        for each in running.values():
            if each.id not in self._running:
                self._running[each.id] = self._bars.add(shown_path(each.path))
            self._running[each.id].step(_STAGES.get(each.stage, 0.0), each.stage)
        # A printed line for each clip that starts would say what its own lines say.
        states = status.counts if self._bars.is_live else {each: status.counts.get(each, 0) for each in ENDED}
        total = max(status.total, self._expected)
        self._overall.count(status.total - status.open, total, counts_text(states))

    def end(self, id: str, path: Path, text: str) -> None:
        """Remove the bar of a clip, and print a line with its name and the text."""
        bar = self._running.pop(id, None) or self._bars.add(shown_path(path))
        bar.end(text)

    def close(self) -> None:
        """Remove all bars."""
        for bar in (*self._running.values(), self._overall):
            bar.end("")


def counts_text(counts: Mapping[str, int]) -> str:
    """Return numbers of clips by state, such as `3 done, 1 failed`, without states that no clip has."""
    return ", ".join(f"{count:,} {state}" for state, count in counts.items() if count)


def shown_path(path: Path) -> str:
    """Return a path as messages show it: relative to the current folder if it is in there."""
    try:
        return str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)
