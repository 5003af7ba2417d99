"""Reads the workflows of a batch: those that ended since the last read, and those that are open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self, cast

from move_ugc_async.batch._batched import batched
from move_ugc_async.batch._dbos import capture_id, item_of, job_queue, upload_id, upload_queue, workflow_ids
from move_ugc_async.batch._outcomes import UNPAID, BatchOutcome, as_duplicate, outcome_of
from move_ugc_async.batch._workflow import PREPARED

if TYPE_CHECKING:
    from dbos import WorkflowStatus

    from move_ugc_async.batch._database import Database
    from move_ugc_async.batch._dbos import EngineClient
    from move_ugc_async.batch._items import Item, Items

ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
OPEN = ["ENQUEUED", "PENDING", "DELAYED"]
_BEFORE_ALL = -1
"""A revision before those of all clips, also of those that have not begun."""


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
    """Returns each outcome of a batch once, and again after a retry. All methods block.

    A workflow gives its clip a new revision before it begins. So the clips that may have ended since the last read are
    those with a later revision, and those that had begun. Times are not compared, since a clock may be set back.
    """

    def __init__(self, database: Database, client: EngineClient, items: Items, batch: str) -> None:
        self._database, self._client, self._items, self._batch = database, client, items, batch
        self._revision = _BEFORE_ALL
        self._removal = 0
        self._begun: dict[str, Item] = {}
        self._rejected = set[str]()
        self._outcomes: dict[str, BatchOutcome] = {}
        self._completed_at: dict[str, int | None] = {}
        self._copies: dict[str, dict[str, str]] = {}

    def read(self, *, everything: bool = False) -> list[BatchOutcome]:
        """Return the outcomes since the last call.

        Args:
            everything: Whether to look up all clips without an outcome. Finds also those that other programs have
                cancelled in the engine.
        """
        with self._database.read() as connection:
            # Before the clips: the next call finds what is removed from now on.
            removal = self._items.last_removal(connection)
            removed = set[str]()
            if removal != self._removal:
                removed = self._rejected - self._items.of(connection, [*self._rejected]).keys()
            changed = self._items.changed_since(connection, _BEFORE_ALL if everything else self._revision)
        changed = [each for each in changed if each.revision > self._revision or each.id not in self._outcomes]
        begun = self._begun | {each.id: each for each in changed if each.has_workflow}
        ended = self._read_ended([*begun.values()])
        # From here on, nothing fails: after an outage, this method is called again.
        self._removal = removal
        self._revision = max([0, self._revision, *(each.revision for each in changed)])
        self._begun = {each: item for each, item in begun.items() if item.revision and each not in ended}
        self._rejected -= removed
        for each in removed:
            del self._outcomes[each]
        return [*self._add_without_workflow(changed), *self._add_ended(ended)]

    def outcomes(self) -> dict[str, BatchOutcome]:
        """Return the last outcome of each clip, as far as it was read; of duplicates, too."""
        return dict(self._outcomes)

    def copies(self) -> dict[str, str]:
        """Return the id of the original of each duplicate, as far as they were read."""
        return {copy: original for original, copies in self._copies.items() for copy in copies}

    def failed(self) -> list[str]:
        """Return the ids of all clips that have failed, for a reader that has not read before."""
        self.read()
        return [each.id for each in self.outcomes().values() if each.state == "failed"]

    def has_open(self) -> bool:
        """Return whether a workflow of the batch has not ended."""
        return bool(self._list_open(limit=1))

    def open(self) -> list[OpenWorkflow]:
        """Return the workflows that have not ended."""
        return [OpenWorkflow.of(each) for each in self._list_open()]

    def _read_ended(self, items: Sequence[Item]) -> dict[str, tuple[BatchOutcome, int | None]]:
        """Return the outcomes of those among these clips that have ended, and when they have, by id."""
        ended = dict[str, tuple[BatchOutcome, int | None]]()
        for chunk in batched(items):
            names = workflow_ids(self._batch, [item.id for item in chunk])
            listed = self._client.listed(workflow_ids=names, status=ENDED, load_output=True)
            workflows = {each.workflow_id: each for each in listed}
            for item in chunk:
                second = workflows.get(capture_id(self._batch, item.id))
                workflow = second or workflows.get(upload_id(self._batch, item.id))
                outcome = None if workflow is None else ended_outcome(item, workflow)
                if workflow is not None and outcome is not None:
                    ended[item.id] = outcome, workflow.completed_at
        return ended

    def _add_without_workflow(self, items: Sequence[Item]) -> Iterator[BatchOutcome]:
        for item in items:
            if item.rejected is not None:
                self._rejected.add(item.id)
                yield from self._add(rejected_outcome(item))
            elif item.duplicate_of is not None:
                self._copies.setdefault(item.duplicate_of, {})[item.id] = item.path
                if item.duplicate_of in self._outcomes:
                    yield from self._add(as_duplicate(item.id, item.path, self._outcomes[item.duplicate_of]))

    def _add_ended(self, ended: Mapping[str, tuple[BatchOutcome, int | None]]) -> Iterator[BatchOutcome]:
        for each, (outcome, completed_at) in ended.items():
            # A clip that was retried may have the same outcome again, at another time.
            is_new = self._completed_at.get(each) != completed_at
            self._completed_at[each] = completed_at
            yield from self._add(outcome, is_new=is_new)
            for copy, path in self._copies.get(each, {}).items():
                yield from self._add(as_duplicate(copy, path, outcome), is_new=is_new)

    def _add(self, outcome: BatchOutcome, *, is_new: bool = False) -> Iterator[BatchOutcome]:
        if is_new or self._outcomes.get(outcome.id) != outcome:
            self._outcomes[outcome.id] = outcome
            yield outcome

    def _list_open(self, **options: Any) -> list[WorkflowStatus]:
        queues = [upload_queue(self._batch), job_queue(self._batch)]
        return self._client.listed(queue_name=queues, status=OPEN, **options)


def rejected_outcome(item: Item) -> BatchOutcome:
    """Return the outcome of a clip that cannot be used."""
    return outcome_of(item.id, item.path, item.minutes, {"state": "failed", "error": item.rejected})


def ended_outcome(item: Item, workflow: WorkflowStatus) -> BatchOutcome | None:
    """Return the outcome of a workflow that has ended, with its output; None if another one follows."""
    result = result_of(workflow)
    if result["state"] == PREPARED:
        return None
    outcome = outcome_of(item.id, item.path, item.minutes, result)
    if item.job_number == 1:
        return outcome
    # Earlier jobs may have been paid for.
    return replace(outcome, message=outcome.message.replace(UNPAID, "no further job was paid for"))


def result_of(workflow: WorkflowStatus) -> dict[str, Any]:
    """Return the result of a workflow that has ended, with its output."""
    if workflow.status == "SUCCESS":
        return cast("dict[str, Any]", json.loads(cast("str", workflow.output)))
    if workflow.status == "CANCELLED":
        message = f"cancelled before its work had started; {UNPAID}"
        return {"state": "cancelled", "error": {"type": None, "message": message, "stage": None}}
    message = f"the engine gave the workflow up: {workflow.error}"
    return {"state": "failed", "error": {"type": "EngineError", "message": message, "stage": None}}
