"""A load of waits whose jobs end evenly over a minute, with deliveries of webhooks that a seeded script breaks."""

import collections
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import anyio
import httpx

from move_ugc_async import AsyncMoveUgc, WebhookEvent
from move_ugc_async.webhooks._events import read_event
from tests.support.clocks import AutojumpClock
from tests.unit._polling.load import ending, respond

LATENCY = 0.1
"""Seconds that each request takes."""

Delivery = tuple[float, WebhookEvent]


def webhook(job_id: str, name: str = "ugc.job.state.completed", id: str = "msg_1") -> WebhookEvent:
    """Return an event in the form of the API, whose ids lack their prefix."""
    detail = {"event_attributes": {"job": {"id": job_id.removeprefix("job-")}, "take": {"id": "1"}}}
    return read_event(id, json.dumps({"event_name": name, "detail": detail}).encode())


@dataclass
class Work:
    """Jobs that end evenly over some seconds. One in ten fails."""

    number: int
    seconds: float = 60.0
    ends: dict[str, float] = field(init=False)

    def __post_init__(self) -> None:
        self.ends = {f"job-{each}": (each + 1) * self.seconds / self.number for each in range(self.number)}

    def outcome(self, job_id: str) -> str:
        """Return how a job ends."""
        return "failed" if int(job_id.removeprefix("job-")) % 10 == 3 else "finished"

    def deliveries(self) -> list[Delivery]:
        """Return one webhook for each job, when it ends."""
        names = {"failed": "ugc.job.state.failed", "finished": "ugc.job.state.completed"}
        return [
            (end, webhook(job_id, names[self.outcome(job_id)], f"msg_{job_id}")) for job_id, end in self.ends.items()
        ]


def broken(deliveries: Sequence[Delivery], seed: int) -> list[Delivery]:
    """Lose, repeat or delay one delivery in five. A delay changes their order."""
    random = Random(seed)
    result: list[Delivery] = []
    for end, event in deliveries:
        fault = random.choice(["lost", "repeated", "delayed"]) if random.random() < 0.2 else None
        moment = end + (random.uniform(1, 30) if fault == "delayed" else 0)
        if fault != "lost":
            result.append((moment, event))
        if fault == "repeated":
            result += [(moment + random.uniform(0, 30), event) for _ in range(random.randint(1, 3))]
    return sorted(result, key=lambda delivery: delivery[0])


class JobServer(httpx.AsyncBaseTransport):
    """Responds without a socket, and counts the requests by operation."""

    def __init__(self, clock: AutojumpClock, work: Work) -> None:
        self.clock = clock
        self.work = work
        self.requests = collections.Counter[str]()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        call = json.loads(await request.aread())
        self.requests[call["operationName"]] += 1
        await self.clock.sleep(LATENCY)
        ids = {
            {"jobId": "getJob"}.get(name, name): str(value)
            for name, value in call["variables"].items()
            if re.fullmatch(r"a\d+|jobId", name)
        }
        return respond(200, {"data": {name: self.job(job_id) for name, job_id in ids.items()}})

    def job(self, job_id: str) -> dict[str, object]:
        state = "RUNNING"
        if self.clock.now >= self.work.ends[job_id]:
            state = {"failed": "FAILED", "finished": "FINISHED"}[self.work.outcome(job_id)]
        return {"id": job_id, "state": state, "progress": {"state": state, "percentageComplete": None}}


@dataclass
class Report:
    """The outcome of a run."""

    outcomes: dict[str, list[str]]
    delays: list[float]
    """Seconds from the end of each job to the end of its wait."""
    requests: dict[str, int]


async def run(work: Work, deliveries: Sequence[Delivery], *, in_tasks: bool = False) -> Report:
    """Wait for all jobs, with one call or in a task each, while webhooks are delivered."""
    clock = AutojumpClock()
    server = JobServer(clock, work)
    report = Report({job_id: [] for job_id in work.ends}, [], server.requests)

    async with httpx.AsyncClient(transport=server) as http, clock.running():
        client = AsyncMoveUgc("mv_key_0000000000", clock=clock, http_client=http)

        def end(job_id: str, error: object) -> None:
            report.outcomes[job_id].append(ending(error) if error else "finished")
            report.delays.append(clock.now - work.ends[job_id])

        async def wait_one(job_id: str) -> None:
            (outcome,) = [outcome async for outcome in client.jobs.wait_many([job_id])]
            end(job_id, outcome.error)

        async def wait_all() -> None:
            async for outcome in client.jobs.wait_many(list(work.ends)):
                end(outcome.id, outcome.error)

        async def deliver() -> None:
            for moment, event in deliveries:
                await clock.sleep(max(moment - clock.now, 0))
                client.events.feed(event)

        async with anyio.create_task_group() as group:
            group.start_soon(deliver)
            for job_id in work.ends if in_tasks else ():
                group.start_soon(wait_one, job_id)
            if not in_tasks:
                group.start_soon(wait_all)
        await client.aclose()
    return report


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that a share of all values does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]
