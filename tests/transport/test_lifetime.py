"""What lives as long as a client, as an event loop, or not at all."""

import gc
import os
import subprocess
import sys
import textwrap

import pytest

from move_ugc_async import AsyncMoveUgc, MoveClientClosedError
from move_ugc_async.loop_local import LoopLocal
from move_ugc_async.transport.connections import Connections
from move_ugc_async.transport.graphql import GraphQLTransport
from tests.servers import API_KEY, HttpServer, answer


def test_each_service_is_one_object_that_can_be_kept() -> None:
    client = AsyncMoveUgc(API_KEY)
    names = ("camera_settings", "client", "files", "jobs", "rigs", "takes", "volumes", "webhooks")
    for name in names:
        assert getattr(client, name) is getattr(client, name), name


@pytest.mark.anyio
async def test_a_closed_client_leaves_nothing_in_the_loop() -> None:
    def alive() -> int:
        gc.collect()
        # The type, and not `isinstance`: that asks a dead weak proxy, where another test has left one.
        return sum(issubclass(type(each), GraphQLTransport | Connections) for each in gc.get_objects())

    async def use() -> None:
        async with AsyncMoveUgc(API_KEY, endpoint_url=server.url) as client:
            await client.client.retrieve()
            # A poller and the locks of creations belong to the loop as well.
            client._core.hub.poller()
            client._resources.key_locks._turns.get()

    with HttpServer(answer()) as server:
        await use()
        before = alive()
        for _ in range(20):
            await use()
    assert alive() <= before


@pytest.mark.anyio
async def test_a_value_belongs_to_its_owner_and_its_loop() -> None:
    first: LoopLocal[list[int]] = LoopLocal(list)
    second: LoopLocal[list[int]] = LoopLocal(list)
    first.get().append(1)
    assert first.get() == [1]
    assert second.get() == []
    assert first.drop() == [1]
    assert first.drop() is None
    assert first.get() == []


@pytest.mark.parametrize("loop", ["asyncio", "trio"])
def test_a_client_survives_the_end_of_its_loop_under_the_debug_allocator(loop: str) -> None:
    program = f"""
        import gc, {loop}
        from move_ugc_async import AsyncMoveUgc
        client = AsyncMoveUgc({API_KEY!r}, endpoint_url=URL)
        for _ in range(2):
            {"asyncio.run(client.client.retrieve())" if loop == "asyncio" else "trio.run(client.client.retrieve)"}
            gc.collect()
        print("alive")
    """
    with HttpServer(answer()) as server:
        finished = subprocess.run(
            [sys.executable, "-W", "error", "-c", f"URL = {server.url!r}\n{textwrap.dedent(program)}"],
            env={**os.environ, "PYTHONMALLOC": "debug"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "alive\n", "")


@pytest.mark.anyio
async def test_an_iteration_over_a_closed_client_says_where_it_was() -> None:
    job = {"id": "job-1"}
    page = {"listJobs": {"first": 1, "after": '{"at": 1}', "items": [job]}}
    with HttpServer(answer(page)) as server:
        client = AsyncMoveUgc(API_KEY, endpoint_url=server.url)
        jobs = aiter(client.jobs.list())
        await anext(jobs)
        await client.aclose()
        with pytest.raises(MoveClientClosedError) as caught:
            await anext(jobs)
    assert caught.value.next_token == '{"at": 1}'
