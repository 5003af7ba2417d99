"""The route that receives webhooks."""

import inspect
import logging
import math
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias, cast

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from move_ugc_async import AsyncMoveUgc, MoveConfigurationError, WebhookVerificationError
from move_ugc_async.contrib.starlette._seen import Claim, MemorySeenStore, SeenStore
from move_ugc_async.webhooks import TOLERANCE, Event, WebhookSecrets, WebhookVerifier

logger = logging.getLogger("move_ugc_async")

OnEvent: TypeAlias = Callable[[Event], Awaitable[object] | object]
"""A function that handles an event, awaited if it is asynchronous, and otherwise run in a thread."""

_HANDLED = 204
_INVALID = 400
_BUSY = 409
_TOO_LARGE = 413
_FAILED = 500


def webhook_route(
    client: AsyncMoveUgc | Callable[[Request], AsyncMoveUgc],
    secrets: WebhookSecrets,
    *,
    on_event: OnEvent | None = None,
    path: str = "/webhooks/move",
    seen: SeenStore | None = None,
    timeout: float = 12.0,
    tolerance: float = TOLERANCE,
    max_body_size: int = 1024 * 1024,
) -> Route:
    """Return a route that receives webhooks: `Starlette(routes=[…])`, or `app.router.routes.append(…)` in FastAPI.

    Each event wakes the waits of the client for its job, and is passed to `on_event`. The id of a webhook counts as
    seen only after `on_event` has returned: after an exception, a timeout or a crash, the sender retries, and
    `on_event` is called again. It must therefore tolerate the same event twice.

    | status | meaning |
    |---|---|
    | 204 | handled, or handled before |
    | 400 | not genuine, too old or unreadable; the reason is logged, not sent |
    | 409 | another delivery with this id is being handled; the sender retries after seconds |
    | 413 | larger than `max_body_size` |
    | 500 | `on_event` or the store failed, or took longer than `timeout`; the sender retries |

    Args:
        client: The client, or a function that returns it for a request, such as `current_client`.
        secrets: Secret of the endpoint, `whsec_…`, or several.
        on_event: Function that is called with each event. If it is asynchronous, it is cancelled after `timeout`.
            Otherwise it runs in a thread, which cannot be cancelled: the sender gets 500 in time, retries get 409 until
            the thread ends, and then 204 if it succeeded.
        path: Path of the route, which starts with a slash.
        seen: Store of the ids of handled webhooks. Default: a `MemorySeenStore`. Use an `SQLiteSeenStore`, or a store
            of your own, if there are several processes.
        timeout: Seconds until the response is sent, reading the body included; above 0. The sender stops waiting after
            15 seconds.
        tolerance: Maximum age of a webhook in seconds; 0 or more.
        max_body_size: Maximum size of the body in bytes; 1 or more.

    Raises:
        MoveConfigurationError: There is no secret, or one is invalid, or an argument is out of range.
    """
    try:
        verifier = WebhookVerifier(secrets, tolerance=tolerance)
    finally:
        # Error trackers record the local variables of tracebacks.
        del secrets
    # Otherwise each webhook would get 500.
    is_client = isinstance(client, AsyncMoveUgc) or callable(client) or hasattr(client, "events")
    is_store = seen is None or all(hasattr(seen, name) for name in ("claim", "complete", "release"))
    checks: tuple[tuple[str, object, bool, str], ...] = (
        ("client", client, is_client, "an AsyncMoveUgc, or a function that returns it"),
        ("on_event", on_event, on_event is None or callable(on_event), "a function"),
        ("seen", seen, is_store, "a store with the methods claim, complete and release"),
        ("path", path, path.startswith("/"), "a path that starts with a slash"),
        ("timeout", timeout, 0 < timeout < math.inf, "a finite number above 0"),
        ("max_body_size", max_body_size, 0 < max_body_size < math.inf, "a finite number above 0"),
    )
    for name, value, is_valid, expected in checks:
        if not is_valid:
            msg = f"{name} must be {expected}; got {value!r}"
            raise MoveConfigurationError(msg)
    # Not `seen or …`: an empty store may be false.
    seen = MemorySeenStore() if seen is None else seen
    receiver = _Receiver(client, verifier, on_event, seen, timeout, max_body_size)
    return Route(path, receiver, methods=["POST"], name="move_webhooks", include_in_schema=False)


