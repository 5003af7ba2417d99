"""A client that is dropped without being closed warns, and closes its connections."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import anyio
import httpx
import pytest

from move_ugc_async import AsyncMoveUgc
from tests.support.servers import API_KEY, HttpServer, graphql_reply
from tests.support.wait_until import run_ready, wait_until

pytestmark = pytest.mark.anyio
Connect = Callable[..., AsyncMoveUgc]


def drop(held: list[Any]) -> None:
    """Drop all references to an object, and run the garbage collector."""
    held.clear()
    gc.collect()


async def test_dropped_client_warns_and_closes_its_connections(connect: Connect) -> None:
    with HttpServer() as server:
        held = [connect(server.url)]
        await held[0].client.retrieve()
        assert server.open_connections == 1
        with pytest.warns(ResourceWarning, match="unclosed AsyncMoveUgc"):
            drop(held)
        await wait_until(lambda: server.open_connections == 0)
        assert server.connections == 1


async def test_client_is_not_dropped_while_one_of_its_services_is_used(connect: Connect) -> None:
    with HttpServer() as server:
        held = [connect(server.url).client]
        gc.collect()
        await held[0].retrieve()
        await held[0].retrieve()
        assert server.connections == 1
        with pytest.warns(ResourceWarning, match="unclosed AsyncMoveUgc"):
            drop(held)
        await wait_until(lambda: server.open_connections == 0)


async def test_client_does_not_warn_when_closed_or_never_used(connect: Connect) -> None:
    with HttpServer() as server:
        client = connect(server.url)
        await client.client.retrieve()
        await client.aclose()
        unused = connect(server.url)
        del client, unused
        gc.collect()
        await run_ready()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_client_does_not_warn_when_its_event_loop_has_ended(backend: str) -> None:
    with HttpServer() as server:
        client = AsyncMoveUgc(API_KEY, endpoint_url=server.url)
        anyio.run(client.client.retrieve, backend=backend)
        del client
        gc.collect()


async def drop_at_the_end(held: list[AsyncMoveUgc]) -> None:
    client = held.pop()
    await client.client.retrieve()


async def drop_in_an_async_generator(held: list[AsyncMoveUgc]) -> None:
    async def hold(client: AsyncMoveUgc) -> AsyncGenerator[None, None]:
        try:
            await client.client.retrieve()
            yield
        finally:
            del client

    generator = hold(held.pop())
    await anext(generator)
    # The event loop closes it, after its last task has ended.
    generators.append(generator)


async def drop_after_a_cancelled_task(held: list[AsyncMoveUgc]) -> None:
    async def hold(client: AsyncMoveUgc) -> None:
        await client.client.retrieve()
        retrieved.set()
        await anyio.sleep_forever()

    retrieved = anyio.Event()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(hold, held.pop())
        await retrieved.wait()
        tasks.cancel_scope.cancel()


generators: list[AsyncGenerator[None, None]] = []
"""References that outlive the event loop."""


@pytest.mark.filterwarnings("ignore:unclosed AsyncMoveUgc:ResourceWarning")
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("use", [drop_at_the_end, drop_in_an_async_generator, drop_after_a_cancelled_task])
def test_client_dropped_while_its_event_loop_ends_closes_its_connections(
    backend: str, use: Callable[[list[AsyncMoveUgc]], Awaitable[None]]
) -> None:
    with HttpServer() as server:
        # Whether the callback runs before the last tasks have ended depends on the order of the event loop.
        for _ in range(5):
            anyio.run(use, [AsyncMoveUgc(API_KEY, endpoint_url=server.url)], backend=backend)
            generators.clear()
            gc.collect()
        anyio.run(wait_until, lambda: server.open_connections == 0)
        assert server.connections == 5


def test_dropped_client_closes_its_connections_on_an_event_loop_that_anyio_did_not_start() -> None:
    errors: list[dict[str, Any]] = []

    async def use_and_drop() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: errors.append(context))
        held = [AsyncMoveUgc(API_KEY, endpoint_url=server.url)]
        await held[0].client.retrieve()
        with pytest.warns(ResourceWarning, match="unclosed AsyncMoveUgc"):
            drop(held)
        await wait_until(lambda: errors or server.open_connections == 0)

    with HttpServer() as server:
        asyncio.run(use_and_drop())
    assert errors == []


async def test_dropped_client_does_not_close_an_injected_client() -> None:
    with HttpServer(graphql_reply()) as server:
        async with httpx.AsyncClient() as http_client:
            client = AsyncMoveUgc(API_KEY, endpoint_url=server.url, http_client=http_client)
            await client.client.retrieve()
            del client
            gc.collect()
            await run_ready()
            assert not http_client.is_closed
