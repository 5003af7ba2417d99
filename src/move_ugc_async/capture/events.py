"""Progress of a workflow."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from move_ugc_async._capture_state import CaptureState, Stage
from move_ugc_async._polling.outcomes import Unreachable

_SHARES: dict[Stage, tuple[float, float]] = {
    "preflight": (0.0, 0.02),
    "upload": (0.02, 0.15),
    "take": (0.15, 0.16),
    "job": (0.16, 0.17),
    "wait": (0.17, 0.9),
    "download": (0.9, 1.0),
}
"""Where each stage starts and ends, as shares of a workflow: waiting takes longest by far."""


@dataclass(frozen=True, slots=True)
class CaptureEvent:
    """The progress of a workflow.

    Attributes:
        stage: What is being done.
        fraction: Share of the whole workflow that is done, 0 to 1.
        stage_fraction: Share of the stage that is done, 0 to 1.
        job_id: Id of the job, once it was created.
        state: State of the job, while it is waited for.
        resume_state: All ids so far, for `resume_from=`.
        unreachable: Why the state of the job cannot be read at the moment; None while it can.
    """

    stage: Stage
    fraction: float
    stage_fraction: float
    job_id: str | None = None
    state: str | None = None
    resume_state: CaptureState = field(default_factory=CaptureState, repr=False)
    unreachable: Unreachable | None = None


OnCapture: TypeAlias = Callable[[CaptureEvent], Awaitable[None] | None]
"""Called with each step, and awaited where it is asynchronous. An exception that it raises ends the workflow."""


def event(
    stage: Stage,
    done: float,
    resume_state: CaptureState,
    *,
    state: str | None = None,
    unreachable: Unreachable | None = None,
) -> CaptureEvent:
    """Return the event for a share of a stage."""
    start, end = _SHARES[stage]
    return CaptureEvent(
        stage, start + (end - start) * done, done, resume_state.job_id, state, resume_state, unreachable
    )
