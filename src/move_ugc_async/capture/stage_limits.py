"""How many workflows are at one stage at once."""

from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import TypeAlias

import anyio

from move_ugc_async.errors import MoveInvalidRequestError

Slot: TypeAlias = AbstractAsyncContextManager[object]


@dataclass(frozen=True, slots=True)
class StageLimits:
    """Slots that a workflow enters for the time of a stage.

    Attributes:
        uploads: While it uploads its clips.
        jobs: From the creation of its take until its job has ended.
        downloads: While it downloads its outputs.
    """

    uploads: Slot
    jobs: Slot
    downloads: Slot

    @classmethod
    def at_most(cls, *, uploads: int, jobs: int, downloads: int) -> "StageLimits":
        """Limit how many workflows are at each stage at once."""
        return cls(anyio.Semaphore(uploads), anyio.Semaphore(jobs), anyio.Semaphore(downloads))


UNLIMITED = StageLimits(nullcontext(), nullcontext(), nullcontext())
"""For a workflow that runs by itself."""


def check_limits(**limits: int) -> None:
    """Check the value of each limit.

    Raises:
        MoveInvalidRequestError: One is not a positive integer.
    """
    for name, limit in limits.items():
        if not isinstance(limit, int) or limit < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"{name} must be a positive integer; got {limit!r}"
            raise MoveInvalidRequestError(msg)
