"""A call ends at its deadline, even if the server tries to prolong it."""

import threading
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest

from move_ugc_async import AmbiguousCreateError, MoveError, MoveTimeoutError
from tests.robustness.hostile.bodies import CHUNK, CHUNKED_HEAD
from tests.robustness.hostile.stacks import EVERY_STACK
from tests.support.loop_time import StoppedTime
from tests.support.servers import EARLY_HINT, EndlessServer, HttpServer, Received, Reply, graphql_reply
from tests.support.stacks import Connect
from tests.support.wait_until import run_ready, wait_until

pytestmark = pytest.mark.anyio
TIMEOUT = 60.0
STEPS = 6
LATE = 0.1
"""Maximum seconds by which a call may end late."""


class _Failing:
    """A call that fails.

    Args:
        time: The time of the event loop.
        call: Starts the call.
    """

    def __init__(self, time: StoppedTime, call: Callable[[], Awaitable[object]]) -> None:
        self._time = time
        self._call = call
        self.deadline = time.now + TIMEOUT
        self.error: MoveError | None = None

    async def run(self) -> None:
        with pytest.raises(MoveError) as caught:
            await self._call()
        self.error = caught.value

    async def ends_in_time(self, late: float = 0, turns: int = 50) -> None:
        """Move the time to the deadline, and beyond it by at most the allowed delay."""
        await run_ready(turns)
        assert self.error is None
        self._time.now = self.deadline + late
        await wait_until(lambda: self.error is not None)


@pytest.mark.check(16)
@EVERY_STACK
@pytest.mark.parametrize(
    ("head", "piece"),
    [
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b" ", id="byte by byte"),
        pytest.param(CHUNKED_HEAD, CHUNK, id="chunks without end"),
    ],
)
async def test_a_call_ends_at_its_deadline_when_each_piece_of_the_response_arrives_in_time(
    connect: Connect, head: bytes, piece: bytes, stopped_time: StoppedTime
) -> None:
    with EndlessServer(piece, head) as server:
        async with connect(server.url, timeout=TIMEOUT) as client, anyio.create_task_group() as tasks:
            call = _Failing(stopped_time, client.client.retrieve)
            tasks.start_soon(call.run)
            await server.received(1)
            for number in range(1, STEPS):
                stopped_time.advance(TIMEOUT / STEPS)
                server.step()
                await wait_until(lambda number=number: server.delivered == number)
                await run_ready()
            await call.ends_in_time()

    assert type(call.error) is MoveTimeoutError


@pytest.mark.check(16)
@EVERY_STACK
async def test_a_call_ends_at_its_deadline_when_each_response_arrives_in_time_and_is_retryable(
    connect: Connect, stopped_time: StoppedTime
) -> None:
    gate = threading.Semaphore(0)

    def fail(_: Received) -> Reply:
        server.hold(gate)
        return Reply(status=503)

    with HttpServer(fail) as server:
        settings: dict[str, Any] = {"timeout": TIMEOUT, "max_retries": 1000, "backoff": lambda *_: 0.0}
        async with connect(server.url, **settings) as client, anyio.create_task_group() as tasks:
            call = _Failing(stopped_time, client.client.retrieve)
            tasks.start_soon(call.run)
            for number in range(1, STEPS):
                await server.received(number)
                stopped_time.advance(TIMEOUT / STEPS)
                gate.release()
            await server.received(STEPS)
            await call.ends_in_time()

    assert type(call.error) is MoveTimeoutError
    assert len(server.requests) == STEPS


@pytest.mark.check(16)
@EVERY_STACK
async def test_a_call_ends_at_its_deadline_when_early_hints_arrive_endlessly(
    connect: Connect, stopped_time: StoppedTime
) -> None:
    with EndlessServer(EARLY_HINT, interval=0) as server:
        async with connect(server.url, timeout=TIMEOUT) as client, anyio.create_task_group() as tasks:
            call = _Failing(stopped_time, client.client.retrieve)
            tasks.start_soon(call.run)
            await server.received(1)
            for _ in range(1, STEPS):
                stopped_time.advance(TIMEOUT / STEPS)
                # Each iteration of the event loop reads all hints that have arrived.
                await run_ready(2)
            await call.ends_in_time(turns=2)

    assert type(call.error) is MoveTimeoutError


