"""Capture workflows with one camera."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, overload

from move_ugc_async.services.client_services import ClientServices

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from move_ugc_async._capture_state import CaptureState, State
    from move_ugc_async._generated.fragments import JobType
    from move_ugc_async._spending.budget import Budget
    from move_ugc_async._transfers.sources import UploadSource
    from move_ugc_async.capture.capture_plan import CapturePlan
    from move_ugc_async.capture.clip import Clip
    from move_ugc_async.capture.creation import PreparedStage
    from move_ugc_async.capture.many import (
        CaptureOptions,
        CaptureOutcome,
        CapturePlanned,
        CaptureSuccess,
        PlanOutcome,
        SpecT,
    )
    from move_ugc_async.capture.progress import OnCapture
    from move_ugc_async.capture.result import CaptureResult
    from move_ugc_async.capture.state_file import StateFile
    from move_ugc_async.capture.steps import StageLimits
    from move_ugc_async.services.inputs import Options, Outputs, Window


class SingleCameraMixin(ClientServices):
    """`prepare`, `submit`, `capture` and `capture_many`."""

    _limits: StageLimits | None = None

    async def prepare(
        self,
        video: UploadSource,
        *,
        key: str | None = None,
        resume_from: State | None = None,
        until: PreparedStage = "take",
        device_label: str = "camera",
        move_file: UploadSource | None = None,
        options: Options | None = None,
        outputs: Outputs | None = None,
        allow_unknown: bool = False,
        clip_window: Window | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        on_progress: OnCapture | None = None,
    ) -> CaptureState:
        """Validate and upload a clip, and create its take, without starting a job. Nothing is billed.

        `submit` starts the job of the returned state, in another process if need be: `to_json` returns the state as
        plain data.

            state = await client.prepare("dance.mp4", key="order-7", outputs=["main_glb"])
            job = await client.submit("dance.mp4", resume_from=state, outputs=["main_glb"])

        Arguments are those of `capture`, with these differences:

        - `key`: your own name for the job, such as an order id; 1 to 249 characters. None derives the keys from a
          random one, which is in the state.
        - `resume_from`: the state of an earlier call. Nothing in it is created again.
        - `until`: `take` to upload the clip and create the take, `upload` to upload the clip only.
        - `timeout`: maximum seconds for the whole call. None sets no limit.

        Returns:
            The state, with the ids of the files, and that of the take with `until="take"` or if the key has one.

        Raises:
            IdempotencyMismatchError: The key was used before, with other content or options; nothing was created.
            MoveInvalidRequestError: An argument is invalid, or both `key` and `resume_from` are given.
            AmbiguousCreateError: Whether the take exists is unknown; call again with the same key.
            MoveTimeoutError: `timeout` has expired; call again with the same key.
            MoveError: Any other error of the API or the connection.
        """
        from move_ugc_async.capture import keeper, plans, workflow

        state_keeper = keeper.keeper_of(key, None, resume_from)
        plan = plans.SingleCameraPlan(
            services=self,
            clips=_single_clips(video, device_label, move_file),
            options=options,
            outputs=outputs,
            allow_unknown=allow_unknown,
            clip_window=clip_window,
            name=name,
            metadata=metadata,
        )
        run = workflow.CaptureWorkflow(self._context, plan, state_keeper, on_progress, "prepare", self._limits)
        return await run.prepare(until, timeout)

    async def submit(
        self,
        source: UploadSource,
        *,
        key: str | None = None,
        resume_from: State | None = None,
        device_label: str = "camera",
        move_file: UploadSource | None = None,
        options: Options | None = None,
        outputs: Outputs | None = None,
        allow_unknown: bool = False,
        clip_window: Window | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        on_progress: OnCapture | None = None,
    ) -> JobType:
        """Upload a clip, create a take and start a job, without waiting for it. The job costs credits.

        The call is idempotent: calling it again with the same key, content and options returns the same job, even
        concurrently or from another process on this host. Content is compared by SHA-256, so the clip may have been
        moved or renamed.

            job = await client.submit("dance.mp4", key="order-7", outputs=["main_glb"])

        Arguments are those of `capture`, with these differences:

        - `source`: the clip, like `video`.
        - `key`: your own name for this job, such as an order id; 1 to 249 characters. Exactly one of `key` and
          `resume_from` is required.
        - `resume_from`: the state that `prepare` returned for the same content and options. Once it has a take, the
          clip may be missing.
        - `timeout`: maximum seconds for the whole call. None sets no limit.

        Returns:
            The job, usually not started yet. Wait for it with `jobs.wait`.

        Raises:
            IdempotencyMismatchError: The key was used before, with other content or options; nothing was created.
            MoveInvalidRequestError: An argument is invalid; nothing was sent.
            AmbiguousCreateError: The outcome of a creation is unknown; call again with the same key.
            MoveTimeoutError: `timeout` has expired; call again with the same key.
            MoveError: Any other error of the API or the connection.
        """
        from move_ugc_async.capture import keeper, plans, workflow

        state_keeper = keeper.keeper_to_submit(key, resume_from)
        plan = plans.SingleCameraPlan(
            services=self,
            clips=_single_clips(source, device_label, move_file),
            options=options,
            outputs=outputs,
            allow_unknown=allow_unknown,
            clip_window=clip_window,
            name=name,
            metadata=metadata,
        )
        run = workflow.CaptureWorkflow(self._context, plan, state_keeper, on_progress, "submit", self._limits)
        return await run.submit(timeout)

    @overload
    async def capture(
        self,
        video: UploadSource,
        directory: str | PathLike[str],
        *,
        dry_run: Literal[False] = False,
        **options: Unpack[CaptureOptions],
    ) -> CaptureResult[JobType]: ...

    @overload
    async def capture(
        self,
        video: UploadSource,
        directory: str | PathLike[str],
        *,
        dry_run: Literal[True],
        **options: Unpack[CaptureOptions],
    ) -> CapturePlan: ...

    @overload
    async def capture(
        self,
        video: UploadSource,
        directory: str | PathLike[str],
        *,
        dry_run: bool,
        **options: Unpack[CaptureOptions],
    ) -> CaptureResult[JobType] | CapturePlan: ...

    async def capture(
        self,
        video: UploadSource,
        directory: str | PathLike[str],
        *,
        move_file: UploadSource | None = None,
        device_label: str = "camera",
        options: Options | None = None,
        outputs: Outputs | None = None,
        allow_unknown: bool = False,
        clip_window: Window | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        on_progress: OnCapture | None = None,
        key: str | None = None,
        state_file: str | PathLike[str] | StateFile | None = None,
        resume_from: State | None = None,
        dry_run: bool = False,
    ) -> CaptureResult[JobType] | CapturePlan:
        """Upload a clip, create a take and a job, wait for the job and download its outputs. The job costs credits.

        All arguments and the clip are validated before anything is sent; with the extra `media`, the clip is inspected.
        Problems of clips raise a `PreflightError`, as the cause of a `CaptureError`, or emit a `MoveWarning`. Transient
        errors, such as a broken connection, are retried for up to five minutes.

            result = await client.capture("dance.mp4", "out", outputs=["main_fbx"], state_file="out/dance.json")
            print(result.work.id, [output.path for output in result.outputs])

        To make the call resumable, pass one of `key`, `state_file` and `resume_from`: calling again with the same
        value, content and options continues the workflow and pays for nothing twice. Without them, each call creates
        and pays for a new job.

        Args:
            video: The clip: a path, bytes, a binary file object or a `ByteStream`; 1 byte to 5 GiB. A `ByteStream` is
                buffered before the upload, up to 16 MiB in memory and otherwise in a temporary file.
            directory: Folder for the outputs; created if it does not exist.
            move_file: The `.move` sensor recording that the device made of the same clip.
            device_label: Your name for the camera.
            options: Motion capture options, as `JobOptions` or a dictionary such as `{"track_fingers": True}`.
            outputs: Outputs to create, such as `["main_fbx"]`: members of `OutputType` or their names in any case.
                None creates the server's default set.
            allow_unknown: Whether to send outputs and a `mocap_model` that this version does not know. By default they
                raise an error before anything is sent.
            clip_window: The part of the clip to process, in seconds from its start. None processes the whole clip.
            name: Display name of the take and job. None uses the file name.
            metadata: Your own JSON object, stored with the take and job.
            timeout: Maximum seconds for the whole call. None limits only the wait, to the client's `wait_timeout`.
            on_progress: Function or coroutine function that is called with a `CaptureEvent` at each step.
            key: Your own name for this workflow, such as an order id; 1 to 249 characters.
            state_file: Path of a small JSON file for the state of the workflow; created if it does not exist, never
                removed. A second call with the same file waits for the first one and returns the same job.
            resume_from: State of an earlier call, such as `error.state`, or its JSON. Nothing in it is created again.
            dry_run: Whether to stop before the first upload and return a `CapturePlan`. Arguments and clips are
                validated, and the job of an earlier call is searched for; nothing is created, neither on the server nor
                on the disk. A `ByteStream` cannot be read again afterwards.

        Returns:
            The finished job as `work`, the take, the downloaded outputs, and the state. With `dry_run`: the plan.

        Raises:
            StateFileMismatchError: The state file belongs to another request.
            MoveInvalidRequestError: `options` or `clip_window` is invalid, or more than one of `key`, `state_file` and
                `resume_from` is given.
            CaptureError: A step failed, or `timeout` has expired. Its `stage` is the step (`preflight` for an invalid
                clip or argument), its `__cause__` is the error, and its `state` is for `resume_from`.
        """
        from move_ugc_async.capture import keeper, plans, workflow

        state_keeper = keeper.keeper_of(key, state_file, resume_from)
        plan = plans.SingleCameraPlan(
            services=self,
            clips=_single_clips(video, device_label, move_file),
            options=options,
            outputs=outputs,
            allow_unknown=allow_unknown,
            clip_window=clip_window,
            name=name,
            metadata=metadata,
        )
        if dry_run:
            from move_ugc_async.capture.dry_run import DryRun

            dry = DryRun(self._context, plan, state_keeper, on_progress, "plan", self._limits)
            return await dry.plan(directory, timeout)
        run = workflow.CaptureWorkflow(self._context, plan, state_keeper, on_progress, "capture", self._limits)
        return await run.run(directory, timeout)

    @overload
    def capture_many(
        self,
        specs: Iterable[SpecT] | AsyncIterable[SpecT],
        *,
        concurrency: int = 16,
        uploads: int = 4,
        jobs: int | None = None,
        downloads: int = 4,
        budget: Budget | Sequence[Budget] | None = None,
        dry_run: Literal[False] = False,
    ) -> AsyncGenerator[CaptureOutcome[SpecT], None]: ...

    @overload
    def capture_many(
        self,
        specs: Iterable[SpecT] | AsyncIterable[SpecT],
        *,
        concurrency: int = 16,
        uploads: int = 4,
        jobs: int | None = None,
        downloads: int = 4,
        budget: Budget | Sequence[Budget] | None = None,
        dry_run: Literal[True],
    ) -> AsyncGenerator[PlanOutcome[SpecT], None]: ...

    def capture_many(
        self,
        specs: Iterable[SpecT] | AsyncIterable[SpecT],
        *,
        concurrency: int = 16,
        uploads: int = 4,
        jobs: int | None = None,
        downloads: int = 4,
        budget: Budget | Sequence[Budget] | None = None,
        dry_run: bool = False,
    ) -> AsyncGenerator[CaptureOutcome[SpecT], None] | AsyncGenerator[PlanOutcome[SpecT], None]:
        """Run many single-camera captures concurrently and yield the outcome of each as it ends.

        A capture that fails yields a `CaptureFailure` and does not affect the others.

            specs = [CaptureSpec(path, f"out/{path.stem}") for path in Path("clips").glob("*.mp4")]
            async for outcome in client.capture_many(specs):
                print(outcome.spec.video, outcome.error or outcome.result.work.id)

        Leaving the loop early cancels the running captures soon afterwards. Wrap the iterator in
        `contextlib.aclosing` to have them cancelled before the next statement runs.

        Args:
            specs: The captures, from any iterable or async iterable. The next one is read when a slot is free.
            concurrency: Maximum number of captures that run at once. A capture holds its slot until the caller has
                received its outcome.
            uploads: Maximum number of captures that upload at once. Waiting for a slot counts towards a capture's own
                `timeout`.
            jobs: Maximum number of captures that have a job on the platform at once. None uses `concurrency`.
            downloads: Maximum number of captures that download at once, up to four outputs each.
            budget: Limits on the jobs of these captures, besides those of the client: a `Budget`, or several. Captures
                that exceed it fail with a `BudgetExceededError` as `__cause__`.
            dry_run: Whether to stop each capture before its first upload, as with `capture(dry_run=True)`. Budgets must
                allow all plans together.

        Yields:
            A `CaptureSuccess` or `CaptureFailure` for each spec, in the order in which they end. With `dry_run`: a
            `CapturePlanned` or `CaptureFailure`.

        Raises:
            MoveInvalidRequestError: A limit is not a positive integer.
            MoveConfigurationError: `budget` is invalid.
        """
        from anyio import Semaphore

        from move_ugc_async._settings import ensure_budgets
        from move_ugc_async._validation import ensure_count
        from move_ugc_async.capture.many import CapturePlanned, CaptureSuccess, capture_many
        from move_ugc_async.capture.steps import StageLimits

        concurrency = ensure_count(concurrency, "concurrency")
        limits = StageLimits(
            uploads=Semaphore(ensure_count(uploads, "uploads")),
            jobs=Semaphore(ensure_count(concurrency if jobs is None else jobs, "jobs")),
            downloads=Semaphore(ensure_count(downloads, "downloads")),
            budgets=ensure_budgets(budget),
        )
        limited = _LimitedCaptures(self, limits)

        async def plan(spec: SpecT) -> CapturePlanned[SpecT]:
            return CapturePlanned(spec, await limited.capture(spec.video, spec.directory, **spec.options, dry_run=True))

        async def capture(spec: SpecT) -> CaptureSuccess[SpecT]:
            return CaptureSuccess(spec, await limited.capture(spec.video, spec.directory, **spec.options))

        if dry_run:
            return capture_many(specs, plan, self._context.background, concurrency=concurrency)
        return capture_many(specs, capture, self._context.background, concurrency=concurrency)


class _LimitedCaptures(SingleCameraMixin):
    """Captures with limits on a client, whose subclass may override `capture` or not allow copies."""

    def __init__(self, client: SingleCameraMixin, limits: StageLimits) -> None:
        self._context, self._limits = client._context, limits  # noqa: SLF001 - same module
        # As `LazyService` sets them: the client may have services of its own.
        vars(self).update(files=client.files, takes=client.takes, jobs=client.jobs)


def _single_clips(video: UploadSource, device_label: str, move_file: UploadSource | None) -> list[Clip]:
    from move_ugc_async.capture.clip import Clip

    clips = [Clip(video, device_label)]
    if move_file is not None:
        clips.append(Clip(move_file, device_label, file_type="move"))
    return clips
