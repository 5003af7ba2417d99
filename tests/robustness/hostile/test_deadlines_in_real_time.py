"""A call ends at most 0.1 seconds after its deadline, measured on an idle machine."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from move_ugc_async import MoveServerError, MoveTimeoutError
from tests.robustness.hostile.bodies import CHUNK, CHUNKED_HEAD
from tests.robustness.hostile.stacks import EVERY_STACK
from tests.support.servers import EARLY_HINT, EndlessServer, HttpServer, Received, Reply
from tests.support.stacks import Connect

pytestmark = [pytest.mark.anyio, pytest.mark.slow]
TIMEOUT = 5.0
JUST_IN_TIME = 4.9


class _LateServer(HttpServer):
    """Responds to each request with an error just before the deadline."""

    def __init__(self) -> None:
        super().__init__(self._fail)

    def _fail(self, _: Received) -> Reply:
        self.stopping.wait(JUST_IN_TIME)
        return Reply(status=503)


@pytest.mark.check(16)
@EVERY_STACK
@pytest.mark.parametrize(
    "new_server",
    [
        pytest.param(_LateServer, id="each response just in time"),
        pytest.param(
            lambda: EndlessServer(b" ", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", interval=JUST_IN_TIME),
            id="each byte just in time",
        ),
        pytest.param(lambda: EndlessServer(EARLY_HINT, interval=0), id="early hints without end"),
        pytest.param(lambda: EndlessServer(CHUNK, CHUNKED_HEAD, interval=0.005), id="chunks without end"),
    ],
)
async def test_a_call_ends_at_most_a_tenth_of_a_second_after_its_deadline(
    connect: Connect, new_server: Callable[[], HttpServer]
) -> None:
    # The first response of a process builds models, which may take longer than the allowed delay.
    with HttpServer() as warm_up:
        async with connect(warm_up.url) as client:
            await client.client.retrieve()

    settings: dict[str, Any] = {"timeout": TIMEOUT, "max_retries": 1000, "backoff": lambda *_: 0.0}
    with new_server() as server:
        async with connect(server.url, **settings) as client:
            started = time.monotonic()
            # A response just before the deadline may be reported, since it leaves no time for another attempt.
            with pytest.raises((MoveTimeoutError, MoveServerError)):
                await client.client.retrieve()
            took = time.monotonic() - started

    assert TIMEOUT * 0.95 <= took <= TIMEOUT + 0.1
