"""Base class of the services whose objects take minutes to hours: jobs and volumes."""

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from functools import partial
from os import PathLike
from typing import Any, ClassVar, TypeVar, cast

from move_ugc_async._concurrency.iteration import BackgroundIterator
from move_ugc_async._generated.fragments import HumanVolumeType, JobType
from move_ugc_async._polling.batch import read_many
from move_ugc_async._polling.outcomes import (
    Failure,
    OnProgress,
    Outcome,
    ProgressEvent,
    Success,
    as_failed_error,
    failed_error,
)
from move_ugc_async._polling.status import Kind, WorkRef
from move_ugc_async._polling.wait import Deadline, Read, Wait
from move_ugc_async._schema.outputs import phase_of
from move_ugc_async._schema.phase import Phase
from move_ugc_async._transfers.events import DownloadedOutput, OnTransfer
from move_ugc_async._transport.operation import BatchField
from move_ugc_async._validation import (
    ensure_count,
    ensure_id,
    ensure_list,
    ensure_path,
    ensure_seconds,
)
from move_ugc_async.errors import MoveError
from move_ugc_async.services.base import ExpandT, KeyedService
from move_ugc_async.services.expand import Expand, names_of
from move_ugc_async.services.inputs import Outputs
from move_ugc_async.services.outputs import OutputsDownload, Selection, is_downloadable

WorkT = TypeVar("WorkT", bound=JobType | HumanVolumeType)


