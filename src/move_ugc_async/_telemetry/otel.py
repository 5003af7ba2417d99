"""Spans and metrics with the API of OpenTelemetry, which is an optional dependency.

Attributes are an explicit selection of names, numbers and ids. Messages, stack traces, documents, variables and URLs
are never recorded, since they may contain secrets.
"""

import functools
from collections.abc import Callable, Sequence
from contextvars import Token
from typing import ParamSpec, Self

from opentelemetry.context import Context, attach, detach
from opentelemetry.metrics import Histogram, Meter
from opentelemetry.trace import INVALID_SPAN, Span, SpanKind, StatusCode, Tracer, set_span_in_context
from opentelemetry.util.types import AttributeValue

from move_ugc_async._attempt import Attempt
from move_ugc_async._capture_state import CaptureState, Stage
from move_ugc_async._clock import Clock
from move_ugc_async._log import logger
from move_ugc_async._telemetry.base import CallTrace, Telemetry, TransferTrace, WorkflowKind, WorkflowTrace
from move_ugc_async.errors import CaptureError, MoveError

P = ParamSpec("P")

# As the semantic conventions recommend for request durations.
_REQUEST_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
_CALL_BUCKETS = (*_REQUEST_BUCKETS, 30, 60)
_WORKFLOW_BUCKETS = (1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200)
_SIZE_BUCKETS = tuple(4**power for power in range(5, 17))

_Attributes = dict[str, AttributeValue]


class OpenTelemetry(Telemetry):
    """Creates traces that record spans and metrics."""

    def __init__(self, tracer: Tracer, meter: Meter) -> None:
        self.tracer = tracer
        self.request_duration = _histogram(
            meter, "http.client.request.duration", "s", "Duration of HTTP client requests.", _REQUEST_BUCKETS
        )
        self.call_duration = _histogram(
            meter, "move_ugc.client.call.duration", "s", "Duration of calls with all their attempts.", _CALL_BUCKETS
        )
        self.transfer_size = _histogram(
            meter, "move_ugc.client.transfer.size", "By", "Size of transferred files.", _SIZE_BUCKETS
        )
        self.workflow_duration = _histogram(
            meter, "move_ugc.client.workflow.duration", "s", "Duration of workflows.", _WORKFLOW_BUCKETS
        )

    def call(self, name: str, document: str, host: str, port: int, clock: Clock) -> CallTrace:
        """Create the trace of a call."""
        return _CallSpan(self, name, document, host, port, clock)

    def transfer(self, direction: str, clock: Clock) -> TransferTrace:
        """Create the trace of an upload or a download."""
        return _TransferSpan(self, direction, clock)

    def workflow(self, kind: WorkflowKind, clock: Clock) -> WorkflowTrace:
        """Create the trace of a workflow."""
        return _WorkflowSpan(self, kind, clock)


def _histogram(meter: Meter, name: str, unit: str, description: str, buckets: Sequence[float]) -> Histogram:
    try:
        return meter.create_histogram(name, unit, description, explicit_bucket_boundaries_advisory=buckets)
    except TypeError:
        # OpenTelemetry before 1.30.
        return meter.create_histogram(name, unit, description)


