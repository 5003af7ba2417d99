"""What waiting gives: events on the way, outcomes at the end."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

from move_ugc_async._polling.status import Kind
from move_ugc_async.errors import MoveError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The status of a job or volume cannot be read at the moment; waiting continues.

    Attributes:
        since: When the first of the failed polls ended, in UTC.
        error: How the latest poll failed.
        next_attempt: When the next poll starts, in UTC.
    """

    since: datetime
    error: MoveError
    next_attempt: datetime


@dataclass(frozen=True, slots=True)
class ProgressEvent:
    """How far a job or volume is.

    Attributes:
        kind: `job` or `volume`.
        id: Its id.
        state: `NOT_STARTED`, `RUNNING`, `FINISHED`, `FAILED`, or what a newer server says; None while it says nothing.
        percentage: Share of the work done, 0 to 100; None while the server does not say.
        elapsed: Seconds waited so far.
        unreachable: Why the status cannot be read at the moment; None while it can. State and percentage are then the
            last ones that were read.
    """

    kind: Kind
    id: str
    state: str | None
    percentage: int | None
    elapsed: float
    unreachable: Unreachable | None = None


OnProgress: TypeAlias = Callable[[ProgressEvent], Awaitable[None] | None]
"""Called with each change and each failed poll, and awaited where it is asynchronous. What it raises ends the wait."""


@dataclass(frozen=True, slots=True)
class Success(Generic[T]):
    """One of many that ended well.

    Attributes:
        id: Id of the job or volume.
        job: The job or volume.
        error: None.
    """

    id: str
    job: T
    error: None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """One of many that failed.

    Attributes:
        id: Id of the job or volume.
        error: Why.
        job: None.
    """

    id: str
    error: MoveError
    job: None = None


Outcome: TypeAlias = Success[T] | Failure
"""How one of many ended. Once `outcome.error is None`, type checkers know that there is `outcome.job`."""
