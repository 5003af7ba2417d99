"""Amounts of work that is billed."""

import sys
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from move_ugc_async.errors import MoveInvalidRequestError

_MICROSECONDS = 60_000_000
"""Per minute."""

_MAX_JOBS = 10**9
"""More than any database column and any budget holds."""


def to_microseconds(minutes: float) -> int:
    """Return minutes as whole microseconds, which add up exactly: ten times 0.1 minutes is 1 minute."""
    return round(Fraction(minutes) * _MICROSECONDS)


def to_minutes(microseconds: int) -> float:
    """Return whole microseconds as minutes, at most the largest float: clips may state any length."""
    try:
        return microseconds / _MICROSECONDS
    except OverflowError:
        return sys.float_info.max


class WorkAmount(NamedTuple):
    """The amount of one job or volume.

    Attributes:
        video_minutes: Minutes of the videos whose length is known.
        unknown_videos: Number of videos whose length is unknown.
    """

    video_minutes: float = 0.0
    unknown_videos: int = 1


@dataclass(frozen=True, slots=True)
class BudgetEntry:
    """A reservation of a `Budget`: the work of one creation.

    Attributes:
        id: Identifies the creation, so that it counts once however often it is sent: 64 hex digits for one with an
            idempotency key, otherwise random.
        jobs: Number of jobs and volumes; 0 to 1e9.
        video_minutes: Minutes of video; 0 or more, finite.

    Raises:
        MoveInvalidRequestError: A number is out of range.
    """

    id: str
    jobs: int = 1
    video_minutes: float = 0.0

    def __post_init__(self) -> None:
        is_count = isinstance(self.jobs, int) and not isinstance(self.jobs, bool)  # pyright: ignore[reportUnnecessaryIsInstance]
        if not is_count or not 0 <= self.jobs <= _MAX_JOBS:
            msg = f"jobs must be a whole number, 0 to {_MAX_JOBS}; got {self.jobs!r}"
            raise MoveInvalidRequestError(msg)
        if not is_amount(self.video_minutes):
            msg = f"video_minutes must be a finite number, 0 or more; got {self.video_minutes!r}"
            raise MoveInvalidRequestError(msg)


@dataclass(frozen=True, slots=True)
class BudgetUsage:
    """What is reserved in a ledger.

    Attributes:
        jobs: Number of jobs and volumes; 0 or more.
        video_minutes: Minutes of video; 0 or more.
    """

    jobs: int = 0
    video_minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class BudgetRemaining:
    """What a `Budget` still allows at the moment.

    Attributes:
        jobs: Number of jobs and volumes; 0 or more. None: no limit.
        video_minutes: Minutes of video; 0 or more. None: no limit.
    """

    jobs: int | None = None
    video_minutes: float | None = None


def is_amount(value: object) -> bool:
    """Return whether a value is a finite number, 0 or more, and not a bool."""
    # Comparing does not convert a whole number that is too large for a float.
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= sys.float_info.max
