"""Admission of uploads: limits the clips that are uploaded before they have a job, in all processes together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Protocol

from move_ugc_async.batch._dbos import item_of, job_queue, upload_queue

if TYPE_CHECKING:
    from dbos import WorkflowStatus

    from move_ugc_async.batch._arguments import BatchArguments
    from move_ugc_async.batch._database import Database


class Workflows(Protocol):
    """What an admission needs of the engine."""

    def listed(self, **filters: Any) -> list[WorkflowStatus]:
        """Return workflows. Blocks."""
        ...


class Admission:
    """Admits uploads of one batch, in the order in which they were taken from their queue.

    At most `ahead` clips are uploaded beyond those that have a free job. All processes see the same order and so admit
    the same uploads: one that was admitted stays among the first, and its slot passes to its own job.

    Args:
        database: The database of the batch.
        workflows: The engine.
        arguments: The arguments of the batch.
    """

    def __init__(self, database: Database, workflows: Workflows, arguments: BatchArguments) -> None:
        self._database, self._workflows = database, workflows
        self._batch, self._poll_interval = arguments.name, arguments.poll_interval
        self._jobs, self._ahead = arguments.jobs, arguments.ahead
        self._reading = asyncio.Lock()
        self._reads = 0
        self._admitted: frozenset[str] = frozenset()

    async def wait(self, id: str) -> None:
        """Wait until the upload of a clip is admitted."""
        seen = 0
        while True:
            async with self._reading:
                # One that waits reads the database only if no other has read it meanwhile.
                if seen in (0, self._reads):
                    self._admitted = await self._database.run(self.admitted)
                    self._reads += 1
                seen = self._reads
            if id in self._admitted:
                return
            await asyncio.sleep(self._poll_interval)

    def admitted(self) -> frozenset[str]:
        """Return the ids of the clips whose upload may begin, or has begun. Blocks."""
        # In the order in which clips pass through the queues: one that moves on meanwhile is counted twice, not missed.
        uploads = self._workflows.listed(queue_name=upload_queue(self._batch), status="PENDING")
        ready = self._number("ENQUEUED", self._jobs + self._ahead)
        free = self._jobs - self._number("PENDING", self._jobs)
        uploads.sort(key=lambda each: (each.dequeued_at or 0, each.workflow_id))
        return frozenset(item_of(each.workflow_id)[1] for each in uploads[: max(free + self._ahead - ready, 0)])

    def _number(self, status: str, maximum: int) -> int:
        """Return the number of clips after their upload with a status, up to a maximum."""
        return len(self._workflows.listed(queue_name=job_queue(self._batch), status=status, limit=maximum))
