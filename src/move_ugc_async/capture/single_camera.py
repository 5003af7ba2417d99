"""The capture workflow with one camera."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, overload

from move_ugc_async.services.client_services import ClientServices

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from move_ugc_async._capture_state import State
    from move_ugc_async._generated.fragments import JobType
    from move_ugc_async._transfers.sources import UploadSource
    from move_ugc_async.capture.capture_plan import CapturePlan
    from move_ugc_async.capture.progress import OnCapture
    from move_ugc_async.capture.result import CaptureResult
    from move_ugc_async.capture.state_file import StateFile
    from move_ugc_async.capture.steps import StageLimits
    from move_ugc_async.capture.workflow_options import CaptureOptions
    from move_ugc_async.services.inputs import Options, Outputs, Window


class SingleCameraMixin(ClientServices):
    """`capture`."""

    _limits: StageLimits | None = None

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
            video=video,
            device_label=device_label,
            move_file=move_file,
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
