"""Spans and metrics by OpenTelemetry's API; imported only where that is installed.

Attributes are chosen one by one: names, numbers and ids. Messages, stack traces, documents, variables and URLs stay
out, since any of them may hold a credential.
"""

import functools
from collections.abc import Callable, Sequence
from contextvars import Token
from types import TracebackType
from typing import ParamSpec, Self

from opentelemetry.context import Context, attach, detach
from opentelemetry.metrics import Histogram, Meter
from opentelemetry.trace import INVALID_SPAN, Span, SpanKind, StatusCode, Tracer, set_span_in_context
from opentelemetry.util.types import AttributeValue

from move_ugc_async._attempt import Attempt
from move_ugc_async._capture_state import CaptureState, Stage
from move_ugc_async._clock import Clock
from move_ugc_async._log import logger
from move_ugc_async._telemetry.base import CallTrace, ServerURL, Telemetry, TransferTrace, WorkflowKind, WorkflowTrace
from move_ugc_async.errors import CaptureError, MoveError

P = ParamSpec("P")

_CANCELLED = "cancelled"

# Those that the semantic conventions advise for requests.
_REQUEST_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
_CALL_BUCKETS = (*_REQUEST_BUCKETS, 30, 60)
_WORKFLOW_BUCKETS = (1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200)
_SIZE_BUCKETS = tuple(4**power for power in range(5, 17))

_PORTS = {"http": 80, "https": 443}

_Attributes = dict[str, AttributeValue]


class OpenTelemetry(Telemetry):
    """Begins spans, and measures.

    Args:
        tracer: Starts the spans.
        meter: Makes the instruments.
    """

    __slots__ = ("call_duration", "journey_duration", "request_duration", "tracer", "transfer_size")

    def __init__(self, tracer: Tracer, meter: Meter) -> None:
        self.tracer = tracer
        self.request_duration = _histogram(
            meter, "http.client.request.duration", "s", "Duration of HTTP client requests.", _REQUEST_BUCKETS
        )
        self.call_duration = _histogram(
            meter, "move_ugc.client.call.duration", "s", "Duration of calls with all their tries.", _CALL_BUCKETS
        )
        self.transfer_size = _histogram(
            meter, "move_ugc.client.transfer.size", "By", "Size of files that were transferred.", _SIZE_BUCKETS
        )
        self.journey_duration = _histogram(
            meter, "move_ugc.client.journey.duration", "s", "Duration of journeys.", _WORKFLOW_BUCKETS
        )

    def call(self, name: str, document: str, url: ServerURL, clock: Clock) -> CallTrace:
        """Begin a call."""
        return _CallSpan(self, name, document, url, clock)

    def transfer(self, direction: str, clock: Clock) -> TransferTrace:
        """Begin an upload or a download."""
        return _TransferSpan(self, direction, clock)

    def workflow(self, kind: WorkflowKind, clock: Clock) -> WorkflowTrace:
        """Begin a journey."""
        return _WorkflowSpan(self, kind, clock)


def _histogram(meter: Meter, name: str, unit: str, description: str, buckets: Sequence[float]) -> Histogram:
    try:
        return meter.create_histogram(name, unit, description, explicit_bucket_boundaries_advisory=buckets)
    except TypeError:
        # Before 1.30, which is there for the sake of something else than us.
        return meter.create_histogram(name, unit, description)


