"""Progress streams, in the event loop of the test: messages, resumption, heartbeats, errors and clean-up."""

import json
import logging
import math
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, cast

import anyio
import pytest
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.routing import Route

from move_ugc_async import (
    AsyncMoveUgc,
    JobFailedError,
    MoveAuthenticationError,
    MoveClientClosedError,
    MoveConfigurationError,
    MoveConnectionError,
    MoveInvalidRequestError,
    MoveNotFoundError,
    ProgressEvent,
    Unreachable,
    WaitTimeoutError,
)
from move_ugc_async.contrib.starlette import ProgressStream, progress_stream
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import run_ready, wait_until
from tests.unit.contrib.asgi import Call, application

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 1, 31, tzinfo=UTC)


class Watched:
    """A client whose `jobs.watch` yields the updates of a test, and which records that the iterator was closed."""

    def __init__(self, *script: "ProgressEvent | Exception", is_endless: bool = False) -> None:
        self.script = list(script)
        self.is_endless = is_endless
        self.closed = 0
        self.arguments: list[Any] = []

    @property
    def jobs(self) -> "Watched":
        return self

    def watch(self, job_id: str, **arguments: Any) -> "Watched":
        self.arguments.append((job_id, arguments))
        return self

    def __aiter__(self) -> AsyncIterator[ProgressEvent]:
        return self

    async def __anext__(self) -> ProgressEvent:
        await anyio.lowlevel.checkpoint()
        if not self.script:
            if self.is_endless:
                await anyio.sleep_forever()
            raise StopAsyncIteration
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        return step

    async def aclose(self) -> None:
        # Like the iterator of the library, it is closed even if the request is cancelled.
        await anyio.lowlevel.checkpoint()
        self.closed += 1


def at(state: str | None, percentage: int | None = None, *, unreachable: bool = False) -> ProgressEvent:
    reason = Unreachable(NOW, MoveConnectionError("secret host is down"), NOW) if unreachable else None
    return ProgressEvent("job", "job-1", state, percentage, 1.0, reason)


def stream(watched: Watched, **options: Any) -> ProgressStream:
    return progress_stream(cast("AsyncMoveUgc", watched), "job-1", **options)


def get(response: Any, last_id: str | None = None, **options: Any) -> Call:
    headers = {} if last_id is None else {"Last-Event-ID": last_id}
    return Call(response, method="GET", path="/", headers=headers, **options)


def messages(text: str) -> list[tuple[str, str | None, dict[str, Any]]]:
    """Return name, id and data of each event, as a browser reads them."""
    found: list[tuple[str, str | None, dict[str, Any]]] = []
    for block in text.split("\n\n"):
        fields = dict(re.findall(r"^(\w+): (.*)$", block, re.MULTILINE))
        if "data" in fields:
            found.append((fields["event"], fields.get("id"), json.loads(fields["data"])))
    return found


def states(text: str) -> list[tuple[str, str | None, int | None]]:
    return [(name, data["state"], data["percentage"]) for name, _, data in messages(text)]


RUN = (at("NOT_STARTED"), at("RUNNING", 10), at("RUNNING", 60), at("FINISHED", 100))


async def test_stream_sends_each_change_and_ends_with_done() -> None:
    watched = Watched(*RUN)
    call = get(stream(watched))
    assert await call.run() == 200
    assert states(call.text) == [
        ("progress", "NOT_STARTED", None),
        ("progress", "RUNNING", 10),
        ("progress", "RUNNING", 60),
        ("done", "FINISHED", 100),
    ]
    assert call.text.startswith("retry: 3000\n\n")
    assert messages(call.text)[1][2] == {
        "id": "job-1",
        "state": "RUNNING",
        "percentage": 10,
        "unreachable": False,
        "error": None,
    }
    assert len({event_id for _, event_id, _ in messages(call.text)}) == 4
    assert call.sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
    assert watched.closed == 1
    assert watched.arguments == [("job-1", {"timeout": None, "poll_interval": None})]


