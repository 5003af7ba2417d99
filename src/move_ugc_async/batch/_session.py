"""What an entered batch holds: the database, the engine and a client."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from move_ugc_async.batch import _shared_engine
from move_ugc_async.batch._changes import Changes
from move_ugc_async.batch._database import Database
from move_ugc_async.batch._dbos import EngineClient
from move_ugc_async.batch._engine import Engine
from move_ugc_async.batch._finished import Finished
from move_ugc_async.batch._items import Items
from move_ugc_async.batch._ledger import DatabaseLedger, shared_budget
from move_ugc_async.batch._retrieval import Retrieval
from move_ugc_async.batch._status import StatusReader
from move_ugc_async.batch._submission import Submission
from move_ugc_async.batch._threads import finish, run_to_end
from move_ugc_async.batch._worker import Worker
from move_ugc_async.batch._workers import worker_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from move_ugc_async import AsyncMoveUgc, Budget
    from move_ugc_async.batch._arguments import BatchArguments


@dataclass(slots=True)
class Session:
    """An entered batch."""

    arguments: BatchArguments
    sdk: AsyncMoveUgc
    database: Database
    client: EngineClient
    engine: Engine | None
    items: Items
    _status: StatusReader | None = None

    @property
    def name(self) -> str:
        """The name of the batch."""
        return self.arguments.name

    def budget(self) -> Budget | None:
        """Return the budget of the batch, counted for all processes."""
        budget = self.arguments.budget
        return None if budget is None else shared_budget(budget, DatabaseLedger(self.database, self.name))

    def minutes_of(self, ids: Sequence[str]) -> list[float | None]:
        """Return the minutes of the clips that are not cancelled; None for an unknown length. Blocks."""
        with self.database.read() as connection:
            return [item.minutes for item in self.items.of(connection, ids).values() if not item.cancelled]

    def changes(self) -> Changes:
        """Return what retries and cancels clips."""
        return Changes(self.database, self.client, self.items, self.name)

    def status(self) -> StatusReader:
        """Return the reader of the states, which keeps what it has read."""
        if self._status is None:
            self._status = StatusReader(self.database, self.items, self.finished())
        return self._status

    def worker(self) -> Worker | None:
        """Return the worker of the batch in this process."""
        return None if self.engine is None else worker_of(self.name)

    def check_worker(self) -> None:
        """Raise the error that stops the worker of this process, if there is one.

        Raises:
            LeaseLostError: Another worker has taken over its work.
            MoveAuthenticationError: The server refuses the API key.
        """
        fleet = None if self.engine is None else self.engine.fleet
        if fleet is not None and fleet.lease.is_lost:
            fleet.check()
        worker = self.worker()
        if worker is not None and worker.refusal is not None:
            # A copy, since each caller adds its own traceback.
            raise copy(worker.refusal)

    def finished(self) -> Finished:
        """Return a reader of all outcomes."""
        return Finished(self.database, self.client, self.items, self.name)

    def retrieval(self) -> Retrieval:
        """Return a reader of single clips."""
        return Retrieval(self.database, self.client, self.items, self.name)

    def submission(self) -> Submission:
        """Return what registers clips."""
        return Submission(self.database, self.client, self.items, self.name, self.arguments.version)

    async def aclose(self) -> None:
        """Stop the work, and close everything, even if the task is cancelled."""
        try:
            await run_to_end(self._close)
        finally:
            await finish(asyncio.ensure_future(self.sdk.aclose()))

    def _close(self) -> None:
        # In reverse order, and all of them, whatever the others raise.
        with ExitStack() as steps:
            steps.callback(self.database.close)
            steps.callback(self.client.close)
            if self.engine is not None:
                steps.callback(_shared_engine.leave, self.engine)


async def open_session(arguments: BatchArguments) -> Session:
    """Open the database and start to work.

    Raises:
        MoveConfigurationError: A setting is invalid, or the engine is configured otherwise in this process.
        BatchInUseError: Another process works on the same SQLite file.
        BatchDatabaseError: The database cannot be used.
    """
    database = Database(arguments.url)
    sdk = arguments.new_client()
    opened: list[Session] = []

    def open_blocking() -> None:
        database.open()
        client = EngineClient(database)
        session = Session(arguments, sdk, database, client, None, Items(arguments.name))
        opened.append(session)
        if arguments.worker:
            session.engine = _shared_engine.enter(arguments, sdk.listing_delay)

    try:
        await sdk.__aenter__()
        await run_to_end(open_blocking)
    except BaseException:
        if opened:
            await opened[0].aclose()
        else:
            database.close()
            await finish(asyncio.ensure_future(sdk.aclose()))
        raise
    return opened[0]