def _never_raises(method: Callable[P, None]) -> Callable[P, None]:
    """Let a call, a transfer or a workflow go on as if nobody was listening, whatever a method of telemetry raises."""

    @functools.wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            method(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - an exporter or a span processor may be anybody's
            _warn_of(type(error).__name__)

    return call


@functools.cache
def _warn_of(kind: str) -> None:
    logger.warning("telemetry failed with %s; calls go on", kind)


class _Span:
    """A span that is the current one within its `with` block."""

    def __init__(self, to: OpenTelemetry, name: str, kind: SpanKind, attributes: _Attributes, clock: Clock) -> None:
        self._to = to
        self._clock = clock
        self._name = name
        self._kind = kind
        self._span: Span = INVALID_SPAN
        self._token: Token[Context] | None = None
        self._attributes = attributes
        """Of the span from its start, and for the metrics in the end: none of them tells one object from another."""

    def __enter__(self) -> Self:
        self._open()
        return self

    @_never_raises
    def _open(self) -> None:
        self._start = self._clock.monotonic()
        self._span = self._to.tracer.start_span(self._name, kind=self._kind, attributes=self._attributes)
        self._token = attach(set_span_in_context(self._span))

    @_never_raises
    def __exit__(
        self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        failure: _Attributes = {} if exc_type is None else {"error.type": _type_of(_reason(exc_type, exc_value))}
        if exc_type is not None:
            self._span.set_attributes(failure)
            if issubclass(exc_type, Exception):
                # Without a description, and without recording the exception: messages may quote anything.
                self._span.set_status(StatusCode.ERROR)
        try:
            # While the span is the current one, so that what is measured can lead to it.
            self._end(failure)
        finally:
            if self._token is not None:
                detach(self._token)
            self._span.end()

    def _end(self, failure: _Attributes) -> None:
        """Measure, and add what is known in the end."""

    def _elapsed(self) -> float:
        return self._clock.monotonic() - self._start


class _CallSpan(_Span, CallTrace):
    def __init__(self, to: OpenTelemetry, name: str, document: str, url: ServerURL, clock: Clock) -> None:
        kind = document.partition(" ")[0]
        self._operation: _Attributes = {"graphql.operation.name": name, "graphql.operation.type": kind}
        self._request: _Attributes = {
            "http.request.method": "POST",
            "server.address": url.host,
            "server.port": url.port or _PORTS[url.scheme],
        }
        self._tries = 0
        self._trying_since: float | None = None
        # Never the attempt: its error's traceback leads back here, and they would keep each other in memory.
        self._last: _Attributes = {}
        super().__init__(to, f"{kind} {name}", SpanKind.CLIENT, {**self._operation, **self._request}, clock)

    @_never_raises
    def trying(self, start: float) -> None:
        self._tries += 1
        self._trying_since = start

    @_never_raises
    def tried(self, attempt: Attempt) -> None:
        self._trying_since = None
        self._last = {**_outcome(attempt.status, None), **_request_id(attempt)}
        outcome = _outcome(attempt.status, attempt.error)
        self._to.request_duration.record(attempt.duration, {**self._request, **outcome})
        if attempt.error is not None and self._span.is_recording():
            again = {} if attempt.retry_in is None else {"move_ugc.retry_in": attempt.retry_in}
            told = {**outcome, **_request_id(attempt), **again, "move_ugc.try": attempt.number}
            self._span.add_event("move_ugc.try.failed", told)

    def _end(self, failure: _Attributes) -> None:
        self._to.call_duration.record(self._elapsed(), {**self._operation, **failure})
        if self._trying_since is not None:
            # A cancellation has ended the try, and nobody could tell of it.
            elapsed = self._clock.monotonic() - self._trying_since
            self._to.request_duration.record(elapsed, {**self._request, **failure})
        else:
            self._span.set_attributes(self._last)
        if self._tries > 1:
            self._span.set_attribute("http.request.resend_count", self._tries - 1)


class _TransferSpan(_Span, TransferTrace):
    def __init__(self, to: OpenTelemetry, direction: str, clock: Clock) -> None:
        self._resumptions = 0
        super().__init__(to, direction, SpanKind.INTERNAL, {"move_ugc.transfer.direction": direction}, clock)

    @_never_raises
    def resumed(self, error: Exception) -> None:
        self._resumptions += 1
        status = error.status if isinstance(error, MoveError) else None
        self._span.add_event("move_ugc.transfer.resumed", _outcome(status, error))

    @_never_raises
    def file(self, file_id: str) -> None:
        self._span.set_attribute("move_ugc.file.id", file_id)

    @_never_raises
    def complete(self, size: int) -> None:
        self._span.set_attribute("move_ugc.transfer.size", size)
        self._to.transfer_size.record(size, self._attributes)

    def _end(self, failure: _Attributes) -> None:  # noqa: ARG002
        self._span.set_attribute("move_ugc.transfer.resumptions", self._resumptions)


class _WorkflowSpan(_Span, WorkflowTrace):
    def __init__(self, to: OpenTelemetry, kind: WorkflowKind, clock: Clock) -> None:
        self._work = "volume" if kind == "calibrate" else "job"
        self._stage: Stage = "preflight"
        super().__init__(to, kind, SpanKind.INTERNAL, {"move_ugc.journey": kind}, clock)

    @_never_raises
    def reached(self, stage: Stage, state: CaptureState) -> None:
        self._stage = stage
        ids = {"move_ugc.take.id": state.take_id, f"move_ugc.{self._work}.id": state.job_id}
        self._span.set_attributes({name: known for name, known in ids.items() if known is not None})

    def _end(self, failure: _Attributes) -> None:
        stage: _Attributes = {"move_ugc.journey.stage": self._stage} if failure else {}
        self._span.set_attributes(stage)
        self._to.journey_duration.record(self._elapsed(), {**self._attributes, **failure, **stage})


def _reason(error: type[BaseException], raised: BaseException | None) -> type[BaseException]:
    if not isinstance(raised, CaptureError):
        return error
    # Every journey fails with this one. Without a cause, its time has run out.
    return TimeoutError if raised.__cause__ is None else type(raised.__cause__)


def _type_of(error: type[BaseException]) -> str:
    # What is no Exception came from outside: each event loop has a name of its own for being cancelled.
    return error.__name__ if issubclass(error, Exception) else _CANCELLED


def _outcome(status: int | None, error: Exception | None) -> _Attributes:
    outcome: _Attributes = {} if status is None else {"http.response.status_code": status}
    if error is not None:
        outcome["error.type"] = _type_of(type(error))
    return outcome


def _request_id(attempt: Attempt) -> _Attributes:
    return {} if attempt.request_id is None else {"move_ugc.request_id": attempt.request_id}
