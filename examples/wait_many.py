"""Wait for many jobs at once, and print each the moment it ends.

Usage: python examples/wait_many.py [ID ...]; without ids, the newest hundred jobs are waited for.
"""

import sys

import anyio

from move_ugc_async import AsyncMoveUgc

NEWEST = 100


async def main(ids: list[str]) -> int:
    failures = 0
    async with AsyncMoveUgc() as client:
        ids = ids or [job.id for job in (await client.jobs.list(limit=NEWEST)).items]
        async for outcome in client.jobs.wait_many(ids, timeout=3600):
            failures += outcome.error is not None
            print(outcome.id, outcome.error or "finished")
    return min(failures, 1)


if __name__ == "__main__":
    if any(argument.startswith("-") for argument in sys.argv[1:]):
        sys.exit(__doc__)
    sys.exit(anyio.run(main, sys.argv[1:]))
