"""How many journeys are at one stage at once."""

from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import TypeAlias

import anyio

from move_ugc_async.errors import MoveInvalidRequestError

Turn: TypeAlias = AbstractAsyncContextManager[object]


@dataclass(frozen=True, slots=True)
class Turns:
    """What a journey enters for the time of a stage.

    Attributes:
        uploads: While it uploads its clips.
        jobs: From the making of its take until its job has ended.
        downloads: While it downloads its outputs.
    """

    uploads: Turn
    jobs: Turn
    downloads: Turn

    @classmethod
    def at_most(cls, *, uploads: int, jobs: int, downloads: int) -> "Turns":
        """Let so many journeys be at each stage at once."""
        return cls(anyio.Semaphore(uploads), anyio.Semaphore(jobs), anyio.Semaphore(downloads))


UNBOUNDED = Turns(nullcontext(), nullcontext(), nullcontext())
"""For a journey that shares with no other."""


def check_bounds(**bounds: int) -> None:
    """Check what the caller says of each bound.

    Raises:
        MoveInvalidRequestError: One makes no sense.
    """
    for name, bound in bounds.items():
        if not isinstance(bound, int) or bound < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"{name} is a whole number from 1, not {bound!r}"
            raise MoveInvalidRequestError(msg)
