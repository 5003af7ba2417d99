"""The sandbox and the client that the fixtures of the pytest plugin yield."""

import asyncio
import statistics
import time
from contextlib import ExitStack

from move_ugc_async.testing import MoveSandbox


def ready(origin: str, *, times: int, in_process: bool) -> dict[str, float]:  # noqa: ARG001
    """Return milliseconds until the fixtures are ready, and until a client has its first response."""

    async def call(sandbox: MoveSandbox, job_id: str) -> None:
        async with sandbox.client() as client:
            await client.jobs.retrieve(job_id)

    opened: list[float] = []
    called: list[float] = []
    for _ in range(times):
        with ExitStack() as stack:
            start = time.perf_counter()
            sandbox = stack.enter_context(MoveSandbox(in_process=in_process))
            sandbox.client()
            opened.append(time.perf_counter() - start)
            job_id = sandbox.add_job()
            start = time.perf_counter()
            asyncio.run(call(sandbox, job_id))
            called.append(time.perf_counter() - start)
    return {
        "ready_ms": statistics.median(opened) * 1e3,
        "first_ms": opened[0] * 1e3,
        "called_ms": statistics.median(called) * 1e3,
    }


WORKLOADS = {"ready": ready}
