"""Waiting for what takes its time: jobs and volumes."""

import functools
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Awaitable, Iterable, Mapping, Sequence
from os import PathLike
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

from move_ugc_async._concurrency.iteration import BackgroundIterator, Emit
from move_ugc_async._generated.fragments import AdditionalFileType
from move_ugc_async._polling.batch import BatchReader
from move_ugc_async._polling.outcomes import Failure, OnProgress, Outcome, ProgressEvent, as_failed_error, failed_error
from move_ugc_async._polling.schedule import Deadline
from move_ugc_async._polling.status import Kind, Phase, WorkRef, read_status
from move_ugc_async._polling.wait import Waiter
from move_ugc_async._polling.wait_many import MultiWaiter
from move_ugc_async._schema.base import BaseModel
from move_ugc_async._transfers.events import DownloadedOutput, OnTransfer
from move_ugc_async._transfers.upload import url_of
from move_ugc_async._transport.batch import BatchField
from move_ugc_async._validation import ensure_count, ensure_id, ensure_list, ensure_path, ensure_seconds
from move_ugc_async.errors import GraphQLErrorItem, MoveError, MoveInvalidRequestError
from move_ugc_async.services.base import Service
from move_ugc_async.services.expand import names_of
from move_ugc_async.services.outputs import OutputsDownload

WorkT = TypeVar("WorkT", bound="WorkModel")
ExpandT = TypeVar("ExpandT", bound=str)


