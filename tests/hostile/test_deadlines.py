"""A server that plays for time: the deadline holds all the same."""

import socket
import time

import pytest

from move_ugc_async import MoveServerError, MoveTimeoutError
from tests.servers import HttpServer, Received, Reply
from tests.stacks import Connect

pytestmark = pytest.mark.anyio
TIMEOUT = 0.5


class _Stalling(HttpServer):
    """Announces an answer again and again."""

    def _send(self, sock: socket.socket, reply: Reply, method: str) -> bool:  # noqa: ARG002
        while not self.stopping.wait(0.005):
            sock.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n")
        return False


class _Dripping(HttpServer):
    """Sends chunk after chunk of an answer without end."""

    def _send(self, sock: socket.socket, reply: Reply, method: str) -> bool:  # noqa: ARG002
        sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not self.stopping.wait(0.005):
            sock.sendall(b"1\r\n \r\n")
        return False


def _just_in_time(received: Received) -> Reply:  # noqa: ARG001
    time.sleep(TIMEOUT * 4.9 / 5)
    return Reply(status=503)


@pytest.mark.parametrize(
    "server",
    [
        pytest.param(lambda: HttpServer(_just_in_time), id="each answer just in time"),
        pytest.param(_Stalling, id="early hints without end"),
        pytest.param(_Dripping, id="a body without end"),
    ],
)
async def test_a_call_ends_a_tenth_of_a_second_after_its_deadline_at_the_latest(
    connect: Connect, server: type[HttpServer]
) -> None:
    # The first call of a process loads an HTTP library and builds models, which takes a quarter of a second by itself.
    with HttpServer() as well:
        async with connect(well.url) as client:
            await client.client.retrieve()

    with server() as running:
        async with connect(running.url, timeout=TIMEOUT, max_retries=1000, backoff=lambda *_: 0.0) as client:
            started = time.monotonic()
            # An answer that comes in the last moment may still be told, when there is no time for another try.
            with pytest.raises((MoveTimeoutError, MoveServerError)):
                await client.client.retrieve()
            took = time.monotonic() - started

    assert TIMEOUT * 0.95 <= took <= TIMEOUT + 0.1