async def test_response_is_neither_cached_nor_buffered_and_has_no_length() -> None:
    call = get(stream(Watched(*RUN)))
    await call.run()
    headers = call.response_headers
    assert headers["content-type"].startswith("text/event-stream")
    assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-store", "no")
    assert "content-length" not in headers


@pytest.mark.parametrize("seen", [0, 1, 2])
async def test_browser_that_reconnects_does_not_get_the_same_state_again(seen: int) -> None:
    first = get(stream(Watched(*RUN)))
    await first.run()
    last_id = messages(first.text)[seen][1]
    # Another process, whose first read returns the same state.
    second = get(stream(Watched(*RUN[seen:])), last_id)
    await second.run()
    assert states(second.text) == states(first.text)[seen + 1 :]


async def test_browser_that_reconnects_after_done_gets_204_which_ends_its_attempts() -> None:
    first = get(stream(Watched(*RUN)))
    await first.run()
    watched = Watched(*RUN)
    second = get(stream(watched), messages(first.text)[-1][1])
    assert (await second.run(), second.text) == (204, "")
    assert watched.script == list(RUN)


@pytest.mark.parametrize("last_id", ["", "x", "job-2/done/FINISHED/100/False/", "job-1", "\x7f" * 99])
async def test_unknown_last_event_id_is_ignored(last_id: str) -> None:
    call = get(stream(Watched(*RUN)), last_id)
    await call.run()
    assert len(states(call.text)) == 4


async def test_outage_of_the_api_is_reported_without_its_error() -> None:
    outage = at("RUNNING", 10, unreachable=True)
    call = get(stream(Watched(at("RUNNING", 10), outage, outage, at("RUNNING", 10), at("FINISHED", 100))))
    await call.run()
    assert [data["unreachable"] for _, _, data in messages(call.text)] == [False, True, False, False]
    assert "secret" not in call.text


@pytest.mark.parametrize("state", ["COMPLETED", "CANCELLED", "FAILED"])
async def test_stream_of_a_job_that_ends_in_another_state_ends_with_done(state: str) -> None:
    call = get(stream(Watched(at("RUNNING", 1), at(state))))
    await call.run()
    assert states(call.text)[-1] == ("done", state, None)
    assert [name for name, _, _ in messages(call.text)].count("done") == 1


@pytest.mark.parametrize(
    ("error", "name", "state", "code"),
    [
        (JobFailedError("secret reason", id="job-1"), "done", "FAILED", None),
        (MoveNotFoundError("secret"), "done", "RUNNING", "not_found"),
        (MoveAuthenticationError("secret key"), "done", "RUNNING", "internal"),
        (RuntimeError("secret"), "done", "RUNNING", "internal"),
        (MoveConnectionError("secret"), "interrupted", "RUNNING", "unavailable"),
        (WaitTimeoutError("secret", id="job-1"), "interrupted", "RUNNING", "unavailable"),
        (MoveClientClosedError("secret"), "interrupted", "RUNNING", "unavailable"),
    ],
)
async def test_error_is_an_event_without_internals(error: Exception, name: str, state: str, code: str | None) -> None:
    watched = Watched(at("RUNNING", 5), error)
    call = get(stream(watched))
    assert await call.run() == 200
    last = messages(call.text)[-1]
    assert (last[0], last[2]["state"], last[2]["error"]) == (name, state, code)
    assert "secret" not in call.text
    assert (last[1] is None) is (name == "interrupted"), "the browser resumes after the last change"
    assert watched.closed == 1


async def test_only_unexpected_errors_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "move_ugc_async"):
        await get(stream(Watched(MoveConnectionError("x")))).run()
        await get(stream(Watched(MoveNotFoundError("x")))).run()
        assert caplog.messages == []
        await get(stream(Watched(RuntimeError("x")))).run()
    assert caplog.messages == ["cannot follow job job-1"]


