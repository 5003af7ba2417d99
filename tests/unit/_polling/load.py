"""A load test of waits: many at once, one status request in twenty fails, and a report shows how they ended.

`python -m tests.unit._polling.load asyncio many 10000` runs one in a process of its own, so that only its own memory
counts, and prints the report. Arguments: event loop, `many` or `single`, number of jobs.
"""

import asyncio
import collections
import gc
import json
import re
import resource
import sys
from typing import Any

import anyio
import httpx

from move_ugc_async import AsyncMoveUgc, JobFailedError, MoveNotFoundError
from move_ugc_async._polling.wait import Wait
from tests.support.clocks import AutojumpClock

INTERVAL = 30.0
"""Seconds between two polls."""
FAULT_EVERY = 20
FAULTS = ["500", "429", "reset", "timeout", "html", "cut"]


def expected(job_id: str) -> str:
    """Return how a job ends: one in ten fails, and one in a hundred does not exist."""
    number = int(job_id.removeprefix("job-"))
    return "missing" if number % 100 == 7 else "failed" if number % 10 == 3 else "finished"


class FaultyTransport(httpx.AsyncBaseTransport):
    """Respond without a socket. Every twentieth status request fails, with one of several faults."""

    def __init__(self, clock: AutojumpClock) -> None:
        self.clock = clock
        self.requests = 0
        self.faults = collections.Counter[str]()
        self.max_tasks = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        call = json.loads(await request.aread())
        await anyio.lowlevel.checkpoint()
        if call["operationName"] == "getStatuses":
            self.requests += 1
            if self.requests % FAULT_EVERY == 1:
                self.max_tasks = max(self.max_tasks, tasks())
            if self.requests % FAULT_EVERY == 0:
                return self.fault(request)
        ids = {
            {"jobId": "getJob"}.get(name, name): value
            for name, value in call["variables"].items()
            if re.fullmatch(r"a\d+|jobId", name)
        }
        missing = [name for name, job_id in ids.items() if expected(job_id) == "missing"]
        if missing:
            errors = [{"path": [name], "errorType": "MoveNotFoundError", "message": "Not found."} for name in missing]
            return respond(200, {"data": None, "errors": errors})
        return respond(200, {"data": {name: self.job(job_id) for name, job_id in ids.items()}})

    def fault(self, request: httpx.Request) -> httpx.Response:
        kind = FAULTS[sum(self.faults.values()) % len(FAULTS)]
        self.faults[kind] += 1
        if kind == "reset":
            raise httpx.ReadError(kind, request=request)
        if kind == "timeout":
            raise httpx.ReadTimeout(kind, request=request)
        bodies = {"html": b"<html>Sorry</html>", "cut": b'{"data": {"a0": {"sta'}
        return respond(int(kind) if kind.isdecimal() else 200, bodies.get(kind, b""))

    def job(self, job_id: str) -> dict[str, Any]:
        """Return a job that runs for one to five minutes."""
        duration = 60 + int(job_id.removeprefix("job-")) % 240
        if self.clock.now < duration:
            progress = {"state": "RUNNING", "percentageComplete": int(100 * self.clock.now / duration)}
        else:
            state = "FAILED" if expected(job_id) == "failed" else "FINISHED"
            progress = {"state": state, "percentageComplete": 100}
        return {"id": job_id, "state": progress["state"], "progress": progress}


def respond(status: int, body: object) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return httpx.Response(status, stream=httpx.ByteStream(content))


def tasks() -> int:
    """Return the number of tasks of the event loop."""
    try:
        return len(asyncio.all_tasks())
    except RuntimeError:
        import trio

        return trio.lowlevel.current_statistics().tasks_living


def ending(error: object) -> str:
    """Return the word for an error that ended a wait."""
    match error:
        case JobFailedError():
            return "failed"
        case MoveNotFoundError():
            return "missing"
        case _:
            return repr(error)


async def many(client: AsyncMoveUgc, ids: list[str], ends: dict[str, list[str]]) -> None:
    """Wait for all jobs with one call."""
    async for outcome in client.jobs.wait_many(ids, poll_interval=INTERVAL):
        ends[outcome.id].append(ending(outcome.error) if outcome.error else "finished")


async def single(client: AsyncMoveUgc, ids: list[str], ends: dict[str, list[str]]) -> None:
    """Wait for each job with a call and a task of its own."""

    async def wait(job_id: str) -> None:
        try:
            job = await client.jobs.wait(job_id, poll_interval=INTERVAL)
        except (JobFailedError, MoveNotFoundError) as error:
            ends[job_id].append(ending(error))
        else:
            assert job.id == job_id
            ends[job_id].append("finished")

    async with anyio.create_task_group() as group:
        for job_id in ids:
            group.start_soon(wait, job_id)


def peak() -> float:
    """Return the peak memory of this process in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def waits() -> int:
    """Return the number of waits that are alive."""
    gc.collect()
    return sum(type(each) is Wait for each in gc.get_objects())


async def run(method: str, number: int) -> dict[str, float]:
    """Wait for `number` jobs, and return the report."""
    ids = [f"job-{each}" for each in range(number)]
    ends: dict[str, list[str]] = {job_id: [] for job_id in ids}
    clock = AutojumpClock()
    server = FaultyTransport(clock)
    waits_before = waits()
    async with httpx.AsyncClient(transport=server) as http, clock.running():
        client = AsyncMoveUgc("mv_key_0000000000", max_retries=0, clock=clock, http_client=http)
        await client.jobs.retrieve("job-0")
        tasks_before, memory_before = tasks(), peak()
        await {"many": many, "single": single}[method](client, ids, ends)
        growth = peak() - memory_before
        await clock.sleep(1)
        tasks_after = tasks()
        await client.aclose()
    return {
        "without an end": sum(not each for each in ends.values()),
        "duplicated": sum(len(each) > 1 for each in ends.values()),
        "wrong": sum(each != [expected(job_id)] for job_id, each in ends.items()),
        "tasks": server.max_tasks - tasks_before - (number if method == "single" else 0),
        "leaked tasks": tasks_after - tasks_before,
        "leaked listeners": waits() - waits_before,
        "MiB": growth,
        "requests": server.requests,
        "faults": sum(server.faults.values()),
        "kinds of faults": len(server.faults),
        "seconds": clock.now,
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(anyio.run(run, sys.argv[2], int(sys.argv[3]), backend=sys.argv[1])))
