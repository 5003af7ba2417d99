"""Waiting with this SDK while webhooks report the ends of jobs, in simulated time."""

import asyncio
import collections
import json
import random
import re
import selectors
import statistics
from collections.abc import Sequence
from typing import Any

import httpx

from benchmarks.contestants import API_KEY, JOB_IDS
from move_ugc_async import AsyncMoveUgc
from move_ugc_async.webhooks import JobCompleted

LATENCY = 0.1
"""Seconds that each request takes."""
COMPLETED = "ugc.job.state.completed"


class _SkippingSelector(selectors.DefaultSelector):
    """A selector that returns at once, and counts the seconds that it would have waited."""

    skipped = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.skipped += timeout or 0
        return super().select(0)


class SimulatedLoop(asyncio.SelectorEventLoop):
    """An event loop whose time skips every pause. It serves programs without sockets and threads."""

    def __init__(self) -> None:
        self._pauses = _SkippingSelector()
        super().__init__(self._pauses)

    def time(self) -> float:
        return self._pauses.skipped


class _JobServer(httpx.AsyncBaseTransport):
    """Responds without a socket. Each job ends at its time."""

    def __init__(self, ends: dict[str, float]) -> None:
        self.ends = ends
        self.requests = collections.Counter[str]()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        call = json.loads(await request.aread())
        self.requests[call["operationName"]] += 1
        await asyncio.sleep(LATENCY)
        ids = {name: value for name, value in call["variables"].items() if re.fullmatch(r"a\d+", name)}
        content = json.dumps({"data": {name: self._job(job_id) for name, job_id in ids.items()}}).encode()
        return httpx.Response(200, stream=httpx.ByteStream(content))

    def _job(self, job_id: str) -> dict[str, Any]:
        now = asyncio.get_running_loop().time()
        state = "FINISHED" if now >= self.ends[job_id] else "RUNNING"
        return {"id": job_id, "state": state, "progress": {"state": state, "percentageComplete": None}}


def events(origin: str, jobs: int, seconds: float, webhooks: str) -> dict[str, float]:  # noqa: ARG001
    """Wait for jobs that end evenly over some seconds.

    `webhooks` is `none`, `all`, or `broken`: one delivery in five is lost, repeated or late.
    """
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(_wait(jobs, seconds, webhooks))


async def _wait(jobs: int, seconds: float, webhooks: str) -> dict[str, float]:
    loop = asyncio.get_running_loop()
    ends = {job_id: (number + 1) * seconds / jobs for number, job_id in enumerate(JOB_IDS[:jobs])}
    server = _JobServer(ends)
    delays: list[float] = []
    async with httpx.AsyncClient(transport=server) as http:
        client = AsyncMoveUgc(API_KEY, http_client=http)

        async def deliver() -> None:
            for moment, job_id in _deliveries(ends, webhooks):
                await asyncio.sleep(max(moment - loop.time(), 0))
                client.events.feed(JobCompleted("msg_1", COMPLETED, {}, job_id=job_id))

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(deliver())
            async for outcome in client.jobs.wait_many(list(ends)):
                assert outcome.job
                delays.append(loop.time() - ends[outcome.id])
        await client.aclose()
    assert len(delays) == jobs
    return {
        "requests": server.requests["getStatuses"],
        "reads": server.requests["getJobs"],
        "median_delay": statistics.median(delays),
        "max_delay": max(delays),
    }


def _deliveries(ends: dict[str, float], webhooks: str) -> Sequence[tuple[float, str]]:
    if webhooks == "none":
        return []
    rng = random.Random(1)
    found: list[tuple[float, str]] = []
    for job_id, end in ends.items():
        is_broken = webhooks == "broken" and rng.random() < 0.2
        fault = rng.choice(["lost", "repeated", "late"]) if is_broken else None
        if fault != "lost":
            found.append((end + (rng.uniform(1, 30) if fault == "late" else 0), job_id))
        if fault == "repeated":
            found.append((end + rng.uniform(0, 30), job_id))
    return sorted(found)


WORKLOADS = {"events": events}
