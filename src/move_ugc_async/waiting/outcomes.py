"""What waiting gives: events on the way, outcomes at the end."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from move_ugc_async.errors import MoveError
from move_ugc_async.waiting.status import Kind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ProgressEvent:
    """How far a job or volume is.

    Attributes:
        kind: `job` or `volume`.
        id: Its id.
        state: `NOT_STARTED`, `RUNNING`, `FINISHED`, `FAILED`, or what a newer server says; None while it says nothing.
        percentage: Share of the work done, 0 to 100; None while the server does not say.
        elapsed: Seconds waited so far.
    """

    kind: Kind
    id: str
    state: str | None
    percentage: int | None
    elapsed: float


OnProgress: TypeAlias = Callable[[ProgressEvent], Awaitable[None] | None]
"""Called with each change, and waited for where it is asynchronous. What it raises ends the wait."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """How one of many ended.

    Attributes:
        id: Id of the job or volume.
        job: What came of it; None where there is an error.
        error: What went wrong; None where nothing did.
    """

    id: str
    job: T | None = None
    error: MoveError | None = None
