"""Work on the clips of a batch. Start one on each host; SIGTERM hands its work over to the others at once.

DATABASE_URL      postgresql://user:password@host/name, the same for all workers and submitters
MOVE_API_KEY      API key of the Move API, whose jobs cost credits
STATE_DIRECTORY   folder for records of idempotency keys, one of each host; systemd sets it (`StateDirectory=`)
BATCH_LEASE       seconds without a heartbeat after which others may take over, 30 by default

Usage: python worker.py
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys

from move_ugc_async import AsyncMoveUgc, MoveError
from move_ugc_async.batch import Batch


def new_client() -> AsyncMoveUgc:
    return AsyncMoveUgc(state_dir=os.environ.get("STATE_DIRECTORY"))


async def main() -> None:
    async with Batch(
        os.environ["DATABASE_URL"],
        client_factory=new_client,
        # Limits of all workers together. Add `budget=Budget(max_jobs=…)` for one on spending.
        uploads=4,
        jobs=16,
        lease=float(os.environ.get("BATCH_LEASE", "30")),
    ) as batch:
        work = asyncio.ensure_future(batch.run_worker())
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, work.cancel)
        # Leaving the batch stops the work, and hands it over.
        with contextlib.suppress(asyncio.CancelledError):
            await work


if __name__ == "__main__":
    # Warnings and errors; `MOVE_LOG=info` shows more.
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    try:
        asyncio.run(main())
    except MoveError as error:
        # Such as LeaseLostError: another worker continues the work of this one. Let the supervisor start a new one.
        sys.exit(f"worker: {error}")
