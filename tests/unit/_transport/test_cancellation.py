"""A cancelled call closes its connection, and the next call works."""

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Awaitable, Callable

import anyio
import pytest

from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import MoveError
from tests.support.clocks import FakeClock
from tests.support.servers import HttpServer, Reply, graphql_reply, never
from tests.support.wait_until import SAFETY_NET, run_ready, wait_until
from tests.unit._transport.calls import Drip, Running

pytestmark = pytest.mark.anyio
Connect = Callable[..., AsyncMoveUgc]

PAYLOAD = graphql_reply().body

CANCEL_METHODS = pytest.mark.parametrize(
    ("stack", "is_native"),
    [
        pytest.param("asyncio-aiohttp", False, id="asyncio-aiohttp-scope"),
        pytest.param("asyncio-aiohttp", True, id="asyncio-aiohttp-task"),
        pytest.param("asyncio-httpx", False, id="asyncio-httpx-scope"),
        pytest.param("asyncio-httpx", True, id="asyncio-httpx-task"),
        pytest.param("trio-httpx", False, id="trio-httpx-scope"),
    ],
    indirect=["stack"],
)
WAYS_ABOVE_THE_LIBRARIES = pytest.mark.parametrize(
    ("stack", "is_native"),
    [
        pytest.param("asyncio-aiohttp", False, id="asyncio-scope"),
        pytest.param("asyncio-aiohttp", True, id="asyncio-task"),
        pytest.param("trio-httpx", False, id="trio-scope"),
    ],
    indirect=["stack"],
)


async def cancel_a_call(client: AsyncMoveUgc, is_waiting: Callable[[], Awaitable[object]], *, is_native: bool) -> None:
    """Start a call, wait until it waits, and cancel it by its scope or by `asyncio.Task.cancel`."""
    call = Running(client.client.retrieve)
    if is_native:
        task = asyncio.get_running_loop().create_task(call.run())
        await is_waiting()
        await run_ready()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    else:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call.run)
            await is_waiting()
            await run_ready()
            call.cancel()
        assert call.was_cancelled
    assert (call.result, call.error) == (None, None)


async def works(client: AsyncMoveUgc) -> bool:
    with anyio.fail_after(SAFETY_NET):
        return (await client.client.retrieve()).id == "client-1"


@CANCEL_METHODS
async def test_a_call_cancelled_before_the_response_closes_its_connection(connect: Connect, *, is_native: bool) -> None:
    gate = threading.Event()
    with HttpServer(Reply(PAYLOAD, after=gate), graphql_reply()) as server:
        async with connect(server.url, max_connections=1) as client:
            await cancel_a_call(client, lambda: server.received(1), is_native=is_native)
            gate.set()
            await wait_until(lambda: not server.open_connections)
            assert await works(client)

    assert server.connections == 2


@CANCEL_METHODS
async def test_a_call_cancelled_within_the_response_closes_its_connection(connect: Connect, *, is_native: bool) -> None:
    drip = Drip()
    with HttpServer(Reply(PAYLOAD, drip=drip), graphql_reply()) as server:
        async with connect(server.url, max_connections=1) as client:
            await cancel_a_call(client, drip.send, is_native=is_native)
            drip.release(len(PAYLOAD))
            await wait_until(lambda: not server.open_connections)
            assert await works(client)

    assert server.connections == 2


@WAYS_ABOVE_THE_LIBRARIES
async def test_a_call_cancelled_while_waiting_for_a_connection_leaves_the_connection_to_the_next(
    connect: Connect, *, is_native: bool
) -> None:
    with HttpServer(never(), graphql_reply()) as server:
        async with connect(server.url, max_connections=1) as client:
            async with anyio.create_task_group() as others:
                others.start_soon(client.client.retrieve)
                await server.received(1)
                await cancel_a_call(client, run_ready, is_native=is_native)
                others.cancel_scope.cancel()
            assert await works(client)

    assert len(server.requests) == 2


@WAYS_ABOVE_THE_LIBRARIES
async def test_a_call_cancelled_between_two_attempts_makes_no_further_one(connect: Connect, *, is_native: bool) -> None:
    asleep = anyio.Event()

    async def oversleep(_: float) -> None:
        asleep.set()
        await anyio.sleep_forever()

    clock = FakeClock(on_sleep=oversleep)
    with HttpServer(Reply(status=503), graphql_reply()) as server:
        async with connect(server.url, max_connections=1, max_retries=1, clock=clock) as client:
            await cancel_a_call(client, asleep.wait, is_native=is_native)
            assert len(server.requests) == 1
            assert await works(client)

    assert len(server.requests) == 2


@pytest.mark.slow
async def test_no_connection_is_lost_to_calls_that_are_cancelled_at_random_moments(connect: Connect) -> None:
    """Cancel hundreds of calls at random; `tests/robustness/cancellation` cancels one call at every point."""
    chance = random.Random(20)
    outcomes: Counter[str] = Counter()

    async def call(iterations: int) -> None:
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(cancel, scope, iterations)
                try:
                    await client.client.retrieve()
                except MoveError as error:
                    outcomes[type(error).__name__] += 1
                else:
                    outcomes["done"] += 1
                tasks.cancel_scope.cancel()
        if scope.cancelled_caught:
            outcomes["cancelled"] += 1

    async def cancel(scope: anyio.CancelScope, iterations: int) -> None:
        await run_ready(iterations)
        scope.cancel()

    with HttpServer() as server:
        async with connect(server.url, max_connections=5) as client:
            async with anyio.create_task_group() as callers:
                for _ in range(500):
                    callers.start_soon(call, chance.randrange(500))
            async with anyio.create_task_group() as callers:
                for _ in range(20):
                    callers.start_soon(works, client)

    assert set(outcomes) <= {"done", "cancelled"}
