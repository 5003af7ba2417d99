"""Which calls are tried again, how often, and after how long."""

import itertools
import re
import threading
from collections.abc import Awaitable, Callable

import anyio
import pytest

from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.clock import Clock
from move_ugc_async.errors import MoveConnectionError, MoveError, MoveServerError, MoveThrottledError
from move_ugc_async.inputs import SourceIn
from move_ugc_async.transport.attempt import Attempt
from move_ugc_async.transport.retry import RetryPolicy
from tests.servers import HttpServer, InstantClock, Received, Reply, answer

Connect = Callable[..., AsyncMoveUgc]

SOURCE = SourceIn(device_label="phone", file_id="file-1", format="MP4", camera_settings={"lens": "pixel"})


def throttled(error_type: str) -> Reply:
    return answer(None, errors=[{"message": "slow down", "errorType": error_type}])


AMBIGUOUS = [
    pytest.param(Reply(instead="close"), id="closed"),
    pytest.param(Reply(instead="reset"), id="reset"),
    pytest.param(Reply(b'{"da', announced=100), id="body cut"),
    pytest.param(Reply(raw=b"garbage\r\n\r\n"), id="garbage"),
    pytest.param(Reply(status=408), id="408"),
    pytest.param(Reply(status=500), id="500"),
    pytest.param(Reply(b"<html>", 502), id="502"),
    pytest.param(Reply(status=503), id="503"),
    pytest.param(Reply(status=504), id="504"),
    pytest.param(Reply(status=429), id="429"),
    pytest.param(answer(None, errors=[{"message": "oops"}], status=500), id="500 with errors"),
    pytest.param(answer(None, errors=[{"message": "oops", "errorType": "InternalFailure"}]), id="failure in 200"),
    pytest.param(throttled("ThrottlingException"), id="throttled"),
    pytest.param(throttled("TooManyRequestsException"), id="too many"),
    pytest.param(throttled("LimitExceededException"), id="limit"),
    pytest.param(Reply(b"<html>Back soon</html>"), id="a page"),
    pytest.param(Reply(b'{"data": null}'), id="no data"),
    pytest.param(Reply(b"nonsense", headers=(("Content-Encoding", "gzip"),)), id="broken gzip"),
]


def retrieve(client: AsyncMoveUgc) -> Awaitable[object]:
    return client.client.retrieve()


def update(client: AsyncMoveUgc) -> Awaitable[object]:
    return client.client.update(metadata={})


def create(client: AsyncMoveUgc) -> Awaitable[object]:
    return client.files.create("mp4")


CREATIONS: dict[str, Callable[[AsyncMoveUgc], Awaitable[object]]] = {
    "createFile": create,
    "createSingleCamJob": lambda client: client.jobs.create_singlecam("take-1"),
    "createMultiCamJob": lambda client: client.jobs.create_multicam("take-1", 1),
    "createVolumeWithHuman": lambda client: client.volumes.create_human_volume([SOURCE, SOURCE], 1.8, "NORMAL"),
}
"""All but the first are billed."""


@pytest.mark.anyio
@pytest.mark.parametrize("reply", AMBIGUOUS)
async def test_reads_are_tried_again(connect: Connect, reply: Reply) -> None:
    clock = InstantClock()
    with HttpServer(reply, reply, answer()) as server:
        async with connect(server.url, max_retries=2, clock=clock) as client:
            await retrieve(client)

    assert len(server.requests) == 3
    assert len(clock.waits) == 2


@pytest.mark.anyio
async def test_updates_are_tried_again_as_they_leave_the_same_state(connect: Connect) -> None:
    updated = answer({"updateClient": {"id": "c", "name": "n", "created": "2026-01-31T12:00:00.000000Z"}})
    with HttpServer(Reply(status=500), updated) as server:
        async with connect(server.url, max_retries=1, clock=InstantClock()) as client:
            await update(client)

    assert len(server.requests) == 2


