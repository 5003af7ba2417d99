"""Durable batches of captures."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterable
from contextlib import aclosing
from functools import partial
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from move_ugc_async import AsyncMoveUgc, CaptureSpec, MoveConfigurationError, MoveWarning
from move_ugc_async._validation import ensure_id, ensure_list
from move_ugc_async.batch import _arguments, _threads
from move_ugc_async.batch._batch_reader import BatchReader
from move_ugc_async.batch._reports import BatchPlan, SubmitReport

if TYPE_CHECKING:
    from move_ugc_async import Budget
    from move_ugc_async.batch._items import Item
    from move_ugc_async.batch._outcomes import BatchOutcome
    from move_ugc_async.batch._session import Session


class Batch(BatchReader):
    """Captures that outlive a crash, a deploy and a machine, in a SQLite file or a PostgreSQL database. asyncio only.

    ```python
    async with Batch("sqlite:///batch.db") as batch:
        await batch.submit(CaptureSpec(path, f"out/{path.stem}") for path in Path("clips").glob("*.mp4"))
        async for outcome in batch.results():
            print(outcome.path, outcome.state, outcome.message)
    ```

    Run the same program again after a crash, and it continues: no job is created or paid for twice. Leaving
    `async with`, also by Ctrl+C, stops the work within seconds and keeps it for the next start.

    Args:
        database: `sqlite:///relative/path`, `sqlite:////absolute/path` or `postgresql://user:password@host/name`. The
            path of a SQLite file is used as it is written; `?` is not supported. The tables are created. One process at
            a time works on a SQLite file, any number on PostgreSQL.
        client_factory: Function that returns a new client, which the batch enters and closes. It is called for each
            event loop that needs one: that of the caller, and that of the worker, which is a thread of its own.
        name: Name of the batch, 1 to 64 letters, digits, dots, dashes and underscores. Batches in one database do not
            affect each other, and each has its own limits, except for `max_rate`.
        version: Part of the key of each job: another version pays for new jobs of the same clips.
        budget: Maximum number of jobs and minutes of video of this batch, for all processes together. With `per`, clips
            wait until the window allows them; without it, they fail.
        uploads: Maximum number of clips that upload at once, in all processes together.
        jobs: Maximum number of clips that have a job on the platform, or download its outputs, at once, in all
            processes together.
        ahead: Maximum number of uploaded clips that wait for a free job. Default: `jobs`.
        max_rate: Maximum number of requests per second of all batches in the database, in all processes together. None:
            that of each client.
        on_ambiguous: What to do if it is unknown whether a job was created: `resend` searches for it, and creates it
            once its absence is proven; `quarantine` never creates it again and lists the clip for review.
        lease: Seconds after which another worker takes over the work of one that has stopped, plus the times of the
            client after which an unknown creation is conclusive; PostgreSQL only.
        poll_interval: Seconds between two reads of the queues and of the outcomes; above 0.
        worker: Whether this process works on clips. If not, it can submit, read results and cancel, such as a web
            backend; other processes do the work. It needs the API key as well, since `submit` uses a client.

    Raises:
        MoveConfigurationError: An argument is invalid.
    """

    def __init__(
        self,
        database: str = "sqlite:///batch.db",
        *,
        client_factory: Callable[[], AsyncMoveUgc] = AsyncMoveUgc,
        name: str = "default",
        version: str = "1",
        budget: Budget | None = None,
        uploads: int = 4,
        jobs: int = 16,
        ahead: int | None = None,
        max_rate: float | None = None,
        on_ambiguous: Literal["resend", "quarantine"] = "resend",
        lease: float = 30.0,
        poll_interval: float = 1.0,
        worker: bool = True,
    ) -> None:
        arguments = _arguments.BatchArguments(
            url=database,
            client_factory=client_factory,
            name=name,
            version=version,
            budget=budget,
            uploads=uploads,
            jobs=jobs,
            ahead=jobs if ahead is None else ahead,
            max_rate=max_rate,
            on_ambiguous=on_ambiguous,
            lease=lease,
            poll_interval=poll_interval,
            worker=worker,
        )
        super().__init__(arguments)
        self._was_entered = False

    async def __aenter__(self) -> Self:
        """Open the database, and start to work unless `worker` is false.

        Raises:
            MoveConfigurationError: The event loop is not asyncio's, a setting of the client is missing,
                `client_factory` returned something else, or this process uses the engine with another configuration.
            BatchInUseError: Another process works on the same SQLite file.
            BatchDatabaseError: The database cannot be used.
        """
        _ensure_asyncio()
        if self._was_entered:
            msg = "cannot enter a batch twice: it was entered before; create a new Batch"
            raise MoveConfigurationError(msg)
        self._was_entered = True
        # SQLAlchemy and the engine are slow to import.
        session = await _threads.run_to_end(partial(import_module, "move_ugc_async.batch._session"))
        self._session = await session.open_session(self._arguments)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        session, self._session = self._entered, None
        await session.aclose()

    async def submit(
        self,
        specs: Iterable[CaptureSpec] | AsyncIterable[CaptureSpec],
        *,
        on_progress: Callable[[int], Awaitable[None] | None] | None = None,
        plan: BatchPlan | None = None,
    ) -> SubmitReport:
        """Validate and hash clips, and add them to the batch. Returns before they are uploaded.

        Idempotent: clips that an earlier call submitted are not submitted again, wherever they are now. All specs of an
        iterable are validated before the first one is stored, and stored in one transaction; those of an async
        iterable as they come. Clips that cannot be used become outcomes with the stage `preflight`.

        Args:
            specs: The captures. `video` must be a path that all workers can read, and `options` plain data;
                `options["key"]`, of 1 to 200 printable characters, replaces the key of the job. Not supported:
                `on_progress`, `state_file`, `resume_from` and `timeout`.
            on_progress: Function or coroutine function that is called with the number of clips that were read so far,
                after each of them. Reading a large clip, which is hashed, takes seconds.
            plan: What may be paid for, such as a plan that somebody has confirmed. Clips that would create a job that
                is not in it, since they have changed in the meantime, are rejected. None: everything.

        Raises:
            MoveInvalidRequestError: An argument of a spec is invalid.
            IdempotencyMismatchError: An `options["key"]` was used before in this batch, with other content or options.
            BatchDatabaseError: The database cannot be used.

        Warns:
            MoveWarning: A new clip can be used, but may not suit.
        """
        from move_ugc_async.batch._finished import rejected_outcome
        from move_ugc_async.batch._planning import ReadCount

        session = self._entered
        submission = session.submission()
        count = ReadCount(on_progress)
        # The id of a new clip is the key of its job. It does not identify the content if the user has chosen it.
        planned_jobs = None if plan is None else {(each.id, each.fingerprint) for each in plan.of("new")}
        register = partial(submission.register, planned=planned_jobs)
        ids: dict[str, list[str]] = {"new": [], "known": [], "duplicate": []}
        rejected: list[BatchOutcome] = []
        async with aclosing(_chunks_of(specs)) as iterator:
            async for chunk in iterator:
                planned = await submission.plan(session.sdk, chunk, count.add)
                keep = [each.id for each in rejected]
                for each in await session.database.run(partial(register, planned, keep=keep)):
                    if each.action == "rejected":
                        rejected.append(rejected_outcome(each.item))
                    else:
                        ids[each.action].append(each.item.id)
                    if each.action == "new":
                        _warn(each.item)
        return SubmitReport(
            accepted=tuple(ids["new"]),
            known=tuple(ids["known"]),
            duplicates=tuple(ids["duplicate"]),
            rejected=tuple(rejected),
        )

    async def plan(
        self,
        specs: Iterable[CaptureSpec] | AsyncIterable[CaptureSpec],
        *,
        on_progress: Callable[[int], Awaitable[None] | None] | None = None,
    ) -> BatchPlan:
        """Return what `submit` would do with these specs. Nothing is sent or stored.

        Args:
            specs: The captures.
            on_progress: As in `submit`.

        Raises:
            MoveInvalidRequestError: An argument of a spec is invalid.
            IdempotencyMismatchError: An `options["key"]` was used before in this batch, with other content or options.
            BatchDatabaseError: The database cannot be used.
        """
        from move_ugc_async.batch._planning import ReadCount, batch_plan

        session = self._entered
        submission = session.submission()
        count = ReadCount(on_progress)
        items: list[Item] = []
        async with aclosing(_chunks_of(specs)) as iterator:
            async for chunk in iterator:
                items += await submission.plan(session.sdk, chunk, count.add)
        decisions = await session.database.run(submission.decide, items)
        workflows = await session.database.run(session.finished().open)
        waiting = await session.database.run(session.minutes_of, [each.id for each in workflows if each.is_upload])
        return await batch_plan(decisions, {each.id for each in workflows}, waiting, session.budget())

    async def retry_failed(self, ids: Iterable[str] | None = None, *, pay_again: bool = False) -> int:
        """Continue failed clips from the step that failed, and return how many.

        What exists is not created again: a clip that was uploaded is not uploaded again, and a job whose wait or
        download failed is waited for or downloaded. The jobs of quarantined clips are searched for again, and those
        clips continue whose job is found.

        Args:
            ids: The clips, which may be cancelled, quarantined or missing in the `plan` of their submission as well.
                None: all other failed ones.
            pay_again: Whether to create, and pay for, another job for clips whose job failed on the platform, and for
                quarantined ones whose job is not found. Otherwise they are left out.

        Raises:
            MoveInvalidRequestError: `ids` is not a list of ids.
            MoveError: The search for the job of a quarantined clip failed; nothing was changed.
            BatchDatabaseError: The database cannot be used.
        """
        from move_ugc_async.batch._changes import find_jobs

        session = self._entered
        # A new reader: `status` keeps outcomes, and other processes may have retried clips since.
        chosen = await session.database.run(session.finished().failed) if ids is None else _named(ids)
        changes = session.changes()
        ended = await session.database.run(changes.ended, chosen)
        found = await find_jobs(session.sdk, ended)
        number = await session.database.run(partial(changes.retry, ended, pay_again=pay_again, found=found))
        return number + await self._retry_rejected(session, chosen, is_named=ids is not None)

    async def _retry_rejected(self, session: Session, ids: list[str], *, is_named: bool) -> int:
        from move_ugc_async.batch._planning import ReadCount

        def read() -> list[Item]:
            with session.database.read() as connection:
                return [item for item in session.items.of(connection, ids).values() if item.rejected is not None]

        # Nobody has agreed to pay for one that is missing in a plan, unless it is named.
        items = [each for each in await session.database.run(read) if is_named or not each.is_unplanned]
        return await session.submission().submit_again(session.sdk, items, ReadCount(None).add)

    async def cancel(self, ids: Iterable[str]) -> int:
        """Cancel clips, and return how many of them had not ended.

        A clip whose job has not been created is never started. A job that runs on the platform cannot be cancelled and
        is paid for: only the wait for it ends, and the outcome has its id. `retry_failed` with its id continues it.

        Raises:
            MoveInvalidRequestError: `ids` is not a list of ids.
            BatchDatabaseError: The database cannot be used.
        """
        return await self._cancel(_named(ids))

    async def cancel_all(self) -> int:
        """Cancel all clips that have not ended, as `cancel` does, and return their number.

        Raises:
            BatchDatabaseError: The database cannot be used.
        """
        workflows = await self._entered.database.run(self._entered.finished().open)
        return await self._cancel([*dict.fromkeys(each.id for each in workflows)])

    async def _cancel(self, ids: list[str]) -> int:
        session = self._entered
        cancelled = await session.database.run(session.changes().cancel, ids)
        worker = session.worker()
        if worker is not None:
            worker.stop_soon(cancelled)
        return len(cancelled)

    async def run_worker(self) -> None:
        """Wait until the task is cancelled, while the worker of this process works.

        Raises:
            LeaseLostError: Another worker has taken over the work of this process.
            MoveAuthenticationError: The server refuses the API key. The clips of this process wait.
            MoveConfigurationError: The batch has `worker=False`.
        """
        session = self._entered
        if session.engine is None:
            msg = "cannot run a worker: the batch has worker=False; remove it"
            raise MoveConfigurationError(msg)
        while True:
            session.check_worker()
            await asyncio.sleep(self._arguments.poll_interval)


def _chunks_of(
    specs: Iterable[CaptureSpec] | AsyncIterable[CaptureSpec],
) -> AsyncGenerator[list[CaptureSpec], None]:
    from move_ugc_async.batch._chunks import chunks

    return chunks(specs)


def _warn(item: Item) -> None:
    for text in item.warnings:
        warnings.warn(f"{item.path}: {text}", MoveWarning, stacklevel=3)


def _named(ids: Iterable[str]) -> list[str]:
    """Return the distinct ids that a clip can have: databases do not accept all characters."""
    named = [ensure_id(each, "a clip") for each in ensure_list(ids, "ids")]
    return [each for each in dict.fromkeys(named) if each.isprintable()]


def _ensure_asyncio() -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        msg = "cannot enter a batch: it requires asyncio; use asyncio.run instead of trio.run"
        raise MoveConfigurationError(msg) from None
