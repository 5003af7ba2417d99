"""The live summary of the demo: one line that changes on a terminal, plain lines elsewhere."""

import shutil
import sys
import time
from collections.abc import Mapping

from move_ugc_async.batch import BatchStatus, WorkerStatus

PLAIN_SECONDS = 2.0
"""Minimum seconds between two summaries that are not on a terminal."""


class Display:
    """Prints events, and the summary of a batch below them.

    Args:
        names: Names of the workers by process id.
        lease: Seconds after which a missing heartbeat is shown.
    """

    def __init__(self, names: Mapping[int, str], lease: float) -> None:
        self._names = names
        self._lease = lease
        self._start = time.monotonic()
        self._is_live = sys.stdout.isatty()
        self._summary = ""
        self._printed_at = -PLAIN_SECONDS

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    def event(self, text: str) -> None:
        """Print a line that stays."""
        self.close()
        print(f"{self.seconds:4.0f} s  {text}", flush=True)

    def show(self, status: BatchStatus) -> None:
        """Show the state of the batch."""
        summary = self._text(status)
        if self._is_live:
            # A longer line would wrap, and "\r" would not return to its start. "\x1b[K" clears the rest of the line.
            width = shutil.get_terminal_size().columns - 1
            print(f"\r{self.seconds:4.0f} s  {summary}"[: width + 1], end="\x1b[K", flush=True)
        elif summary != self._summary and self.seconds - self._printed_at >= PLAIN_SECONDS:
            print(f"{self.seconds:4.0f} s  {summary}", flush=True)
            self._printed_at = self.seconds
        else:
            return
        self._summary = summary

    def close(self) -> None:
        """Clear the live line."""
        if self._is_live:
            print("\r\x1b[K", end="", flush=True)

    def _text(self, status: BatchStatus) -> str:
        counts = [f"{number} {state}" for state, number in status.counts.items() if number]
        workers = sorted(self._described(worker) for worker in status.workers)
        return f"{', '.join(counts) or 'no clips'}  [{', '.join(workers) or 'no workers'}]"

    def _described(self, worker: WorkerStatus) -> str:
        name = self._names.get(worker.pid, worker.id)
        state = f"{worker.clips} clips" if worker.heartbeat_age < self._lease else "no heartbeat"
        return f"{name}: {state}"