class _Creations(HttpServer):
    """By default, lists no jobs and never responds to a creation.

    Args:
        creation: The response to a creation.
        lists_jobs: Whether to respond to requests for the list of jobs.
    """

    def __init__(self, creation: Reply | None = None, *, lists_jobs: bool = True) -> None:
        super().__init__(self._reply)
        self._creation = creation
        self._lists_jobs = lists_jobs

    def _reply(self, received: Received) -> Reply:
        if received.json()["operationName"] == "listJobs":
            if not self._lists_jobs:
                self.hold(threading.Event())
            return graphql_reply({"listJobs": {"first": 10, "after": None, "items": []}})
        if self._creation is None:
            self.hold(threading.Event())
        return self._creation or graphql_reply()

    @property
    def created(self) -> int:
        """The number of creations that arrived."""
        return sum(each.json()["operationName"] == "createSingleCamJob" for each in self.requests)


@pytest.mark.check(16)
@pytest.mark.parametrize(
    ("new_server", "settings", "expected", "requests"),
    [
        pytest.param(_Creations, {}, AmbiguousCreateError, 2, id="no response to the creation"),
        pytest.param(_Creations, {"settle": 0}, AmbiguousCreateError, 2, id="no consistency delay"),
        pytest.param(lambda: _Creations(lists_jobs=False), {}, MoveTimeoutError, 1, id="no response to the list"),
        pytest.param(
            lambda: _Creations(Reply(instead="close")), {"settle": 5}, AmbiguousCreateError, 2, id="connections close"
        ),
    ],
)
async def test_a_keyed_creation_ends_at_its_deadline_with_all_its_searches(
    connect: Connect,
    new_server: Callable[[], _Creations],
    settings: dict[str, Any],
    expected: type[MoveError],
    requests: int,
    stopped_time: StoppedTime,
) -> None:
    with new_server() as server:
        retries: dict[str, Any] = {"max_retries": 1000, "backoff": lambda *_: 0.0}
        async with connect(server.url, **retries, **settings) as client, anyio.create_task_group() as tasks:
            key = str(uuid.uuid4())
            call = _Failing(
                stopped_time,
                lambda: client.jobs.create_singlecam("take-1", idempotency_key=key, timeout=TIMEOUT),
            )
            tasks.start_soon(call.run)
            await server.received(requests)
            while stopped_time.now < call.deadline:
                await run_ready()
                stopped_time.advance(0.5)
            stopped_time.advance(LATE)
            await wait_until(lambda: call.error is not None)

    assert type(call.error) is expected
    assert bool(server.created) is (expected is AmbiguousCreateError)
    assert not getattr(call.error, "may_have_arrived", False)


@pytest.mark.check(16)
@pytest.mark.parametrize("lock_keys", [True, False])
async def test_a_creation_that_waits_for_its_key_ends_at_its_deadline_and_reports_that_nothing_was_sent(
    connect: Connect,
    lock_keys: bool,  # noqa: FBT001 - a parameter of the test
    stopped_time: StoppedTime,
) -> None:
    key = str(uuid.uuid4())
    with _Creations() as server:
        async with connect(server.url, lock_keys=lock_keys) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(lambda: client.jobs.create_singlecam("take-1", idempotency_key=key, timeout=10 * TIMEOUT))
            await wait_until(lambda: server.created)
            call = _Failing(
                stopped_time,
                lambda: client.jobs.create_singlecam("take-1", idempotency_key=key, timeout=TIMEOUT),
            )
            tasks.start_soon(call.run)
            await call.ends_in_time(LATE)
            tasks.cancel_scope.cancel()

    assert isinstance(call.error, MoveTimeoutError)
    assert call.error.may_have_arrived is False
    assert server.created == 1


async def test_a_keyed_creation_that_waits_for_a_connection_reports_at_its_deadline_that_nothing_was_sent(
    connect: Connect, stopped_time: StoppedTime
) -> None:
    with _Creations() as server:
        settings: dict[str, Any] = {"max_connections": 1, "lock_keys": False}
        async with connect(server.url, **settings) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(lambda: client.jobs.create_singlecam("take-1", timeout=10 * TIMEOUT))
            await wait_until(lambda: server.created)
            key = str(uuid.uuid4())
            call = _Failing(
                stopped_time,
                lambda: client.files.create("mp4", idempotency_key=key, timeout=TIMEOUT),
            )
            tasks.start_soon(call.run)
            await call.ends_in_time()
            tasks.cancel_scope.cancel()

    assert isinstance(call.error, MoveTimeoutError)
    assert call.error.may_have_arrived is False
    assert len(server.requests) == 1
