"""A process that creates jobs under a budget whose ledger is a database."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from move_ugc_async import AsyncMoveUgc, Budget, BudgetExceededError, MoveError, SourceIn
from move_ugc_async.batch._database import Database
from move_ugc_async.batch._ledger import DatabaseLedger
from tests.durable.program import Program
from tests.robustness.chaos.server import API_KEY

CONCURRENCY = 4
PAUSE = 0.2
"""Seconds between two calls with one key."""


class Spender(Program):
    """Creates a job for each of its keys, until it has one or the budget refuses it."""

    async def run(self) -> None:
        """Open the ledger and execute commands until `close`."""
        database = Database(self.plan.database)
        await asyncio.to_thread(database.open)
        budget = Budget(**self.plan.budget, ledger=DatabaseLedger(database, "spenders"))
        settings: dict[str, Any] = {"state_dir": str(Path(self.plan.folder, "keys")), **self.plan.client}
        async with AsyncMoveUgc(API_KEY, endpoint_url=self.plan.endpoint_url, budget=budget, **settings) as client:
            self._client, self._budget = client, budget
            self.report("started", pid=os.getpid())
            await self.execute_commands()

    async def do_take(self, clip: str) -> None:
        """Upload a clip and report the id of its take."""
        file = await self._client.files.upload(clip)
        take = await self._client.takes.create_singlecam(
            [SourceIn(device_label="phone", file_id=file.id, format="MP4")]
        )
        self.report("take", id=take.id)

    async def do_spend(self, take: str, keys: Sequence[str]) -> None:
        """Create a job for each key."""
        remaining = iter(keys)
        await asyncio.gather(*(self._spend(take, remaining) for _ in range(CONCURRENCY)))
        self.report("finished")

    async def do_remaining(self) -> None:
        """Report what the budget still allows."""
        remaining = await self._budget.remaining()
        self.report("remaining", jobs=remaining.jobs, video_minutes=remaining.video_minutes)

    async def _spend(self, take: str, keys: Iterator[str]) -> None:
        for key in keys:
            while True:
                try:
                    job = await self._client.jobs.create_singlecam(take, idempotency_key=key)
                except BudgetExceededError as error:
                    self.report("refused", key=key, limit=error.limit)
                    break
                except MoveError as error:
                    self.report("failed", key=key, type=type(error).__name__)
                    await asyncio.sleep(PAUSE)
                else:
                    self.report("spent", key=key, job=job.id)
                    break
