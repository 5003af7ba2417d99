"""Report the progress of a workflow to the user's callback."""

import inspect
from dataclasses import dataclass, field

from move_ugc_async._capture_state import Stage
from move_ugc_async._polling.outcomes import Unreachable
from move_ugc_async.capture.events import OnCapture, event
from move_ugc_async.capture.keeper import StateKeeper
from move_ugc_async.errors import MoveInvalidRequestError


@dataclass(slots=True)
class Reporter:
    """Report the progress of a workflow.

    Attributes:
        on_progress: The user's callback.
        keeper: Keeps the ids that are reported.
        stage: The current stage.
    """

    on_progress: OnCapture | None
    keeper: StateKeeper
    stage: Stage = field(default="preflight", init=False)

    def __post_init__(self) -> None:
        if self.on_progress is not None and not callable(self.on_progress):
            msg = f"on_progress must be a function or left out; got {self.on_progress!r}"
            raise MoveInvalidRequestError(msg)

    async def enter(self, stage: Stage) -> None:
        """Start a stage."""
        self.stage = stage
        await self.report(0)

    async def report(self, done: float, work_state: str | None = None, unreachable: Unreachable | None = None) -> None:
        """Report the share of the stage that is done.

        Args:
            done: The share, 0 to 1.
            work_state: State of the job, while it is waited for.
            unreachable: Why that cannot be read at the moment.

        Raises:
            CallbackError: The callback raised an exception.
        """
        if self.on_progress is None:
            return
        try:
            called = self.on_progress(
                event(self.stage, done, self.keeper.state, state=work_state, unreachable=unreachable)
            )
            if inspect.isawaitable(called):
                await called
        except Exception as error:
            # Raised to the user as it is, whatever the stages do with errors of its class.
            raise CallbackError(error) from error


class CallbackError(Exception):
    """The user's callback raised an exception.

    Attributes:
        error: The exception.
    """

    def __init__(self, error: Exception) -> None:
        super().__init__(error)
        self.error = error
