"""The engine of batches. One process has at most one: the first batch starts it, and the last one stops it."""

from __future__ import annotations

import secrets
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from move_ugc_async import MoveConfigurationError
from move_ugc_async.batch._abandoned import Abandoned
from move_ugc_async.batch._admission import Admission
from move_ugc_async.batch._database import Database
from move_ugc_async.batch._dbos import EngineClient, forward, job_queue, upload_queue
from move_ugc_async.batch._dbos_instance import destroy, is_launched, join_threads, launch, listen, stop_queues
from move_ugc_async.batch._fleet import FileFence, Fleet
from move_ugc_async.batch._periodic import Periodic
from move_ugc_async.batch._worker import Worker
from move_ugc_async.batch._workers import add_worker, remove_workers, running, worker_of, workers
from move_ugc_async.batch.errors import BatchDatabaseError, BatchInUseError

if TYPE_CHECKING:
    from move_ugc_async.batch._arguments import BatchArguments
    from move_ugc_async.batch._fleet import Fence

_FILE_EXECUTOR = "move-ugc-file"
"""Executor id of the one process that works on a SQLite file, so that its next start finds what it left."""

_WATCH_SECONDS = 0.5
"""Seconds between two checks of whether the lease is lost."""


class Engine:
    """The launched engine, and the batches that it works for. All methods block.

    Its workflows run in an event loop and a thread of their own, so that neither it nor the application can block the
    other one.
    """

    def __init__(self, database: Database, settings: tuple[float, float, float | None]) -> None:
        # Its own, since the batch that starts it may be left before others.
        self.database, self.settings = database, settings
        self._client: EngineClient | None = None
        self._lock = None if database.path is None else FileLock(f"{database.path}.lock", timeout=0, thread_local=False)
        self._users = 0
        self._fleet: Fleet | None = None
        self._abandoned: Abandoned | None = None
        self._watch = Periodic(self._stop_if_lost, "move-ugc lease watch")
        self._stopping = threading.Lock()
        self._limiting = threading.Lock()
        self.fence: Fence = FileFence()

    @property
    def has_users(self) -> bool:
        """Whether it works for any batch."""
        return self._users > 0

    def start(self) -> None:
        """Launch the engine.

        Raises:
            BatchInUseError: Another process works on the same SQLite file.
            MoveConfigurationError: The application uses the engine itself.
            BatchDatabaseError: The database cannot be used.
        """
        if is_launched():
            msg = (
                "cannot start a worker: this process already uses DBOS with a configuration of its own; "
                "run the worker in another process, and pass worker=False here"
            )
            raise MoveConfigurationError(msg)
        if self._lock is not None:
            try:
                _acquire(self._lock, self.database)
            except (BatchInUseError, BatchDatabaseError):
                self.database.close()
                raise
        try:
            self._client = EngineClient(self.database)
            forward.report_outage = self.database.report_outage
            executor = _FILE_EXECUTOR
            if self._lock is None:
                executor = f"move-ugc-{secrets.token_hex(8)}"
                self.fence = self._fleet = Fleet.join(
                    self.database, executor, self.settings, self._client, self._limit_rate
                )
            with self.database.errors():
                launch(executor, self.database.engine_url)
            if self._fleet is not None:
                self._fleet.start()
                self._watch.start()
            else:
                self._abandoned = Abandoned(executor, self._client, running)
                self._abandoned.start()
        except BaseException:
            self.stop()
            raise

    def add(self, arguments: BatchArguments) -> None:
        """Work for a batch until the engine stops.

        Raises:
            MoveConfigurationError: The batch is entered in this process already, with other arguments.
        """
        name = arguments.name
        known = worker_of(name)
        if known is not None and known.arguments != arguments:
            msg = (
                f"cannot enter the batch {name!r}: this process works on it with other arguments, until all of its "
                "batches are left; pass the same ones, or worker=False"
            )
            raise MoveConfigurationError(msg)
        if known is None:
            self._add(arguments)
        self._users += 1

    def _add(self, arguments: BatchArguments) -> None:
        client, name = self._client, arguments.name
        assert client is not None  # noqa: S101 - set by `start`
        limits = {upload_queue(name): arguments.uploads, job_queue(name): arguments.jobs}
        for queue, limit in limits.items():
            client.register_queue(queue, limit=limit, poll_interval=arguments.poll_interval)

        admission = Admission(self.database, client, arguments)
        add_worker(Worker(self.database, arguments, self.fence, self._fleet, admission))
        self._limit_rate()
        listen(limits)

    def _limit_rate(self, _rate: float | None = None) -> None:
        """Divide the rate of this process among its batches; called by the thread of its share, too."""
        with self._limiting:
            # Read here: another thread may have changed it since this one was called.
            rate = self.settings[2] if self._fleet is None else self._fleet.rate
            if rate is not None:
                listed = workers()
                for worker in listed:
                    worker.limit_rate(rate / len(listed))

    @property
    def fleet(self) -> Fleet | None:
        """The membership of this process in a fleet; None for a SQLite file."""
        return self._fleet

    def leave(self) -> bool:
        """Return whether this was the last batch."""
        self._users -= 1
        return self._users == 0

    def stop(self) -> None:
        """Stop all work within seconds. What is unfinished continues at the next start, or at another worker."""
        # In reverse order, and all of them, whatever the others raise: clients are the user's, and may raise anything.
        with ExitStack() as steps:
            if self._lock is not None:
                steps.callback(self._lock.release)
            steps.callback(self.database.close)
            if self._client is not None:
                steps.callback(self._client.close)
            steps.callback(setattr, forward, "report_outage", None)
            if self._fleet is not None:
                steps.callback(self._fleet.end)
            steps.callback(self._leave_fleet)
            steps.callback(self._stop_work)
            if self._fleet is not None:
                steps.callback(self._fleet.stop)
            if self._abandoned is not None:
                steps.callback(self._abandoned.stop)
            steps.callback(self._watch.stop)

    def _leave_fleet(self) -> None:
        # An engine that could not be stopped would take the work from the queues again.
        if self._fleet is not None and not is_launched():
            self._fleet.leave()

    def _stop_work(self) -> None:
        with self._stopping, ExitStack() as steps:
            forward.stopping = True
            steps.callback(forward.resume)
            steps.callback(join_threads, "dbos-executor-")
            steps.callback(destroy)
            steps.callback(stop_queues)
            for worker in remove_workers():
                steps.callback(worker.close)

    def _stop_if_lost(self) -> float | None:
        """Stop the work once another worker has taken it over, or this one would take new work from the queues."""
        if self._fleet is None or not self._fleet.lease.is_lost:
            return _WATCH_SECONDS
        self._stop_work()
        return None


def _acquire(lock: FileLock, database: Database) -> None:
    try:
        lock.acquire()
    except Timeout:
        msg = (
            f"cannot work on {database.path}: another process does; pass worker=False to submit, read results and "
            "cancel beside it, or use PostgreSQL for several workers"
        )
        raise BatchInUseError(msg) from None
    except (OSError, NotImplementedError) as error:
        msg = f"cannot lock {database.path}: {error}; check the owner and the rights of {lock.lock_file}"
        raise BatchDatabaseError(msg) from None
