"""`python -m tests.processes.steps URL`: print how many functions calls and lists call, in Python and in C."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable

import aiohttp

from move_ugc_async import AsyncMoveUgc
from move_ugc_async._generated.client import GET_JOB, LIST_JOBS, Operation
from tests.servers import API_KEY

CALLS = 20


async def steps(work: Callable[[], Awaitable[object]]) -> float:
    """Count what a call of some work does, once it is warm."""
    for _ in range(3):
        await work()
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    for _ in range(CALLS):
        await work()
    sys.setprofile(None)
    return count / CALLS


async def main(url: str) -> dict[str, float]:
    # As where the package is not installed.
    sys.modules.update({"opentelemetry": None})
    async with aiohttp.ClientSession() as session, AsyncMoveUgc(API_KEY, endpoint_url=url) as client:

        async def raw(operation: Operation, variables: dict[str, object]) -> None:
            body = {"query": operation.document, "operationName": operation.name, "variables": variables}
            async with session.post(url, json=body, headers={"Authorization": API_KEY}) as response:
                json.loads(await response.read())

        async def items() -> None:
            async for _ in client.jobs.list():
                pass

        return {
            "raw call": await steps(lambda: raw(GET_JOB, {"jobId": "job-1"})),
            "call": await steps(lambda: client.jobs.retrieve("job-1")),
            "raw list": await steps(lambda: raw(LIST_JOBS, {})),
            "list": await steps(items),
        }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sys.argv[1]))))  # noqa: T201
