"""Reads the state of one clip."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from move_ugc_async import MoveNotFoundError
from move_ugc_async.batch._dbos import capture_id, upload_id
from move_ugc_async.batch._finished import OPEN, OpenWorkflow, ended_outcome, rejected_outcome
from move_ugc_async.batch._outcomes import as_duplicate
from move_ugc_async.batch._reports import CaptureStatus, OpenState
from move_ugc_async.batch._status import state_of

if TYPE_CHECKING:
    from move_ugc_async.batch._database import Database
    from move_ugc_async.batch._dbos import EngineClient
    from move_ugc_async.batch._items import Item, Items
    from move_ugc_async.batch._outcomes import BatchOutcome


class Retrieval:
    """Reads single clips of a batch, in a number of queries that does not depend on its size. All methods block."""

    def __init__(self, database: Database, client: EngineClient, items: Items, batch: str) -> None:
        self._database, self._client, self._items, self._batch = database, client, items, batch

    def read(self, id: str) -> CaptureStatus:
        """Return the state of a clip.

        Raises:
            MoveNotFoundError: The batch has no such clip.
        """
        with self._database.read() as connection:
            # No database has all texts.
            item = self._items.of(connection, [id] if id.isprintable() else []).get(id)
            original = None
            if item is not None and item.duplicate_of is not None:
                original = self._items.of(connection, [item.duplicate_of]).get(item.duplicate_of)
        if item is None:
            msg = f"the batch {self._batch} has no clip with the id {id!r}"
            raise MoveNotFoundError(msg)
        if item.rejected is not None:
            current: BatchOutcome | OpenState = rejected_outcome(item)
        else:
            current = self._current(original or item)
        path = Path(item.path)
        if isinstance(current, str):
            return CaptureStatus(id=id, path=path, state=current, outcome=None)
        if item.duplicate_of is not None:
            current = as_duplicate(id, item.path, current)
        return CaptureStatus(id=id, path=path, state=current.state, outcome=current)

    def _current(self, item: Item) -> BatchOutcome | OpenState:
        first, second = upload_id(self._batch, item.id), capture_id(self._batch, item.id)
        found = {each.workflow_id: each for each in self._client.listed(workflow_ids=[first, second], load_output=True)}
        workflow = found.get(second) or found.get(first)
        if workflow is None:
            return "queued"
        if workflow.status in OPEN:
            return state_of(OpenWorkflow.of(workflow))
        # Without an outcome, it was uploaded, and its second workflow is about to be enqueued.
        return ended_outcome(item, workflow) or "ready"
