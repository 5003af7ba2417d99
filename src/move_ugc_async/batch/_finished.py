"""Reads the workflows of a batch: those that ended since the last read, and those that are open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, cast

from move_ugc_async.batch._dbos import (
    CAPTURE_WORKFLOW,
    UPLOAD_WORKFLOW,
    item_of,
    job_queue,
    upload_queue,
    workflow_prefixes,
)
from move_ugc_async.batch._outcomes import BatchOutcome, as_duplicate, outcome_of
from move_ugc_async.batch._workflow import PREPARED

if TYPE_CHECKING:
    from dbos import WorkflowStatus

    from move_ugc_async.batch._database import Database
    from move_ugc_async.batch._dbos import EngineClient
    from move_ugc_async.batch._items import Item, Items

ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
_OPEN = ["ENQUEUED", "PENDING", "DELAYED"]
_NAMES = [UPLOAD_WORKFLOW, CAPTURE_WORKFLOW]
_OVERLAP_MS = 10_000
"""How far back each read begins: a time of completion is set before its transaction is visible."""
_RESOLUTION_MS = 1000
"""Times of completion may be whole seconds: a workflow can end, be retried and end again at the same time."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class OpenWorkflow:
    """A workflow that has not ended: whether it uploads, and the id of the worker that runs it."""

    id: str
    is_upload: bool
    worker: str | None

    @classmethod
    def of(cls, workflow: WorkflowStatus) -> Self:
        """Return what the engine says about a workflow."""
        _, item, is_upload = item_of(workflow.workflow_id)
        return cls(item, is_upload, (workflow.executor_id or "") if workflow.status == "PENDING" else None)

    @property
    def is_running(self) -> bool:
        """Whether a worker runs it."""
        return self.worker is not None


