"""This SDK, by its public API, with default settings."""

import asyncio

from benchmarks.contestants import API_KEY, JOB_ID, JOB_IDS
from benchmarks.contestants.concurrent import measure_calls
from benchmarks.meter import Meter
from move_ugc_async import AsyncMoveUgc, JobType

JOBS_PER_STEP = 10
"""Number of jobs after which the consumer works."""


def _client(origin: str, **options: bool) -> AsyncMoveUgc:
    return AsyncMoveUgc(API_KEY, endpoint_url=f"{origin}/graphql", **options)


async def calls(origin: str, calls: int, concurrency: int) -> dict[str, float]:
    """Read one job repeatedly."""
    async with _client(origin) as client:
        return await measure_calls(lambda: client.jobs.retrieve(JOB_ID), calls, concurrency)


async def one_by_one(origin: str, jobs: int) -> dict[str, float]:
    """Read many jobs one by one."""
    async with _client(origin) as client:
        service = client.jobs
        for each in JOB_IDS[:50]:
            await service.retrieve(each)
        with Meter() as meter:
            for each in JOB_IDS[:jobs]:
                await service.retrieve(each)
    return meter.each(jobs)


async def many(origin: str, jobs: int, times: int) -> dict[str, float]:
    """Read many jobs with one call, repeatedly, and discard them."""
    async with _client(origin) as client:
        outcomes = await client.jobs.retrieve_many(JOB_IDS[:jobs])
        assert all(outcome.job for outcome in outcomes)
        del outcomes
        with Meter() as meter:
            for _ in range(times):
                await client.jobs.retrieve_many(JOB_IDS[:jobs])
    return meter.each(times * jobs)


async def listing(origin: str, times: int, page_size: int, *, keep: bool) -> dict[str, float]:
    """Iterate over all jobs, repeatedly, and keep or discard them."""
    count, kept = 0, list[JobType]()
    async with _client(origin) as client:
        await client.jobs.list(limit=page_size)
        with Meter() as meter:
            for _ in range(times):
                kept.clear()
                async for job in client.jobs.list(limit=page_size):
                    count += 1
                    if keep:
                        kept.append(job)
    return meter.each(count)


async def consuming(origin: str, after: str, delay: int, work: float, *, prefetch: bool) -> dict[str, float]:
    """Iterate over the jobs of a slow server, and work on them."""
    async with _client(f"{origin}/after/{delay}", prefetch=prefetch) as client:
        await client.jobs.list(limit=100)
        jobs = 0
        with Meter() as meter:
            async for _ in client.jobs.list(limit=100, next_token=after):
                jobs += 1
                if jobs % JOBS_PER_STEP == 0:
                    await asyncio.sleep(work)
    return {**meter.each(jobs), "wall_ms": meter.wall * 1000}


WORKLOADS = {
    "calls": calls,
    "one by one": one_by_one,
    "many": many,
    "listing": listing,
    "consuming": consuming,
}
