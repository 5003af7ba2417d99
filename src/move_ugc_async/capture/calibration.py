"""The calibration of a recording space for several cameras."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, overload

from move_ugc_async._generated.enums import AreaType
from move_ugc_async.services.client_services import ClientServices

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from move_ugc_async._capture_state import State
    from move_ugc_async._generated.fragments import HumanVolumeType
    from move_ugc_async.capture.capture_plan import CapturePlan
    from move_ugc_async.capture.clip import Clip
    from move_ugc_async.capture.progress import OnCapture
    from move_ugc_async.capture.result import CaptureResult
    from move_ugc_async.capture.state_file import StateFile
    from move_ugc_async.capture.workflow_options import CalibrateOptions
    from move_ugc_async.services.inputs import Sync, Window


class CalibrationMixin(ClientServices):
    """`calibrate`."""

    @overload
    async def calibrate(
        self,
        sources: Iterable[Clip],
        human_height: float,
        directory: str | PathLike[str],
        *,
        dry_run: Literal[False] = False,
        **options: Unpack[CalibrateOptions],
    ) -> CaptureResult[HumanVolumeType]: ...

    @overload
    async def calibrate(
        self,
        sources: Iterable[Clip],
        human_height: float,
        directory: str | PathLike[str],
        *,
        dry_run: Literal[True],
        **options: Unpack[CalibrateOptions],
    ) -> CapturePlan: ...

    @overload
    async def calibrate(
        self,
        sources: Iterable[Clip],
        human_height: float,
        directory: str | PathLike[str],
        *,
        dry_run: bool,
        **options: Unpack[CalibrateOptions],
    ) -> CaptureResult[HumanVolumeType] | CapturePlan: ...

    async def calibrate(
        self,
        sources: Iterable[Clip],
        human_height: float,
        directory: str | PathLike[str],
        *,
        area_type: AreaType | str = AreaType.NORMAL,
        sync_method: Sync | None = None,
        clip_window: Window | None = None,
        allow_unknown: bool = False,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        on_progress: OnCapture | None = None,
        key: str | None = None,
        state_file: str | PathLike[str] | StateFile | None = None,
        resume_from: State | None = None,
        dry_run: bool = False,
    ) -> CaptureResult[HumanVolumeType] | CapturePlan:
        """Calibrate a recording space: upload clips, create a volume, wait, download. The volume costs credits.

        The clips show one person walking through the space.

            result = await client.calibrate(clips, 1.78, "out", state_file="out/volume.json")
            print(result.work.id)  # the volume_id of captures

        Arguments, the result and errors are those of `capture`, with these differences:

        - `sources`: one `Clip` for each camera, at least two, each with its lens: one of
          `client.camera_settings.list()`. An unknown lens raises a `PreflightError` before the upload.
        - `human_height`: height of the person in metres, above 0 and below 3.
        - `area_type`: `NORMAL` for a space below 20 square metres, otherwise `LARGE`.
        - `allow_unknown`: whether to send unknown area types, and lenses that the server does not list.
        - `sync_method`: how to synchronise the cameras. None leaves it to the server.
        - `name`: display name of the volume. None sets none.
        - The result has the finished volume as `work`, and no take.
        """
        from move_ugc_async.capture import keeper, plans, workflow

        state_keeper = keeper.keeper_of(key, state_file, resume_from)
        plan = plans.CalibrationPlan(
            services=self,
            sources=sources,
            human_height=human_height,
            area_type=area_type,
            sync_method=sync_method,
            clip_window=clip_window,
            allow_unknown=allow_unknown,
            name=name,
            metadata=metadata,
        )
        if dry_run:
            from move_ugc_async.capture.dry_run import DryRun

            return await DryRun(self._context, plan, state_keeper, on_progress, "plan").plan(directory, timeout)
        run = workflow.CaptureWorkflow(self._context, plan, state_keeper, on_progress, "calibrate")
        return await run.run(directory, timeout)
