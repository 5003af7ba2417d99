"""`python -m tests.robustness.processes.steps URL SMALL LARGE`: print the function calls of operations, Python and C.

Function calls in threads count as well.
"""

import asyncio
import itertools
import json
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import FrameType

import aiohttp

from move_ugc_async import AsyncMoveUgc
from move_ugc_async._generated.client import GET_JOB
from tests.support.servers import API_KEY

CALLS = 6
TRANSFERS = 3
IDS = [f"job-{number}" for number in range(100)]

# `next` is atomic: two threads never get the same number.
_steps = itertools.count()
_pieces = itertools.count()
# Calls of the event loop per piece; the size of a piece depends on the kernel and the machine.
_TRANSFERRED = {"_write_ready", "_write_send", "_write_sendmsg", "_read_ready__data_received"}


def count(frame: FrameType, event: str, _argument: object) -> None:
    """Count a function call."""
    if event in ("call", "c_call"):
        next(_steps)
        if event == "call" and frame.f_code.co_name in _TRANSFERRED:
            next(_pieces)


async def steps(work: Callable[[], Awaitable[object]], calls: int = CALLS) -> tuple[int, int]:
    """Return the function calls and the transferred pieces of an operation, after a warm-up.

    Returns the minimum of several runs, since thread switches vary.
    """
    for _ in range(3):
        await work()
    counts: list[tuple[int, int]] = []
    for _ in range(calls):
        before = next(_steps), next(_pieces)
        await work()
        counts.append((next(_steps) - before[0], next(_pieces) - before[1]))
    return min(counts)


async def main(url: str, small: Path, large: Path) -> dict[str, tuple[int, int]]:
    # As if the package were not installed.
    sys.modules.update({"opentelemetry": None})
    threading.setprofile(count)
    sys.setprofile(count)
    async with aiohttp.ClientSession() as session, AsyncMoveUgc(API_KEY, endpoint_url=url) as client:

        async def raw() -> None:
            body = {"query": GET_JOB.document, "operationName": GET_JOB.name, "variables": {"jobId": "job-1"}}
            async with session.post(url, json=body, headers={"Authorization": API_KEY}) as response:
                json.loads(await response.read())

        async def items() -> None:
            async for _ in client.jobs.list():
                pass

        async def many() -> None:
            assert all(outcome.job for outcome in await client.jobs.retrieve_many(IDS))

        async def up(file: Path) -> None:
            await client.files.upload(file)

        async def down(like: Path) -> None:
            await client.files.download(like.stem, like.with_name("downloaded.mp4"), overwrite=True)

        return {
            "raw call": await steps(raw),
            "call": await steps(lambda: client.jobs.retrieve("job-1")),
            "list": await steps(items),
            "many": await steps(many),
            "small up": await steps(lambda: up(small), TRANSFERS),
            "large up": await steps(lambda: up(large), TRANSFERS),
            "small down": await steps(lambda: down(small), TRANSFERS),
            "large down": await steps(lambda: down(large), TRANSFERS),
        }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sys.argv[1], *map(Path, sys.argv[2:])))))  # noqa: T201