class WorkModel(Protocol):
    """What all models of work have."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def outputs(self) -> Sequence[AdditionalFileType] | None:
        """Its result files."""
        ...

    @property
    def errors(self) -> tuple[GraphQLErrorItem, ...]:
        """The errors that came with it."""
        ...

    def model_dump(self, *, by_alias: bool, include: set[str]) -> dict[str, Any]:
        """Return its fields as plain data."""
        ...


class LongRunningService(Service, ABC, Generic[WorkT, ExpandT]):
    """Wait for jobs or volumes. All waits of a client share one poller."""

    _kind: ClassVar[Kind]
    _field: ClassVar[BatchField]
    _model: ClassVar[type[BaseModel]]

    @abstractmethod
    async def _read(self, id: str, expand: Iterable[ExpandT] | ExpandT | None) -> WorkT: ...

    @abstractmethod
    def _flags(self, expand: Iterable[ExpandT] | ExpandT | None) -> Mapping[str, object]: ...

    async def wait(
        self,
        work: WorkT | str,
        /,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
        poll_interval: float | None = None,
        expand: Iterable[ExpandT] | ExpandT | None = None,
    ) -> WorkT:
        """Wait until it has finished.

        Any number of waits costs one request for up to 25 of them at a time. The pause between two looks is short at
        first, grows with the time waited, and follows the percentages once they move.

        Args:
            work: What to wait for, or its id.
            timeout: Seconds to wait at most; left out, the client's `wait_timeout`. `math.inf` has no end.
            on_progress: Called with each change and each failed poll; what it raises ends the wait.
            poll_interval: Seconds between two looks; None adapts.
            expand: What else the result shall carry. `outputs` also waits until every output has its URL.

        Raises:
            JobFailedError: It has failed.
            WaitTimeoutError: Time has run out. The work goes on, and can be waited for again.
            MoveError: There is no such work, or the server stays out of reach.
        """
        work_id, expand = self._id(work), names_of(expand)
        self._flags(expand)
        return cast(
            "WorkT",
            await self._waiter().wait(
                work_id,
                lambda: cast("Any", self._read(work_id, expand)),
                with_outputs="outputs" in expand,
                timeout=self._wait_timeout(timeout),
                interval=ensure_seconds(poll_interval, "poll_interval"),
                on_progress=on_progress,
            ),
        )

    def watch(
        self, work: WorkT | str, /, *, timeout: float | None = None, poll_interval: float | None = None
    ) -> AsyncGenerator[ProgressEvent, None]:
        """Yield an event for each change and each failed poll, the one of the end last.

        Args:
            work: What to watch, or its id.
            timeout: Seconds to watch at most; left out, the client's `wait_timeout`. `math.inf` has no end.
            poll_interval: Seconds between two looks; None adapts.

        Raises:
            JobFailedError: It has failed, and the server says so with an error instead of a state.
            WaitTimeoutError: Time has run out. The work goes on.
            MoveError: There is no such work, or the server stays out of reach.
        """
        work_id = self._id(work)
        deadline = Deadline.after(self._wait_timeout(timeout), self._core.hub.clock)
        interval = ensure_seconds(poll_interval, "poll_interval")

        async def watch(tell: Emit[ProgressEvent]) -> None:
            await self._waiter().watch(work_id, tell, deadline=deadline, interval=interval)

        return BackgroundIterator(self._core.hub.background, watch)

    def wait_many(
        self,
        works: Iterable[WorkT | str],
        /,
        *,
        timeout: float | None = None,
        poll_interval: float | None = None,
        expand: Iterable[ExpandT] | ExpandT | None = None,
    ) -> AsyncGenerator[Outcome[WorkT], None]:
        """Wait for many, and give an outcome the moment each ends. Nothing is raised for a single failure.

        Args:
            works: What to wait for, or ids; one that is named twice is given once.
            timeout: Seconds for all of it; what is under way then is given with a WaitTimeoutError. Left out, the
                client's `wait_timeout`; `math.inf` has no end.
            poll_interval: Seconds between two looks; None adapts.
            expand: What else the results shall carry. `outputs` also waits until every output has its URL.
        """
        expand = names_of(expand)
        self._flags(expand)
        hub = self._core.hub
        waiting: MultiWaiter[Any] = MultiWaiter(
            refs=[WorkRef(self._kind, self._id(work)) for work in ensure_list(works, "works")],
            poller=hub.poller,
            clock=hub.clock,
            retrieve_many=lambda ids: self.retrieve_many(ids, expand),
            with_outputs="outputs" in expand,
            interval=ensure_seconds(poll_interval, "poll_interval"),
        )
        deadline = Deadline.after(self._wait_timeout(timeout), hub.clock)
        return BackgroundIterator(hub.background, functools.partial(waiting.run, deadline))

    async def retrieve_many(
        self, ids: Iterable[str], expand: Iterable[ExpandT] | ExpandT | None = None, *, timeout: float | None = None
    ) -> list[Outcome[WorkT]]:
        """Read many in few requests.

        Args:
            ids: Their ids.
            expand: What else each shall carry.
            timeout: Seconds that each request may take with all its tries and waits; left out, the client's.

        Returns:
            An outcome for each id, in the order of the ids. Nothing is raised for a single failure.
        """
        reads: BatchReader[Any] = BatchReader(
            self._transport(timeout),
            f"get{self._kind.capitalize()}s",
            self._field,
            self._model,
            self._core.hub.batch_size,
        )
        flags = cast("Mapping[str, bool]", self._flags(expand))
        checked = [ensure_id(each, f"a {self._kind}") for each in ensure_list(ids, "ids")]
        return [self._outcome(outcome) for outcome in await reads.read(checked, flags)]

    async def download_outputs(
        self,
        work: WorkT | str,
        /,
        directory: str | PathLike[str],
        *,
        formats: Iterable[str] | str | None = None,
        concurrency: int = 4,
        on_progress: OnTransfer | None = None,
    ) -> list[DownloadedOutput]:
        """Download the outputs of what has finished, each to a name made of its format: `fbx.fbx`.

        What an earlier call has left there complete is not fetched again. A small hidden file in the folder tells: it
        has the size of each output, and its MD5 where storage gave one. Nothing that is there is ever replaced: where a
        name is taken, or two outputs would share it, it gets a suffix that is always the same.

        Args:
            work: The job or volume, or its id. It is read again where it has no outputs, or some of them no URL.
            directory: The folder; made if need be.
            formats: Only outputs of these formats, in any case; left out, all.
            concurrency: How many files are downloaded at once.
            on_progress: Called with each step of each file; what it raises ends the downloads.

        Returns:
            The outputs, in the server's order.

        Raises:
            JobFailedError: It has failed, and has no outputs.
            MoveInvalidRequestError: It has no outputs yet, or none of a format that is asked for.
            MoveError: A download failed. The others were cancelled; those that were complete stay.
        """
        work_id, folder, at_once = (
            self._id(work),
            ensure_path(directory, "directory"),
            ensure_count(concurrency, "concurrency"),
        )
        wanted = None if formats is None else [formats] if isinstance(formats, str) else ensure_list(formats, "formats")
        known = work
        if isinstance(known, str) or not known.outputs or not all(each.file.presigned_url for each in known.outputs):
            known = await self._read(work_id, cast("Iterable[ExpandT]", ("outputs",)))
            self._check_finished(known)
        download = OutputsDownload(self._core.storage, self._output_url, known.id, folder, on_progress)
        return await download.run(known.outputs or (), wanted, at_once)

    def _check_finished(self, work: WorkT) -> None:
        key, status = (
            WorkRef(self._kind, work.id),
            read_status(work.model_dump(by_alias=True, include={"state", "progress"})),
        )
        if status.phase is Phase.FAILED:
            raise failed_error(key, work)
        if status.state is not None and status.phase is Phase.UNDER_WAY:
            msg = f"{key.kind} {key.id} has no outputs yet: it is {status.state}; wait until it has finished"
            raise MoveInvalidRequestError(msg)

    async def _output_url(self, file_id: str) -> str:
        return url_of(await self._api.get_file(file_id))

    async def _work(self, id: str, read: Awaitable[WorkT]) -> WorkT:
        """Read one.

        Raises:
            JobFailedError: It has failed, and the server says so with an error in its place.
        """
        try:
            return await read
        except MoveError as error:
            failure = as_failed_error(WorkRef(self._kind, id), error)
            if failure is None:
                raise
            failure.operation = error.operation
            raise failure from error

    def _outcome(self, outcome: Outcome[WorkT]) -> Outcome[WorkT]:
        failure = outcome.error and as_failed_error(WorkRef(self._kind, outcome.id), outcome.error)
        return Failure(outcome.id, error=failure) if failure else outcome

    def _wait_timeout(self, timeout: float | None) -> float | None:
        return self._core.wait_timeout if timeout is None else timeout

    def _waiter(self) -> Waiter[Any]:
        return Waiter(self._kind, self._core.hub.poller, self._core.hub.clock)

    def _id(self, work: WorkT | str) -> str:
        return ensure_id(work if isinstance(work, str) else cast("str", getattr(work, "id", work)), f"a {self._kind}")