@pytest.mark.anyio
@pytest.mark.check(15)
@pytest.mark.parametrize("reply", AMBIGUOUS)
async def test_creates_are_sent_once_when_they_may_have_arrived(connect: Connect, reply: Reply) -> None:
    clock = InstantClock()
    with HttpServer(reply) as server:
        async with connect(server.url, max_retries=5, clock=clock) as client:
            for create_one in CREATIONS.values():
                with pytest.raises(MoveError):
                    await create_one(client)

    assert [request.json()["operationName"] for request in server.requests] == list(CREATIONS)
    assert clock.waits == []


@pytest.mark.anyio
@pytest.mark.parametrize("call", [retrieve, create])
async def test_all_are_tried_again_when_nothing_was_sent(
    connect: Connect, call: Callable[[AsyncMoveUgc], Awaitable[object]], refusing_url: str
) -> None:
    clock = InstantClock()
    async with connect(refusing_url, max_retries=4, clock=clock) as client:
        with pytest.raises(MoveConnectionError) as caught:
            await call(client)

    assert len(clock.waits) == 4
    assert caught.value.may_have_arrived is False


@pytest.mark.anyio
@pytest.mark.check(14)
@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(answer(None, errors=[{"message": "Validation error of type X: y"}]), id="validation"),
        pytest.param(answer(None, errors=[{"message": "Variable 'x' has an invalid value. y"}]), id="variable"),
        pytest.param(
            answer(None, errors=[{"message": "m", "errorType": "UnauthorizedException"}], status=401), id="401"
        ),
        pytest.param(Reply(status=401), id="401 plain"),
        pytest.param(Reply(status=403), id="403"),
        pytest.param(Reply(status=404), id="404"),
        pytest.param(answer(None, errors=[{"message": "m", "errorType": "MoveNotFoundError"}]), id="not found"),
        pytest.param(answer(None, errors=[{"message": "m"}]), id="unknown"),
        pytest.param(Reply(status=307, headers=(("Location", "/elsewhere"),)), id="redirect"),
    ],
)
@pytest.mark.parametrize("call", [retrieve, create])
async def test_what_would_fail_again_is_sent_once(
    connect: Connect, reply: Reply, call: Callable[[AsyncMoveUgc], Awaitable[object]]
) -> None:
    with HttpServer(reply) as server:
        async with connect(server.url, max_retries=5, clock=InstantClock()) as client:
            with pytest.raises(MoveError):
                await call(client)

    assert len(server.requests) == 1


@pytest.mark.anyio
@pytest.mark.parametrize("max_retries", [0, 1, 7])
async def test_there_are_no_more_tries_than_were_asked_for(connect: Connect, max_retries: int) -> None:
    with HttpServer(Reply(status=503)) as server:
        async with connect(server.url, max_retries=max_retries, clock=InstantClock()) as client:
            with pytest.raises(MoveServerError):
                await retrieve(client)

    assert len(server.requests) == max_retries + 1


@pytest.mark.anyio
async def test_a_failed_try_is_one_line_in_the_log(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="move_ugc_async")
    with HttpServer(Reply(status=503), answer()) as server:
        async with connect(server.url, max_retries=1, clock=InstantClock()) as client:
            await retrieve(client)

    (record,) = (record for record in caplog.records if record.name == "move_ugc_async")
    assert re.fullmatch(
        r"getClient: try 1 failed with MoveServerError after \d+ ms, the next in \d\.\d s", record.getMessage()
    )
    noted = {name: value for name, value in vars(record).items() if name.startswith("move_")}
    assert noted.pop("move_duration") >= 0
    assert noted == {
        "move_operation": "getClient",
        "move_attempt": 1,
        "move_status": 503,
        "move_request_id": None,
    }


