"""Jobs: motion capture over a take."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from typing_extensions import deprecated

from move_ugc_async._generated.batches import GET_JOB
from move_ugc_async._generated.enums import SortDirection
from move_ugc_async._generated.expand import JobExpand, JobFlags
from move_ugc_async._generated.fragments import JobsPage, JobType
from move_ugc_async._idempotency.attempt import Creation
from move_ugc_async._idempotency.evidence import Reading, SearchResult, judge_reading
from move_ugc_async._idempotency.search import found_id, read_all
from move_ugc_async._schema.keyed_metadata import WorkflowKey, ensure_key
from move_ugc_async._schema.scalars import JsonInput
from move_ugc_async._validation import ensure_count, ensure_enum, ensure_id
from move_ugc_async.pagination import Paginator, Token
from move_ugc_async.services.expand import job_flags, names_of
from move_ugc_async.services.input_models import Options, Window, options_of, window_of
from move_ugc_async.services.inputs import output_types
from move_ugc_async.services.literals import Outputs
from move_ugc_async.services.long_running import LongRunningService
from move_ugc_async.services.takes import AsyncTakeService


class AsyncJobService(LongRunningService[JobType, JobExpand]):
    """Start, read, change and wait for jobs.

    Take it from a client, `client.jobs`; it can be kept in a variable.
    """

    _kind = "job"
    _field = GET_JOB
    _model = JobType

    async def create_singlecam(
        self,
        take_id: str,
        name: str | None = None,
        metadata: JsonInput = None,
        options: Options | None = None,
        clip_window: Window | None = None,
        outputs: Outputs | None = None,
        expand: Iterable[JobExpand] | JobExpand | None = None,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> JobType:
        """Start motion capture over a single-camera take. It costs credits.

        Without an idempotency key it is sent again only when it certainly never reached the server: a job is billed
        when it is made.

        Args:
            take_id: Id of the take.
            name: Display name.
            metadata: Any JSON value, or a JSON document as a string.
            options: The switches of the capture; those left out are the server's to choose.
            clip_window: The part of the clip to process; left out, the whole clip.
            outputs: The results to make, as enum members or names in any case; left out, the server's default set.
            expand: What else the job shall carry.
            idempotency_key: Your own name for this very creation. Called again with it, the object is found instead of
                created again, and a lost answer makes no second one. It is left in the metadata, which must be a JSON
                object or left out, and hidden again from what is read.
            timeout: Seconds that the whole creation may take, with all its tries, waits and looks for the key; left
                out, the client's.

        Returns:
            The job, usually not started yet.

        Raises:
            AmbiguousCreateError: It is not known whether it was created.
            IdempotencyMismatchError: The key was used before, with other parameters.
            MoveNotFoundError: There is no such take.
            MoveError: Anything else that went wrong.
        """
        parameters: dict[str, Any] = {
            "take_id": ensure_id(take_id, "a take"),
            "name": name,
            "options": options_of(options),
            "clip_window": window_of(clip_window),
            "outputs": output_types(outputs),
        }
        expand = names_of(expand)
        flags = job_flags(expand)
        return await self._create(
            Creation(
                "createSingleCamJob",
                parameters,
                metadata,
                send=lambda kept, attempt: self._creating(attempt).create_single_cam_job(
                    **parameters, metadata=kept, **flags
                ),
                timeout=self._seconds(timeout),
                search=lambda key: self._search(key, take_id, timeout),
                read=lambda created: self.retrieve(created, expand, timeout=timeout),
            ),
            idempotency_key,
        )

    @deprecated("create() is create_singlecam() by its old name; call that")
    async def create(
        self,
        take_id: str,
        name: str | None = None,
        metadata: JsonInput = None,
        options: Options | None = None,
        clip_window: Window | None = None,
        outputs: Outputs | None = None,
        expand: Iterable[JobExpand] | JobExpand | None = None,
    ) -> JobType:
        """Start motion capture over a single-camera take, by its old name.

        Args:
            take_id: As in `create_singlecam`.
            name: As in `create_singlecam`.
            metadata: As in `create_singlecam`.
            options: As in `create_singlecam`.
            clip_window: As in `create_singlecam`.
            outputs: As in `create_singlecam`.
            expand: As in `create_singlecam`.
        """
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
        expand: Iterable[JobExpand] | JobExpand | None = None,
        *,
        idempotency_key: str | None = None,
        timeout: float | None = None,
    ) -> JobType:
        """Start motion capture over a multi-camera take. It costs credits.

        Without an idempotency key it is sent again only when it certainly never reached the server: a job is billed
        when it is made.

        Args:
            take_id: Id of the take.
            number_of_actors: How many people to track, up to 5.
            options: The switches of the capture; those left out are the server's to choose.
            outputs: The results to make, as enum members or names in any case; left out, the server's default set.
            rig: Name of the rig to retarget to, one of `client.rigs.list()`; left out, `move_mo`.
            name: Display name.
            clip_window: The part of the clips to process; left out, the whole clips.
            metadata: Any JSON value, or a JSON document as a string.
            expand: What else the job shall carry.
            idempotency_key: Your own name for this very creation. Called again with it, the object is found instead of
                created again, and a lost answer makes no second one. It is left in the metadata, which must be a JSON
                object or left out, and hidden again from what is read.
            timeout: Seconds that the whole creation may take, with all its tries, waits and looks for the key; left
                out, the client's.

        Returns:
            The job, usually not started yet.

        Raises:
            AmbiguousCreateError: It is not known whether it was created.
            IdempotencyMismatchError: The key was used before, with other parameters.
            MoveNotFoundError: There is no such take.
            MoveError: Anything else that went wrong.
        """
        parameters: dict[str, Any] = {
            "take_id": ensure_id(take_id, "a take"),
            "number_of_actors": None
            if number_of_actors is None
            else ensure_count(number_of_actors, "number_of_actors"),
            "options": options_of(options),
            "outputs": output_types(outputs),
            "rig": rig,
            "name": name,
            "clip_window": window_of(clip_window),
        }
        expand = names_of(expand)
        flags = job_flags(expand)
        return await self._create(
            Creation(
                "createMultiCamJob",
                parameters,
                metadata,
                send=lambda kept, attempt: self._creating(attempt).create_multi_cam_job(
                    **parameters, metadata=kept, **flags
                ),
                timeout=self._seconds(timeout),
                search=lambda key: self._search(key, take_id, timeout),
                read=lambda created: self.retrieve(created, expand, timeout=timeout),
            ),
            idempotency_key,
        )

    async def find(
        self, idempotency_key: str, take_id: str | None = None, *, timeout: float | None = None
    ) -> JobType | None:
        """Find the job that was created with a key.

        Args:
            idempotency_key: The `idempotency_key` of `create_…`; a workflow with the key `order-7` creates its job with
                `order-7-job`.
            take_id: Searches all jobs of this take; left out, the jobs of all takes within `idempotency_window`.
            timeout: Seconds that each page may take with all its attempts and pauses; left out, the client's.

        Returns:
            The oldest with this key, or None.

        Raises:
            MoveError: The jobs could not be read, or a part of a list is missing.
        """
        key = ensure_key(idempotency_key)
        if take_id is None:
            reading = await self._read_keys("jobs", self.list(timeout=timeout), key)
        else:
            jobs = self.list(take_id=ensure_id(take_id, "a take"), timeout=timeout)
            reading = await read_all(jobs.pages(prefetch=False), key)
        found = found_id(reading)
        return None if found is None else await self.retrieve(found, timeout=timeout)

    async def _search(self, key: str, take_id: str, timeout: float | None) -> SearchResult:
        """Search the jobs of the take, and of every other take that the same workflow may have created."""
        readings, take_ids = list[Reading](), [take_id]
        if isinstance(key, WorkflowKey) and key.take_key is not None:
            takes = await self._read_keys("takes", AsyncTakeService(self._context).list(timeout=timeout), key.take_key)
            readings.append(replace(takes, matches=()))
            take_ids += [take.id for take in takes.matches if take.id != take_id]
        if self._context.settings.idempotency_search == "account":
            readings.append(await self._read_keys("jobs", self.list(timeout=timeout), key))
        for each in take_ids:
            readings.append(await read_all(self.list(take_id=each, timeout=timeout).pages(prefetch=False), key))
        return judge_reading(*readings)

    async def retrieve(
        self, id: str, expand: Iterable[JobExpand] | JobExpand | None = None, *, timeout: float | None = None
    ) -> JobType:
        """Read one job.

        Ask for `outputs` once the job has finished: before, the answer carries an error for each of them in `errors`.

        Args:
            id: Id of the job.
            expand: What else the job shall carry.
            timeout: Seconds that the call may take with all its tries and waits; left out, the client's.

        Raises:
            JobFailedError: It has failed, and the server says so with an error in its place.
            MoveNotFoundError: There is no such job.
            MoveError: Anything else that went wrong.
        """
        job_id, flags = ensure_id(id, "a job"), job_flags(expand)
        return await self._work(job_id, self._calls(timeout).get_job(job_id, **flags))

    async def _read(self, id: str, expand: Iterable[JobExpand] | JobExpand | None) -> JobType:
        return await self.retrieve(id, expand)

    def _flags(self, expand: Iterable[JobExpand] | JobExpand | None) -> JobFlags:
        return job_flags(expand)

    async def update(
        self,
        id: str,
        metadata: JsonInput = None,
        name: str | None = None,
        expand: Iterable[JobExpand] | JobExpand | None = None,
        *,
        timeout: float | None = None,
    ) -> JobType:
        """Change a job's name or metadata; what is left out stays as it is.

        Args:
            id: Id of the job.
            metadata: Replaces the old document as a whole; `{}` clears it. An idempotency key is kept, for which the
                object is read first; the document must then be a JSON object.
            name: The new display name.
            expand: What else the job shall carry.
            timeout: Seconds that the call may take with all its tries and waits; left out, the client's.

        Raises:
            MoveNotFoundError: There is no such job.
            MoveError: Anything else that went wrong.
        """
        job_id = ensure_id(id, "a job")
        kept = await self._with_key_of(lambda: self.retrieve(job_id, timeout=timeout), metadata)
        return await self._calls(timeout).update_job(job_id, metadata=kept, name=name, **job_flags(expand))

    def list(
        self,
        limit: int | None = None,
        next_token: Token | None = None,
        sort_by: SortDirection | str = SortDirection.DESC,
        take_id: str | None = None,
        expand: Iterable[JobExpand] | JobExpand | None = None,
        *,
        timeout: float | None = None,
    ) -> Paginator[JobType]:
        """List jobs in order of creation.

        Args:
            limit: The most jobs in one page; left out, the client's default and then the server's.
            next_token: Where to go on, from a page or an error.
            sort_by: Newest first, or oldest first.
            take_id: Only the jobs of this take.
            expand: What else each job shall carry.
            timeout: Seconds that each page may take with all its tries and waits; left out, the client's.

        Returns:
            A list to `await` for one page, or to iterate over.
        """
        flags = job_flags(expand)
        take = None if take_id is None else ensure_id(take_id, "a take")
        direction = ensure_enum(SortDirection, sort_by, "sort_by")
        api = self._calls(timeout)

        async def fetch(first: int | None, after: str | None) -> JobsPage | None:
            return await api.list_jobs(first=first, after=after, sort_direction=direction, take_id=take, **flags)

        return self._paginate(fetch, limit=limit, next_token=next_token)
