"""A program that forks after using a client, and prints the random numbers of both processes.

Usage: python -m tests.robustness.processes.forked URL URL URL

Each URL is for one kind of fork: between two asyncio loops, between two trio loops, while an asyncio loop runs. It runs
as a separate process, since the processes of tests have threads.
"""

import asyncio
import gc
import multiprocessing
import sys

import anyio

from move_ugc_async import AsyncMoveUgc
from tests.support.servers import API_KEY

CALLS = 2


async def use(client: AsyncMoveUgc) -> None:
    for _ in range(CALLS):
        await client.client.retrieve()


async def use_and_close(client: AsyncMoveUgc) -> None:
    async with client:
        await use(client)
    gc.collect()


def draw(client: AsyncMoveUgc) -> None:
    sys.stdout.write(f"{client._context.clock.random.random()}\n")
    sys.stdout.flush()


def use_in_child(client: AsyncMoveUgc, loop: str) -> None:
    process = multiprocessing.get_context("fork").Process(target=child, args=(client, loop))
    process.start()
    process.join()
    assert process.exitcode == 0


def child(client: AsyncMoveUgc, loop: str) -> None:
    anyio.run(use_and_close, client, backend=loop)
    draw(client)


def fork_between_loops(client: AsyncMoveUgc, loop: str) -> None:
    anyio.run(use, client, backend=loop)
    use_in_child(client, loop)
    anyio.run(use, client, backend=loop)


async def fork_in_running_loop(client: AsyncMoveUgc) -> None:
    await use(client)
    use_in_child(client, "asyncio")
    await use(client)


def main(*urls: str) -> None:
    clients = [AsyncMoveUgc(API_KEY, endpoint_url=url) for url in urls]
    fork_between_loops(clients[0], "asyncio")
    fork_between_loops(clients[1], "trio")
    asyncio.run(fork_in_running_loop(clients[2]))
    for client in clients:
        draw(client)


if __name__ == "__main__":
    main(*sys.argv[1:])
