"""Progress events and results of transfers."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

import anyio

Direction: TypeAlias = Literal["upload", "download"]


@dataclass(frozen=True, slots=True)
class TransferEvent:
    """The progress of one transfer.

    Attributes:
        direction: `upload` or `download`.
        file_id: Id of the file.
        name: The last part of its path; the id for a source without a path.
        done_bytes: Number of bytes transferred so far; lower than before when a transfer starts over.
        total_bytes: Size of the file in bytes; 0 while it is not known.
    """

    direction: Direction
    file_id: str
    name: str
    done_bytes: int
    total_bytes: int


OnTransfer: TypeAlias = Callable[[TransferEvent], Awaitable[None] | None]
"""A progress callback, awaited if it is asynchronous. An exception that it raises ends the transfer."""


@dataclass(frozen=True, slots=True)
class DownloadedOutput:
    """One output of a job or volume on disk.

    Attributes:
        format: The role of the output, such as `fbx`.
        file_id: Id of its file.
        path: Where the file is.
        size: Its size in bytes.
        skipped: Whether the file existed already and was not downloaded again.
    """

    format: str
    file_id: str
    path: Path
    size: int
    skipped: bool


@dataclass(slots=True)
class Reporter:
    """Reports the progress of one transfer to a callback, one call at a time."""

    on_progress: OnTransfer | None
    direction: Direction
    file_id: str
    name: str
    _lock: anyio.Lock = field(default_factory=anyio.Lock)

    async def report(self, done: Callable[[], int], total: int | None) -> None:
        """Report how many bytes are done once earlier reports have returned."""
        if self.on_progress is None:
            return
        async with self._lock:
            result = self.on_progress(TransferEvent(self.direction, self.file_id, self.name, done(), total or 0))
            if inspect.isawaitable(result):
                await result
