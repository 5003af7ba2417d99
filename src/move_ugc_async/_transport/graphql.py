"""Send one GraphQL call: authentication, deadline, attempts, errors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import anyio
from pydantic_core import from_json, to_json

from move_ugc_async._attempt import Attempt, OnAttempt
from move_ugc_async._clock import Clock
from move_ugc_async._log import log_attempt, logger
from move_ugc_async._schema.plain import fallback
from move_ugc_async._secrets import REDACTED, Credential, Secrets
from move_ugc_async._telemetry import telemetry
from move_ugc_async._telemetry.base import CallTrace
from move_ugc_async._transport.http import HttpPool, Url
from move_ugc_async._transport.http.types import Request
from move_ugc_async._transport.operation import CallOptions, GraphQLResponse, Operation
from move_ugc_async._transport.rate import RateLimiter
from move_ugc_async._transport.response import read_response
from move_ugc_async._transport.retry import RetryBudget, RetryPolicy, is_retryable
from move_ugc_async._version import __version__
from move_ugc_async.errors import MoveConnectionError, MoveError, MoveInvalidRequestError, MoveTimeoutError

_MAX_BUFFERED = 64 * 1024
"""Bytes of a request that are written at once, without waiting for the server to read."""

_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "gzip, deflate",
    "Content-Type": "application/json",
    "User-Agent": f"move-ugc-async/{__version__}",
}


@dataclass(slots=True)
class _CallState:
    """The state of one call across its attempts."""

    operation: Operation
    options: CallOptions
    trace: CallTrace = field(init=False, repr=False)
    attempts: int = 0
    attempt_started_at: float | None = None
    last_error: MoveError | None = None
    is_written: bool = False
    """Whether any byte of the current attempt was written."""
    arrived_before: bool = False
    """Whether an earlier attempt may have reached the server."""
    hook_error: Exception | None = None
    """An exception of `on_written`, which an HTTP library may replace by its own."""

    def mark_written(self) -> None:
        if self.options.on_written is not None:
            try:
                self.options.on_written()
            except Exception as error:
                self.hook_error = error
                raise
        self.is_written = True

    def mark_failed(self, error: MoveError) -> None:
        error.operation = self.operation.name
        self.last_error = error
        if isinstance(error, MoveConnectionError | MoveTimeoutError):
            self.arrived_before |= error.may_have_arrived and self.is_written
            error.may_have_arrived = self.arrived_before
        else:
            self.arrived_before = True
        self.is_written = False


@dataclass(frozen=True, slots=True)
class GraphQLTransport:
    """Execute operations on one endpoint."""

    http: HttpPool
    url: Url
    api_key: Credential
    """Set on each request, never as a client default."""
    default_options: CallOptions
    """Options of calls that pass none."""
    connect_timeout: float
    max_answer_size: int
    """Maximum bytes of a response, decompressed."""
    retry: RetryPolicy
    budget: RetryBudget
    rate: RateLimiter
    on_attempt: OnAttempt | None
    clock: Clock

    async def execute(
        self, operation: Operation, variables: dict[str, Any], options: CallOptions | None = None
    ) -> GraphQLResponse:
        """Execute one operation, with retries, within the timeout."""
        options = options or self.default_options
        deadline = self.clock.monotonic() + options.timeout
        secrets = Secrets.of_call(self.api_key, variables)
        call = _CallState(operation, options)
        request = Request(
            "POST",
            self.url,
            headers={**_HEADERS, "Authorization": self.api_key.reveal()},
            content=_encode(operation, variables),
            connect_timeout=self.connect_timeout,
            on_written=call.mark_written,
        )
        port = self.url.port or (443 if self.url.scheme == "https" else 80)
        with telemetry().call(operation.name, operation.document, self.url.host, port, self.clock) as call.trace:
            try:
                with anyio.CancelScope(deadline=anyio.current_time() + options.timeout):
                    while True:
                        try:
                            response = read_response(
                                operation, *await self._fetch(call, request), self.clock, variables, secrets=secrets
                            )
                        except MoveError as error:
                            delay = self._handle_failure(call, error, deadline)
                            if delay is None:
                                raise
                        else:
                            self.budget.put_back()
                            self._report(call, response)
                            return response
                        await self.clock.sleep(delay)
                raise self._timeout_error(call) from call.last_error
            finally:
                # Its traceback refers to the call: a reference cycle would keep the request in memory.
                call.last_error = call.hook_error = None

    def _timeout_error(self, call: _CallState) -> MoveTimeoutError:
        msg = f"no response within {call.options.timeout:g} s"
        error = MoveTimeoutError(
            msg, operation=call.operation.name, may_have_arrived=call.is_written or call.arrived_before
        )
        if call.attempt_started_at is not None:
            self._report(call, error)
        return error

    def _handle_failure(self, call: _CallState, error: MoveError, deadline: float) -> float | None:
        """Report a failed attempt; return the seconds until the next one, or None if the error is final."""
        call.mark_failed(error)
        delay = None
        try:
            if is_retryable(error, idempotent=call.operation.idempotent):
                wait = self.retry.wait(error, call.operation.name, call.attempts, self.clock)
                # Don't wait if the deadline leaves no time for another attempt.
                if wait is not None and self.clock.monotonic() + wait < deadline and self.budget.take():
                    delay = wait
        finally:
            # A custom backoff may raise.
            self._report(call, error, delay)
        return delay

    def _report(self, call: _CallState, outcome: GraphQLResponse | MoveError, retry_in: float | None = None) -> None:
        error = outcome if isinstance(outcome, MoveError) else None
        now = self.clock.monotonic()
        started_at, call.attempt_started_at = call.attempt_started_at, None
        attempt = Attempt(
            call.operation.name,
            call.attempts,
            0.0 if started_at is None else now - started_at,
            outcome.status,
            outcome.request_id,
            error,
            retry_in,
        )
        log_attempt(attempt)
        call.trace.attempt_ended(attempt)
        if self.on_attempt is None:
            return
        try:
            self.on_attempt(attempt)
        except Exception as raised:
            if error is not None:
                raise
            # Raising would lose the response, and with it the object that it may have created and billed.
            logger.warning("on_attempt raised %s after a successful attempt", type(raised).__name__)

    async def _fetch(self, call: _CallState, request: Request) -> tuple[int, Mapping[str, str], bytes]:
        """Send one attempt; return status, headers and body of the response."""

        async def start_attempt() -> None:
            await self.rate.acquire()
            call.attempt_started_at = self.clock.monotonic()
            call.trace.attempt_started(call.attempt_started_at)

        call.attempts += 1
        try:
            async with self.http.stream(request, before_send=start_attempt) as response:
                body = await response.aread(self.max_answer_size)
        except BaseException as error:
            if call.hook_error is None or not isinstance(error, Exception):
                self._record_last_write(call, request)
                raise
            hook_error = call.hook_error
        else:
            # Gateways quote the refused request in their error pages.
            return response.status_code, response.headers, body.replace(self.api_key.encode(), REDACTED.encode())
        # Outside of the handler and without its frames: those of the HTTP library hold the API key.
        raise hook_error.with_traceback(None)

    def _record_last_write(self, call: _CallState, request: Request) -> None:
        """Record the end of a failed attempt as the time of its last byte, if that is unknown."""
        reports_last_byte = self.http.reports_writes and len(cast("bytes", request.content)) <= _MAX_BUFFERED
        if (call.is_written or call.arrived_before) and not reports_last_byte:
            # It was now at the latest.
            call.mark_written()


def _encode(operation: Operation, variables: dict[str, Any]) -> bytes:
    payload = {"query": operation.document, "operationName": operation.name, "variables": variables}
    try:
        body = to_json(payload, by_alias=True, exclude_none=True, inf_nan_mode="constants", fallback=fallback)
        if b"NaN" in body or b"Infinity" in body:
            # Outside of strings they are not JSON; replacing them with null would change the request.
            from_json(body, allow_inf_nan=False)
    except Exception as error:  # noqa: BLE001 - methods of foreign types may raise anything
        msg = f"cannot send {operation.name}: {error}"
        raise MoveInvalidRequestError(msg, operation=operation.name) from None
    return body
