"""Transfers respect the retry budget and Retry-After while storage is down."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from email.utils import formatdate
from functools import partial
from itertools import repeat
from pathlib import Path

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, FileType
from move_ugc_async._transport.http import HttpPool
from move_ugc_async._transport.retry import RetryBudget, RetryPolicy
from move_ugc_async.errors import MoveError, MoveHTTPStatusError, MoveServerError
from tests.support.clocks import FakeClock
from tests.support.servers import HttpServer, Received, Reply, graphql_reply
from tests.support.stacks import Connect, connect
from tests.support.wait_until import run_ready, wait_until
from tests.unit._transfers.objects import (
    BODY,
    CLIP,
    PLAIN,
    UNIT,
    USERS,
    Object,
    download,
    fetch,
    patient,
    settings,
    signed,
    stored,
    upload_all,
)

__all__ = ["connect"]

pytestmark = pytest.mark.anyio

DOWN = Reply(status=503)
OUTAGES = [DOWN, Reply(instead="close"), Reply(instead="reset")]
RETRY = RetryPolicy(max_retries=3, backoff=lambda _tries, _chance: 0.25)
BOTH_WAYS = pytest.mark.parametrize("way", ["down", "up"])


async def transfer(
    way: str, server: HttpServer, folder: Path, http: HttpPool, clock: FakeClock, budget: RetryBudget | None = None
) -> None:
    storage = settings(http, retry=RETRY, clock=clock, budget=budget or RetryBudget(100), **PLAIN)
    if way == "down":
        await download(storage, signed(server), folder / "new")
    else:
        await upload_all(storage, repeat(signed(server)), CLIP)


def serve(received: Received) -> Reply:
    return stored(received) if received.method == "PUT" else Object(BODY).reply(received)


# The budget


@asynccontextmanager
async def impatient(connect: Connect, url: str, budget: int) -> AsyncGenerator[AsyncMoveUgc, None]:
    async with connect(url, max_retries=4, retry_budget=budget, clock=FakeClock()) as client:
        yield client


async def failure(transfer: Callable[[], Awaitable[object]]) -> None:
    with pytest.raises(MoveError):
        await transfer()


@pytest.mark.parametrize(("outage", "budget"), [(DOWN, 0), *((outage, 7) for outage in OUTAGES)])
async def test_twenty_downloads_retry_at_most_as_often_as_the_budget_allows(
    connect: Connect, tmp_path: Path, outage: Reply, budget: int
) -> None:
    with HttpServer(outage) as storage, HttpServer() as api:
        async with impatient(connect, api.url, budget) as client, anyio.create_task_group() as tasks:
            for number in range(20):
                file = FileType(id=f"file-{number}", type=".mp4", presigned_url=signed(storage))
                tasks.start_soon(failure, partial(client.files.download, file, tmp_path / str(number)))

        assert len(storage.requests) == 20 + budget
        assert api.requests == []


async def test_uploads_retry_at_most_as_often_as_the_budget_allows(http: HttpPool, clip: Path) -> None:
    storage = patient(http, budget=RetryBudget(4))
    with HttpServer(DOWN) as server:
        for _ in range(10):
            await failure(lambda: upload_all(storage, repeat(signed(server)), clip))

    assert len(server.requests) == 10 + 4


@USERS
@BOTH_WAYS
@pytest.mark.parametrize("outage", OUTAGES)
async def test_transfer_makes_one_request_when_retries_are_off(
    connect: Connect, tmp_path: Path, outage: Reply, way: str
) -> None:
    with HttpServer(outage) as storage:
        file = {"id": "file-1", "type": ".mp4", "presignedUrl": signed(storage)}
        with HttpServer(lambda received: graphql_reply({received.json()["operationName"]: file})) as api:
            async with connect(api.url, max_retries=0) as client:
                down = partial(client.files.download, "file-1", tmp_path / "new")
                await failure(down if way == "down" else partial(client.files.upload, CLIP))

    assert len(storage.requests) == 1


@USERS
@BOTH_WAYS
async def test_connection_closed_while_idle_costs_no_retry(http: HttpPool, tmp_path: Path, way: str) -> None:
    with HttpServer(serve) as server:
        for number in range(2):
            storage = settings(http, **PLAIN)
            await download(storage, signed(server), tmp_path / f"before {number}")
            server.hang_up()
            await wait_until(lambda: not server.open_connections)
            await run_ready()
            await transfer(way, server, tmp_path / str(number), http, FakeClock(), RetryBudget(0))

    assert len(server.requests) == 4


@USERS
@BOTH_WAYS
async def test_connection_closed_on_reuse_costs_one_retry(http: HttpPool, tmp_path: Path, way: str) -> None:
    clock = FakeClock()
    with HttpServer(serve, Reply(instead="close"), serve) as server:
        await download(settings(http, **PLAIN), signed(server), tmp_path / "before")
        await transfer(way, server, tmp_path, http, clock, RetryBudget(1))

    assert clock.waits == [0.25]
    assert [request.connection for request in server.requests] == [1, 1, 2]


async def test_calls_and_transfers_share_one_retry_budget(connect: Connect, tmp_path: Path) -> None:
    with HttpServer(DOWN) as storage, HttpServer(graphql_reply(None, status=503)) as api:
        async with impatient(connect, api.url, 4) as client:
            file = FileType(id="file-1", type=".mp4", presigned_url=signed(storage))
            await failure(lambda: client.files.download(file, tmp_path / "new"))
            with pytest.raises(MoveServerError):
                await client.with_options(timeout=50).client.retrieve()

    assert (len(storage.requests), len(api.requests)) == (5, 1)


async def test_download_that_receives_bytes_refills_the_budget(http: HttpPool, tmp_path: Path) -> None:
    body = Object(BODY, cuts=[(offset, "close") for offset in range(UNIT, len(BODY), UNIT)])
    await fetch(http, body, tmp_path / "new", budget=RetryBudget(1), **PLAIN)

    assert (tmp_path / "new").read_bytes() == BODY
    assert len(body.ranges) == 5


@BOTH_WAYS
async def test_transfer_that_succeeds_refills_the_budget(http: HttpPool, tmp_path: Path, way: str) -> None:
    budget = RetryBudget(1)
    with HttpServer(DOWN, serve, serve, DOWN, serve) as server:
        for number in range(3):
            await transfer(way, server, tmp_path / str(number), http, FakeClock(), budget)

    assert len(server.requests) == 5


# Retry-After

NOON = 1_769_860_800.0


@BOTH_WAYS
@pytest.mark.parametrize("status", [408, 503])
async def test_retry_after_seconds_are_obeyed(http: HttpPool, tmp_path: Path, way: str, status: int) -> None:
    clock = FakeClock()
    with HttpServer(Reply(status=status, headers=(("Retry-After", "5"),)), Reply(status=status), serve) as server:
        await transfer(way, server, tmp_path, http, clock)

    assert clock.waits == [5.25, 0.25]


@BOTH_WAYS
async def test_retry_after_http_date_is_obeyed(http: HttpPool, tmp_path: Path, way: str) -> None:
    clock = FakeClock(now=NOON)
    soon = formatdate(NOON + 60, usegmt=True)
    with HttpServer(Reply(status=503, headers=(("Retry-After", soon),)), serve) as server:
        await transfer(way, server, tmp_path, http, clock)

    assert clock.waits == [60.25]


@BOTH_WAYS
async def test_retry_after_above_the_maximum_raises_at_once(http: HttpPool, tmp_path: Path, way: str) -> None:
    clock = FakeClock()
    asking = HttpServer(Reply(status=503, headers=(("Retry-After", "121"),)), serve)
    with asking as server, pytest.raises(MoveHTTPStatusError) as caught:
        await transfer(way, server, tmp_path, http, clock)

    assert caught.value.retry_after == 121
    assert (len(server.requests), clock.waits) == (1, [])
