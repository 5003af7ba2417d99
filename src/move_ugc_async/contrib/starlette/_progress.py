"""Progress of a job as server-sent events."""

import json
import logging
import math
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, TypeAlias
from urllib.parse import quote

import anyio
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from move_ugc_async import (
    AsyncMoveUgc,
    JobFailedError,
    MoveClientClosedError,
    MoveConfigurationError,
    MoveError,
    MoveNotFoundError,
    ProgressEvent,
    WaitTimeoutError,
)

logger = logging.getLogger("move_ugc_async")

Write: TypeAlias = Callable[[str], Awaitable[None]]
"""Sends a part of the stream."""

_FINAL = ("FINISHED", "FAILED")
"""States after which `watch` ends."""


def progress_stream(
    client: AsyncMoveUgc,
    job_id: str,
    *,
    heartbeat: float = 15.0,
    retry: float = 3.0,
    timeout: float | None = None,
    poll_interval: float | None = None,
    stop: anyio.Event | None = None,
) -> "ProgressStream":
    """Return a response that streams the progress of a job to an `EventSource` in a browser.

    ```python
    async def progress(request: Request) -> Response:
        return progress_stream(current_client(request), request.path_params["job_id"])
    ```

    Check first that the user may see the job. The data of each event is a JSON object:
    `{"id": "job-…", "state": "RUNNING", "percentage": 40, "unreachable": false, "error": null}`. `state` and
    `percentage` (0 to 100) are null while they are unknown; `unreachable` is true while the API cannot be read.

    | event | meaning |
    |---|---|
    | `progress` | a change |
    | `done` | the last event: the state is `FINISHED` or `FAILED`, or `error` is `not_found` or `internal`. Close the `EventSource` |
    | `interrupted` | the API could not be read for too long, or the wait timed out; the browser reconnects |

    After a lost connection, the browser reconnects by itself, and the same state is not sent twice, by any process
    (`Last-Event-ID`). A browser that reconnects after `done` gets 204, which ends its attempts. When the browser
    leaves, polling for its sake stops.

    Args:
        client: The client.
        job_id: Id of the job.
        heartbeat: Seconds between two comments that keep the connection open; above 0.
        retry: Seconds until the browser reconnects; above 0.
        timeout: As for `jobs.watch`.
        poll_interval: As for `jobs.watch`.
        stop: Ends the stream once it is set, such as by the server when it is asked to stop; the browser reconnects to
            the next process. Without it, an open stream delays the end of the server.

    Raises:
        MoveInvalidRequestError: The id, `timeout` or `poll_interval` is invalid.
        MoveConfigurationError: `heartbeat` or `retry` is out of range.
    """  # noqa: E501 - a table
    for name, seconds in (("heartbeat", heartbeat), ("retry", retry)):
        if not 0 < seconds < math.inf:
            msg = f"{name} must be a finite number of seconds above 0; got {seconds!r}"
            raise MoveConfigurationError(msg)
    events = client.jobs.watch(job_id, timeout=timeout, poll_interval=poll_interval)
    return ProgressStream(job_id, events, heartbeat, retry, stop)


