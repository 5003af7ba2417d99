"""Capture workflows with several cameras."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, overload

from move_ugc_async.services.client_services import ClientServices

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from move_ugc_async._capture_state import State
    from move_ugc_async._generated.fragments import JobType
    from move_ugc_async.capture.capture_plan import CapturePlan
    from move_ugc_async.capture.clip import Clip
    from move_ugc_async.capture.progress import OnCapture
    from move_ugc_async.capture.result import CaptureResult
    from move_ugc_async.capture.state_file import StateFile
    from move_ugc_async.capture.workflow_options import MulticamOptions
    from move_ugc_async.services.inputs import Options, Outputs, Sync, Window


class MultiCameraMixin(ClientServices):
    """`submit_multicam` and `capture_multicam`."""

    async def submit_multicam(
        self,
        volume_id: str,
        sources: Iterable[Clip],
        number_of_actors: int | None,
        *,
        key: str,
        options: Options | None = None,
        outputs: Outputs | None = None,
        allow_unknown: bool = False,
        rig: str | None = None,
        sync_method: Sync | None = None,
        clip_window: Window | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        on_progress: OnCapture | None = None,
    ) -> JobType:
        """Upload the clips of several cameras, create a take and start a job. The job costs credits.

        The call is idempotent: calling it again with the same key, content and options returns the same job, as with
        `submit`.

            clips = [Clip("left.mp4", "left", "goprohero10-fhd"), Clip("right.mp4", "right", "goprohero10-fhd")]
            job = await client.submit_multicam(volume_id, clips, 1, key="order-7")

        `volume_id`, `sources`, `number_of_actors`, `rig` and `sync_method` are those of `capture_multicam`. Other
        arguments, the result and errors are those of `submit`.
        """
        from move_ugc_async.capture import keeper, plans, workflow

        state_keeper = keeper.keeper_by_key(key)
        plan = plans.MultiCameraPlan(
            services=self,
            volume_id=volume_id,
            sources=sources,
            number_of_actors=number_of_actors,
            options=options,
            outputs=outputs,
            allow_unknown=allow_unknown,
            rig=rig,
            sync_method=sync_method,
            clip_window=clip_window,
            name=name,
            metadata=metadata,
        )
        run = workflow.CaptureWorkflow(self._context, plan, state_keeper, on_progress, "submit_multicam")
        return await run.submit(timeout)

    @overload
    async def capture_multicam(
        self,
        volume_id: str,
        sources: Iterable[Clip],
        number_of_actors: int | None,
        directory: str | PathLike[str],
        *,
        dry_run: Literal[False] = False,
        **options: Unpack[MulticamOptions],
    ) -> CaptureResult[JobType]: ...

    @overload
    async def capture_multicam(
        self,
        volume_id: str,
        sources: Iterable[Clip],
        number_of_actors: int | None,
        directory: str | PathLike[str],
        *,
        dry_run: Literal[True],
        **options: Unpack[MulticamOptions],
    ) -> CapturePlan: ...

    @overload
    async def capture_multicam(
        self,
        volume_id: str,
        sources: Iterable[Clip],
        number_of_actors: int | None,
        directory: str | PathLike[str],
        *,
        dry_run: bool,
        **options: Unpack[MulticamOptions],
    ) -> CaptureResult[JobType] | CapturePlan: ...

    async def capture_multicam(
        self,
        volume_id: str,
        sources: Iterable[Clip],
        number_of_actors: int | None,
        directory: str | PathLike[str],
        *,
        options: Options | None = None,
        outputs: Outputs | None = None,
        allow_unknown: bool = False,
        rig: str | None = None,
        sync_method: Sync | None = None,
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
        """Upload the clips of several cameras, create a take and a job, wait and download. The job costs credits.

            clips = [Clip("left.mp4", "left", "goprohero10-fhd"), Clip("right.mp4", "right", "goprohero10-fhd")]
            result = await client.capture_multicam(volume_id, clips, 1, "out", state_file="out/scene.json")

        Arguments, the result and errors are those of `capture`, with these differences:

        - `volume_id`: id of a volume whose calibration has finished.
        - `sources`: one `Clip` for each camera, at least two, each with its lens: one of
          `client.camera_settings.list()`. An unknown lens raises a `PreflightError` before the upload.
        - `number_of_actors`: how many people to track, 1 to 5. None leaves it to the server.
        - `rig`: name of the rig that the animation is retargeted to. None uses `move_mo`. One that `client.rigs.list()`
          does not name raises an error before the upload.
        - `allow_unknown`: whether to send unknown lenses and rigs as well.
        - `outputs`: not `RENDER_OVERLAY_VIDEO`, which is for one camera.
        - `sync_method`: how to synchronise the cameras. None leaves it to the server.
        - `name`: display name of the take and job. None sets none.
        """
        from move_ugc_async.capture import keeper, plans, workflow

        state_keeper = keeper.keeper_of(key, state_file, resume_from)
        plan = plans.MultiCameraPlan(
            services=self,
            volume_id=volume_id,
            sources=sources,
            number_of_actors=number_of_actors,
            options=options,
            outputs=outputs,
            allow_unknown=allow_unknown,
            rig=rig,
            sync_method=sync_method,
            clip_window=clip_window,
            name=name,
            metadata=metadata,
        )
        if dry_run:
            from move_ugc_async.capture.dry_run import DryRun

            return await DryRun(self._context, plan, state_keeper, on_progress, "plan").plan(directory, timeout)
        run = workflow.CaptureWorkflow(self._context, plan, state_keeper, on_progress, "capture_multicam")
        return await run.run(directory, timeout)
