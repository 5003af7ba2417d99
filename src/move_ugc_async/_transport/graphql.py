"""The way of one GraphQL call: auth, deadline, tries, errors."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

import anyio
from pydantic_core import from_json, to_json

from move_ugc_async._attempt import Attempt, OnAttempt
from move_ugc_async._clock import Clock
from move_ugc_async._log import log_attempt, logger
from move_ugc_async._schema.plain import fallback
from move_ugc_async._secrets import HIDDEN, Credential, Secrets
from move_ugc_async._telemetry.base import CallTrace
from move_ugc_async._telemetry.current import telemetry
from move_ugc_async._transport.http import HttpPool, Url
from move_ugc_async._transport.http.types import Request
from move_ugc_async._transport.operation import GraphQLResponse, Operation
from move_ugc_async._transport.rate import RateLimiter
from move_ugc_async._transport.response import read_response
from move_ugc_async._transport.retry import RetryPolicy, is_retryable
from move_ugc_async._transport.retry_budget import RetryBudget
from move_ugc_async._version import __version__
from move_ugc_async.errors import MoveConnectionError, MoveError, MoveInvalidRequestError, MoveTimeoutError

_BUFFERED = 64 * 1024
"""Bytes of a request that leave at once, without waiting for the server to read."""

USER_AGENT = f"move-ugc-async/{__version__}"


@dataclass(slots=True)
class _CallState:
    """One call and how far it has come."""

    operation: Operation
    request: Request
    variables: dict[str, Any] = field(repr=False)
    trace: CallTrace
    tries: int = 0
    trying_since: float | None = None
    last: MoveError | None = None
    _is_written: bool = False
    _arrived_before: bool = False

    @property
    def may_have_arrived(self) -> bool:
        """Whether this attempt was written to a connection, or an earlier one may have reached the server."""
        return self._is_written or self._arrived_before

    def started(self, now: float) -> None:
        self.trying_since = now
        self.trace.trying(now)

    def written(self) -> None:
        self._is_written = True

    def failed(self, error: MoveError) -> None:
        error.operation = self.operation.name
        self.last = error
        if isinstance(error, MoveConnectionError | MoveTimeoutError):
            error.may_have_arrived = error.may_have_arrived and self._is_written
            self._arrived_before |= error.may_have_arrived
        else:
            self._arrived_before = True
        self._is_written = False


@dataclass(frozen=True, slots=True)
class GraphQLTransport:
    """Run operations on one endpoint.

    Args:
        http: The connections.
        url: The endpoint.
        api_key: Goes into each request, never into the defaults of a client.
        timeout: Seconds that a call may take with all its tries and waits.
        connect_timeout: Seconds that establishing a connection may take.
        max_answer_size: The most bytes of an answer, decompressed.
        retry: When a call is tried again.
        budget: How many tries may be repeated by all calls together.
        rate: How fast requests may start.
        on_attempt: Called after each attempt. What it raises ends a call that has not succeeded.
        clock: Time and chance.
        on_written: Called just before the first byte of each attempt is written to a connection, once its last byte is
            written, and when an attempt fails of which nobody knows when its last byte was written.
    """

    http: HttpPool
    url: Url
    api_key: Credential
    timeout: float
    connect_timeout: float
    max_answer_size: int
    retry: RetryPolicy
    budget: RetryBudget
    rate: RateLimiter
    on_attempt: OnAttempt | None
    clock: Clock
    on_written: Callable[[], None] | None = None

    def within(self, timeout: float, on_written: Callable[[], None] | None = None) -> "GraphQLTransport":
        """Return the same transport with another deadline, in seconds.

        Args:
            timeout: Seconds that a call may take with all its attempts and pauses.
            on_written: Called while an attempt is being written to a connection, the first time before its first byte.

        Raises:
            MoveInvalidRequestError: It makes no sense.
        """
        is_number = isinstance(timeout, int | float) and not isinstance(timeout, bool)  # pyright: ignore[reportUnnecessaryIsInstance]
        if not is_number or not 0 < timeout < math.inf:
            msg = f"timeout must be a finite number of seconds above 0; got {timeout!r}"
            raise MoveInvalidRequestError(msg)
        return replace(self, timeout=timeout, on_written=on_written)

    async def execute(self, operation: Operation, variables: dict[str, Any]) -> GraphQLResponse:
        """Run one operation.

        Raises:
            MoveError: No usable answer came back.
        """
        request = Request(
            "POST",
            self.url,
            headers=self._headers(),
            content=_encode(operation, variables),
            connect_timeout=self.connect_timeout,
        )
        with telemetry().call(operation.name, operation.document, self.url, self.clock) as trace:
            call = _CallState(operation, request, variables, trace)
            try:
                with anyio.CancelScope(deadline=anyio.current_time() + self.timeout):
                    return await self._repeat(call)
                raise self._out_of_time(call) from call.last
            finally:
                # Its traceback leads back to the call: they would keep each other, and what was sent, in memory.
                call.last = None

    def _out_of_time(self, call: _CallState) -> MoveTimeoutError:
        msg = f"no answer within {self.timeout:g} s"
        error = MoveTimeoutError(msg, operation=call.operation.name, may_have_arrived=call.may_have_arrived)
        if call.trying_since is not None:
            self._tell(call, error)
        return error

    async def _repeat(self, call: _CallState) -> GraphQLResponse:
        end = self.clock.monotonic() + self.timeout
        while True:
            call.tries += 1
            try:
                answer = await self._try(call)
            except MoveError as error:
                call.failed(error)
                wait = None
                try:
                    wait = self._wait(call, error, end)
                finally:
                    # Also where a back-off of the user's own raises.
                    self._tell(call, error, wait)
                if wait is None:
                    raise
            else:
                self.budget.put_back()
                self._tell(call, answer)
                return answer
            await self.clock.sleep(wait)

    def _wait(self, call: _CallState, error: MoveError, end: float) -> float | None:
        operation = call.operation
        if not is_retryable(error, repeatable=operation.repeatable):
            return None
        wait = self.retry.wait(error, operation.name, call.tries, self.clock)
        # Nobody is helped by a wait after which there is no time for another try.
        if wait is None or self.clock.monotonic() + wait >= end or not self.budget.take():
            return None
        return wait

    def _tell(self, call: _CallState, outcome: GraphQLResponse | MoveError, retry_in: float | None = None) -> None:
        error = outcome if isinstance(outcome, MoveError) else None
        now = self.clock.monotonic()
        since, call.trying_since = call.trying_since, None
        attempt = Attempt(
            call.operation.name,
            call.tries,
            0.0 if since is None else now - since,
            outcome.status,
            outcome.request_id,
            error,
            retry_in,
        )
        log_attempt(attempt)
        call.trace.tried(attempt)
        if self.on_attempt is None:
            return
        try:
            self.on_attempt(attempt)
        except Exception as raised:
            if error is not None:
                raise
            # The response would be lost, and with it what it may have created and billed.
            logger.warning("on_attempt raised %s after a successful attempt", type(raised).__name__)

    async def _try(self, call: _CallState) -> GraphQLResponse:
        secrets = Secrets.of_call(self.api_key, call.variables)
        return read_response(call.operation, *await self._fetch(call), self.clock, call.variables, secrets=secrets)

    async def _fetch(self, call: _CallState) -> tuple[int, Mapping[str, str], bytes]:
        async def turn() -> None:
            await self.rate.turn()
            call.started(self.clock.monotonic())

        def written() -> None:
            if self.on_written is not None:
                self.on_written()
            call.written()

        try:
            async with self.http.stream(replace(call.request, on_written=written), turn=turn) as response:
                body = await response.aread(self.max_answer_size)
        except BaseException:
            # Where nobody knows when the last byte was written, it was at the latest now.
            if call.may_have_arrived and not self._reports_every_byte(call.request):
                written()
            raise
        # Gateways quote in their errors what they have refused. The key is in no local variable: error trackers show
        # those of whoever raises.
        return response.status_code, response.headers, body.replace(self._key(), HIDDEN.encode())

    def _reports_every_byte(self, request: Request) -> bool:
        return self.http.reports_writes and len(cast("bytes", request.content)) <= _BUFFERED

    def _key(self) -> bytes:
        return self.api_key.encode()

    def _headers(self) -> dict[str, str]:
        return {
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
            "Authorization": self.api_key.reveal(),
            "Content-Type": "application/json",
            "User-Agent": USER_AGENT,
        }


def _encode(operation: Operation, variables: dict[str, Any]) -> bytes:
    payload = {"query": operation.document, "operationName": operation.name, "variables": variables}
    try:
        body = to_json(payload, by_alias=True, exclude_none=True, inf_nan_mode="constants", fallback=fallback)
        if b"NaN" in body or b"Infinity" in body:
            # Unless they are in a text, they have no JSON form; null in their place would say something else.
            from_json(body, allow_inf_nan=False)
    except Exception as error:  # noqa: BLE001 - what the methods of foreign types raise is on no list
        msg = f"a value cannot be sent: {error}"
    else:
        return body
    # Out here, so that the other error is not its context.
    raise MoveInvalidRequestError(msg, operation=operation.name)
