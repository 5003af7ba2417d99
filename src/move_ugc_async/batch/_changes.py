"""Retries and cancellations."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from move_ugc_async.batch._batched import batched
from move_ugc_async.batch._dbos import capture_id, item_of, upload_id, workflow_ids
from move_ugc_async.batch._finished import ENDED, OPEN, result_of
from move_ugc_async.batch._workflow import PREPARED, STEPS

if TYPE_CHECKING:
    from move_ugc_async import AsyncMoveUgc
    from move_ugc_async.batch._database import Database
    from move_ugc_async.batch._dbos import EngineClient
    from move_ugc_async.batch._items import Item, Items


@dataclass(frozen=True, slots=True)
class Ended:
    """A clip that has ended, with the result of its workflow, and whether that is the second one of the clip."""

    item: Item
    result: Mapping[str, Any]
    has_second: bool

    @property
    def key(self) -> str:
        """The idempotency key of the job that has ended so."""
        key: str = self.result.get("key", self.item.workflow_key)
        return key

    @property
    def error(self) -> Mapping[str, Any]:
        """Its error; empty without one."""
        return self.result.get("error") or {}


class Changes:
    """Retries and cancels clips of a batch, for one call of the user. All methods block."""

    def __init__(self, database: Database, client: EngineClient, items: Items, batch: str) -> None:
        self._database, self._client, self._items, self._batch = database, client, items, batch
        self._claimed = set[str]()
        """Clips that `retry` has begun to continue: it is called again if the database fails in between."""

    def cancel(self, ids: Sequence[str]) -> list[str]:
        """Cancel clips that have not ended, and return their ids."""
        with self._database.write() as connection:
            # First, so that a workflow that starts from now on sees it.
            self._items.change(connection, ids, cancelled=True)
        opened = dict[str, None]()
        never_started = list[str]()
        for chunk in batched(workflow_ids(self._batch, ids)):
            for workflow in self._client.listed(workflow_ids=chunk, status=OPEN):
                opened[item_of(workflow.workflow_id)[1]] = None
                # One that has started may have created a job, whose id belongs into its outcome.
                if workflow.status != "PENDING" and not self._client.has_steps(workflow.workflow_id):
                    never_started.append(workflow.workflow_id)
        for chunk in batched(never_started):
            with self._database.write() as connection:
                # Clips whose workflow begins are marked by it.
                self._items.mark_changed(connection, [item_of(each)[1] for each in chunk])
            self._client.cancel(chunk)
        return list(opened)

    def ended(self, ids: Sequence[str]) -> list[Ended]:
        """Return the clips among these that have ended and are not done; duplicates by their originals."""
        with self._database.read() as connection:
            named = self._items.of(connection, ids).values()
            originals = [*{item.duplicate_of or item.id: None for item in named}]
        return [each for chunk in batched(originals) for each in self._ended(chunk)]

    def _ended(self, ids: Sequence[str]) -> Iterator[Ended]:
        with self._database.read() as connection:
            # Before their workflows: if another caller begins a job in between, its number differs from this one.
            items = self._items.of(connection, ids)
        names = workflow_ids(self._batch, ids)
        listed = {each.workflow_id: each for each in self._client.listed(workflow_ids=names, load_output=True)}
        for each, item in items.items():
            second = listed.get(capture_id(self._batch, each))
            workflow = second or listed.get(upload_id(self._batch, each))
            if workflow is not None and workflow.status in ENDED:
                result = result_of(workflow)
                if result["state"] not in (PREPARED, "done"):
                    yield Ended(item, result, has_second=second is not None)

    def retry(self, clips: Sequence[Ended], *, pay_again: bool, found: Collection[str] = ()) -> int:
        """Continue clips that have ended, and return their number.

        Args:
            clips: The clips, as they were at any time.
            pay_again: Whether to create another job for clips whose job failed, and for quarantined ones.
            found: Ids of quarantined clips whose job exists.
        """
        return sum(self._retry(each, pay_again=pay_again, is_found=each.item.id in found) for each in clips)

    def _retry(self, clip: Ended, *, pay_again: bool, is_found: bool) -> bool:
        item, error = clip.item, clip.error
        # The step that creates a job searches for it first.
        is_unknown = clip.result["state"] == "quarantined" and not is_found
        is_paid = is_unknown or error.get("type") == "JobFailedError"
        if is_paid and not pay_again:
            return False
        # Only the key of the job that has ended so is replaced: if this call is repeated, the clip finds its new job by
        # its new key. A job that was found keeps its key, which the intent has. Its number changes as well, so that
        # callers that read the clip earlier, and did not find the job, cannot claim it.
        has_next = is_found or (is_paid and clip.key == item.workflow_key)
        with self._database.write() as connection:
            number = item.job_number + has_next
            if item.id not in self._claimed and not self._items.claim(connection, item, job_number=number):
                return False
        self._claimed.add(item.id)
        if not clip.has_second:
            return self._client.rewind(upload_id(self._batch, item.id), 1)
        # The intent stays, since an attempt of its process may have created the job. A new key has a new intent, and
        # the budget is asked only after it is known that there is no job.
        is_new = is_paid or error.get("type") == "BudgetExceededError"
        step = 1 if is_new else STEPS.get(error.get("stage") or "", STEPS["job"])
        return self._client.rewind(capture_id(self._batch, item.id), step)


async def find_jobs(sdk: AsyncMoveUgc, clips: Sequence[Ended]) -> set[str]:
    """Search for the jobs of quarantined clips, and return the ids of the clips whose job exists.

    Raises:
        MoveError: A search failed.
    """
    found = set[str]()
    for each in clips:
        is_quarantined = each.result["state"] == "quarantined"
        if is_quarantined and await sdk.jobs.find(f"{each.key}-job", each.result["take_id"]) is not None:
            found.add(each.item.id)
    return found
