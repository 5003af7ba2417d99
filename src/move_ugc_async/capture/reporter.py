"""Call the `on_progress` callback of a workflow."""

import inspect
from dataclasses import dataclass, field

from move_ugc_async._capture_state import Stage
from move_ugc_async._polling.status import Unreachable
from move_ugc_async.capture.events import OnCapture, event
from move_ugc_async.capture.keeper import StateKeeper
from move_ugc_async.errors import MoveInvalidRequestError


@dataclass(slots=True)
class Reporter:
    """Calls the `on_progress` callback of a workflow.

    Attributes:
        on_progress: The callback, or None.
        keeper: Holds the ids that are reported.
        stage: The current stage.
    """

    on_progress: OnCapture | None
    keeper: StateKeeper
    stage: Stage = field(default="preflight", init=False)

    def __post_init__(self) -> None:
        if self.on_progress is not None and not callable(self.on_progress):
            msg = f"on_progress must be callable or None; got {self.on_progress!r}"
            raise MoveInvalidRequestError(msg)

    async def enter(self, stage: Stage) -> None:
        """Enter a stage and report it."""
        self.stage = stage
        await self.report(0)

    async def report(
        self, fraction: float, work_state: str | None = None, unreachable: Unreachable | None = None
    ) -> None:
        """Report the fraction of the stage that is done.

        Args:
            fraction: The fraction, 0 to 1.
            work_state: State of the job during the wait.
            unreachable: Why that state cannot be read at the moment, or None.

        Raises:
            CallbackError: The callback raised an exception.
        """
        if self.on_progress is None:
            return
        try:
            called = self.on_progress(
                event(self.stage, fraction, self.keeper.state, state=work_state, unreachable=unreachable)
            )
            if inspect.isawaitable(called):
                await called
        except Exception as error:
            # Wrapped, so that no step retries or converts an exception of the callback.
            raise CallbackError(error) from error


class CallbackError(Exception):
    """Carries an exception of the callback past the error handling of the steps.

    Attributes:
        error: The exception.
    """

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error
