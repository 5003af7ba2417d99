"""The progress of a workflow, reported to the user's callback."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from move_ugc_async._capture_state import CaptureState, Stage
from move_ugc_async._idempotency.fence import fence_errors_kept
from move_ugc_async._polling.status import Unreachable
from move_ugc_async.capture.keeper import StateKeeper
from move_ugc_async.errors import MoveInvalidRequestError

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
        job_id: Id of the job, or of the volume of a calibration, once it has been created.
        state: State of the job or volume during the wait.
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


class CallbackError(Exception):
    """Carries an exception of the callback past the error handling of the steps."""

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error


class Reporter:
    """Calls the `on_progress` callback of a workflow with its stage and the ids that `keeper` holds."""

    def __init__(self, on_progress: OnCapture | None, keeper: StateKeeper) -> None:
        if on_progress is not None and not callable(on_progress):
            msg = f"on_progress must be callable or None; got {on_progress!r}"
            raise MoveInvalidRequestError(msg)
        self._on_progress = on_progress
        self._keeper = keeper
        self.stage: Stage = "preflight"

    async def enter(self, stage: Stage) -> None:
        """Enter a stage, and report it."""
        self.stage = stage
        await self.report(0)

    async def report(self, done: float, work_state: str | None = None, unreachable: Unreachable | None = None) -> None:
        """Report the fraction of the stage that is done, and the state of the job during the wait."""
        if self._on_progress is None:
            return
        start, end = _SHARES[self.stage]
        state, fraction = self._keeper.state, start + (end - start) * done
        event = CaptureEvent(self.stage, fraction, done, state.job_id, work_state, state, unreachable)
        try:
            with fence_errors_kept(kept=False):
                called = self._on_progress(event)
                if inspect.isawaitable(called):
                    await called
        except Exception as error:
            # Wrapped, so that no step retries or converts an exception of the callback.
            raise CallbackError(error) from error
