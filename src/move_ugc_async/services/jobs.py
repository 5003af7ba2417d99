"""Jobs: motion capture over a take."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from typing_extensions import deprecated

from move_ugc_async._generated.batches import GET_JOB
from move_ugc_async._generated.enums import SortDirection
from move_ugc_async._generated.expand import JobExpand
from move_ugc_async._generated.fragments import JobType
from move_ugc_async._idempotency.evidence import Reading, SearchResult, found_id, judge_reading
from move_ugc_async._idempotency.index import read_all
from move_ugc_async._schema.keyed_metadata import WorkflowKey, ensure_key
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async._spending.amounts import WorkAmount
from move_ugc_async._validation import ensure_enum, ensure_id
from move_ugc_async.errors import MoveError
from move_ugc_async.pagination import Paginator, Token
from move_ugc_async.services.expand import Expand, job_flags
from move_ugc_async.services.inputs import (
    Options,
    Outputs,
    Window,
    ensure_actors,
    ensure_multicam_outputs,
    ensure_options,
    ensure_outputs,
    ensure_window,
    window_amount,
)
from move_ugc_async.services.long_running import LongRunningService
from move_ugc_async.services.takes import AsyncTakeService


class AsyncJobService(LongRunningService[JobType, JobExpand]):
    """Create, read, update, list and wait for jobs.

    Available as `client.jobs`.
    """

    _kind = "job"
    _field = GET_JOB
    _model = JobType
    _list_name = "jobs"
    _flags = staticmethod(job_flags)

    async def create_singlecam(
        self,
        take_id: str,
        name: str | None = None,
        metadata: JsonInput = None,
        options: Options | None = None,
        clip_window: Window | None = None,
        outputs: Outputs | None = None,
        expand: Expand[JobExpand] = None,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> JobType:
        """Create a job: start motion capture over a single-camera take. The job costs credits.

        ```python
        job = await client.jobs.create_singlecam("take-…", outputs=["main_fbx"], idempotency_key="order-7")
        ```

        Without an idempotency key, the request is retried only if it certainly did not reach the server, since each job
        is billed when it is created.

        Args:
            take_id: Id of the take.
            name: Display name.
            metadata: Any JSON value, or a JSON document as a string; with an `idempotency_key`, a JSON object.
            options: Options of the motion capture. Omitted ones have the server's defaults.
            clip_window: Part of the clip to process, in seconds. Default: the whole clip.
            outputs: Outputs to create, as `OutputType` members or names in any case. Default: the server's default set.
            expand: Related objects to include in the result.
            idempotency_key: Your own name for this creation, 1 to 256 characters. Another call with the same key
                returns the same object instead of creating a second one, even after a lost response. The key is stored
                in the metadata, and removed when metadata is read.
            timeout: Deadline in seconds, with attempts, pauses and searches; above 0. Default: the client's `timeout`.

        Returns:
            The job, usually in state `NOT_STARTED`; pass it to `wait`.

        Raises:
            AmbiguousCreateError: The outcome is unknown; call again with the same key.
            IdempotencyMismatchError: The key was used before with other parameters; nothing was created.
            MoveNotFoundError: There is no such take.
            MoveError: Any other error.
        """
        parameters: dict[str, Any] = {
            "take_id": ensure_id(take_id, "a take"),
            "name": name,
            "options": ensure_options(options),
            "clip_window": ensure_window(clip_window),
            "outputs": ensure_outputs(outputs),
        }
        send = self._context.api.create_single_cam_job
        return await self._create_keyed(
            "createSingleCamJob",
            send,
            parameters,
            metadata,
            expand,
            idempotency_key,
            timeout,
            window_amount(parameters["clip_window"], videos=1),
        )

    @deprecated("create() is deprecated; use create_singlecam()")
    async def create(
        self,
        take_id: str,
        name: str | None = None,
        metadata: JsonInput = None,
        options: Options | None = None,
        clip_window: Window | None = None,
        outputs: Outputs | None = None,
        expand: Expand[JobExpand] = None,
    ) -> JobType:
        """Deprecated alias of `create_singlecam`, with the same arguments."""
        return await self.create_singlecam(take_id, name, metadata, options, clip_window, outputs, expand)

    async def create_multicam(
        self,
        take_id: str,
        number_of_actors: int | None = None,
        options: Options | None = None,
        outputs: Outputs | None = None,
        rig: str | None = None,
        name: str | None = None,
        clip_window: Window | None = None,
        metadata: JsonInput = None,
        expand: Expand[JobExpand] = None,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> JobType:
        """Create a job: start motion capture over a multi-camera take. The job costs credits.

        ```python
        job = await client.jobs.create_multicam("take-…", number_of_actors=2, idempotency_key="order-7")
        ```

        Retries, the result and the errors are those of `create_singlecam`.

        Args:
            take_id: Id of the take.
            number_of_actors: Number of people to track; 1 to 5. Default: the server's default.
            options: Options of the motion capture. Omitted ones have the server's defaults.
            outputs: Outputs to create, as `OutputType` members or names in any case; not RENDER_OVERLAY_VIDEO. Default:
                the server's default set.
            rig: Name of the rig to retarget to, one of `client.rigs.list()`, which only workflows check. Default:
                `move_mo`.
            name: Display name.
            clip_window: Part of the clips to process, in seconds. Default: the whole clips.
            metadata: Any JSON value, or a JSON document as a string; with an `idempotency_key`, a JSON object.
            expand: Related objects to include in the result.
            idempotency_key: As for `create_singlecam`.
            timeout: As for `create_singlecam`.
        """
        actors = None if number_of_actors is None else ensure_actors(number_of_actors)
        parameters: dict[str, Any] = {
            "take_id": ensure_id(take_id, "a take"),
            "number_of_actors": actors,
            "options": ensure_options(options),
            "outputs": ensure_multicam_outputs(ensure_outputs(outputs)),
            "rig": rig,
            "name": name,
            "clip_window": ensure_window(clip_window),
        }
        send = self._context.api.create_multi_cam_job
        return await self._create_keyed(
            "createMultiCamJob",
            send,
            parameters,
            metadata,
            expand,
            idempotency_key,
            timeout,
            # Only the take knows how many cameras there are.
            WorkAmount(),
        )

    async def find(
        self, idempotency_key: str, take_id: str | None = None, *, timeout: float | None = None
    ) -> JobType | None:
        """Find the job that was created with an idempotency key.

        Args:
            idempotency_key: The `idempotency_key` of the creation. A workflow with the key `order-7` creates its job
                with `order-7-job`.
            take_id: Id of the take whose jobs are searched. Default: search the jobs of all takes within
                `idempotency_window`.
            timeout: Deadline of each page in seconds; above 0. Default: the client's `timeout`.

        Returns:
            The oldest job with this key, or None.

        Raises:
            MoveError: The list cannot be read, or a part of it is missing.
        """
        if take_id is None:
            return await super().find(idempotency_key, timeout=timeout)
        key = ensure_key(idempotency_key)
        ensure_id(take_id, "a take")
        if isinstance(key, WorkflowKey):
            found = found_id(*await self._read_jobs(key, take_id, timeout))
        else:
            found = found_id(await self._read_take(key, take_id, timeout))
        return None if found is None else await self.retrieve(found, timeout=timeout)

    async def _search(self, key: str, parameters: Mapping[str, Any], timeout: float | None) -> SearchResult:
        return judge_reading(*await self._read_jobs(key, parameters["take_id"], timeout))

    async def _read_jobs(self, key: str, take_id: str, timeout: float | None) -> Sequence[Reading]:
        """Read the jobs of a take, and of other takes that the same workflow may have created."""
        readings, take_ids = list[Reading](), [take_id]
        if isinstance(key, WorkflowKey) and key.take_key is not None:
            takes = await self._read_keys("takes", AsyncTakeService(self._context).list(timeout=timeout), key.take_key)
            # Its matches are takes, but it must be complete to prove that there is no job.
            readings.append(replace(takes, matches=()))
            take_ids += [take.id for take in takes.matches if take.id != take_id]
        if self._context.settings.idempotency_search == "account":
            readings.append(await self._read_keys("jobs", self.list(timeout=timeout), key))
        for each in take_ids:
            readings.append(await self._read_take(key, each, timeout))
        return readings

    async def _read_take(self, key: str, take_id: str, timeout: float | None) -> Reading:
        return await read_all(self.list(take_id=take_id, timeout=timeout).pages(prefetch=False), key)

    async def retrieve(self, id: str, expand: Expand[JobExpand] = None, *, timeout: float | None = None) -> JobType:
        """Read one job.

        Expand `outputs` only after the job has finished. Before, the response has one error for each output in
        `errors`.

        Args:
            id: Id of the job.
            expand: Related objects to include in the result.
            timeout: Deadline in seconds, including all attempts and pauses; above 0. Default: the client's `timeout`.

        Raises:
            JobFailedError: It failed, and the server returned an error instead.
            MoveNotFoundError: There is no such job.
            MoveError: Any other error.
        """
        job_id, flags = ensure_id(id, "a job"), job_flags(expand)
        try:
            return await self._context.api.get_job(job_id, **flags, call_options=self._call_options(timeout))
        except MoveError as error:
            self._raise_if_failed(job_id, error)
            raise

    async def _read(self, id: str, expand: Expand[JobExpand], timeout: float | None = None) -> JobType:
        return await self.retrieve(id, expand, timeout=timeout)

    async def update(
        self,
        id: str,
        metadata: JsonInput = None,
        name: str | None = None,
        expand: Expand[JobExpand] = None,
        *,
        timeout: float | None = None,
    ) -> JobType:
        """Update the name or metadata of a job; omitted ones stay unchanged.

        Args:
            id: Id of the job.
            metadata: Replaces the whole document; `{}` clears it. The idempotency key of the job is kept, for which the
                job is read first; if it has one, the document must be a JSON object.
            name: New display name.
            expand: Related objects to include in the result.
            timeout: Deadline in seconds, including all attempts and pauses; above 0. Default: the client's `timeout`.

        Raises:
            MoveNotFoundError: There is no such job.
            MoveError: Any other error.
        """
        job_id = ensure_id(id, "a job")
        keyed = await self._preserve_key(job_id, metadata, timeout)
        return await self._context.api.update_job(
            job_id, metadata=keyed, name=name, **job_flags(expand), call_options=self._call_options(timeout)
        )

    def list(
        self,
        limit: int | None = None,
        next_token: Token | None = None,
        sort_by: SortDirection | str = SortDirection.DESC,
        take_id: str | None = None,
        expand: Expand[JobExpand] = None,
        *,
        timeout: float | None = None,
    ) -> Paginator[JobType]:
        """List jobs in order of creation.

        ```python
        async for job in client.jobs.list(expand=["take"]):
            print(job.id, job.state)
        ```

        Args:
            limit: Maximum size of a page; 1 or more. Default: `default_page_size`, then the server's default.
            next_token: Cursor to continue from: the `next_token` of a page or an error.
            sort_by: `DESC` (newest first) or `ASC` (oldest first).
            take_id: Id of the take whose jobs are listed. Default: the jobs of all takes.
            expand: Related objects to include with each job.
            timeout: Deadline of each page in seconds; above 0. Default: the client's `timeout`.

        Returns:
            A paginator: `await` it for one page, or iterate over it for all objects.
        """
        fetch = partial(
            self._context.api.list_jobs,
            sort_direction=ensure_enum(SortDirection, sort_by, "sort_by"),
            take_id=None if take_id is None else ensure_id(take_id, "a take"),
            **job_flags(expand),
            call_options=self._call_options(timeout),
        )
        return self._paginate(fetch, limit, next_token)
