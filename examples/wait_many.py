"""Wait for many jobs at once, and print each as soon as it ends.

Usage: python examples/wait_many.py [ID ...]; without ids, it waits for the newest hundred jobs.
"""

import sys

import anyio

from move_ugc_async import AsyncMoveUgc

MAX_JOBS = 100


async def main(ids: list[str]) -> int:
    failures = 0
    async with AsyncMoveUgc() as client:
        ids = ids or [job.id for job in (await client.jobs.list(limit=MAX_JOBS)).items]
        async for outcome in client.jobs.wait_many(ids, timeout=3600):
            failures += outcome.error is not None
            print(outcome.id, outcome.error or "finished")
    return min(failures, 1)


if __name__ == "__main__":
    if any(argument.startswith("-") for argument in sys.argv[1:]):
        sys.exit(__doc__)
    sys.exit(anyio.run(main, sys.argv[1:]))
