"""A server that plays for time: the deadline holds all the same."""

import socket
import time
import uuid
from collections.abc import Callable

import anyio
import pytest

from move_ugc_async import AmbiguousCreateError, MovePermissionError, MoveServerError, MoveTimeoutError
from tests.servers import Announcing, HttpServer, Received, Reply, answer
from tests.stacks import Connect

pytestmark = pytest.mark.anyio
STEP = 4.9 / 5
"""When something comes, as a part of the deadline."""


class _Dripping(HttpServer):
    """Sends chunk after chunk of an answer without end."""

    def __init__(self, timeout: float) -> None:  # noqa: ARG002
        super().__init__()

    def _send(self, sock: socket.socket, reply: Reply, method: str) -> bool:  # noqa: ARG002
        sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not self.stopping.wait(0.005):
            sock.sendall(b"1\r\n \r\n")
        return False


class _JustInTime(HttpServer):
    """Answers a moment before the deadline, and the next time again."""

    def __init__(self, timeout: float) -> None:
        super().__init__(self._fail)
        self._timeout = timeout

    def _fail(self, received: Received) -> Reply:  # noqa: ARG002
        self.stopping.wait(self._timeout * STEP)
        return Reply(status=503)


class _ByteByByte(HttpServer):
    """Sends a byte of its answer a moment before the deadline, and the next one as much later."""

    def __init__(self, timeout: float) -> None:
        super().__init__(Reply(b'{"data": null}', drip=timeout * STEP))


@pytest.mark.check(16)
@pytest.mark.parametrize(
    "timeout", [0.5, pytest.param(5.0, marks=[pytest.mark.slow])], ids=["half a second", "five seconds"]
)
@pytest.mark.parametrize(
    "new_server",
    [
        pytest.param(_JustInTime, id="each answer just in time"),
        pytest.param(_ByteByByte, id="each byte just in time"),
        pytest.param(lambda _: Announcing(), id="early hints without end"),
        pytest.param(_Dripping, id="a body without end"),
    ],
)
async def test_a_call_ends_a_tenth_of_a_second_after_its_deadline_at_the_latest(
    connect: Connect, new_server: Callable[[float], HttpServer], timeout: float
) -> None:
    # The first answer of a process has models built, which may take as long as a call may be late.
    with HttpServer() as well:
        async with connect(well.url) as client:
            await client.client.retrieve()

    with new_server(timeout) as server:
        async with connect(server.url, timeout=timeout, max_retries=1000, backoff=lambda *_: 0.0) as client:
            started = time.monotonic()
            # An answer that comes in the last moment may still be told, when there is no time for another try.
            with pytest.raises((MoveTimeoutError, MoveServerError)):
                await client.client.retrieve()
            took = time.monotonic() - started

    assert timeout * 0.95 <= took <= timeout + 0.1


class _Lists(HttpServer):
    """Lists no jobs, after a while, and does with creations as it is told."""

    def __init__(self, creation: Reply | None, *, lists: bool = True) -> None:
        super().__init__(self._reply)
        self._creation = creation
        self._lists = lists

    def _reply(self, received: Received) -> Reply:
        if received.json()["operationName"] == "listJobs" and self._lists:
            self.stopping.wait(0.1)
            return answer({"listJobs": {"first": 10, "after": None, "items": []}})
        if self._creation is None:
            self.stopping.wait()
        return self._creation or answer()

    @property
    def sent(self) -> int:
        return sum(each.json()["operationName"] == "createSingleCamJob" for each in self.requests)


@pytest.mark.check(16)
@pytest.mark.parametrize(
    ("new_server", "settings", "expected"),
    [
        pytest.param(lambda: _Lists(None), {}, AmbiguousCreateError, id="no answer to the creation"),
        pytest.param(lambda: _Lists(None), {"settle": 0}, AmbiguousCreateError, id="no answer to any of them"),
        pytest.param(lambda: _Lists(None, lists=False), {}, MoveTimeoutError, id="no answer to the look"),
        pytest.param(
            lambda: _Lists(Reply(instead="close")), {"settle": 0.1}, AmbiguousCreateError, id="every answer is lost"
        ),
    ],
)
async def test_a_creation_with_a_key_ends_with_all_its_looks_in_time(
    connect: Connect,
    new_server: Callable[[], _Lists],
    settings: dict[str, float],
    expected: type[MoveTimeoutError | AmbiguousCreateError],
) -> None:
    with _Lists(Reply(status=403)) as well:
        async with connect(well.url) as client:
            with pytest.raises(MovePermissionError):
                await client.jobs.create_singlecam("take-1", idempotency_key=str(uuid.uuid4()))

    with new_server() as server:
        async with connect(server.url, max_retries=1000, backoff=lambda *_: 0.0, **settings) as client:
            started = time.monotonic()
            with pytest.raises(expected) as caught:
                await client.jobs.create_singlecam("take-1", idempotency_key=str(uuid.uuid4()), timeout=0.6)
            took = time.monotonic() - started

    assert took <= 0.6 + 0.1
    assert bool(server.sent) is (expected is AmbiguousCreateError)
    assert not getattr(caught.value, "may_have_arrived", False)


@pytest.mark.check(16)
@pytest.mark.parametrize("lock_keys", [True, False])
async def test_whoever_waits_for_a_key_is_told_in_time_that_nothing_was_sent(
    connect: Connect,
    lock_keys: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    key = str(uuid.uuid4())
    with _Lists(None) as server:
        async with connect(server.url, lock_keys=lock_keys) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(lambda: client.jobs.create_singlecam("take-1", idempotency_key=key))
            await anyio.to_thread.run_sync(server.wait_until, lambda: server.sent)
            started = time.monotonic()
            with pytest.raises(MoveTimeoutError) as caught:
                await client.jobs.create_singlecam("take-1", idempotency_key=key, timeout=0.3)
            took = time.monotonic() - started
            tasks.cancel_scope.cancel()

    assert took <= 0.3 + 0.1
    assert caught.value.may_have_arrived is False
    assert server.sent == 1


async def test_a_creation_with_a_key_that_had_no_turn_is_told_to_have_sent_nothing(connect: Connect) -> None:
    with _Lists(None) as server:
        async with connect(server.url, max_connections=1) as client, anyio.create_task_group() as tasks:
            tasks.start_soon(client.jobs.create_singlecam, "take-1")
            await anyio.to_thread.run_sync(server.wait_until, lambda: server.sent)
            with pytest.raises(MoveTimeoutError) as caught:
                await client.files.create("mp4", idempotency_key=str(uuid.uuid4()), timeout=0.2)
            tasks.cancel_scope.cancel()

    assert caught.value.may_have_arrived is False
