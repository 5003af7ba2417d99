"""A program that forks with a used client in hand, and prints what each side drew by chance.

`python -m tests.processes.forked asyncio within http://…`: the event loop, whether it runs while forking, the endpoint.
In a process of its own, since those of tests have threads.
"""

import asyncio
import gc
import multiprocessing
import sys

import anyio

from move_ugc_async import AsyncMoveUgc
from tests.servers import API_KEY

CALLS = 2


async def use(client: AsyncMoveUgc) -> None:
    for _ in range(CALLS):
        await client.client.retrieve()


async def use_up(client: AsyncMoveUgc) -> None:
    async with client:
        await use(client)
    gc.collect()


def draw(client: AsyncMoveUgc) -> None:
    sys.stdout.write(f"{client._resources.clock.random.random()}\n")
    sys.stdout.flush()


def in_a_child(client: AsyncMoveUgc, loop: str) -> None:
    process = multiprocessing.get_context("fork").Process(target=child, args=(client, loop))
    process.start()
    process.join()
    assert process.exitcode == 0


def child(client: AsyncMoveUgc, loop: str) -> None:
    anyio.run(use_up, client, backend=loop)
    draw(client)


def between(client: AsyncMoveUgc, loop: str) -> None:
    anyio.run(use, client, backend=loop)
    in_a_child(client, loop)
    anyio.run(use, client, backend=loop)


async def within(client: AsyncMoveUgc, loop: str) -> None:
    await use(client)
    in_a_child(client, loop)
    await use(client)


def main(loop: str, when: str, url: str) -> None:
    client = AsyncMoveUgc(API_KEY, endpoint_url=url)
    if when == "between":
        between(client, loop)
    else:
        asyncio.run(within(client, loop))
    draw(client)


if __name__ == "__main__":
    main(*sys.argv[1:])
