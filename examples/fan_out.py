"""Read a hundred jobs concurrently: with one call per job, then with `retrieve_many`, 25 jobs per request.

Both ways, a failed job does not affect the others.

Usage: python examples/fan_out.py [ID ...]; without ids, it reads the newest hundred jobs.
"""

import sys
import time

import anyio

from move_ugc_async import AsyncMoveUgc, JobType, MoveError

MAX_JOBS = 100


async def main(ids: list[str]) -> None:
    jobs: dict[str, JobType | MoveError] = {}

    async def retrieve(job_id: str) -> None:
        try:
            jobs[job_id] = await client.jobs.retrieve(job_id, expand=["take"])
        except MoveError as error:
            jobs[job_id] = error

    async with AsyncMoveUgc() as client:
        ids = ids or [job.id for job in (await client.jobs.list(limit=MAX_JOBS)).items]
        started = time.perf_counter()
        async with anyio.create_task_group() as tasks:
            for job_id in ids:
                tasks.start_soon(retrieve, job_id)
        print(f"{len(jobs)} jobs in {time.perf_counter() - started:.2f} s, one call per job")

        started = time.perf_counter()
        outcomes = await client.jobs.retrieve_many(ids, expand=["take"])
        elapsed = time.perf_counter() - started
    for outcome in outcomes:
        job = outcome.job
        print(outcome.id, f"{job.state} of {job.take and job.take.id}" if job else outcome.error)
    print(f"{len(outcomes)} jobs in {elapsed:.2f} s, with retrieve_many")


if __name__ == "__main__":
    if any(argument.startswith("-") for argument in sys.argv[1:]):
        sys.exit(__doc__)
    anyio.run(main, sys.argv[1:])