class Finished:
    """Returns each outcome of a batch once, and again after a retry. All methods block."""

    def __init__(self, database: Database, client: EngineClient, items: Items, batch: str) -> None:
        self._database, self._client, self._items, self._batch = database, client, items, batch
        self._since = 0
        self._seen: dict[str, int] = {}
        self._mark_of_others = (0, 0.0)
        self._rejected: dict[str, BatchOutcome] = {}
        self._yielded: dict[str, BatchOutcome] = {}
        self._waiting: dict[str, list[Item]] = {}

    def read(self, *, everything: bool = False) -> list[BatchOutcome]:
        """Return the outcomes since the last call.

        Args:
            everything: Whether to compare all workflows, so that none is missed whose time of completion lies further
                back than the last reads, since a clock was set.
        """
        outcomes = self._rejected_and_duplicates()
        for outcome in self._ended(0 if everything else max(self._since - _OVERLAP_MS, 0)):
            self._yielded[outcome.id] = outcome
            outcomes.append(outcome)
            outcomes += [as_duplicate(item.id, item.path, outcome) for item in self._waiting.get(outcome.id, ())]
        return outcomes

    def outcomes(self) -> dict[str, BatchOutcome]:
        """Return the last outcome of each clip, as far as it was read; of duplicates, too."""
        copies = {
            item.id: as_duplicate(item.id, item.path, self._yielded[original])
            for original, items in self._waiting.items()
            for item in items
            if original in self._yielded
        }
        return self._rejected | self._yielded | copies

    def copies(self) -> dict[str, str]:
        """Return the id of the original of each duplicate, as far as they were read."""
        return {item.id: original for original, items in self._waiting.items() for item in items}

    def failed(self) -> list[str]:
        """Return the ids of all clips that have failed, for a reader that has not read before."""
        self.read(everything=True)
        return [each.id for each in self.outcomes().values() if each.state == "failed"]

    def has_open(self) -> bool:
        """Return whether a workflow of the batch has not ended."""
        return bool(self._list_open(limit=1))

    def open(self) -> list[OpenWorkflow]:
        """Return the workflows that have not ended."""
        return [OpenWorkflow.of(each) for each in self._list_open()]

    def _ended(self, since_ms: int) -> Iterator[BatchOutcome]:
        since = datetime.fromtimestamp(since_ms / 1000, UTC).isoformat()
        newest = self._since
        listed = [
            each
            for each in self._list_ended(since)
            if self._seen.get(each.workflow_id) != each.completed_at
            or (each.completed_at or 0) > newest - _RESOLUTION_MS
        ]
        listed.sort(key=lambda each: each.completed_at or 0)
        for start in range(0, len(listed), _CHUNK):
            chunk = listed[start : start + _CHUNK]
            full = {
                each.workflow_id: each
                for each in self._client.listed(workflow_ids=[each.workflow_id for each in chunk], load_output=True)
            }
            with self._database.read() as connection:
                items = self._items.of(connection, [self._id_of(each) for each in chunk])
            for each in chunk:
                is_new = self._seen.get(each.workflow_id) != each.completed_at
                self._seen[each.workflow_id] = each.completed_at or 0
                self._since = max(self._since, each.completed_at or 0)
                item, workflow = items.get(self._id_of(each)), full.get(each.workflow_id)
                # One that was retried meanwhile is open again.
                if item is not None and workflow is not None and workflow.status in ENDED:
                    outcome = ended_outcome(item, workflow)
                    if outcome is not None and (is_new or self._yielded.get(outcome.id) != outcome):
                        yield outcome

    def _rejected_and_duplicates(self) -> list[BatchOutcome]:
        with self._database.read() as connection:
            mark = self._items.mark_of_others(connection)
            if mark == self._mark_of_others:
                return []
            items = self._items.without_workflow(connection)
        self._mark_of_others = mark
        rejected = {item.id: rejected_outcome(item) for item in items if item.rejected is not None}
        outcomes = [outcome for each, outcome in rejected.items() if self._rejected.get(each) != outcome]
        self._rejected = rejected
        waiting = {item.id for each in self._waiting.values() for item in each}
        for item in items:
            if item.duplicate_of is not None and item.id not in waiting:
                self._waiting.setdefault(item.duplicate_of, []).append(item)
                if item.duplicate_of in self._yielded:
                    outcomes.append(as_duplicate(item.id, item.path, self._yielded[item.duplicate_of]))
        return outcomes

    def _list_open(self, **options: Any) -> list[WorkflowStatus]:
        queues = [upload_queue(self._batch), job_queue(self._batch)]
        return self._client.listed(queue_name=queues, status=_OPEN, **options)

    def _list_ended(self, since: str) -> list[WorkflowStatus]:
        # Those that were cancelled are on no queue any more.
        listed = self._client.listed(
            name=[*_NAMES],
            workflow_id_prefix=workflow_prefixes(self._batch),
            status=ENDED,
            completed_after=since,
        )
        # SQLite compares prefixes without regard to case.
        return [each for each in listed if each.workflow_id.startswith(tuple(workflow_prefixes(self._batch)))]

    def _id_of(self, workflow: WorkflowStatus) -> str:
        return item_of(workflow.workflow_id)[1]


def rejected_outcome(item: Item) -> BatchOutcome:
    """Return the outcome of a clip that cannot be used."""
    return outcome_of(item.id, item.path, item.minutes, {"state": "failed", "error": item.rejected})


def ended_outcome(item: Item, workflow: WorkflowStatus) -> BatchOutcome | None:
    """Return the outcome of a workflow that has ended, with its output; None if another one follows."""
    result = result_of(workflow)
    return None if result["state"] == PREPARED else outcome_of(item.id, item.path, item.minutes, result)


def result_of(workflow: WorkflowStatus) -> dict[str, Any]:
    """Return the result of a workflow that has ended, with its output."""
    if workflow.status == "SUCCESS":
        return cast("dict[str, Any]", json.loads(cast("str", workflow.output)))
    if workflow.status == "CANCELLED":
        message = "cancelled before its work had started; nothing was paid for"
        return {"state": "cancelled", "error": {"type": None, "message": message, "stage": None}}
    message = f"the engine gave the workflow up: {workflow.error}"
    return {"state": "failed", "error": {"type": "EngineError", "message": message, "stage": None}}
