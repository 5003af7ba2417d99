"""`python -m tests.processes.steps URL SMALL LARGE`: print how many functions work calls, in Python and in C.

Those that threads call for it count as well.
"""

import asyncio
import itertools
import json
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp

from move_ugc_async import AsyncMoveUgc
from move_ugc_async._generated.client import GET_JOB
from tests.servers import API_KEY

CALLS = 20
TRANSFERS = 5
IDS = [f"job-{number}" for number in range(100)]

# Two threads never get the same number.
_steps = itertools.count()


def note(_frame: object, event: str, _argument: object) -> None:
    """Count a step."""
    if event in ("call", "c_call"):
        next(_steps)


async def steps(work: Callable[[], Awaitable[object]], calls: int = CALLS) -> float:
    """Count what a call of some work does, once it is warm."""
    for _ in range(3):
        await work()
    before = next(_steps)
    for _ in range(calls):
        await work()
    return (next(_steps) - before) / calls


async def main(url: str, small: Path, large: Path) -> dict[str, float]:
    # As where the package is not installed.
    sys.modules.update({"opentelemetry": None})
    threading.setprofile(note)
    sys.setprofile(note)
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
