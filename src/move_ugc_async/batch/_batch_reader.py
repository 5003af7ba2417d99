"""What can be read of a batch."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING

from move_ugc_async import MoveConfigurationError
from move_ugc_async._validation import ensure_id
from move_ugc_async.batch import _arguments, _threads
from move_ugc_async.batch._reports import BatchStatus, CaptureStatus

if TYPE_CHECKING:
    from move_ugc_async.batch._outcomes import BatchOutcome
    from move_ugc_async.batch._session import Session


class BatchReader:
    """Reads the states and outcomes of the clips of a batch.

    Args:
        arguments: Those of the batch.
    """

    def __init__(self, arguments: _arguments.BatchArguments) -> None:
        self._arguments = arguments
        self._session: Session | None = None

    async def results(self) -> AsyncGenerator[BatchOutcome, None]:
        """Yield the outcome of each clip of the batch: first of those that ended before, then of others as they end.

        Ends when every clip has ended. A clip that is retried is yielded again. `retrieve` returns the state of one
        clip without waiting.

        Raises:
            LeaseLostError: The work of this process was taken over.
            MoveAuthenticationError: The server refuses the API key of the worker in this process. Its clips wait.
            BatchDatabaseError: The database cannot be used.
        """
        session = self._entered
        finished = session.finished()
        while True:
            # Before the read: what ends in between is in it.
            is_open = await session.database.run(finished.has_open)
            for outcome in await session.database.run(partial(finished.read, everything=not is_open)):
                yield outcome
            if not is_open:
                return
            session.check_worker()
            await asyncio.sleep(self._arguments.poll_interval)

    async def retrieve(self, id: str) -> CaptureStatus:
        """Return the state of one clip, and its outcome once it has ended. Fast in a batch of any size.

        Args:
            id: Id of the clip, from a `SubmitReport`, plan or outcome.

        Raises:
            MoveNotFoundError: The batch has no such clip.
            MoveInvalidRequestError: `id` is empty or not a string.
            BatchDatabaseError: The database cannot be used.
        """
        session = self._entered
        return await session.database.run(session.retrieval().read, ensure_id(id, "a clip"))

    async def status(self) -> BatchStatus:
        """Return the number of clips by state, those in progress, and the workers.

        Raises:
            BatchDatabaseError: The database cannot be used.
        """
        from move_ugc_async.batch._status import read_workers

        session = self._entered
        snapshot = await session.database.run(session.status().read, self._stages(session))
        budget = session.budget()
        return BatchStatus(
            total=snapshot.total,
            counts=snapshot.counts(),
            running=snapshot.running,
            quarantined=tuple(each for each in snapshot.ended.values() if each.state == "quarantined"),
            workers=await session.database.run(read_workers, session.database, snapshot.workers),
            budget_remaining=None if budget is None else await budget.remaining(),
        )

    async def export(self, path: str | PathLike[str]) -> int:
        """Write a report with one row for each clip, and return the number of rows.

        Args:
            path: A file that ends with `.csv`, or with `.parquet`, which requires the extra `arrow`. It is replaced
                if it exists.

        Raises:
            MoveInvalidRequestError: The file type is unknown.
            BatchDatabaseError: The database cannot be used.
            OSError: The file cannot be written.
        """
        from move_ugc_async.batch import _export

        session = self._entered
        snapshot = await session.database.run(session.status().read, self._stages(session))

        def write() -> int:
            with session.database.read() as connection:
                rows = _export.rows_of(session.items.all(connection), snapshot)
            _export.writer_of(path)(rows)
            return len(rows)

        return await _threads.run_to_end(write)

    def _stages(self, session: Session) -> dict[str, str]:
        worker = session.worker()
        return {} if worker is None else worker.stages()

    @property
    def _entered(self) -> Session:
        if self._session is None:
            msg = "cannot use the batch: it is not entered; use it within `async with`"
            raise MoveConfigurationError(msg)
        return self._session
