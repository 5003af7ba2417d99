"""Traces of calls, transfers and workflows that record nothing; `otel` records, where OpenTelemetry is installed."""

from typing import TYPE_CHECKING, Literal, Self, TypeAlias

if TYPE_CHECKING:
    from move_ugc_async._attempt import Attempt
    from move_ugc_async._capture_state import CaptureState, Stage
    from move_ugc_async._clock import Clock

WorkflowKind: TypeAlias = Literal[
    "capture", "capture_multicam", "calibrate", "prepare", "submit", "submit_multicam", "plan"
]


class _Trace:
    """A trace of what happens in its `with` block."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, exc_type: type[BaseException] | None, error: BaseException | None, traceback: object) -> None:
        pass


class CallTrace(_Trace):
    """Trace of one call with all its attempts."""

    def attempt_started(self, time: float) -> None:
        """Record the start of an attempt, in the time of the clock."""

    def attempt_ended(self, attempt: "Attempt") -> None:
        """Record a finished attempt."""


class TransferTrace(_Trace):
    """Trace of one upload or download with all its attempts."""

    def resumed(self, error: Exception) -> None:
        """Record that the transfer resumes after an error."""

    def file(self, file_id: str) -> None:
        """Record the id of the file."""

    def complete(self, size: int) -> None:
        """Record that the transfer succeeded, with the size of the file in bytes."""


class WorkflowTrace(_Trace):
    """Trace of one workflow."""

    def reached(self, stage: "Stage", state: "CaptureState") -> None:
        """Record the stage that the workflow has reached, and its state."""


class Telemetry:
    """Creates traces that record nothing."""

    def call(self, name: str, document: str, host: str, port: int, clock: "Clock") -> CallTrace:  # noqa: ARG002
        """Create the trace of a call of an operation."""
        return _CALL

    def transfer(self, direction: str, clock: "Clock") -> TransferTrace:  # noqa: ARG002
        """Create the trace of an upload or a download."""
        return _TRANSFER

    def workflow(self, kind: WorkflowKind, clock: "Clock") -> WorkflowTrace:  # noqa: ARG002
        """Create the trace of a workflow."""
        return _WORKFLOW


_CALL, _TRANSFER, _WORKFLOW = CallTrace(), TransferTrace(), WorkflowTrace()