class LongRunningService(KeyedService[WorkT, ExpandT]):
    """Wait for jobs or volumes. All waits of a client share one poller."""

    _kind: ClassVar[Kind]
    _field: ClassVar[BatchField]
    _model: ClassVar[type[Any]]

    async def wait(
        self,
        work: WorkT | str,
        /,
        *,
        timeout: float | None = None,
        on_progress: OnProgress | None = None,
        poll_interval: float | None = None,
        expand: Expand[ExpandT] = None,
    ) -> WorkT:
        """Wait until a job or volume has finished, and return it.

        ```python
        job = await client.jobs.wait("job-…", timeout=3600, expand=["outputs"])
        ```

        All waits of a client share one poller, which requests the statuses of up to `poll_batch_size` jobs and volumes
        at once. The poll interval is 1 second at first, grows to at most 30 seconds with the time waited, and follows
        the percentages once they change. While `client.events` reports the ends of jobs, the jobs without an event are
        polled about once a minute. Unless `poll_interval` is set, they are polled once more 5 seconds before the
        timeout. Transient errors are retried for up to five minutes.

        Cancelling the wait does not cancel the job or volume.

        Args:
            work: The job or volume, or its id.
            timeout: Maximum seconds to wait; 0 or more; `math.inf`: no limit. Default: the client's `wait_timeout`.
            on_progress: Function that is called with a `ProgressEvent` for each change and each failed poll, and
                awaited if it is asynchronous. An exception in it ends the wait.
            poll_interval: Seconds between two polls, also with events; 0 or more. Default: adaptive.
            expand: Related objects to read with the result. With `outputs`, the wait also lasts until each has a URL.

        Returns:
            The finished job or volume.

        Raises:
            JobFailedError: The job or volume failed; `suggestions` says what to do.
            WaitTimeoutError: The timeout has passed. The job or volume continues, and can be waited for again.
            MoveNotFoundError: There is no such job or volume.
            MoveError: The server could not be reached for more than five minutes, or returned another error.
        """
        names = names_of(expand)

        async def read(ids: Sequence[str]) -> list[Outcome[WorkT]]:
            (work_id,) = ids
            try:
                return [Success(work_id, job=await self._read(work_id, names))]
            except MoveError as error:
                return [Failure(work_id, error=error)]

        return cast("WorkT", await self._wait([work], timeout, poll_interval, names, read).run_one(on_progress))

    def watch(
        self, work: WorkT | str, /, *, timeout: float | None = None, poll_interval: float | None = None
    ) -> AsyncGenerator[ProgressEvent, None]:
        """Yield a `ProgressEvent` for each change and each failed poll, until the job or volume has ended.

        ```python
        async for event in client.jobs.watch("job-…"):
            print(event.state, event.percentage)
        ```

        The last event has the state `FINISHED` or `FAILED`. Arguments, polling and other errors: as for `wait`.

        Raises:
            JobFailedError: The server reported the failure with an error instead of the state `FAILED`.
        """
        wait = self._wait([work], timeout, poll_interval)
        return BackgroundIterator(self._context.background, wait.run_one)

    def wait_many(
        self,
        works: Iterable[WorkT | str],
        /,
        *,
        timeout: float | None = None,
        poll_interval: float | None = None,
        expand: Expand[ExpandT] = None,
    ) -> AsyncGenerator[Outcome[WorkT], None]:
        """Wait for many jobs or volumes, and yield an outcome as each of them ends.

        ```python
        async for outcome in client.jobs.wait_many(ids):
            print(outcome.id, outcome.error or "finished")
        ```

        A failure of one of them is yielded as a `Failure`, not raised.

        Args:
            works: Jobs or volumes, or their ids; duplicates are yielded once.
            timeout: Maximum time for all of them in seconds; 0 or more. Any that have not ended by then are yielded
                with a `WaitTimeoutError`. Default: the client's `wait_timeout`. `math.inf`: no limit.
            poll_interval: As for `wait`.
            expand: As for `wait`.

        Raises:
            MoveInvalidRequestError: An argument is invalid; nothing was sent.
        """
        names = names_of(expand)
        read = partial(self.retrieve_many, expand=names)
        wait = self._wait(ensure_list(works, "works"), timeout, poll_interval, names, read)
        return BackgroundIterator(self._context.background, wait.run)

    async def retrieve_many(
        self, ids: Iterable[str], expand: Expand[ExpandT] = None, *, timeout: float | None = None
    ) -> list[Outcome[WorkT]]:
        """Read many jobs or volumes, with one request for up to `poll_batch_size` of them.

        Args:
            ids: Ids of the jobs or volumes.
            expand: Related objects to read with each of them.
            timeout: Deadline of each request in seconds, including all attempts and pauses. Default: the client's
                `timeout`.

        Returns:
            One outcome for each id, in the order of the ids. One that cannot be read is returned as a `Failure`, not
            raised. A `Success` has the object in any state, also `FAILED`.

        Raises:
            MoveInvalidRequestError: An argument is invalid; nothing was sent.
        """
        options, flags = self._call_options(timeout), cast("Mapping[str, bool]", self._flags(expand))
        refs = [WorkRef(self._kind, ensure_id(each, f"a {self._kind}")) for each in ensure_list(ids, "ids")]
        batch_size = self._context.settings.poll_batch_size
        return await read_many(self._context.transport, options, self._field, self._model, flags, refs, batch_size)

    async def download_outputs(
        self,
        work: WorkT | str,
        /,
        directory: str | PathLike[str],
        *,
        formats: Iterable[str] | str | None = None,
        concurrency: int = 4,
        on_progress: OnTransfer | None = None,
        outputs: Outputs | None = None,
    ) -> list[DownloadedOutput]:
        """Download the outputs of a finished job or volume into a folder.

        ```python
        for output in await client.jobs.download_outputs("job-…", "outputs", outputs=["main_fbx"]):
            print(output.path, output.size)
        ```

        Each file is named after the format of its output, such as `fbx.fbx`. Existing files are never replaced: if a
        name is taken, or two outputs share it, a suffix is added that is the same every time.

        Outputs that an earlier call downloaded completely are skipped. A small hidden file in the folder records the
        size of each output, and its MD5 if storage reports one.

        Args:
            work: The job or volume, or its id. It is read again if it lacks outputs or their URLs.
            directory: Folder to write to; created if it does not exist.
            formats: Formats of the outputs to download, in any case, instead of `outputs`. Default: all.
            concurrency: Maximum number of concurrent downloads; 1 or more.
            on_progress: Function that is called with a `TransferEvent` for each step of each file, and awaited if it is
                asynchronous. An exception in it ends the downloads.
            outputs: Outputs to download, by the names that were requested: `OutputType` members or their names in any
                case, such as `main_fbx`. If a name is missing, nothing is downloaded; if several outputs have it, all
                of them are. Default: all.

        Returns:
            The outputs, in the server's order.

        Raises:
            JobFailedError: The job or volume failed, so it has no outputs.
            OutputLookupError: It has not finished, or has no outputs, or none with one of the names or formats; nothing
                was downloaded. Or an output has no URL yet. `reason` says which.
            MoveInvalidRequestError: An argument is invalid.
            MoveError: A download failed. The others were cancelled; complete files remain.
        """
        work_id, folder = self._id(work), ensure_path(directory, "directory")
        limit = ensure_count(concurrency, "concurrency")
        selection = Selection.of(formats, outputs)
        known = work
        if isinstance(known, str) or not is_downloadable(known):
            known = await self._read(work_id, cast("Iterable[ExpandT]", ("outputs",)))
            if phase_of(known)[0] is Phase.FAILED:
                raise failed_error(WorkRef(self._kind, known.id), known)
        download = OutputsDownload(self._context.storage, self._context.api.get_file, known, folder, on_progress)
        return await download.run(selection, limit)

    def _raise_if_failed(self, id: str, error: MoveError) -> None:
        """Raise JobFailedError if the server returned an error in place of a failed job or volume."""
        failure = as_failed_error(WorkRef(self._kind, id), error)
        if failure is not None:
            failure.operation = error.operation
            raise failure from error

    def _wait(
        self,
        works: Iterable[WorkT | str],
        timeout: float | None,
        poll_interval: float | None,
        expand: tuple[ExpandT, ...] = (),
        read: Read[WorkT] | None = None,
    ) -> Wait[WorkT]:
        self._flags(expand)
        timeout = self._context.settings.wait_timeout if timeout is None else timeout
        return Wait(
            refs=[WorkRef(self._kind, self._id(work)) for work in works],
            poller=self._context.pollers.get,
            deadline=Deadline.after(timeout, self._context.clock),
            interval=ensure_seconds(poll_interval, "poll_interval"),
            read=read,
            with_outputs="outputs" in expand,
        )

    def _id(self, work: WorkT | str) -> str:
        return ensure_id(work if isinstance(work, str) else cast("str", getattr(work, "id", work)), f"a {self._kind}")
