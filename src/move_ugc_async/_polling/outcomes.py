"""Events, outcomes and errors of waits."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeAlias, TypeVar, cast

from typing_extensions import Unpack

from move_ugc_async._polling.status import Kind, Status, Unreachable, WorkRef, failed_item
from move_ugc_async._schema.phase import Phase
from move_ugc_async.errors import ErrorDetails, GraphQLErrorItem, JobFailedError, MoveError, WaitTimeoutError

if TYPE_CHECKING:
    from move_ugc_async._generated.fragments import AdditionalFileType

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ProgressEvent:
    """Progress of a job or volume.

    Attributes:
        kind: `job` or `volume`.
        id: Id of the job or volume.
        state: `NOT_STARTED`, `RUNNING`, `FINISHED`, `FAILED`, or a state of a newer server; None while it is unknown.
        percentage: Share of the work done, 0 to 100; None while the server does not report it.
        elapsed: Seconds waited so far.
        unreachable: Why the status cannot be read at the moment; None while it can. State and percentage are then the
            last known ones.
    """

    kind: Kind
    id: str
    state: str | None
    percentage: int | None
    elapsed: float
    unreachable: Unreachable | None = None


OnProgress: TypeAlias = Callable[[ProgressEvent], Awaitable[None] | None]
"""A callback for each change and each failed poll, awaited if it is asynchronous. An exception of it ends the wait."""


@dataclass(frozen=True, slots=True)
class Success(Generic[T]):
    """A job or volume that `wait_many` waited for until it finished, or that `retrieve_many` read.

    Attributes:
        id: Id of the job or volume.
        job: The job or volume. From `retrieve_many` it has any state, also `FAILED`.
        error: Always None.
    """

    id: str
    job: T
    error: None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A job or volume that failed or could not be read.

    Attributes:
        id: Id of the job or volume.
        error: The reason.
        job: Always None.
    """

    id: str
    error: MoveError
    job: None = None


Outcome: TypeAlias = Success[T] | Failure
"""The outcome of one of many. If `outcome.error is None`, type checkers know that `outcome.job` is set."""


class Work(Protocol):
    """A model of a job or volume, as far as waits use it."""

    @property
    def outputs(self) -> "Sequence[AdditionalFileType] | None": ...

    @property
    def errors(self) -> tuple[GraphQLErrorItem, ...]: ...


def has_outputs(work: Work) -> bool:
    """Return whether every output has its URL."""
    # An output whose file does not exist yet may be missing as a whole; then an error has its path.
    missing = any("outputs" in (error.path or ()) for error in work.errors)
    return not missing and all(output.file.presigned_url for output in work.outputs or ())


def timeout_error(ref: WorkRef, status: Status, unreachable: Unreachable | None) -> WaitTimeoutError:
    """Create the error of a wait that exceeded its timeout; the error of the last read, if any, is its cause."""
    cause = unreachable.error if unreachable else None
    if cause is not None:
        msg = f"{ref.kind} {ref.id} could not be read until the timeout ({type(cause).__name__}); wait for it again"
    elif status.phase is Phase.FINISHED:
        msg = f"{ref.kind} {ref.id} finished, but some outputs have no URL yet; wait for it again"
    else:
        msg = f"{ref.kind} {ref.id} did not end before the timeout; it is still running: wait for it again"
    error = WaitTimeoutError(msg, id=ref.id, state=status.state, percentage=status.percentage)
    error.__cause__ = cause
    return error


def failed_error(
    ref: WorkRef, work: Work | None, suggestions: tuple[str, ...] = (), **details: Unpack[ErrorDetails]
) -> JobFailedError:
    """Create the error of failed work."""
    suggestions = suggestions or _suggestions(work.errors if work is not None else ())
    advice = f": {' '.join(suggestions)}" if suggestions else ""
    msg = f"{ref.kind} {ref.id} has failed{advice}"
    return JobFailedError(msg, id=ref.id, job=work, suggestions=suggestions, **details)


def as_failed_error(ref: WorkRef, error: MoveError) -> JobFailedError | None:
    """Convert an error that the API sends in place of failed work; return None for any other error."""
    if isinstance(error, JobFailedError):
        return error
    item = failed_item(error)
    if item is None:
        return None
    return failed_error(
        ref,
        None,
        _suggestions([item]),
        error_type=item.error_type,
        error_info=item.error_info,
        path=item.path,
        status=error.status,
        request_id=error.request_id,
        errors=error.errors,
    )


def _suggestions(errors: Sequence[GraphQLErrorItem]) -> tuple[str, ...]:
    infos = [error.error_info for error in errors]
    lists = [cast("dict[str, object]", info).get("suggestions") for info in infos if isinstance(info, dict)]
    texts = [text for each in lists if isinstance(each, list) for text in cast("list[object]", each)]
    return tuple(text for text in texts if isinstance(text, str))
