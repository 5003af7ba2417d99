"""What spans and metrics are told of calls, transfers and journeys.

With OpenTelemetry's API package it goes to the application's own SDK; without, nobody listens, and it costs nothing.
"""

from types import TracebackType
from typing import TYPE_CHECKING, Literal, Protocol, Self, TypeAlias

if TYPE_CHECKING:
    from move_ugc_async._attempt import Attempt
    from move_ugc_async._capture_state import CaptureState, Stage
    from move_ugc_async._clock import Clock

WorkflowKind: TypeAlias = Literal["capture", "capture_multicam", "calibrate", "submit", "submit_multicam"]


class ServerURL(Protocol):
    """The URL of a server."""

    @property
    def scheme(self) -> str:
        """`http` or `https`."""
        ...

    @property
    def host(self) -> str:
        """The name or address of the server."""
        ...

    @property
    def port(self) -> int | None:
        """The port; None for the scheme's default."""
        ...


class _Quiet:
    """Something that is under way within its `with` block, and that nobody is told of."""

    __slots__ = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        pass


class CallTrace(_Quiet):
    """One call with all its tries."""

    __slots__ = ()

    def trying(self, start: float) -> None:
        """Note that a try has started, at this time of the clock."""

    def tried(self, attempt: "Attempt") -> None:
        """Note how it ended."""


class TransferTrace(_Quiet):
    """One upload or download with all its tries."""

    __slots__ = ()

    def resumed(self, error: Exception) -> None:
        """Note that it goes on after something went wrong."""

    def file(self, file_id: str) -> None:
        """Note which file it is."""

    def complete(self, size: int) -> None:
        """Note that it has gone well, and the file's size in bytes."""


class WorkflowTrace(_Quiet):
    """One journey."""

    __slots__ = ()

    def reached(self, stage: "Stage", state: "CaptureState") -> None:
        """Note how far it has come."""


class Telemetry:
    """Begins what is to be told; this one tells nobody."""

    __slots__ = ()

    def call(self, name: str, document: str, url: ServerURL, clock: "Clock") -> CallTrace:  # noqa: ARG002
        """Start the trace of a call.

        Args:
            name: Name of the operation.
            document: Its GraphQL text.
            url: The server.
            clock: Measures the duration.
        """
        return _CALL

    def transfer(self, direction: str, clock: "Clock") -> TransferTrace:  # noqa: ARG002
        """Begin an upload or a download."""
        return _TRANSFER

    def workflow(self, kind: WorkflowKind, clock: "Clock") -> WorkflowTrace:  # noqa: ARG002
        """Begin a journey."""
        return _JOURNEY


_CALL, _TRANSFER, _JOURNEY = CallTrace(), TransferTrace(), WorkflowTrace()