async def test_comments_keep_a_silent_connection_open(stopped_time: StoppedTime) -> None:
    call = get(stream(Watched(at("RUNNING", 5), is_endless=True), retry=0.5))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call.run)
        await wait_until(lambda: "RUNNING" in call.text)
        stopped_time.advance(14.9)
        await run_ready()
        assert "keep-alive" not in call.text
        for number in (1, 2):
            stopped_time.advance(15)
            await wait_until(lambda number=number: call.text.count(": keep-alive\n\n") == number)  # type: ignore[misc]
        call.left.set()
    assert call.text.startswith("retry: 500\n\n")


async def test_watching_ends_when_the_browser_leaves() -> None:
    watched = Watched(at("RUNNING", 5), is_endless=True)
    call = get(stream(watched))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call.run)
        await wait_until(lambda: "RUNNING" in call.text)
        assert watched.closed == 0
        call.left.set()
    assert watched.closed == 1
    assert "done" not in call.text


async def test_stream_ends_when_the_server_stops() -> None:
    watched, stop = Watched(at("RUNNING", 10), is_endless=True), anyio.Event()
    call = get(stream(watched, stop=stop))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call.run)
        await wait_until(lambda: "RUNNING" in call.text)
        stop.set()
    # The response is complete, and has no `done`: the browser reconnects to the next process.
    assert call.sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}
    assert [name for name, *_ in messages(call.text)] == ["progress"]
    assert watched.closed == 1


async def test_request_for_the_headers_alone_watches_nothing() -> None:
    watched = Watched(at("RUNNING", 5), is_endless=True)
    app = application(Route("/", lambda _: stream(watched)))
    call = Call(app, method="HEAD", path="/")
    # The browser leaves, so that the test ends even if the response is a stream.
    call.left.set()
    assert (await call.run(), call.text) == (200, "")
    assert call.response_headers["content-type"].startswith("text/event-stream")
    assert call.sent[-1].get("more_body", False) is False
    assert (len(watched.script), watched.closed) == (1, 1)


async def test_watching_ends_when_sending_fails() -> None:
    watched = Watched(*RUN, is_endless=True)
    await get(stream(watched), fails_after=2).run()
    assert watched.closed == 1


async def test_watching_ends_when_the_server_cancels_the_request() -> None:
    watched = Watched(at("RUNNING", 5), is_endless=True)
    call = get(stream(watched))
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(call.run)
        await wait_until(lambda: "RUNNING" in call.text)
        tasks.cancel_scope.cancel()
    assert watched.closed == 1


# Older releases of Starlette leave a generator in `BaseHTTPMiddleware`, of which trio warns.
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_stream_passes_through_common_middleware() -> None:
    watched = Watched(*RUN)

    async def endpoint(_: Request) -> ProgressStream:
        return stream(watched)

    async def dispatch(request: Request, call_next: Any) -> Any:
        return await call_next(request)

    app = application(Route("/", endpoint))
    app.add_middleware(BaseHTTPMiddleware, dispatch=dispatch)
    app.add_middleware(GZipMiddleware, minimum_size=1)
    call = get(app)
    call.headers = {"Accept-Encoding": "gzip"}
    assert await call.run() == 200
    assert len(messages(call.text)) == 4
    assert watched.closed == 1


async def test_states_of_newer_servers_cannot_break_the_format() -> None:
    strange = "A\nevent: done\r\n\n\u2028\x00"
    call = get(stream(Watched(at(strange), at("FINISHED"))))
    await call.run()
    assert [(name, data["state"]) for name, _, data in messages(call.text)] == [
        ("progress", strange),
        ("done", "FINISHED"),
    ]


@pytest.mark.parametrize("options", [{"heartbeat": 0}, {"heartbeat": math.inf}, {"retry": -1}, {"retry": math.nan}])
def test_invalid_intervals_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(MoveConfigurationError, match="must be a finite number of seconds above 0; got"):
        stream(Watched(), **options)


def test_invalid_id_is_refused_before_the_response_starts() -> None:
    with pytest.raises(MoveInvalidRequestError, match="id of a job"):
        progress_stream(AsyncMoveUgc("mv_key_x1234567"), "")