def _never_raises(method: Callable[P, None]) -> Callable[P, None]:
    """Log exceptions of telemetry once per type instead of failing the call, transfer or workflow."""

    @functools.wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            method(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 - exporters and span processors are third-party code
            _warn_once(type(error).__name__)

    return call


@functools.cache
def _warn_once(error_type: str) -> None:
    logger.warning("telemetry failed with %s; calls are not affected", error_type)


class _Span:
    """A span that is current in its `with` block."""

    def __init__(
        self, telemetry: OpenTelemetry, name: str, kind: SpanKind, attributes: _Attributes, clock: Clock
    ) -> None:
        self._telemetry = telemetry
        self._clock = clock
        self._name = name
        self._kind = kind
        self._span: Span = INVALID_SPAN
        self._token: Token[Context] | None = None
        self._attributes = attributes
        """Attributes of the span and of its metrics: of low cardinality, so no ids."""

    def __enter__(self) -> Self:
        self._start_span()
        return self

    @_never_raises
    def _start_span(self) -> None:
        self._started_at = self._clock.monotonic()
        self._span = self._telemetry.tracer.start_span(self._name, kind=self._kind, attributes=self._attributes)
        self._token = attach(set_span_in_context(self._span))

    @_never_raises
    def __exit__(self, exc_type: type[BaseException] | None, error: BaseException | None, traceback: object) -> None:
        failure = _failure(error)
        if error is not None:
            self._span.set_attributes(failure)
            if isinstance(error, Exception):
                # Without description and exception, since messages may quote anything.
                self._span.set_status(StatusCode.ERROR)
        try:
            # While the span is current, so that exemplars of the metrics refer to it.
            self._end(failure)
        finally:
            if self._token is not None:
                detach(self._token)
            self._span.end()

    def _end(self, failure: _Attributes) -> None:
        """Record metrics and the final attributes."""

    def _elapsed(self) -> float:
        return self._clock.monotonic() - self._started_at


class _CallSpan(_Span, CallTrace):
    def __init__(self, telemetry: OpenTelemetry, name: str, document: str, host: str, port: int, clock: Clock) -> None:
        kind = document.partition(" ")[0]
        self._operation: _Attributes = {"graphql.operation.name": name, "graphql.operation.type": kind}
        self._request: _Attributes = {
            "http.request.method": "POST",
            "server.address": host,
            "server.port": port,
        }
        self._attempts = 0
        self._attempt_started_at: float | None = None
        # Not the attempt itself: the traceback of its error refers to this object, a reference cycle.
        self._last_outcome: _Attributes = {}
        super().__init__(telemetry, f"{kind} {name}", SpanKind.CLIENT, {**self._operation, **self._request}, clock)

    @_never_raises
    def attempt_started(self, time: float) -> None:
        self._attempts += 1
        self._attempt_started_at = time

    @_never_raises
    def attempt_ended(self, attempt: Attempt) -> None:
        self._attempt_started_at = None
        request_id: _Attributes = {} if attempt.request_id is None else {"move_ugc.request_id": attempt.request_id}
        self._last_outcome = {**_outcome(attempt.status, None), **request_id}
        outcome = _outcome(attempt.status, attempt.error)
        self._telemetry.request_duration.record(attempt.duration, {**self._request, **outcome})
        if attempt.error is not None and self._span.is_recording():
            retry_in = {} if attempt.retry_in is None else {"move_ugc.retry_in": attempt.retry_in}
            event = {**outcome, **request_id, **retry_in, "move_ugc.attempt": attempt.number}
            self._span.add_event("move_ugc.attempt.failed", event)

    def _end(self, failure: _Attributes) -> None:
        self._telemetry.call_duration.record(self._elapsed(), {**self._operation, **failure})
        if self._attempt_started_at is not None:
            # The attempt was cancelled, so `attempt_ended` was not called.
            elapsed = self._clock.monotonic() - self._attempt_started_at
            self._telemetry.request_duration.record(elapsed, {**self._request, **failure})
        else:
            self._span.set_attributes(self._last_outcome)
        if self._attempts > 1:
            self._span.set_attribute("http.request.resend_count", self._attempts - 1)


class _TransferSpan(_Span, TransferTrace):
    def __init__(self, telemetry: OpenTelemetry, direction: str, clock: Clock) -> None:
        self._resumptions = 0
        super().__init__(telemetry, direction, SpanKind.INTERNAL, {"move_ugc.transfer.direction": direction}, clock)

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
        self._telemetry.transfer_size.record(size, self._attributes)

    def _end(self, failure: _Attributes) -> None:  # noqa: ARG002
        self._span.set_attribute("move_ugc.transfer.resumptions", self._resumptions)


class _WorkflowSpan(_Span, WorkflowTrace):
    def __init__(self, telemetry: OpenTelemetry, kind: WorkflowKind, clock: Clock) -> None:
        self._object = "volume" if kind == "calibrate" else "job"
        self._stage: Stage = "preflight"
        super().__init__(telemetry, kind, SpanKind.INTERNAL, {"move_ugc.workflow": kind}, clock)

    @_never_raises
    def reached(self, stage: Stage, state: CaptureState) -> None:
        self._stage = stage
        ids = {"move_ugc.take.id": state.take_id, f"move_ugc.{self._object}.id": state.job_id}
        self._span.set_attributes({name: value for name, value in ids.items() if value is not None})

    def _end(self, failure: _Attributes) -> None:
        stage: _Attributes = {"move_ugc.workflow.stage": self._stage} if failure else {}
        self._span.set_attributes(stage)
        self._telemetry.workflow_duration.record(self._elapsed(), {**self._attributes, **failure, **stage})


def _outcome(status: int | None, error: Exception | None) -> _Attributes:
    return _failure(error) if status is None else {"http.response.status_code": status, **_failure(error)}


def _failure(error: BaseException | None) -> _Attributes:
    if isinstance(error, CaptureError):
        # Workflows wrap every error in a CaptureError. Without a cause, the workflow has timed out.
        error = error.__cause__ or TimeoutError()
    if error is None:
        return {}
    # Other base exceptions are cancellations, for which each event loop has a class of its own.
    return {"error.type": type(error).__name__ if isinstance(error, Exception) else "cancelled"}
