"""How fast requests start."""

import anyio
import httpx
import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.transport.rate import RateLimiter
from tests.clocks import MovedClock
from tests.servers import API_KEY, answer


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


pytestmark = pytest.mark.anyio


@pytest.mark.check(17)
async def test_five_hundred_callers_for_a_minute_stay_below_the_rate_in_every_second() -> None:
    clock = MovedClock()
    limiter = RateLimiter(20, clock)
    starts: list[float] = []

    async def call() -> None:
        while clock.now < 60:
            await limiter.turn()
            starts.append(clock.now)

    async with clock.running(), anyio.create_task_group() as callers:
        for _ in range(500):
            callers.start_soon(call)
    assert len([start for start in starts if start < 60]) >= 60 * 20 - 1
    assert max(sum(start <= other <= start + 1 for other in starts) for start in starts) <= 21


async def test_so_does_a_client() -> None:
    clock = MovedClock()
    starts: list[float] = []

    def serve(_: httpx.Request) -> httpx.Response:
        starts.append(clock.now)
        return httpx.Response(200, stream=httpx.ByteStream(answer().body))

    http_client = httpx.AsyncClient(transport=httpx.MockTransport(serve))
    client = AsyncMoveUgc(API_KEY, max_rate=20, http_client=http_client, clock=clock)
    async with http_client, client, clock.running(), anyio.create_task_group() as callers:
        for _ in range(101):
            callers.start_soon(client.client.retrieve)
    assert len(starts) == 101
    assert clock.now == pytest.approx(5)


async def test_so_does_a_client_whose_connections_were_all_taken() -> None:
    clock = MovedClock()
    starts: list[float] = []

    async def serve(_: httpx.Request) -> httpx.Response:
        starts.append(clock.now)
        if clock.now < 3:
            await clock.sleep(3 - clock.now)
        return httpx.Response(200, stream=httpx.ByteStream(answer().body))

    http_client = httpx.AsyncClient(transport=httpx.MockTransport(serve))
    client = AsyncMoveUgc(API_KEY, max_rate=20, max_connections=5, http_client=http_client, clock=clock)
    async with http_client, client, clock.running(), anyio.create_task_group() as callers:
        for _ in range(101):
            callers.start_soon(client.client.retrieve)
    assert len(starts) == 101
    assert max(sum(start <= other < start + 1 for other in starts) for start in starts) <= 21


async def test_turns_come_in_the_order_of_the_callers() -> None:
    clock = MovedClock()
    limiter = RateLimiter(10, clock)
    order: list[int] = []

    async def call(number: int) -> None:
        await limiter.turn()
        order.append(number)

    async with clock.running(), anyio.create_task_group() as callers:
        for number in range(50):
            callers.start_soon(call, number)
            await anyio.lowlevel.checkpoint()
    assert order == list(range(50))


async def test_callers_that_are_cancelled_take_nobodys_turn() -> None:
    clock = MovedClock()
    limiter = RateLimiter(1, clock)
    await limiter.turn()
    async with anyio.create_task_group() as callers:
        for _ in range(1000):
            callers.start_soon(limiter.turn)
        await anyio.wait_all_tasks_blocked()
        callers.cancel_scope.cancel()
    async with clock.running():
        await limiter.turn()
    assert clock.now == pytest.approx(1)


async def test_a_pause_is_not_caught_up_with() -> None:
    clock = MovedClock()
    limiter = RateLimiter(10, clock)
    async with clock.running():
        await limiter.turn()
        await clock.sleep(100)
        for _ in range(11):
            await limiter.turn()
    assert clock.now == pytest.approx(101)


async def test_without_a_rate_nobody_waits() -> None:
    limiter = RateLimiter(None, MovedClock())
    for _ in range(1000):
        await limiter.turn()
