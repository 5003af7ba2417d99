"""Each attempt is logged and passed to `on_attempt`."""

import re
from collections.abc import Callable

import pytest

from move_ugc_async._attempt import Attempt
from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import MoveServerError
from tests.support.clocks import FakeClock
from tests.support.servers import HttpServer, Reply, graphql_reply
from tests.unit._transport.calls import BOTH_LOOPS, ONE_STACK

Connect = Callable[..., AsyncMoveUgc]


@ONE_STACK
@pytest.mark.anyio
async def test_a_failed_attempt_is_one_line_in_the_log(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="move_ugc_async")
    with HttpServer(Reply(status=503), graphql_reply()) as server:
        async with connect(server.url, max_retries=1, clock=FakeClock()) as client:
            await client.client.retrieve()

    (record,) = (record for record in caplog.records if record.name == "move_ugc_async")
    assert re.fullmatch(
        r"getClient: attempt 1 failed with MoveServerError after \d+ ms, retry in \d\.\d s", record.getMessage()
    )
    noted = {name: value for name, value in vars(record).items() if name.startswith("move_")}
    assert noted.pop("move_duration") >= 0
    assert noted == {
        "move_operation": "getClient",
        "move_attempt": 1,
        "move_status": 503,
        "move_request_id": None,
    }


@BOTH_LOOPS
@pytest.mark.anyio
async def test_on_attempt_is_called_after_every_attempt(connect: Connect) -> None:
    seen: list[Attempt] = []
    ok = graphql_reply(headers=(("x-amzn-requestid", "r-2"),))
    with HttpServer(Reply(status=503), ok) as server:
        async with connect(server.url, max_retries=1, clock=FakeClock(), on_attempt=seen.append) as client:
            await client.client.retrieve()

    first, second = seen
    assert (first.operation, first.number, first.status) == ("getClient", 1, 503)
    assert isinstance(first.error, MoveServerError)
    assert first.retry_in is not None
    assert (second.number, second.status, second.request_id) == (2, 200, "r-2")
    assert second.error is None
    assert second.retry_in is None


@ONE_STACK
@pytest.mark.anyio
async def test_an_error_of_on_attempt_ends_the_call(connect: Connect) -> None:
    def refuse(_: Attempt) -> None:
        raise ZeroDivisionError

    with HttpServer(Reply(status=503)) as server:
        async with connect(server.url, max_retries=3, clock=FakeClock(), on_attempt=refuse) as client:
            with pytest.raises(ZeroDivisionError):
                await client.client.retrieve()

    assert len(server.requests) == 1


@ONE_STACK
@pytest.mark.anyio
@pytest.mark.parametrize("raised", [ZeroDivisionError, StopIteration, ExceptionGroup("hook", [KeyError()])])
async def test_a_created_object_is_returned_when_on_attempt_raises(
    connect: Connect, caplog: pytest.LogCaptureFixture, raised: Exception
) -> None:
    def refuse(_: Attempt) -> None:
        raise raised

    with HttpServer(graphql_reply({"createSingleCamJob": {"id": "job-1"}})) as server:
        async with connect(server.url, on_attempt=refuse) as client:
            assert (await client.jobs.create_singlecam("take-1")).id == "job-1"

    assert "on_attempt raised" in caplog.text
