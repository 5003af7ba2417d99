"""Finishing and failing of jobs and volumes by hand."""

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.errors import ApiError
from move_ugc_async.sandbox.progress import Failure, progress_at
from move_ugc_async.sandbox.state.records import JobRecord, VolumeRecord, WorkKind


class WorkEndedError(Exception):
    """The job or volume has already finished or failed."""


def find_work(backend: Backend, kind: WorkKind, work_id: str) -> JobRecord | VolumeRecord:
    """Return a job or volume.

    Raises:
        LookupError: The id is unknown.
    """
    state = backend.state
    try:
        return state.jobs.get(work_id) if kind == "job" else state.volumes.get(work_id)
    except ApiError:
        msg = f"unknown {kind} {work_id}"
        raise LookupError(msg) from None


def end_work(
    backend: Backend, kind: WorkKind, work_id: str, failure: Failure | None = None
) -> JobRecord | VolumeRecord:
    """Finish a job or volume at once, with its outputs, or let it fail if there is a failure.

    Raises:
        LookupError: The id is unknown.
        WorkEndedError: The job or volume has already finished or failed.
    """
    work, now = find_work(backend, kind, work_id), backend.clock.now()
    progress = progress_at(work.schedule, now)
    if progress.state in {"FINISHED", "FAILED"}:
        msg = f"{kind} {work_id} has already ended: its state is {progress.state}"
        raise WorkEndedError(msg)
    state = backend.state
    ended = (state.jobs if kind == "job" else state.volumes).end(work_id, failure, now)
    backend.dispatcher.wake()
    return ended
