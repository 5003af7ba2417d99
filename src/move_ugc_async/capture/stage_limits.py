"""Limits on how many workflows run a stage at once."""

from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import TypeAlias

import anyio

from move_ugc_async.errors import MoveInvalidRequestError

Slot: TypeAlias = AbstractAsyncContextManager[object]


@dataclass(frozen=True, slots=True)
class StageLimits:
    """Slots that a workflow holds during a stage.

    Attributes:
        uploads: Held while it uploads its clips.
        jobs: Held from the creation of its take until its job has ended.
        downloads: Held while it downloads its outputs.
    """

    uploads: Slot
    jobs: Slot
    downloads: Slot

    @classmethod
    def at_most(cls, *, uploads: int, jobs: int, downloads: int) -> "StageLimits":
        """Return limits on how many workflows run each stage at once."""
        return cls(anyio.Semaphore(uploads), anyio.Semaphore(jobs), anyio.Semaphore(downloads))


UNLIMITED = StageLimits(nullcontext(), nullcontext(), nullcontext())
"""No limits, for a single workflow."""


def check_limits(**limits: int) -> None:
    """Validate the value of each limit.

    Raises:
        MoveInvalidRequestError: A limit is not a positive integer.
    """
    for name, limit in limits.items():
        if not isinstance(limit, int) or limit < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"{name} must be a positive integer; got {limit!r}"
            raise MoveInvalidRequestError(msg)
