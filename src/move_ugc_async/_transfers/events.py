"""What transfers tell: events on the way, and what has come of them."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

import anyio

Direction: TypeAlias = Literal["upload", "download"]


@dataclass(frozen=True, slots=True)
class TransferEvent:
    """How far the transfer of one file is.

    Attributes:
        direction: `upload` or `download`.
        file_id: Id of the file.
        name: The last part of its path; the id where there is no path.
        done_bytes: Bytes transferred so far. It goes back when a transfer has to start over.
        total_bytes: Bytes in all; 0 while that is not known.
    """

    direction: Direction
    file_id: str
    name: str
    done_bytes: int
    total_bytes: int


OnTransfer: TypeAlias = Callable[[TransferEvent], Awaitable[None] | None]
"""Called with each step, and waited for where it is asynchronous. What it raises ends the transfer."""


@dataclass(frozen=True, slots=True)
class DownloadedOutput:
    """One output of a job or volume, on disk.

    Attributes:
        format: The output's role, such as `fbx`.
        file_id: Id of its file.
        path: Where it is.
        size: Its size in bytes.
        skipped: Whether it was there already, and was not fetched again.
    """

    format: str
    file_id: str
    path: Path
    size: int
    skipped: bool


@dataclass(slots=True)
class Reporter:
    """Tells one caller how far one transfer is, in one call at a time.

    Args:
        on_progress: Called with each step; None tells nobody.
        direction: Where the bytes go.
        file_id: Id of the file.
        name: Its name.
    """

    on_progress: OnTransfer | None
    direction: Direction
    file_id: str
    name: str
    _turn: anyio.Lock = field(default_factory=anyio.Lock)

    async def tell(self, done: Callable[[], int], total: int | None) -> None:
        """Report the bytes that are done when the turn has come."""
        if self.on_progress is None:
            return
        async with self._turn:
            called = self.on_progress(TransferEvent(self.direction, self.file_id, self.name, done(), total or 0))
            if inspect.isawaitable(called):
                await called
