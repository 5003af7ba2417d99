"""Counts the clips of a batch by state."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from move_ugc_async.batch._leases import LEASES
from move_ugc_async.batch._reports import OpenState, RunningCapture, WorkerStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from move_ugc_async.batch._database import Database
    from move_ugc_async.batch._finished import Finished, OpenWorkflow
    from move_ugc_async.batch._items import Items
    from move_ugc_async.batch._outcomes import BatchOutcome

_OPEN_STATES = ("queued", "uploading", "ready", "running")
_ENDED_STATES = ("done", "failed", "quarantined", "cancelled", "duplicate")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The states of all clips: of open ones by id, and the outcomes of the others; clips by the id of their worker."""

    total: int
    open: Mapping[str, str]
    ended: Mapping[str, BatchOutcome]
    running: tuple[RunningCapture, ...]
    workers: Mapping[str, int]

    def counts(self) -> dict[str, int]:
        """Return the number of clips by state."""
        states = Counter(self.open.values())
        states.update([outcome.state for outcome in self.ended.values()])
        counts = {state: states[state] for state in (*_OPEN_STATES, *_ENDED_STATES)}
        # Submitted after the open ones were listed, in which each clip with work has a workflow.
        counts["queued"] += max(self.total - sum(counts.values()), 0)
        return counts


class StatusReader:
    """Reads snapshots of a batch; each reads only the outcomes since the last one. All methods block."""

    def __init__(self, database: Database, items: Items, finished: Finished) -> None:
        self._database, self._items, self._finished = database, items, finished
        self._lock = threading.Lock()

    def read(self, stages: Mapping[str, str]) -> Snapshot:
        """Return the states of all clips. `stages` are those of clips that this process works on."""
        with self._lock:
            workflows = self._finished.open()
            self._finished.read()
            ended = self._finished.outcomes()
            copies = self._finished.copies()
        states = {each.id: state_of(each) for each in workflows}
        states |= {each: states[original] for each, original in copies.items() if original in states}
        for each in states:
            ended.pop(each, None)
        with self._database.read() as connection:
            total = self._items.count(connection)
            active = [each for each in workflows if each.is_running]
            paths = {item.id: item.path for item in self._items.of(connection, [each.id for each in active]).values()}
        running = [
            RunningCapture.of(each.id, paths[each.id], stages.get(each.id) or ("upload" if each.is_upload else "job"))
            for each in active
            if each.id in paths
        ]
        # For a moment, a clip can have two workflows.
        clips = Counter(worker for worker, _ in {(each.worker, each.id) for each in active} if worker is not None)
        return Snapshot(total, states, ended, tuple(running), clips)


def read_workers(database: Database, clips: Mapping[str, int]) -> tuple[WorkerStatus, ...]:
    """Return the workers of a database, with the number of clips of each by its id. Blocks."""
    with database.read() as connection:
        now = database.now(connection)
        rows = connection.execute(sa.select(LEASES).where(LEASES.c.taken_by.is_(None)).order_by(LEASES.c.started_at))
        return tuple(
            WorkerStatus(
                id=row.executor_id,
                host=row.host,
                pid=row.pid,
                heartbeat_age=round(max(now - row.renewed_at, 0), 3),
                clips=clips.get(row.executor_id, 0),
            )
            for row in rows
        )


def state_of(workflow: OpenWorkflow) -> OpenState:
    """Return the state of a clip whose workflow has not ended."""
    if workflow.is_upload:
        return "uploading" if workflow.is_running else "queued"
    return "running" if workflow.is_running else "ready"
