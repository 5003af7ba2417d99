"""Which uploads may begin: only so many clips are uploaded that few wait for a free job, in all processes together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from move_ugc_async.batch._dbos import item_of, job_queue, upload_queue

if TYPE_CHECKING:
    from dbos import WorkflowStatus


class Workflows(Protocol):
    """What an admission needs of the engine."""

    def listed(self, **filters: Any) -> list[WorkflowStatus]:
        """Return workflows. Blocks."""
        ...


class Admission:
    """Admits uploads of one batch, in the order in which they were taken from their queue.

    All processes see the same order, so no place is given to two of them: an upload that was admitted stays among the
    first, and leaves its place to its own job.

    Args:
        workflows: The engine.
        batch: Name of the batch.
        jobs: Maximum number of clips that have a job.
        ahead: Maximum number of uploaded clips that wait for a free job.
    """

    def __init__(self, workflows: Workflows, batch: str, *, jobs: int, ahead: int) -> None:
        self._workflows, self._batch = workflows, batch
        self._jobs, self._ahead = jobs, ahead

    def admitted(self) -> frozenset[str]:
        """Return the ids of the clips whose upload may begin, or has begun. Blocks."""
        # In the order in which clips pass through them: one that moves on meanwhile is counted twice, and never missed.
        uploads = self._workflows.listed(queue_name=upload_queue(self._batch), status="PENDING")
        ready = self._number("ENQUEUED", self._jobs + self._ahead)
        free = self._jobs - self._number("PENDING", self._jobs)
        uploads.sort(key=lambda each: (each.dequeued_at or 0, each.workflow_id))
        return frozenset(item_of(each.workflow_id)[1] for each in uploads[: max(free + self._ahead - ready, 0)])

    def _number(self, status: str, maximum: int) -> int:
        """Return the number of clips after their upload with a status, up to a maximum."""
        return len(self._workflows.listed(queue_name=job_queue(self._batch), status=status, limit=maximum))
