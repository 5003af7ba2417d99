"""DBOS, imported late and in a thread: its import takes more than a second."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from move_ugc_async._extras import import_extra
from move_ugc_async.batch._outages import outage_in

if TYPE_CHECKING:
    import sqlalchemy as sa
    from dbos import WorkflowStatus

    from move_ugc_async.batch._database import Database

APPLICATION: Final = "move-ugc-batch"
"""Name of the application in the engine's database."""
APPLICATION_VERSION: Final = "1"
"""Fixed, so that another version of this package continues the workflows of an earlier one."""
UPLOAD_WORKFLOW: Final = "move-ugc-upload"
CAPTURE_WORKFLOW: Final = "move-ugc-capture"
_UPLOAD: Final = "/upload:"
"""In the ids of workflows that upload. Names of batches contain neither a slash nor a colon."""

_TRACEBACK: Final = "Traceback (most recent call last):"

_CONTENTION: Final = "Contention detected in queue thread"
"""Start of a warning about workers that share a queue, which is routine: the engine polls it less often for seconds."""

logger = logging.getLogger("move_ugc_async")


class _Forward(logging.Handler):
    """Passes the engine's warnings and errors on to the logger of this package.

    Attributes:
        stopping: Whether the engine stops: its warnings are then about what it cancels.
        report_outage: Is called with errors of the database instead, each of which it logs many times.
    """

    stopping = False
    report_outage: Callable[[BaseException], None] | None = None

    def resume(self) -> None:
        """Log warnings as such again."""
        self.stopping = False

    def emit(self, record: logging.LogRecord) -> None:
        """Log a record, and tracebacks of warnings only for debugging."""
        text = record.getMessage()
        level = logging.DEBUG if self.stopping or text.startswith(_CONTENTION) else record.levelno
        # Most records are formatted in an `except` block, and have no other trace of its error.
        outage = outage_in((record.exc_info or sys.exc_info())[1])
        if outage is not None and self.report_outage is not None and not self.stopping:
            # Without the text, which may contain values of statements.
            self.report_outage(outage)
            return
        if level != logging.WARNING:
            logger.log(level, "%s", text, exc_info=record.exc_info)
            return
        summary, _, trace = text.partition(_TRACEBACK)
        logger.warning("%s%s", summary, trace.strip().rpartition("\n")[2])
        if trace or record.exc_info:
            logger.debug("%s", text, exc_info=record.exc_info)


forward = _Forward(logging.WARNING)


def _prepare_logging() -> None:
    """Keep the engine from logging to the terminal, unless the application has configured its logger."""
    engine_logger = logging.getLogger("dbos")
    if not engine_logger.handlers:
        engine_logger.addHandler(forward)
        engine_logger.propagate = False


def upload_queue(batch: str) -> str:
    """Return the name of the queue of a batch's uploads."""
    return f"move-ugc-uploads:{batch}"


def job_queue(batch: str) -> str:
    """Return the name of the queue of a batch's jobs."""
    return f"move-ugc-jobs:{batch}"


def upload_id(batch: str, id: str) -> str:
    """Return the id of the workflow that uploads a clip and creates its take."""
    return f"{batch}{_UPLOAD}{id}"


def capture_id(batch: str, id: str) -> str:
    """Return the id of the workflow that creates a job, waits for it and downloads its outputs."""
    return f"{batch}:{id}"


def workflow_ids(batch: str, ids: Iterable[str]) -> list[str]:
    """Return the ids of both workflows of each clip."""
    return [workflow_id(batch, each) for each in ids for workflow_id in (upload_id, capture_id)]


def item_of(workflow_id: str) -> tuple[str, str, bool]:
    """Return the batch and the clip of a workflow, and whether it is the one that uploads."""
    batch, _, item = workflow_id.partition(":")
    is_upload = batch.endswith(_UPLOAD[:-1])
    return batch.removesuffix(_UPLOAD[:-1]), item, is_upload


class EngineClient:
    """The control plane of the engine. All methods block, and raise `DatabaseUnavailableError` as `Database` does."""

    def __init__(self, database: Database) -> None:
        import_extra("dbos", "batch")
        _prepare_logging()
        from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer

        self._database = database
        with database.errors():
            DBOS.migrate(database.engine_url)
            self._client = DBOSClient(
                system_database_url=database.engine_url,
                serializer=DBOSPortableJSONSerializer(),
                application_name=APPLICATION,
                # Otherwise a call could not be cancelled while the database is unavailable.
                retry_connection_errors=False,
            )

    def listed(self, *, load_output: bool = False, **filters: Any) -> list[WorkflowStatus]:
        """Return workflows, without their inputs."""
        with self._database.errors():
            return self._client.list_workflows(load_input=False, load_output=load_output, **filters)

    def has_steps(self, workflow_id: str) -> bool:
        """Return whether a step of a workflow has ended."""
        with self._database.errors():
            return bool(self._client.list_workflow_steps(workflow_id, limit=1))

    def register_queue(self, name: str, *, limit: int, poll_interval: float) -> None:
        """Create a queue, or change its limit of workflows that run at once, in all processes together."""
        with self._database.errors():
            self._client.register_queue(name, global_concurrency=limit, polling_interval_sec=poll_interval)

    def enqueue_upload(self, connection: sa.Connection, batch: str, id: str) -> None:
        """Enqueue the first workflow of a clip, in a transaction of `Database`."""
        options: Any = {
            "workflow_name": UPLOAD_WORKFLOW,
            "queue_name": upload_queue(batch),
            "workflow_id": upload_id(batch, id),
            "app_version": APPLICATION_VERSION,
        }
        self._client.enqueue_in_transaction(connection, options, batch, id)

    def cancel(self, workflow_ids: list[str]) -> None:
        """Cancel workflows that have not ended."""
        with self._database.errors():
            self._client.cancel_workflows(workflow_ids)

    def rewind(self, workflow_id: str, step: int) -> bool:
        """Run a workflow that has ended again, from a step; return whether it had ended."""
        from dbos import error as dbos_errors

        try:
            with self._database.errors():
                self._client.rewind_workflow(workflow_id, start_step=step, queue_name=_queue_of(workflow_id))
        except dbos_errors.DBOSException as error:
            logger.warning("cannot retry %s: %s", workflow_id, error)
            return False
        return True

    def pending(self, *executor_ids: str) -> list[str]:
        """Return the ids of the workflows that these executors have begun and not ended."""
        if not executor_ids:
            # The engine would list those of all.
            return []
        return [each.workflow_id for each in self.listed(executor_id=list(executor_ids), status="PENDING")]

    def resume(self, ids: Sequence[str]) -> None:
        """Put workflows back on their queue."""
        by_queue: dict[str, list[str]] = {}
        for each in ids:
            by_queue.setdefault(_queue_of(each), []).append(each)
        with self._database.errors():
            for queue, of_queue in by_queue.items():
                self._client.resume_workflows(of_queue, queue_name=queue)

    def close(self) -> None:
        """Close the connections."""
        self._client.destroy()


def _queue_of(workflow_id: str) -> str:
    batch, _, is_upload = item_of(workflow_id)
    return upload_queue(batch) if is_upload else job_queue(batch)
