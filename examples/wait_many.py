"""Wait for many jobs at once, and print each the moment it ends.

Give ids of jobs as arguments; without any, the newest hundred jobs are waited for.
"""

import sys

import anyio

from move_ugc_async import AsyncMoveUgc

NEWEST = 100


async def main(ids: list[str]) -> None:
    async with AsyncMoveUgc() as client:
        ids = ids or [job.id for job in (await client.jobs.list(limit=NEWEST)).items]
        async for outcome in client.jobs.wait_many(ids, timeout=3600):
            print(outcome.id, outcome.error or "finished")


if __name__ == "__main__":
    anyio.run(main, sys.argv[1:])
