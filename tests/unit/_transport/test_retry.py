"""Retries of calls."""

from collections.abc import Awaitable, Callable

import anyio
import httpx
import pytest

from move_ugc_async._clock import Clock
from move_ugc_async._transport.retry import RetryPolicy
from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import MoveConnectionError, MoveError, MoveServerError, MoveThrottledError
from move_ugc_async.services.inputs import SourceIn
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime
from tests.support.servers import API_KEY, HttpServer, Reply, graphql_reply
from tests.unit._transport.calls import ONE_STACK

Connect = Callable[..., AsyncMoveUgc]

CONNECTIONS = 20
SOURCES = [
    SourceIn(device_label=label, file_id="file-1", format="MP4", camera_settings={"lens": "pixel"})
    for label in ("left", "right")
]


def throttled(error_type: str) -> Reply:
    return graphql_reply(None, errors=[{"message": "slow down", "errorType": error_type}])


BROKEN = [
    pytest.param(Reply(instead="close"), id="closed"),
    pytest.param(Reply(instead="reset"), id="reset"),
    pytest.param(Reply(b'{"da', announced=100), id="body cut"),
    pytest.param(Reply(raw=b"garbage\r\n\r\n"), id="garbage"),
]
AMBIGUOUS = [
    pytest.param(Reply(status=408), id="408"),
    pytest.param(Reply(status=500), id="500"),
    pytest.param(Reply(b"<html>", 502), id="502"),
    pytest.param(Reply(status=503), id="503"),
    pytest.param(Reply(status=504), id="504"),
    pytest.param(Reply(status=429), id="429"),
    pytest.param(graphql_reply(None, errors=[{"message": "oops"}], status=500), id="500 with errors"),
    pytest.param(
        graphql_reply(None, errors=[{"message": "oops", "errorType": "InternalFailure"}]), id="failure in 200"
    ),
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
    "createVolumeWithHuman": lambda client: client.volumes.create_human_volume(SOURCES, 1.8, "NORMAL"),
}
"""All but the first are billed."""


ALL_STACKS = ("asyncio-aiohttp", "asyncio-httpx", "trio-httpx")
OUTCOME_UNKNOWN = pytest.mark.parametrize(
    ("stack", "reply"),
    [
        *(pytest.param(stack, *broken.values, id=f"{stack}-{broken.id}") for stack in ALL_STACKS for broken in BROKEN),
        *(pytest.param("asyncio-aiohttp", *reply.values, id=reply.id) for reply in AMBIGUOUS),
    ],
    indirect=["stack"],
)
"""Failures after which the request may have arrived; how a connection breaks depends on the HTTP library."""


@pytest.mark.anyio
@OUTCOME_UNKNOWN
async def test_a_read_is_retried_when_its_outcome_is_unknown(connect: Connect, reply: Reply) -> None:
    clock = FakeClock()
    with HttpServer(reply, reply, graphql_reply()) as server:
        async with connect(server.url, max_retries=2, clock=clock) as client:
            await retrieve(client)

    assert len(server.requests) == 3
    assert len(clock.waits) == 2


@ONE_STACK
@pytest.mark.anyio
async def test_an_idempotent_update_is_retried(connect: Connect) -> None:
    updated = graphql_reply({"updateClient": {"id": "c", "name": "n", "created": "2026-01-31T12:00:00.000000Z"}})
    with HttpServer(Reply(status=500), updated) as server:
        async with connect(server.url, max_retries=1, clock=FakeClock()) as client:
            await update(client)

    assert len(server.requests) == 2


@pytest.mark.anyio
@pytest.mark.check(15)
@OUTCOME_UNKNOWN
async def test_a_creation_is_sent_once_when_the_outcome_is_unknown(connect: Connect, reply: Reply) -> None:
    clock = FakeClock()
    with HttpServer(reply) as server:
        async with connect(server.url, max_retries=5, clock=clock) as client:
            for create_one in CREATIONS.values():
                with pytest.raises(MoveError):
                    await create_one(client)

    assert [request.json()["operationName"] for request in server.requests] == list(CREATIONS)
    assert clock.waits == []


@pytest.mark.anyio
@pytest.mark.parametrize("call", [retrieve, create])
async def test_every_call_is_retried_when_nothing_was_sent(
    connect: Connect, call: Callable[[AsyncMoveUgc], Awaitable[object]], refusing_url: str
) -> None:
    clock = FakeClock()
    async with connect(refusing_url, max_retries=4, clock=clock) as client:
        with pytest.raises(MoveConnectionError) as caught:
            await call(client)

    assert len(clock.waits) == 4
    assert caught.value.may_have_arrived is False


