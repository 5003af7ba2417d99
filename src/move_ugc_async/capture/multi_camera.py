"""Workflows of several cameras."""

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
        """Upload the clips of several cameras, create their take, and start a job. The job costs credits.

        It is idempotent as a whole, as `submit` is.

        Args:
            volume_id: Id of the volume, whose calibration has finished.
            sources: The clips, one for each camera, each with its lens.
            number_of_actors: How many people to track, up to 5; None leaves it to the server.
            key: Your own name for this job, such as the id of an order; 1 to 249 characters.
            options: The switches of the capture.
            outputs: The results to make, as enum members or names in any case; left out, the server's default set.
            allow_unknown: Whether to send names of outputs and of a `mocap_model` that this version does not know.
                Otherwise they are refused before anything is sent.
            rig: Name of the rig to retarget to.
            sync_method: How to synchronise the cameras.
            clip_window: The part of the clips to process; left out, the whole clips.
            name: Display name of take and job.
            metadata: Your own JSON object, kept with take and job.
            timeout: Seconds for all of it; None waits without limit.
            on_progress: Called with each step.

        Returns:
            The job, usually not started yet. `jobs.wait` waits for it.

        Raises:
            IdempotencyMismatchError: The key was used before, with other content or options; nothing was created.
            MoveInvalidRequestError: An argument is invalid; nothing was sent.
            AmbiguousCreateError: The outcome of a creation is unknown; call again with the same key.
            MoveTimeoutError: The time ran out; call again with the same key.
            MoveError: Anything else.
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
        """Submit the clips of several cameras, wait for the job, and download the outputs. The job costs credits.

        `key`, `state_file` and `resume_from` work as in `capture`.

        Args:
            volume_id: Id of the volume, whose calibration has finished.
            sources: The clips, one for each camera, each with its lens.
            number_of_actors: How many people to track, up to 5; None leaves it to the server.
            directory: Where the outputs go; created if it does not exist.
            options: The switches of the capture.
            outputs: The results to make, as enum members or names in any case; left out, the server's default set.
            allow_unknown: Whether to send names of outputs and of a `mocap_model` that this version does not know.
                Otherwise they are refused before anything is sent.
            rig: Name of the rig to retarget to.
            sync_method: How to synchronise the cameras.
            clip_window: The part of the clips to process; left out, the whole clips.
            name: Display name of take and job.
            metadata: Your own JSON object, kept with take and job.
            timeout: Seconds for all of it; left out, only the wait is limited, by the client's `wait_timeout`.
            on_progress: Called with each step.
            key: Your own name for this workflow; 1 to 249 characters.
            state_file: Path of a small JSON file that keeps the state of the workflow.
            resume_from: The state that an error carried, or its JSON: nothing in it is made again.

        Raises:
            StateFileMismatchError: The state file belongs to another request.
            MoveInvalidRequestError: The volume or the number is invalid, or more than one of `key`, `state_file` and
                `resume_from` is given.
            CaptureError: A stage failed. It names the stage, and its `state` can be resumed from.
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
        """Calibrate a recording space: upload, volume, wait, download. The volume costs credits.

        `key`, `state_file` and `resume_from` work as in `capture`.

        Args:
            sources: The clips, one for each camera, at least two, each with its lens.
            human_height: Height of the person who walks through the space, in metres.
            directory: Where the outputs go; created if it does not exist.
            area_type: `NORMAL` below 20 square metres, else `LARGE`.
            sync_method: How to synchronise the cameras.
            clip_window: The part of the clips to use; left out, the whole clips.
            name: Display name.
            metadata: Your own JSON object, kept with the volume.
            timeout: Seconds for all of it; left out, only the wait is limited, by the client's `wait_timeout`.
            on_progress: Called with each step.
            key: Your own name for this workflow; 1 to 249 characters.
            state_file: Path of a small JSON file that keeps the state of the workflow.
            resume_from: The state that an error carried, or its JSON: nothing in it is made again.

        Raises:
            StateFileMismatchError: The state file belongs to another request.
            MoveInvalidRequestError: More than one of `key`, `state_file` and `resume_from` is given.
            CaptureError: A stage failed. It names the stage, and its `state` can be resumed from.
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