class _Receiver:
    """An ASGI application: a function could not respond while a thread of `on_event` is still running."""

    def __init__(
        self,
        client: AsyncMoveUgc | Callable[[Request], AsyncMoveUgc],
        verifier: WebhookVerifier,
        on_event: OnEvent | None,
        seen: SeenStore,
        timeout: float,
        max_body_size: int,
    ) -> None:
        self._client = client
        self._verifier = verifier
        self._on_event = on_event
        self._seen = seen
        self._timeout = timeout
        self._max_body_size = max_body_size

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        handling, ended, statuses = anyio.CancelScope(), anyio.Event(), list[int]()

        async def handle() -> None:
            try:
                with handling:
                    statuses.append(await self._handle(Request(scope, receive)))
            except Exception:
                logger.exception("cannot handle a webhook; the sender retries it")
            finally:
                ended.set()

        # Waits for a thread of `on_event` after the response, so that its claim is kept until it ends.
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(handle)
            with anyio.move_on_after(self._timeout):
                await ended.wait()
            if not ended.is_set():
                logger.error("a webhook was not handled within %g s; the sender retries it", self._timeout)
                handling.cancel()
            await Response(status_code=statuses[0] if statuses else _FAILED)(scope, receive, send)

    async def _handle(self, request: Request) -> int:
        """Handle a webhook, and return the status of the response."""
        try:
            body = await self._read_body(request)
        except ClientDisconnect:
            return _INVALID
        if body is None:
            return _TOO_LARGE
        try:
            event = self._verifier.parse(body, request.scope["headers"])
        except WebhookVerificationError as error:
            logger.warning("webhook refused: %s", error.message)
            return _INVALID
        # A claim that is cancelled half-way might stay. The response is sent in time all the same.
        claim: Claim = "busy"
        with anyio.CancelScope(shield=True):
            claim = await self._seen.claim(event.message_id)
        if claim != "new":
            return _HANDLED if claim == "seen" else _BUSY
        try:
            # First, since a wait needs no more than the hint.
            self._client_of(request).events.feed(event)
            await self._call(event)
            with anyio.CancelScope(shield=True):
                await self._seen.complete(event.message_id)
        except BaseException as error:
            error.add_note(f"while handling webhook {event.message_id}")
            with anyio.CancelScope(shield=True):
                await self._seen.release(event.message_id)
            raise
        return _HANDLED

    async def _read_body(self, request: Request) -> bytes | None:
        """Read the body, or return None if it is too large."""
        body = bytearray()
        while True:
            # Not `request.stream()`: trio warns about a generator that is left before its end.
            message = await request.receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            body += message.get("body", b"")
            if len(body) > self._max_body_size:
                return None
            if not message.get("more_body", False):
                return bytes(body)

    def _client_of(self, request: Request) -> AsyncMoveUgc:
        # Not `isinstance`, which would refuse the fakes of tests; and not `callable`, which mocks are.
        source: Any = self._client
        return cast("AsyncMoveUgc", source if hasattr(source, "events") else source(request))

    async def _call(self, event: Event) -> None:
        on_event = self._on_event
        if on_event is None:
            return
        # An object may have an asynchronous `__call__`.
        is_async = any(map(inspect.iscoroutinefunction, (on_event, getattr(on_event, "__call__", None))))  # noqa: B004
        try:
            # In a list, since trio refuses to return a coroutine from a thread.
            (called,) = [on_event(event)] if is_async else await run_in_threadpool(lambda: [on_event(event)])
            if inspect.isawaitable(called):
                await called
        except anyio.get_cancelled_exc_class() as error:
            if anyio.current_effective_deadline() == -math.inf:
                raise
            # Otherwise the task group would take it for its own cancellation, and send no response.
            msg = "on_event awaited something that was cancelled"
            raise RuntimeError(msg) from error