@pytest.mark.anyio
async def test_hooks_see_every_try(connect: Connect) -> None:
    seen: list[Attempt] = []
    ok = answer(headers=(("x-amzn-requestid", "r-2"),))
    with HttpServer(Reply(status=503), ok) as server:
        async with connect(server.url, max_retries=1, clock=InstantClock(), on_attempt=seen.append) as client:
            await retrieve(client)

    first, second = seen
    assert (first.operation, first.number, first.status) == ("getClient", 1, 503)
    assert isinstance(first.error, MoveServerError)
    assert first.retry_in is not None
    assert (second.number, second.status, second.request_id) == (2, 200, "r-2")
    assert second.error is None
    assert second.retry_in is None


@pytest.mark.anyio
async def test_what_a_hook_raises_ends_the_call(connect: Connect) -> None:
    def refuse(_: Attempt) -> None:
        raise ZeroDivisionError

    with HttpServer(Reply(status=503)) as server:
        async with connect(server.url, max_retries=3, clock=InstantClock(), on_attempt=refuse) as client:
            with pytest.raises(ZeroDivisionError):
                await retrieve(client)

    assert len(server.requests) == 1


@pytest.mark.anyio
@pytest.mark.check(11)
@pytest.mark.parametrize(
    ("stack", "calls", "settings", "budget"),
    [
        ("asyncio-aiohttp", 1000, {"max_retries": 4}, 500),
        ("asyncio-httpx", 100, {"max_retries": 3, "retry_budget": 50}, 50),
        ("trio-httpx", 100, {"max_retries": 3, "retry_budget": 50}, 50),
    ],
    indirect=["stack"],
)
async def test_an_outage_is_not_made_worse(connect: Connect, calls: int, settings: dict[str, int], budget: int) -> None:
    failed = 0
    numbers, side_by_side = itertools.count(), threading.Barrier(2)

    async def fail() -> None:
        nonlocal failed
        try:
            await retrieve(client)
        except MoveServerError:
            failed += 1

    def refuse(_: Received) -> Reply:
        if next(numbers) < side_by_side.parties:
            side_by_side.wait(10)
        return Reply(status=503)

    with HttpServer(refuse) as server:
        async with (
            connect(server.url, clock=InstantClock(), timeout=100, max_connections=20, **settings) as client,
            anyio.create_task_group() as callers,
        ):
            for _ in range(calls):
                callers.start_soon(fail)

    assert failed == calls
    assert len(server.requests) == calls + budget
    assert server.most_busy > 1


@pytest.mark.anyio
async def test_each_success_allows_one_more_try(connect: Connect) -> None:
    bad, good = Reply(status=503), answer()
    replies = [bad, bad, good, good, good, bad, bad, bad]
    with HttpServer(*replies) as server:
        async with connect(server.url, max_retries=3, retry_budget=2, clock=InstantClock()) as client:
            for _ in range(3):
                await retrieve(client)
            with pytest.raises(MoveServerError):
                await retrieve(client)

    assert len(server.requests) == len(replies)


@pytest.mark.parametrize("tries", [1, 3])
def test_a_policy_ends_after_its_last_try(tries: int) -> None:
    assert RetryPolicy(max_retries=3).wait(MoveConnectionError("m"), "getJob", tries, Clock()) is not None
    assert RetryPolicy(max_retries=3).wait(MoveConnectionError("m"), "getJob", 4, Clock()) is None
    assert RetryPolicy(max_retries=0).wait(MoveConnectionError("m"), "getJob", 1, Clock()) is None


@pytest.mark.anyio
async def test_a_wait_that_does_not_fit_the_deadline_is_not_begun(connect: Connect) -> None:
    clock = InstantClock()
    with HttpServer(Reply(status=429, headers=(("Retry-After", "10"),))) as server:
        async with connect(server.url, max_retries=5, timeout=8, clock=clock) as client:
            with pytest.raises(MoveThrottledError) as caught:
                await retrieve(client)

    assert clock.waits == []
    assert caught.value.retry_after == 10
    assert len(server.requests) == 1


def test_the_clock_is_the_one_source_of_time() -> None:
    assert Clock().time() > 1_700_000_000
    assert Clock().random is not Clock().random