@ONE_STACK
@pytest.mark.anyio
@pytest.mark.check(14)
@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(graphql_reply(None, errors=[{"message": "Validation error of type X: y"}]), id="validation"),
        pytest.param(graphql_reply(None, errors=[{"message": "Variable 'x' has an invalid value. y"}]), id="variable"),
        pytest.param(
            graphql_reply(None, errors=[{"message": "m", "errorType": "UnauthorizedException"}], status=401), id="401"
        ),
        pytest.param(Reply(status=401), id="401 plain"),
        pytest.param(Reply(status=403), id="403"),
        pytest.param(Reply(status=404), id="404"),
        pytest.param(graphql_reply(None, errors=[{"message": "m", "errorType": "MoveNotFoundError"}]), id="not found"),
        pytest.param(graphql_reply(None, errors=[{"message": "m"}]), id="unknown"),
        pytest.param(Reply(status=307, headers=(("Location", "/elsewhere"),)), id="redirect"),
    ],
)
@pytest.mark.parametrize("call", [retrieve, create])
async def test_a_request_that_would_fail_again_is_sent_once(
    connect: Connect, reply: Reply, call: Callable[[AsyncMoveUgc], Awaitable[object]]
) -> None:
    with HttpServer(reply) as server:
        async with connect(server.url, max_retries=5, clock=FakeClock()) as client:
            with pytest.raises(MoveError):
                await call(client)

    assert len(server.requests) == 1


@ONE_STACK
@pytest.mark.anyio
@pytest.mark.parametrize("max_retries", [0, 1, 7])
async def test_a_call_makes_at_most_max_retries_further_attempts(connect: Connect, max_retries: int) -> None:
    with HttpServer(Reply(status=503)) as server:
        async with connect(server.url, max_retries=max_retries, clock=FakeClock()) as client:
            with pytest.raises(MoveServerError):
                await retrieve(client)

    assert len(server.requests) == max_retries + 1


@pytest.mark.anyio
@pytest.mark.check(11)
@pytest.mark.parametrize(
    ("anyio_backend", "calls", "settings", "budget"),
    [
        ("asyncio", 1000, {"max_retries": 4}, 500),
        ("trio", 100, {"max_retries": 3, "retry_budget": 50}, 50),
    ],
)
async def test_an_outage_is_not_made_worse(calls: int, settings: dict[str, int], budget: int) -> None:
    failed = sent = 0
    side_by_side = anyio.Event()

    async def fail() -> None:
        nonlocal failed
        # Not `pytest.raises`, which formats every error.
        try:
            await retrieve(client)
        except MoveServerError:
            failed += 1

    async def refuse(_: httpx.Request) -> httpx.Response:
        nonlocal sent
        sent += 1
        if sent == CONNECTIONS:
            side_by_side.set()
        await side_by_side.wait()
        return httpx.Response(503, stream=httpx.ByteStream(b""))

    async with httpx.AsyncClient(transport=httpx.MockTransport(refuse)) as own:
        client = AsyncMoveUgc(
            API_KEY, http_client=own, clock=FakeClock(), max_connections=CONNECTIONS, timeout=1000, **settings
        )
        async with client, anyio.create_task_group() as callers:
            for _ in range(calls):
                callers.start_soon(fail)

    assert failed == calls
    assert sent == calls + budget


@ONE_STACK
@pytest.mark.anyio
async def test_each_success_returns_one_token_to_the_retry_budget(connect: Connect) -> None:
    bad, good = Reply(status=503), graphql_reply()
    # Two retries leave one of three tokens and a success returns one, so the next call is retried twice.
    replies = [bad, bad, good, bad, bad, bad]
    with HttpServer(*replies) as server:
        async with connect(server.url, max_retries=3, retry_budget=3, clock=FakeClock()) as client:
            await retrieve(client)
            with pytest.raises(MoveServerError):
                await retrieve(client)

    assert len(server.requests) == len(replies)


@pytest.mark.parametrize("failed", [1, 3])
def test_a_retry_policy_ends_after_max_retries(failed: int) -> None:
    assert RetryPolicy(max_retries=3).wait(MoveConnectionError("m"), "getJob", failed, Clock()) is not None
    assert RetryPolicy(max_retries=3).wait(MoveConnectionError("m"), "getJob", 4, Clock()) is None
    assert RetryPolicy(max_retries=0).wait(MoveConnectionError("m"), "getJob", 1, Clock()) is None


@ONE_STACK
@pytest.mark.anyio
@pytest.mark.parametrize(("asked", "waits"), [("59", [59.5]), ("60", [])])
async def test_a_delay_that_would_end_after_the_deadline_is_not_started(
    connect: Connect,
    stopped_time: StoppedTime,  # noqa: ARG001 - it stands still
    asked: str,
    waits: list[float],
) -> None:
    clock = FakeClock()
    with HttpServer(Reply(status=429, headers=(("Retry-After", asked),))) as server:
        async with connect(server.url, max_retries=1, timeout=60, backoff=lambda *_: 0.5, clock=clock) as client:
            with pytest.raises(MoveThrottledError) as caught:
                await retrieve(client)

    assert clock.waits == waits
    assert caught.value.retry_after == float(asked)
    assert len(server.requests) == 1 + len(waits)


def test_a_clock_has_the_system_time_and_its_own_random_source() -> None:
    assert Clock().time() > 1_700_000_000
    assert Clock().random is not Clock().random
