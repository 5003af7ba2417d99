"""Retries and cancellations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from move_ugc_async.batch._dbos import capture_id, item_of, upload_id
from move_ugc_async.batch._workflow import STEPS

if TYPE_CHECKING:
    from move_ugc_async import AsyncMoveUgc
    from move_ugc_async.batch._database import Database
    from move_ugc_async.batch._dbos import EngineClient
    from move_ugc_async.batch._items import Item, Items
    from move_ugc_async.batch._outcomes import BatchOutcome

_CHUNK = 500


class Changes:
    """Retries and cancels clips of a batch. All methods block."""

    def __init__(self, database: Database, client: EngineClient, items: Items, batch: str) -> None:
        self._database, self._client, self._items, self._batch = database, client, items, batch

    def cancel(self, ids: Sequence[str]) -> list[str]:
        """Cancel clips that have not ended, and return their ids."""
        # Others are no ids, and no database has all texts.
        ids = [each for each in ids if each.isprintable()]
        with self._database.write() as connection:
            # First, so that a workflow that starts from now on sees it.
            self._items.change(connection, ids, cancelled=True)
        opened = dict[str, None]()
        never_started = list[str]()
        for chunk in _chunks([name(self._batch, each) for each in ids for name in (upload_id, capture_id)]):
            for workflow in self._client.listed(workflow_ids=chunk, status=["ENQUEUED", "PENDING", "DELAYED"]):
                opened[item_of(workflow.workflow_id)[1]] = None
                # One that has started may have created a job, whose id belongs into its outcome.
                if workflow.status != "PENDING" and not self._client.has_steps(workflow.workflow_id):
                    never_started.append(workflow.workflow_id)
        for chunk in _chunks(never_started):
            self._client.cancel(chunk)
        return list(opened)

    def retry(self, outcomes: Iterable[BatchOutcome], *, pay_again: bool, found: Collection[str] = ()) -> int:
        """Continue clips that have ended, and return their number.

        Args:
            outcomes: Their outcomes.
            pay_again: Whether to create another job for clips whose job failed, and for quarantined ones.
            found: Ids of quarantined clips whose job exists.
        """
        by_id = {outcome.id: outcome for outcome in outcomes}
        with self._database.read() as connection:
            items = self._items.of(connection, list(by_id))
        second = set[str]()
        for chunk in _chunks([capture_id(self._batch, each) for each in items]):
            listed = self._client.listed(workflow_ids=chunk)
            second.update(item_of(workflow.workflow_id)[1] for workflow in listed)
        return sum(
            self._retry(item, by_id[each], has_second=each in second, pay_again=pay_again, is_found=each in found)
            for each, item in items.items()
            if item.has_workflow
        )

    def _retry(self, item: Item, outcome: BatchOutcome, *, has_second: bool, pay_again: bool, is_found: bool) -> bool:
        # The step that creates a job searches for it first.
        is_unknown = outcome.state == "quarantined" and not is_found
        is_paid = is_unknown or outcome.error_type == "JobFailedError"
        if is_paid and not pay_again:
            return False
        job_number = item.job_number + 1 if is_paid else item.job_number
        with self._database.write() as connection:
            self._items.change(connection, [item.id], cancelled=False, job_number=job_number)
        if not has_second:
            return self._client.rewind(upload_id(self._batch, item.id), 1)
        # The intent stays, since an attempt of its process may have created the job. A new key has a new intent, and
        # the budget is asked only after it is known that there is no job.
        is_new = is_paid or outcome.error_type == "BudgetExceededError"
        step = 1 if is_new else STEPS.get(outcome.stage or "", STEPS["job"])
        return self._client.rewind(capture_id(self._batch, item.id), step)


async def find_jobs(sdk: AsyncMoveUgc, database: Database, items: Items, outcomes: Iterable[BatchOutcome]) -> set[str]:
    """Search for the jobs of quarantined clips, and return the ids of the clips whose job exists.

    Raises:
        MoveError: A search failed.
    """
    takes = {each.id: each.take_id for each in outcomes if each.state == "quarantined"}

    def read() -> dict[str, Item]:
        with database.read() as connection:
            return items.of(connection, list(takes))

    found = set[str]()
    for item in (await database.run(read) if takes else {}).values():
        if await sdk.jobs.find(f"{item.workflow_key}-job", takes[item.id]) is not None:
            found.add(item.id)
    return found


def _chunks(values: Sequence[str]) -> Iterable[list[str]]:
    return (list(values[start : start + _CHUNK]) for start in range(0, len(values), _CHUNK))