class ProgressStream(Response):
    """The response of `progress_stream`."""

    media_type = "text/event-stream"

    def __init__(
        self,
        job_id: str,
        events: AsyncGenerator[ProgressEvent, None],
        heartbeat: float,
        retry: float,
        stop: anyio.Event | None = None,
    ) -> None:
        # `X-Accel-Buffering` turns off the buffering of nginx.
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        # A stream has no length.
        del self.headers["content-length"]
        self._events = events
        self._heartbeat = heartbeat
        self._retry = retry
        self._job_id = job_id
        self._stop = stop or anyio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events until the job ends or the browser leaves."""
        messages = _Messages(self._job_id, Headers(scope=scope).get("last-event-id", ""))
        if messages.is_done:
            await Response(status_code=204)(scope, receive, send)
            return
        sending = anyio.Lock()

        async def write(text: str, *, more_body: bool = True) -> None:
            if not text and more_body:
                return
            async with sending:
                try:
                    await send({"type": "http.response.body", "body": text.encode(), "more_body": more_body})
                except OSError:
                    # How ASGI servers report that the browser has left, from version 2.4 of the specification on.
                    tasks.cancel_scope.cancel()

        async def stream() -> None:
            await write(f"retry: {self._retry * 1000:.0f}\n\n")
            await self._follow(messages, write)
            await end()

        async def end() -> None:
            await write("", more_body=False)
            tasks.cancel_scope.cancel()

        async def end_early() -> None:
            await self._stop.wait()
            await end()

        try:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            if scope["method"] == "HEAD":
                # Routes of Starlette for GET accept it. It has no body that would end when the browser leaves.
                await send({"type": "http.response.body"})
                return
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(stream)
                tasks.start_soon(self._keep_alive, write)
                tasks.start_soon(end_early)
                while (await receive())["type"] != "http.disconnect":
                    pass
                tasks.cancel_scope.cancel()
        finally:
            with anyio.CancelScope(shield=True):
                await self._events.aclose()

    async def _keep_alive(self, write: Write) -> None:
        while True:
            await anyio.sleep(self._heartbeat)
            await write(": keep-alive\n\n")

    async def _follow(self, messages: "_Messages", write: Write) -> None:
        """Send each change, and then how the job has ended."""
        try:
            async for event in self._events:
                await write(messages.progress(event))
            await write(messages.done())
        except JobFailedError:
            await write(messages.done(state="FAILED"))
        except MoveNotFoundError:
            await write(messages.done(error="not_found"))
        except Exception as error:
            if isinstance(error, WaitTimeoutError | MoveClientClosedError) or (
                isinstance(error, MoveError) and error.transient
            ):
                await write(messages.interrupted())
                return
            logger.exception("cannot follow job %s", self._job_id)
            await write(messages.done(error="internal"))


class _Messages:
    """Formats the events of one stream. The id of an event is its content, so that any process can resume.

    Attributes:
        is_done: Whether the last event was sent, in this stream or in the one that it resumes.
    """

    def __init__(self, job_id: str, last_id: str) -> None:
        self._job_id = job_id
        # Names the job: a browser must not resume the stream of another one.
        self._prefix = f"{quote(job_id, safe='')}/"
        self._last_id = last_id
        self._status: dict[str, Any] = {"state": None, "percentage": None, "unreachable": False}
        self.is_done = last_id.startswith(f"{self._prefix}done/")

    def progress(self, event: ProgressEvent) -> str:
        """Return the message of a change; nothing if it was the last one sent."""
        self._status = {
            "state": event.state,
            "percentage": event.percentage,
            "unreachable": event.unreachable is not None,
        }
        return self.done() if event.state in _FINAL and event.unreachable is None else self._message("progress")

    def done(self, *, state: str | None = None, error: str | None = None) -> str:
        """Return the last message; nothing if it was sent."""
        if self.is_done:
            return ""
        self.is_done = True
        if state is not None:
            self._status["state"] = state
        return self._message("done", error)

    def interrupted(self) -> str:
        """Return the message of an interruption. It has no id, so that the browser resumes after the last change."""
        return _format("interrupted", None, {"id": self._job_id, **self._status, "error": "unavailable"})

    def _message(self, name: str, error: str | None = None) -> str:
        data = {"id": self._job_id, **self._status, "error": error}
        values = "/".join("" if each is None else quote(str(each), safe="") for each in (*self._status.values(), error))
        event_id = f"{self._prefix}{'done/' if name == 'done' else ''}{values}"
        if event_id == self._last_id:
            return ""
        self._last_id = event_id
        return _format(name, event_id, data)


def _format(name: str, event_id: str | None, data: dict[str, Any]) -> str:
    id_line = "" if event_id is None else f"id: {event_id}\n"
    return f"event: {name}\n{id_line}data: {json.dumps(data)}\n\n"
