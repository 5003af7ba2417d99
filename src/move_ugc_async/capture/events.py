"""Progress events of a workflow."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from move_ugc_async._capture_state import CaptureState, Stage
from move_ugc_async._polling.status import Unreachable

_SHARES: dict[Stage, tuple[float, float]] = {
    "preflight": (0.0, 0.02),
    "upload": (0.02, 0.15),
    "take": (0.15, 0.16),
    "job": (0.16, 0.17),
    "wait": (0.17, 0.9),
    "download": (0.9, 1.0),
}
"""Start and end of each stage as fractions of the workflow. The wait takes most of the time."""


@dataclass(frozen=True, slots=True)
class CaptureEvent:
    """The progress of a workflow.

    Attributes:
        stage: Current step: `preflight`, `upload`, `take`, `job`, `wait` or `download`.
        fraction: Fraction of the whole workflow that is done, 0 to 1.
        stage_fraction: Fraction of the stage that is done, 0 to 1.
        job_id: Id of the job, once it has been created.
        state: State of the job during the wait.
        resume_state: All ids created so far, for `resume_from=`.
        unreachable: Why the state of the job cannot be read at the moment, or None.
    """

    stage: Stage
    fraction: float
    stage_fraction: float
    job_id: str | None = None
    state: str | None = None
    resume_state: CaptureState = field(default_factory=CaptureState, repr=False)
    unreachable: Unreachable | None = None


OnCapture: TypeAlias = Callable[[CaptureEvent], Awaitable[None] | None]
"""Function or coroutine function that is called at each step. An exception that it raises ends the workflow."""


def event(
    stage: Stage,
    done: float,
    resume_state: CaptureState,
    *,
    state: str | None = None,
    unreachable: Unreachable | None = None,
) -> CaptureEvent:
    """Return the event for a fraction of a stage."""
    start, end = _SHARES[stage]
    return CaptureEvent(
        stage, start + (end - start) * done, done, resume_state.job_id, state, resume_state, unreachable
    )
