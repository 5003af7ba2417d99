"""Empty workflows of the engine: `python -m tests.durable.empty FILE NUMBER JOBS`.

It enqueues them as a batch does, and prints seconds, seconds of CPU time and the maximum memory in MiB.
"""

import asyncio
import logging
import resource
import sys
import time

from dbos import DBOS, DBOSConfig, SetWorkflowID

QUEUE = "empty"
STEPS = 4
INTERVAL = 1.0
"""Seconds between two reads of the queue, and of whether all is done."""


@DBOS.step()
async def step(number: int) -> dict[str, str]:
    """Return a result as small as an id."""
    return {"id": f"job-{number}"}


@DBOS.workflow()
async def first(number: int) -> dict[str, str]:
    """Run one step and enqueue the second workflow, as the one that uploads a clip does."""
    await step(number)
    with SetWorkflowID(f"second-{number}"):
        await DBOS.enqueue_workflow_async(QUEUE, second, number)
    return {"state": "prepared"}


@DBOS.workflow()
async def second(number: int) -> dict[str, str]:
    """Run as many steps as the one that creates a job, waits for it and downloads its outputs."""
    for _ in range(STEPS):
        await step(number)
    return {"state": "done"}


async def main(path: str, number: int, jobs: int) -> None:
    """Run the workflows."""
    config: DBOSConfig = {"name": "empty", "system_database_url": f"sqlite:///{path}"}
    DBOS(config=config)
    DBOS.launch()
    await DBOS.register_queue_async(QUEUE, worker_concurrency=jobs, polling_interval_sec=INTERVAL)
    used, start = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    for place in range(number):
        await DBOS.enqueue_workflow_async(QUEUE, first, place)
    while await DBOS.list_workflows_async(status=["ENQUEUED", "PENDING"], limit=1):
        await asyncio.sleep(INTERVAL)
    seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    DBOS.destroy()
    sys.stdout.write(f"{seconds} {cpu} {after.ru_maxrss / 1024}\n")


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    asyncio.run(main(sys.argv[1], *map(int, sys.argv[2:])))
