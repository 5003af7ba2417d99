"""What spans and metrics are told of calls, transfers and journeys.

With OpenTelemetry's API package it goes to the application's own SDK; without, nobody listens, and it costs nothing.
"""

from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

from move_ugc_async._version import __version__
from move_ugc_async.log import logger

if TYPE_CHECKING:
    from move_ugc_async.capture.state import CaptureState, Stage
    from move_ugc_async.clock import Clock
    from move_ugc_async.transfers.events import Direction
    from move_ugc_async.transport.attempt import Attempt
    from move_ugc_async.transport.http import Url
    from move_ugc_async.transport.operation import Operation

JourneyKind: TypeAlias = Literal["capture", "capture_multicam", "calibrate", "submit", "submit_multicam"]

_CONVENTIONS = "https://opentelemetry.io/schemas/1.27.0"
"""Where the names of attributes are from that are not ours."""


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


class JourneyTrace(_Quiet):
    """One journey."""

    __slots__ = ()

    def reached(self, stage: "Stage", state: "CaptureState") -> None:
        """Note how far it has come."""


class Telemetry:
    """Begins what is to be told; this one tells nobody."""

    __slots__ = ()

    def call(self, operation: "Operation", url: "Url", clock: "Clock") -> CallTrace:  # noqa: ARG002
        """Begin a call."""
        return _CALL

    def transfer(self, direction: "Direction", clock: "Clock") -> TransferTrace:  # noqa: ARG002
        """Begin an upload or a download."""
        return _TRANSFER

    def journey(self, kind: JourneyKind, clock: "Clock") -> JourneyTrace:  # noqa: ARG002
        """Begin a journey."""
        return _JOURNEY


_CALL, _TRANSFER, _JOURNEY = CallTrace(), TransferTrace(), JourneyTrace()


@cache
def telemetry() -> Telemetry:
    """Find out, once, whether anybody may listen. Telemetry that cannot start stays off, with one warning."""
    try:
        from opentelemetry.metrics import get_meter
        from opentelemetry.trace import get_tracer

        from move_ugc_async.otel import OpenTelemetry

        return OpenTelemetry(
            get_tracer("move_ugc_async", __version__, schema_url=_CONVENTIONS),
            get_meter("move_ugc_async", __version__, schema_url=_CONVENTIONS),
        )
    except ImportError:
        return Telemetry()
    except Exception as error:  # noqa: BLE001 - such as StopIteration, where its environment names an unknown provider
        logger.warning("telemetry cannot start and stays off: %s", type(error).__name__)
        return Telemetry()
