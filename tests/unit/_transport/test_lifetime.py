"""Objects that live as long as their client, or as long as their event loop."""

import gc
import os
import subprocess
import sys
import textwrap

import pytest

from move_ugc_async import AsyncMoveUgc, MoveClientClosedError
from move_ugc_async._concurrency.run_local import RunLocal
from move_ugc_async._transport.graphql import GraphQLTransport
from move_ugc_async._transport.http.pool import Connections
from tests.support.processes import running
from tests.support.servers import API_KEY, HttpServer, graphql_reply
from tests.support.wait_until import SAFETY_NET
from tests.unit._transport.calls import BOTH_LOOPS


def test_each_service_of_a_client_is_one_object() -> None:
    client = AsyncMoveUgc(API_KEY)
    names = ("camera_settings", "client", "files", "jobs", "rigs", "takes", "volumes", "webhooks")
    for name in names:
        assert getattr(client, name) is getattr(client, name), name


@BOTH_LOOPS
@pytest.mark.anyio
async def test_a_closed_client_leaves_no_object_in_the_event_loop() -> None:
    def alive() -> int:
        gc.collect()
        # Not `isinstance`, which raises for the dead weak proxies of other tests.
        return sum(issubclass(type(each), GraphQLTransport | Connections) for each in gc.get_objects())

    async def use() -> None:
        async with AsyncMoveUgc(API_KEY, endpoint_url=server.url) as client:
            await client.client.retrieve()
            # A poller and the locks of creations belong to the loop as well.
            client._context.pollers.get()
            client._context.key_store._locks.get()

    with HttpServer(graphql_reply()) as server:
        await use()
        before = alive()
        for _ in range(3):
            await use()
    assert alive() <= before


@BOTH_LOOPS
@pytest.mark.anyio
async def test_a_loop_local_value_is_separate_for_each_owner() -> None:
    first: RunLocal[list[int]] = RunLocal(list)
    second: RunLocal[list[int]] = RunLocal(list)
    first.get().append(1)
    assert first.get() == [1]
    assert second.get() == []
    assert first.drop() == [1]
    assert first.drop() is None
    assert first.get() == []


def test_a_client_works_after_the_end_of_an_event_loop_under_the_debug_allocator() -> None:
    program = f"""
        import asyncio, gc, trio
        from move_ugc_async import AsyncMoveUgc
        client = AsyncMoveUgc({API_KEY!r}, endpoint_url=URL)
        for _ in range(2):
            asyncio.run(client.client.retrieve())
            gc.collect()
        for _ in range(2):
            trio.run(client.client.retrieve)
            gc.collect()
        print("alive")
    """
    with HttpServer(graphql_reply()) as server:
        command = [sys.executable, "-W", "error", "-c", f"URL = {server.url!r}\n{textwrap.dedent(program)}"]
        environment = {**os.environ, "PYTHONMALLOC": "debug"}
        with running(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            output = process.communicate(timeout=SAFETY_NET)
    assert (process.returncode, *output) == (0, "alive\n", "")
    assert len(server.requests) == 4


@BOTH_LOOPS
@pytest.mark.anyio
async def test_iterating_over_a_closed_client_raises_an_error_with_the_next_token() -> None:
    job = {"id": "job-1"}
    page = {"listJobs": {"first": 1, "after": '{"at": 1}', "items": [job]}}
    with HttpServer(graphql_reply(page)) as server:
        client = AsyncMoveUgc(API_KEY, endpoint_url=server.url)
        jobs = aiter(client.jobs.list())
        await anext(jobs)
        await client.aclose()
        with pytest.raises(MoveClientClosedError) as caught:
            await anext(jobs)
    assert caught.value.next_token == '{"at": 1}'
