"""The worker of one batch in this process: its client, and the steps that run at the moment."""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from move_ugc_async import AsyncMoveUgc, Budget, CaptureError, MoveAuthenticationError, MoveError
from move_ugc_async.batch._admission import Admission
from move_ugc_async.batch._arguments import BatchArguments
from move_ugc_async.batch._containment import contained, park
from move_ugc_async.batch._database import Database
from move_ugc_async.batch._dbos import logger
from move_ugc_async.batch._fleet import Fence, Fleet
from move_ugc_async.batch._items import Item, Items
from move_ugc_async.batch._ledger import DatabaseLedger, shared_budget
from move_ugc_async.batch.errors import LeaseLostError

CANCELLED: Mapping[str, Any] = {"cancelled": True}
"""The result of a step that `cancel` has stopped or skipped."""

_WATCH_SECONDS = 2.0
"""Seconds between two reads of which clips are cancelled, by any process."""

_REFUSED_SECONDS = 60.0
"""Seconds between two attempts of a step while the API key is refused."""


@dataclass(slots=True)
class _Step:
    stage: str
    task: "asyncio.Task[Mapping[str, Any]]"
    may_stop: bool


class Worker:
    """Runs the steps of one batch, in the engine's event loop.

    `stages`, `limit_rate`, `stop_soon` and `close` are called in other threads.

    Attributes:
        sent_keys: Keys of the jobs whose creation this process may have sent.
    """

    def __init__(
        self,
        database: Database,
        arguments: BatchArguments,
        fence: Fence,
        fleet: Fleet | None,
        admission: Admission,
    ) -> None:
        self.batch, self.arguments = arguments.name, arguments
        self.fence, self.fleet, self.admission = fence, fleet, admission
        self.items = Items(arguments.name)
        self._database = database
        self._client: AsyncMoveUgc | None = None
        self._rate: float | None = None
        self._limiting = threading.Lock()
        self._opening = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._steps: dict[str, _Step] = {}
        self._watch: asyncio.Task[None] | None = None
        self.sent_keys: set[str] = set()
        self._stopped: set[str] = set()
        self._closing = False
        self._refusals: dict[str, MoveAuthenticationError] = {}
        self._is_refusal_logged = False

    @property
    def refusal(self) -> MoveAuthenticationError | None:
        """The error of the server while clips wait since it refuses the API key, or None."""
        return next(iter([*self._refusals.values()]), None)

    def stages(self) -> dict[str, str]:
        """Return the stage of each clip that this process works on."""
        return {each: step.stage for each, step in [*self._steps.items()]}

    def limit_rate(self, rate: float) -> None:
        """Limit the requests per second of this batch in this process, from any thread."""
        with self._limiting:
            self._rate = rate
            if self._client is not None:
                self._client.limit_rate(rate)

    async def client(self) -> AsyncMoveUgc:
        """Return the client of the engine's event loop."""
        async with self._opening:
            if self._closing:
                await park()
            if self._client is None:
                if self.fleet is not None:
                    await self.fleet.wait_until_granted()
                client = self.arguments.new_client()
                await client.__aenter__()
                with self._limiting:
                    # Not before: it may change while the client opens.
                    if self._rate is not None:
                        client.limit_rate(self._rate)
                    self._client = client
            return self._client

    def budget(self, minutes: float | None) -> Budget | None:
        """Return the budget of the batch for a clip of this length, which need not be readable here any more."""
        budget = self.arguments.budget
        return None if budget is None else shared_budget(budget, DatabaseLedger(self._database, self.batch), minutes)

    async def begin(self, id: str) -> None:
        """Mark a clip as changed before anything can end it, so that readers look for its end."""

        def write() -> None:
            with self._database.write() as connection:
                self.items.mark_changed(connection, [id])

        await self._database.run(write)

    async def set_unsent(self, item: Item, value: str) -> Item:
        """Record whether no job of a clip can exist, unless another process has done so; return the clip."""

        def write() -> bool:
            with self._database.write() as connection:
                return self.items.compare_unsent(connection, item.id, item.unsent, value)

        return replace(item, unsent=value) if await self._database.run(write) else await self.item(item.id)

    async def item(self, id: str) -> Item:
        """Read a clip."""

        def read() -> Item:
            with self._database.read() as connection:
                return self.items.get(connection, id)

        return await self._database.run(read)

    async def run(
        self, id: str, stage: str, step: Callable[[], Awaitable[Mapping[str, Any]]], *, may_stop: bool = True
    ) -> Mapping[str, Any]:
        """Run a step, and return its result, or its error as a result.

        Nothing returns or is raised once the batch is left or its work was taken over: the engine would store it.

        Args:
            id: The clip.
            stage: Its stage, for `status` and errors.
            step: The step.
            may_stop: Whether `cancel` interrupts it.
        """
        while True:
            task = asyncio.ensure_future(contained(partial(self._until_accepted, id, step)))
            self._steps[id] = _Step(stage, task, may_stop)
            self._start_watch()
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError:
                # The engine stops.
                task.cancel()
                await asyncio.wait([task])
                raise
            finally:
                self._steps.pop(id, None)
            if task.cancelled() and self._closing:
                await park()
            if task.cancelled() and id in self._stopped:
                self._stopped.discard(id)
                return CANCELLED
            error = RuntimeError("the step cancelled itself") if task.cancelled() else task.exception()
            if error is None:
                return task.result()
            if self._closing:
                await park()
            if not isinstance(error, LeaseLostError):
                return {"error": self._described(error, stage)}
            if error.is_final or self.fleet is None:
                await park()
            else:
                # Expired, such as while the database was unavailable: it is renewed, or taken over by another process.
                with contextlib.suppress(LeaseLostError):
                    await self.fleet.lease.wait_until_valid()

    async def _until_accepted(self, id: str, step: Callable[[], Awaitable[Mapping[str, Any]]]) -> Mapping[str, Any]:
        """Run a step, and run it again each minute while the API key is refused: that is not an error of its clip."""
        was_refused = False
        while True:
            try:
                result = await step()
            except MoveError as error:
                refusal = cause_of(error)
                if not isinstance(refusal, MoveAuthenticationError):
                    raise
            else:
                # Others may not have sent anything.
                self._is_refusal_logged = self._is_refusal_logged and not was_refused
                return result
            was_refused = True
            if not self._is_refusal_logged:
                logger.error("clips of the batch %s wait, since the API key is refused: %s", self.batch, refusal)
            self._is_refusal_logged = True
            self._refusals[id] = refusal
            try:
                await asyncio.sleep(_REFUSED_SECONDS)
            finally:
                # The next attempt may take hours once the key is accepted.
                self._refusals.pop(id, None)

    def stop(self, ids: Iterable[str]) -> None:
        """Interrupt the steps of cancelled clips."""
        for each in ids:
            step = self._steps.get(each)
            if step is not None and step.may_stop:
                self._stopped.add(each)
                step.task.cancel()

    def stop_soon(self, ids: Iterable[str]) -> None:
        """Interrupt the steps of cancelled clips, from any thread."""
        if self._loop is not None:
            # A loop that has ended has cancelled them, and would never await a coroutine.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self.stop, list(ids))

    def close(self) -> None:
        """Interrupt all steps and close the client. Blocks; must not be called in the engine's event loop."""
        self._closing = True
        if self._loop is not None and self._loop.is_running():
            asyncio.run_coroutine_threadsafe(contained(self._close), self._loop).result()

    async def _close(self) -> None:
        tasks: list[asyncio.Task[Any]] = [step.task for step in self._steps.values()]
        if self._watch is not None:
            tasks.append(self._watch)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self._client is not None:
            await self._client.__aexit__(None, None, None)

    def _described(self, error: BaseException, stage: str) -> Mapping[str, Any]:
        """Return an error as plain data. Messages of the SDK contain no secrets."""
        if not isinstance(error, MoveError | OSError):
            logger.error("a step of the batch failed unexpectedly", exc_info=error)
        text = str(error) or type(error).__name__
        return {"type": type(cause_of(error)).__name__, "message": text, "stage": getattr(error, "stage", stage)}

    def _start_watch(self) -> None:
        self._loop = asyncio.get_running_loop()
        if self._watch is None or self._watch.done():
            self._watch = asyncio.ensure_future(self._watch_steps())

    async def _watch_steps(self) -> None:
        """Interrupt the steps of clips that any process cancels."""
        while self._steps:
            await asyncio.sleep(_WATCH_SECONDS)
            ids = [each for each, step in self._steps.items() if step.may_stop]
            self.stop(await self._database.run(self._read_cancelled, ids))

    def _read_cancelled(self, ids: list[str]) -> set[str]:
        with self._database.read() as connection:
            return self.items.cancelled_among(connection, ids)


def cause_of(error: BaseException) -> BaseException:
    """Return the error that ended the step of a workflow, or another error itself."""
    return error.__cause__ if isinstance(error, CaptureError) and error.__cause__ else error
