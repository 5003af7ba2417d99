"""Read a hundred jobs at once: every call runs on one pool of connections, and one failure stops nothing else.

Give ids of jobs as arguments; without any, the newest hundred jobs are read.
"""

import sys
import time

import anyio

from move_ugc_async import AsyncMoveUgc, JobType, MoveError

LARGEST = 100


async def main(ids: list[str]) -> None:
    jobs: dict[str, JobType | MoveError] = {}

    async def retrieve(job_id: str) -> None:
        try:
            jobs[job_id] = await client.jobs.retrieve(job_id, expand=["take"])
        except MoveError as error:
            jobs[job_id] = error

    async with AsyncMoveUgc() as client:
        ids = ids or [job.id for job in (await client.jobs.list(limit=LARGEST)).items]
        started = time.perf_counter()
        async with anyio.create_task_group() as tasks:
            for job_id in ids:
                tasks.start_soon(retrieve, job_id)
        elapsed = time.perf_counter() - started
    for job_id, job in jobs.items():
        print(job_id, job if isinstance(job, MoveError) else f"{job.state} of {job.take and job.take.id}")
    print(f"{len(jobs)} jobs in {elapsed:.2f} s")


if __name__ == "__main__":
    anyio.run(main, sys.argv[1:])
