"""The instance of DBOS in this process. There is at most one, which the application may have started."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, Any, cast

from move_ugc_async.batch._connections import IDLE_SECONDS
from move_ugc_async.batch._dbos import APPLICATION, APPLICATION_VERSION, logger

if TYPE_CHECKING:
    from collections.abc import Iterable

_CONNECTIONS = 10
"""Connections of one worker to PostgreSQL. Steps hold none while they run."""

_JOIN_SECONDS = 5.0
"""Maximum duration of `join_threads`."""


def is_launched() -> bool:
    """Return whether there is an instance, which the application may have created as well."""
    return _instance() is not None


def launch(executor: str, url: str) -> None:
    """Start the instance of this process, which works on no queue yet.

    Args:
        executor: Its executor id.
        url: URL of its database.
    """
    from dbos import DBOS, DBOSPortableJSONSerializer

    from move_ugc_async.batch import _workflow

    DBOS(
        config={
            "name": APPLICATION,
            "system_database_url": url,
            "application_version": APPLICATION_VERSION,
            "executor_id": executor,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
            "sys_db_pool_size": _CONNECTIONS,
            "sys_db_idle_transaction_timeout_sec": IDLE_SECONDS,
            # How long the engine takes to stop.
            "notification_listener_polling_interval_sec": 0.2,
            # `EngineClient` has done so.
            "run_migrations": False,
        }
    )
    _workflow.register()
    # None yet: a workflow must not start before its batch has a worker.
    DBOS.listen_queues([])
    # In a thread without an event loop: it starts one of its own.
    DBOS.launch()


def listen(queues: Iterable[str]) -> None:
    """Add queues to those that the instance works on."""
    # The public `listen_queues` is for the time before the launch only; the engine reads the list each second.
    listened = cast("list[str]", vars(_instance())["_listening_queues"])
    listened.extend(queue for queue in queues if queue not in listened)


def stop_queues() -> None:
    """Stop the queues, so that no more workflows begin.

    The engine itself stops its event loop first: a queue that starts a workflow afterwards would wait for ever.
    """
    instance = _instance()
    if instance is not None:
        for event in instance.background_thread_stop_events:
            event.set()
    join_threads("queue-worker-")


def destroy() -> None:
    """Stop the instance, if there is one."""
    from dbos import DBOS

    if _instance() is not None:
        DBOS.destroy()


def join_threads(prefix: str) -> None:
    """Wait for the threads of the instance with this prefix, which end once they have no work."""
    end = time.monotonic() + _JOIN_SECONDS
    for thread in threading.enumerate():
        if thread.name.startswith(prefix):
            thread.join(max(end - time.monotonic(), 0))
            if thread.is_alive():
                logger.debug("the engine's thread %s has not ended yet", thread.name)


def _instance() -> Any:
    """Return the engine's own singleton, or None. It has no public name, and is created implicitly otherwise."""
    module = sys.modules.get("dbos._dbos")
    return getattr(module, "_dbos_global_instance", None)
