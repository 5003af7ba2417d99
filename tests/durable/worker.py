"""A process with a batch: `python -m tests.durable.worker PLAN`, or a fork of one that has imported this module."""

import asyncio
import os
import resource
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

# Before a fork, so that no worker spends seconds on it.
import dbos  # noqa: F401 # pyright: ignore[reportUnusedImport]

from move_ugc_async import AsyncMoveUgc, Budget, CaptureSpec, __version__
from move_ugc_async.batch import Batch, BatchOutcome
from tests.durable.fences import FencedClient, Fences
from tests.durable.plan import Plan
from tests.durable.program import Program
from tests.robustness.chaos.server import API_KEY

OUTPUTS = ["main_glb"]


class Worker(Program):
    """Executes commands with a batch.

    Args:
        plan: The settings.
        connection: Receives commands, and sends events.
    """

    def __init__(self, plan: Plan, connection: Connection) -> None:
        super().__init__(plan, connection)
        self._fences = Fences(self.report)

    async def run(self) -> None:
        """Open the batch and execute commands until `close`."""
        plan = self.plan
        budget = Budget(**plan.budget) if plan.budget else None
        async with Batch(plan.database, client_factory=self._client, budget=budget, **plan.batch) as batch:
            self._batch = batch
            self.report("started", pid=os.getpid(), version=__version__)
            await self.execute_commands()

    def _client(self) -> AsyncMoveUgc:
        settings: dict[str, Any] = {"state_dir": str(Path(self.plan.folder, "keys")), **self.plan.client}
        client = FencedClient(API_KEY, endpoint_url=self.plan.endpoint_url, **settings)
        client.fences = self._fences
        return client

    async def do_submit(self, clips: Sequence[str], options: Mapping[str, Any] | None = None) -> None:
        found = await self._batch.submit(self._specs(clips, options))
        ids = {"accepted": found.accepted, "known": found.known, "duplicates": found.duplicates}
        numbers = {name: len(each) for name, each in ids.items()}
        self.report("submitted", rejected=len(found.rejected), **numbers)

    async def do_submit_at_once(self, clip: str, times: int) -> None:
        await asyncio.gather(*(self._batch.submit(self._specs([clip], None)) for _ in range(times)))
        self.report("submitted")

    async def do_results(self, number: int) -> None:
        async for outcome in self._batch.results():
            self.report("outcome", **_plain(outcome))
        self.report("settled", number=number)

    async def do_work(self) -> None:
        await self._batch.run_worker()

    async def do_cancel(self, ids: Sequence[str]) -> None:
        self.report("cancelled", number=await self._batch.cancel(ids))

    async def do_retry(self, *, pay_again: bool = False) -> None:
        self.report("retried", number=await self._batch.retry_failed(pay_again=pay_again))

    async def do_stop_at(self, **arguments: Any) -> None:
        self._fences.stop_at(**arguments)
        self.report("armed")

    async def do_measure_gaps(self) -> None:
        self._fences.measure_gaps()
        self.report("armed")

    async def do_usage(self) -> None:
        """Report the CPU time in seconds, and the maximum memory in MiB."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        self.report(
            "usage", cpu=used.ru_utime + used.ru_stime, memory=used.ru_maxrss / 1024, gaps=list(self._fences.gaps)
        )

    def _specs(self, clips: Sequence[str], options: Mapping[str, Any] | None) -> list[CaptureSpec]:
        outputs = Path(self.plan.folder, "outputs")
        return [
            CaptureSpec(clip, outputs / Path(clip).stem, {"outputs": OUTPUTS, **(options or {})})  # type: ignore[typeddict-item]
            for clip in clips
        ]


def _plain(outcome: BatchOutcome) -> dict[str, Any]:
    """Return the fields of an outcome that proofs check."""
    names = ("id", "path", "state", "job_id", "take_id", "duplicate_of", "error_type", "message", "stage")
    found = {name: getattr(outcome, name) for name in names}
    return {**found, "path": str(outcome.path), "outputs": [str(path) for path in outcome.outputs]}


if __name__ == "__main__":
    Worker.main(Plan.read(Path(sys.argv[1])))
