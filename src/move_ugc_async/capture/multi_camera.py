"""Capture workflows with several cameras, and calibration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

from move_ugc_async._generated.enums import AreaType
from move_ugc_async.capture.client_base import WorkflowMixin

if TYPE_CHECKING:
    from move_ugc_async._capture_state import State
    from move_ugc_async._generated.fragments import HumanVolumeType, JobType
    from move_ugc_async.capture.clip import Clip
    from move_ugc_async.capture.events import OnCapture
    from move_ugc_async.capture.state_file import StateFile
    from move_ugc_async.capture.workflow import CaptureResult
    from move_ugc_async.services.inputs import Options, Sync, Window
    from move_ugc_async.services.literals import Outputs


class MultiCameraMixin(WorkflowMixin):
    """`submit_multicam`, `capture_multicam` and `calibrate`."""

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

        Args:
            volume_id: Id of a volume whose calibration has finished.
            sources: One `Clip` for each camera, at least two, each with its lens.
            number_of_actors: How many people to track, 1 to 5. None leaves it to the server.
            key: Your own name for this job, such as an order id; 1 to 249 characters.
            options: Motion capture options, as `JobOptions` or a dictionary such as `{"track_fingers": True}`.
            outputs: Outputs to create, such as `["main_fbx"]`: members of `OutputType` or their names in any case.
                None creates the server's default set.
            allow_unknown: Whether to send outputs and a `mocap_model` that this version does not know. By default they
                raise an error before anything is sent.
            rig: Name of the rig that the animation is retargeted to. None uses `move_mo`.
            sync_method: How to synchronise the cameras. None leaves it to the server.
            clip_window: The part of the clips to process, in seconds from their start. None processes all of them.
            name: Display name of the take and job.
            metadata: Your own JSON object, stored with the take and job.
            timeout: Maximum seconds for the whole call. None sets no limit.
            on_progress: Function or coroutine function that is called with a `CaptureEvent` at each step.

        Returns:
            The job, usually not started yet. Wait for it with `jobs.wait`.

        Raises:
            IdempotencyMismatchError: The key was used before, with other content or options; nothing was created.
            MoveInvalidRequestError: An argument is invalid; nothing was sent.
            AmbiguousCreateError: The outcome of a creation is unknown; call again with the same key.
            MoveTimeoutError: `timeout` has expired; call again with the same key.
            MoveError: Any other error of the API or the connection.
        """
        from move_ugc_async.capture.builders import multicam
        from move_ugc_async.capture.start import start_by_key

        workflow = multicam(
            self,
            self._workflow_context,
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
            on_progress=on_progress,
            start=start_by_key(key),
            kind="submit_multicam",
        )
        return await workflow.submit(timeout)

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
    ) -> CaptureResult[JobType]:
        """Upload the clips of several cameras, create a take and a job, wait and download. The job costs credits.

        `key`, `state_file` and `resume_from` make the call resumable, as with `capture`; pass at most one of them.

            clips = [Clip("left.mp4", "left", "goprohero10-fhd"), Clip("right.mp4", "right", "goprohero10-fhd")]
            result = await client.capture_multicam(volume_id, clips, 1, "out", state_file="out/scene.json")

        Args:
            volume_id: Id of a volume whose calibration has finished.
            sources: One `Clip` for each camera, at least two, each with its lens.
            number_of_actors: How many people to track, 1 to 5. None leaves it to the server.
            directory: Folder for the outputs; created if it does not exist.
            options: Motion capture options, as `JobOptions` or a dictionary such as `{"track_fingers": True}`.
            outputs: Outputs to create, such as `["main_fbx"]`: members of `OutputType` or their names in any case.
                None creates the server's default set.
            allow_unknown: Whether to send outputs and a `mocap_model` that this version does not know. By default they
                raise an error before anything is sent.
            rig: Name of the rig that the animation is retargeted to. None uses `move_mo`.
            sync_method: How to synchronise the cameras. None leaves it to the server.
            clip_window: The part of the clips to process, in seconds from their start. None processes all of them.
            name: Display name of the take and job.
            metadata: Your own JSON object, stored with the take and job.
            timeout: Maximum seconds for the whole call. None limits only the wait, to the client's `wait_timeout`.
            on_progress: Function or coroutine function that is called with a `CaptureEvent` at each step.
            key: Your own name for this workflow, such as an order id; 1 to 249 characters.
            state_file: Path of a small JSON file for the state of the workflow.
            resume_from: State of an earlier call, such as `error.state`, or its JSON. Nothing in it is created again.

        Returns:
            The finished job as `work`, the take, the downloaded outputs, and the state.

        Raises:
            StateFileMismatchError: The state file belongs to another request.
            MoveInvalidRequestError: `volume_id`, `number_of_actors` or an option is invalid, or more than one of
                `key`, `state_file` and `resume_from` is given.
            CaptureError: A step failed, or `timeout` has expired. Its `stage` is the step (`preflight` for an invalid
                clip or argument), its `__cause__` is the error, and its `state` is for `resume_from`.
        """
        from move_ugc_async.capture.arguments import file_path
        from move_ugc_async.capture.builders import multicam
        from move_ugc_async.capture.start import start_of

        workflow = multicam(
            self,
            self._workflow_context,
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
            on_progress=on_progress,
            start=start_of(key, state_file, resume_from),
            kind="capture_multicam",
        )
        return await workflow.run(file_path(directory, "directory"), timeout)

    async def calibrate(
        self,
        sources: Iterable[Clip],
        human_height: float,
        directory: str | PathLike[str],
        *,
        area_type: AreaType | str = AreaType.NORMAL,
        sync_method: Sync | None = None,
        clip_window: Window | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        on_progress: OnCapture | None = None,
        key: str | None = None,
        state_file: str | PathLike[str] | StateFile | None = None,
        resume_from: State | None = None,
    ) -> CaptureResult[HumanVolumeType]:
        """Calibrate a recording space: upload clips, create a volume, wait, download. The volume costs credits.

        The clips show one person walking through the space. `key`, `state_file` and `resume_from` make the call
        resumable, as with `capture`; pass at most one of them.

            result = await client.calibrate(clips, 1.78, "out", state_file="out/volume.json")
            print(result.work.id)  # the volume_id of captures

        Args:
            sources: One `Clip` for each camera, at least two, each with its lens.
            human_height: Height of the person in metres, above 0 and below 3.
            directory: Folder for the outputs; created if it does not exist.
            area_type: `NORMAL` for a space below 20 square metres, otherwise `LARGE`.
            sync_method: How to synchronise the cameras. None leaves it to the server.
            clip_window: The part of the clips to use, in seconds from their start. None uses all of them.
            name: Display name of the volume.
            metadata: Your own JSON object, stored with the volume.
            timeout: Maximum seconds for the whole call. None limits only the wait, to the client's `wait_timeout`.
            on_progress: Function or coroutine function that is called with a `CaptureEvent` at each step.
            key: Your own name for this workflow, such as an order id; 1 to 249 characters.
            state_file: Path of a small JSON file for the state of the workflow.
            resume_from: State of an earlier call, such as `error.state`, or its JSON. Nothing in it is created again.

        Returns:
            The finished volume as `work`, the downloaded outputs, and the state.

        Raises:
            StateFileMismatchError: The state file belongs to another request.
            MoveInvalidRequestError: `human_height`, `area_type` or an option is invalid, or more than one of `key`,
                `state_file` and `resume_from` is given.
            CaptureError: A step failed, or `timeout` has expired. Its `stage` is the step (`preflight` for an invalid
                clip or argument), its `__cause__` is the error, and its `state` is for `resume_from`.
        """
        from move_ugc_async.capture.arguments import file_path
        from move_ugc_async.capture.builders import calibration
        from move_ugc_async.capture.start import start_of

        workflow = calibration(
            self,
            self._workflow_context,
            clips=sources,
            human_height=human_height,
            area_type=area_type,
            sync_method=sync_method,
            clip_window=clip_window,
            name=name,
            metadata=metadata,
            on_progress=on_progress,
            start=start_of(key, state_file, resume_from),
        )
        return await workflow.run(file_path(directory, "directory"), timeout)
