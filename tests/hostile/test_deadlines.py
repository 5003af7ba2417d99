"""A server that plays for time: the deadline holds all the same."""

import socket
import time
from collections.abc import Callable

import pytest

from move_ugc_async import MoveServerError, MoveTimeoutError
from tests.servers import HttpServer, Received, Reply
from tests.stacks import Connect

pytestmark = pytest.mark.anyio
STEP = 4.9 / 5
"""When something comes, as a part of the deadline."""


class _Stalling(HttpServer):
    """Announces an answer again and again."""

    def __init__(self, timeout: float) -> None:  # noqa: ARG002
        super().__init__()

    def _send(self, sock: socket.socket, reply: Reply, method: str) -> bool:  # noqa: ARG002
        while not self.stopping.wait(0.005):
            sock.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n")
        return False


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
        pytest.param(_Stalling, id="early hints without end"),
        pytest.param(_Dripping, id="a body without end"),
    ],
)
async def test_a_call_ends_a_tenth_of_a_second_after_its_deadline_at_the_latest(
    connect: Connect, new_server: Callable[[float], HttpServer], timeout: float
) -> None:
    # The first call of a process loads an HTTP library and builds models, which takes a quarter of a second by itself.
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
