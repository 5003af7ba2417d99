"""What is told of a try that the deadline of its call ends."""

import logging
from collections.abc import Callable

import pytest

from move_ugc_async import AsyncMoveUgc, Attempt
from move_ugc_async.errors import MoveTimeoutError
from tests.servers import HttpServer, never

pytestmark = pytest.mark.anyio

Connect = Callable[..., AsyncMoveUgc]


async def test_the_hook_and_the_log_see_the_try_that_the_deadline_ends(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[Attempt] = []
    caplog.set_level(logging.INFO, "move_ugc_async")
    with HttpServer(never()) as server:
        async with connect(server.url, timeout=0.2, on_attempt=seen.append) as client:
            with pytest.raises(MoveTimeoutError) as caught:
                await client.client.retrieve()

    (attempt,) = seen
    assert (attempt.operation, attempt.number, attempt.error) == ("getClient", 1, caught.value)
    assert 0.1 < attempt.duration < 5
    assert (attempt.status, attempt.retry_in) == (None, None)
    assert [record.getMessage().partition(" after")[0] for record in caplog.records] == [
        "getClient: try 1 failed with MoveTimeoutError"
    ]


async def test_a_try_that_never_began_is_none(connect: Connect) -> None:
    seen: list[Attempt] = []
    with HttpServer(never()) as server:
        async with connect(server.url, timeout=0.2, max_rate=0.001, on_attempt=seen.append) as client:
            for _ in range(2):
                with pytest.raises(MoveTimeoutError) as caught:
                    await client.client.retrieve()

    assert [attempt.number for attempt in seen] == [1]
    assert not caught.value.may_have_arrived
    assert len(server.requests) == 1
