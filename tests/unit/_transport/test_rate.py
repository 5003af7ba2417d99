"""`max_rate` limits how many requests start per second."""

import threading
from bisect import bisect_right

import anyio
import httpx
import pytest

from move_ugc_async import AsyncMoveUgc, InstantClock, MoveConfigurationError
from move_ugc_async._transport.rate import RateLimiter
from tests.support.clocks import AutojumpClock
from tests.support.servers import API_KEY, graphql_reply
from tests.support.wait_until import SAFETY_NET, run_ready

ONE_LOOP = pytest.mark.parametrize("anyio_backend", ["asyncio"])
BOTH_LOOPS = pytest.mark.parametrize("anyio_backend", ["asyncio", "trio"])


def max_in_a_second(starts: list[float]) -> int:
    """Return the maximum number of starts within one second."""
    return max(bisect_right(starts, start + 1) - number for number, start in enumerate(starts))


pytestmark = pytest.mark.anyio


@ONE_LOOP
@pytest.mark.check(17)
async def test_max_rate_holds_in_every_second_for_five_hundred_callers() -> None:
    clock = AutojumpClock()
    limiter = RateLimiter(20, clock)
    starts: list[float] = []

    async def call() -> None:
        while clock.now < 60:
            await limiter.acquire()
            starts.append(clock.now)

    async with clock.running(), anyio.create_task_group() as callers:
        for _ in range(500):
            callers.start_soon(call)
    assert len([start for start in starts if start < 60]) >= 60 * 20 - 1
    assert max_in_a_second(starts) <= 21


@BOTH_LOOPS
async def test_max_rate_holds_for_a_client() -> None:
    clock = AutojumpClock()
    starts: list[float] = []

    def serve(_: httpx.Request) -> httpx.Response:
        starts.append(clock.now)
        return httpx.Response(200, stream=httpx.ByteStream(graphql_reply().body))

    http_client = httpx.AsyncClient(transport=httpx.MockTransport(serve))
    client = AsyncMoveUgc(API_KEY, max_rate=20, http_client=http_client, clock=clock)
    async with http_client, client, clock.running(), anyio.create_task_group() as callers:
        for _ in range(101):
            callers.start_soon(client.client.retrieve)
    assert len(starts) == 101
    assert clock.now == pytest.approx(5)


@ONE_LOOP
async def test_max_rate_holds_when_all_connections_become_free_at_once() -> None:
    clock = AutojumpClock()
    starts: list[float] = []

    async def serve(_: httpx.Request) -> httpx.Response:
        starts.append(clock.now)
        if clock.now < 3:
            await clock.sleep(3 - clock.now)
        return httpx.Response(200, stream=httpx.ByteStream(graphql_reply().body))

    http_client = httpx.AsyncClient(transport=httpx.MockTransport(serve))
    client = AsyncMoveUgc(API_KEY, max_rate=20, max_connections=5, http_client=http_client, clock=clock)
    async with http_client, client, clock.running(), anyio.create_task_group() as callers:
        for _ in range(101):
            callers.start_soon(client.client.retrieve)
    assert len(starts) == 101
    assert max_in_a_second(starts) <= 21


@BOTH_LOOPS
async def test_requests_start_in_the_order_of_their_callers() -> None:
    clock = AutojumpClock()
    limiter = RateLimiter(10, clock)
    order: list[int] = []

    async def call(number: int) -> None:
        await limiter.acquire()
        order.append(number)

    async with clock.running(), anyio.create_task_group() as callers:
        for number in range(50):
            callers.start_soon(call, number)
            await anyio.lowlevel.checkpoint()
    assert order == list(range(50))


@ONE_LOOP
async def test_cancelled_callers_use_up_no_slot() -> None:
    clock = AutojumpClock()
    limiter = RateLimiter(1, clock)
    await limiter.acquire()
    async with anyio.create_task_group() as callers:
        for _ in range(1000):
            callers.start_soon(limiter.acquire)
        await run_ready()
        callers.cancel_scope.cancel()
    async with clock.running():
        await limiter.acquire()
    assert clock.now == pytest.approx(1)


@ONE_LOOP
async def test_unused_slots_are_not_made_up_for_after_a_pause() -> None:
    clock = AutojumpClock()
    limiter = RateLimiter(10, clock)
    async with clock.running():
        await limiter.acquire()
        await clock.sleep(100)
        for _ in range(11):
            await limiter.acquire()
    assert clock.now == pytest.approx(101)


@ONE_LOOP
async def test_no_caller_waits_without_max_rate() -> None:
    limiter = RateLimiter(None, AutojumpClock())
    for _ in range(1000):
        await limiter.acquire()


@ONE_LOOP
async def test_rate_changes_for_callers_that_wait() -> None:
    clock = AutojumpClock()
    limiter = RateLimiter(0.01, clock)
    starts: list[float] = []

    async def call() -> None:
        await limiter.acquire()
        starts.append(clock.now)

    async with clock.running(), anyio.create_task_group() as callers:
        for _ in range(4):
            callers.start_soon(call)
        await clock.sleep(10.5)
        limiter.limit(2)
        await clock.sleep(1.2)
        assert starts == pytest.approx([0, 11, 11.5])
        limiter.limit(0.1)
    assert starts == pytest.approx([0, 11, 11.5, 21.5])


@ONE_LOOP
async def test_callers_do_not_wait_any_more_once_the_rate_is_unlimited() -> None:
    clock = AutojumpClock()
    limiter = RateLimiter(0.01, clock)
    async with clock.running(), anyio.create_task_group() as callers:
        for _ in range(100):
            callers.start_soon(limiter.acquire)
        await clock.sleep(10.5)
        limiter.limit(None)
    assert clock.now == pytest.approx(11)


@ONE_LOOP
async def test_instant_clock_does_not_wait_for_a_low_rate() -> None:
    limiter = RateLimiter(0.01, InstantClock())
    for _ in range(3):
        with anyio.fail_after(SAFETY_NET):
            await limiter.acquire()


@BOTH_LOOPS
async def test_client_and_its_copies_have_the_new_rate_from_any_thread() -> None:
    clock = AutojumpClock()
    http_client = httpx.AsyncClient(
        transport=httpx.MockTransport(lambda _: httpx.Response(200, stream=httpx.ByteStream(graphql_reply().body)))
    )
    client = AsyncMoveUgc(API_KEY, http_client=http_client, clock=clock)
    copy = client.with_options(timeout=5000)
    async with http_client, client, clock.running():
        thread = threading.Thread(target=client.limit_rate, args=(0.5,))
        thread.start()
        thread.join(SAFETY_NET)
        for _ in range(3):
            await copy.client.retrieve()
        assert clock.now == pytest.approx(4)
        copy.limit_rate(None)
        for _ in range(10):
            await client.client.retrieve()
        assert clock.now == pytest.approx(4)


@pytest.mark.parametrize("max_rate", [0, -1, float("nan"), float("inf"), "fast"])
def test_invalid_rates_are_refused(max_rate: float) -> None:
    client = AsyncMoveUgc(API_KEY)
    with pytest.raises(MoveConfigurationError, match="max_rate must be a finite number above 0"):
        client.limit_rate(max_rate)
