"""Workflows of one camera."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Mapping
from copy import copy
from os import PathLike
from typing import TYPE_CHECKING, Any

from move_ugc_async.capture.client_base import WorkflowMixin
from move_ugc_async.capture.stage_limits import StageLimits, check_limits

if TYPE_CHECKING:
    from move_ugc_async._capture_state import State
    from move_ugc_async._generated.fragments import JobType
    from move_ugc_async._transfers.sources import UploadSource
    from move_ugc_async.capture.clip import Clip
    from move_ugc_async.capture.events import OnCapture
    from move_ugc_async.capture.many import CaptureOutcome, SpecT
    from move_ugc_async.capture.state_file import StateFile
    from move_ugc_async.capture.workflow import CaptureResult
    from move_ugc_async.services.inputs import Options, Window
    from move_ugc_async.services.literals import Outputs


class SingleCameraMixin(WorkflowMixin):
    """`submit`, `capture` and `capture_many`."""

    async def submit(
        self,
        source: UploadSource,
        *,
        key: str,
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
        """Upload a clip, create its take, and start a job. The job costs credits.

        It is idempotent as a whole: called again with the same key, content and options, also at the same time or by
        another process of this host, it returns the same job. The content is known by the SHA-256 of all bytes, so that
        it does not matter where the clip is or what its file is called.

        Args:
            source: The clip: a path, bytes, a binary file object or a `ByteStream`. A stream is read to its end first,
                into memory up to 16 MiB, else into a temporary file.
            key: Your own name for this job, such as the id of an order; 1 to 249 characters.
            device_label: Your name for the device.
            move_file: The recording of the device's sensors that belongs to the clip.
            options: The switches of the capture.
            outputs: The results to make, as enum members or names in any case; left out, the server's default set.
            allow_unknown: Whether to send names of outputs and of a `mocap_model` that this version does not know.
                Otherwise they are refused before anything is sent.
            clip_window: The part of the clip to process; left out, the whole clip.
            name: Display name of take and job; left out, the file's.
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
        from move_ugc_async.capture.builders import singlecam
        from move_ugc_async.capture.start import start_by_key

        workflow = singlecam(
            self,
            self._workflow_context,
            clips=_single_clips(source, device_label, move_file),
            options=options,
            outputs=outputs,
            allow_unknown=allow_unknown,
            clip_window=clip_window,
            name=name,
            metadata=metadata,
            on_progress=on_progress,
            start=start_by_key(key),
            kind="submit",
        )
        return await workflow.submit(timeout)

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
    ) -> CaptureResult[JobType]:
        """Submit a clip, wait for its job, and download the outputs. The job costs credits.

        Everything that can be checked is checked before anything is sent. Transient errors, such as a broken
        connection, are retried for up to five minutes.

        At most one of `key`, `state_file` and `resume_from` can be given. With the same one, the same content and the
        same options, calling again resumes the workflow, and pays for nothing twice. Without any of them each call
        creates a new job, which is paid for.

        Args:
            video: The clip: a path, bytes, a binary file object or a `ByteStream`. A stream is read to its end first,
                into memory up to 16 MiB, else into a temporary file.
            directory: Where the outputs go; created if it does not exist.
            move_file: The recording of the device's sensors that belongs to the clip.
            device_label: Your name for the device.
            options: The switches of the capture.
            outputs: The results to make, as enum members or names in any case; left out, the server's default set.
            allow_unknown: Whether to send names of outputs and of a `mocap_model` that this version does not know.
                Otherwise they are refused before anything is sent.
            clip_window: The part of the clip to process; left out, the whole clip.
            name: Display name of take and job; left out, the file's.
            metadata: Your own JSON object, kept with take and job.
            timeout: Seconds for all of it; left out, only the wait is limited, by the client's `wait_timeout`.
            on_progress: Called with each step.
            key: Your own name for this workflow, such as the id of an order; 1 to 249 characters.
            state_file: Path of a small JSON file that keeps the state of the workflow, created if it does not exist
                and never removed. A second call with the same file waits for the first one, and reports the same job.
            resume_from: The state that an error carried, or its JSON: nothing in it is made again.

        Raises:
            StateFileMismatchError: The state file belongs to another request.
            MoveInvalidRequestError: More than one of `key`, `state_file` and `resume_from` is given.
            CaptureError: A stage failed. It names the stage, and its `state` can be resumed from.
        """
        from move_ugc_async.capture.arguments import file_path
        from move_ugc_async.capture.builders import singlecam
        from move_ugc_async.capture.start import start_of

        workflow = singlecam(
            self,
            self._workflow_context,
            clips=_single_clips(video, device_label, move_file),
            options=options,
            outputs=outputs,
            allow_unknown=allow_unknown,
            clip_window=clip_window,
            name=name,
            metadata=metadata,
            on_progress=on_progress,
            start=start_of(key, state_file, resume_from),
            kind="capture",
        )
        return await workflow.run(file_path(directory, "directory"), timeout)

    def capture_many(
        self,
        specs: Iterable[SpecT] | AsyncIterable[SpecT],
        *,
        concurrency: int = 16,
        uploads: int = 4,
        jobs: int | None = None,
        downloads: int = 4,
    ) -> AsyncGenerator[CaptureOutcome[SpecT], None]:
        """Run many captures with one camera each, and yield an outcome as each ends. A single failure raises nothing.

        A loop that is left early cancels the captures that are running soon after; with `contextlib.aclosing` around
        it, before your next line runs.

        Args:
            specs: The captures, from any iterable, an asynchronous one included; one is taken only when there is a
                slot for it.
            concurrency: How many captures run at once. A capture keeps its slot until its outcome is taken.
            uploads: How many of them upload at once. A capture's own `timeout` runs on while it waits for a slot.
            jobs: How many of them have a job on the platform at once; None does not limit them further.
            downloads: How many of them download at once, up to four outputs each.

        Raises:
            MoveInvalidRequestError: A limit is invalid.
        """
        from move_ugc_async.capture.many import capture_many

        if jobs is None:
            jobs = concurrency
        check_limits(concurrency=concurrency, uploads=uploads, jobs=jobs, downloads=downloads)
        limited = copy(self)
        limited._limits = StageLimits.at_most(uploads=uploads, jobs=jobs, downloads=downloads)  # noqa: SLF001 - a copy of self

        async def capture(spec: SpecT) -> CaptureResult[JobType]:
            return await limited.capture(spec.video, spec.directory, **spec.options)

        return capture_many(specs, capture, self._context.background, concurrency=concurrency)


def _single_clips(video: UploadSource, device_label: str, move_file: UploadSource | None) -> list[Clip]:
    from move_ugc_async.capture.clip import Clip

    clips = [Clip(video, device_label)]
    if move_file is not None:
        clips.append(Clip(move_file, device_label, file_type="move"))
    return clips
