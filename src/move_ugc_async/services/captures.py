"""Journeys: from clips to downloaded files in one call."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from move_ugc_async._generated.enums import AreaType
from move_ugc_async.capture.turns import UNBOUNDED, Turns, check_bounds

if TYPE_CHECKING:
    from move_ugc_async._generated.enums import OutputType
    from move_ugc_async._generated.fragments import HumanVolumeType, JobType
    from move_ugc_async._generated.input_types import SyncMethodInput
    from move_ugc_async.background import BackgroundTasks
    from move_ugc_async.capture.clip import Clip
    from move_ugc_async.capture.events import OnCapture
    from move_ugc_async.capture.journey import CaptureResult, Means
    from move_ugc_async.capture.many import CaptureOutcome, SpecT
    from move_ugc_async.capture.patience import Patience
    from move_ugc_async.capture.state import State
    from move_ugc_async.inputs import ClipWindow, JobOptions
    from move_ugc_async.services.files import AsyncFileService
    from move_ugc_async.services.jobs import AsyncJobService
    from move_ugc_async.services.takes import AsyncTakeService
    from move_ugc_async.services.volumes import AsyncVolumeService


@dataclass(frozen=True, slots=True)
class Services:
    """What journeys are made of."""

    files: AsyncFileService
    takes: AsyncTakeService
    jobs: AsyncJobService
    volumes: AsyncVolumeService
    background: BackgroundTasks
    patience: Patience
    alone: Callable[[str], AbstractAsyncContextManager[object]]


class Journeys(ABC):
    """Journeys over the services of one client, which mixes them in."""

    @property
    @abstractmethod
    def _services(self) -> Services: ...

    @property
    def _means(self) -> Means:
        from move_ugc_async.capture.journey import Means

        services = self._services
        return Means(services.files, self._turns, services.patience, services.alone)

    @property
    def _turns(self) -> Turns:
        return UNBOUNDED

    async def capture(
        self,
        video: str | PathLike[str],
        directory: str | PathLike[str],
        *,
        move_file: str | PathLike[str] | None = None,
        device_label: str = "camera",
        options: JobOptions | None = None,
        outputs: Sequence[OutputType | str] | None = None,
        clip_window: ClipWindow | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        on_progress: OnCapture | None = None,
        resume_from: State | None = None,
    ) -> CaptureResult[JobType]:
        """Go the whole way with one camera: upload, take, job, wait, download. The job costs credits.

        Everything that can be checked is checked before anything is sent. What is created carries a key, so that
        nothing is created twice, neither by a lost answer nor by going on after an error.

        What may pass, such as a broken connection, is tried again for up to five minutes.

        Args:
            video: The clip.
            directory: Where the outputs go; made if need be.
            move_file: The recording of the device's sensors that belongs to the clip.
            device_label: Your name for the device.
            options: The switches of the capture.
            outputs: The results to make, as enum members or names in any case; left out, the server's default set.
            clip_window: The part of the clip to process; left out, the whole clip.
            name: Display name of take and job; left out, the clip's.
            metadata: Your own JSON object, kept with take and job.
            timeout: Seconds for all of it; None has no end.
            on_progress: Called with each step.
            resume_from: The state that an error carried, or its JSON: what it made is not made again.

        Raises:
            CaptureError: A stage failed. It says which, and its `state` can be gone on from.
        """
        from move_ugc_async.capture.clip import Clip
        from move_ugc_async.capture.journey import Journey

        services = self._services
        clips = [Clip(Path(video), device_label)]
        if move_file is not None:
            clips.append(Clip(Path(move_file), device_label, file_type="move"))
        title = name or Path(video).name
        journey: Journey[JobType] = Journey(
            means=self._means,
            clips=clips,
            directory=Path(directory),
            clip_window=clip_window,
            outputs=outputs,
            metadata=metadata,
            fewest_clips=1,
            find=services.takes.find,
            create_take=lambda sources, key: services.takes.create_singlecam(
                sources, title, metadata, idempotency_key=key
            ),
            create_work=lambda take_id, _sources, key: services.jobs.create_singlecam(
                take_id or "", title, metadata, options, clip_window, outputs, idempotency_key=key
            ),
            works=services.jobs,
            on_progress=on_progress,
            resume_from=resume_from,
            kind="capture",
        )
        return await journey.run(timeout)

    def capture_many(
        self,
        specs: Iterable[SpecT] | AsyncIterable[SpecT],
        *,
        concurrency: int = 16,
        uploads: int = 4,
        jobs: int | None = None,
        downloads: int = 4,
    ) -> AsyncGenerator[CaptureOutcome[SpecT], None]:
        """Go many journeys with one camera each, and give an outcome as each ends. A single failure raises nothing.

        A loop that is left early ends what is under way soon after; with `contextlib.aclosing` around it, before the
        next line of yours.

        Args:
            specs: What is to be done, from any iterable, an asynchronous one included; one is taken only when there is
                a place for it.
            concurrency: How many journeys are under way at once. A journey keeps its place until its outcome is taken.
            uploads: How many of them upload at once. A journey's own `timeout` runs on while it waits for its turn.
            jobs: How many of them have a job on the platform at once; None is as many as are under way.
            downloads: How many of them download at once, up to four outputs each.

        Raises:
            MoveInvalidRequestError: A bound makes no sense.
        """
        from move_ugc_async.capture.many import capture_many

        if jobs is None:
            jobs = concurrency
        check_bounds(concurrency=concurrency, uploads=uploads, jobs=jobs, downloads=downloads)
        bounded = _Bounded(self._services, Turns.at_most(uploads=uploads, jobs=jobs, downloads=downloads))

        async def go(spec: SpecT) -> CaptureResult[JobType]:
            return await bounded.capture(spec.video, spec.directory, **spec.options)

        return capture_many(specs, go, self._services.background, concurrency=concurrency)

    async def capture_multicam(
        self,
        volume_id: str,
        sources: Sequence[Clip],
        number_of_actors: int | None,
        directory: str | PathLike[str],
        *,
        options: JobOptions | None = None,
        outputs: Sequence[OutputType | str] | None = None,
        rig: str | None = None,
        sync_method: SyncMethodInput | None = None,
        clip_window: ClipWindow | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        on_progress: OnCapture | None = None,
        resume_from: State | None = None,
    ) -> CaptureResult[JobType]:
        """Go the whole way with several cameras in a calibrated volume. The job costs credits.

        Args:
            volume_id: Id of the volume, whose calibration has finished.
            sources: The clips, one a camera, each with its lens.
            number_of_actors: How many people to track, up to 5; None leaves it to the server.
            directory: Where the outputs go; made if need be.
            options: The switches of the capture.
            outputs: The results to make, as enum members or names in any case; left out, the server's default set.
            rig: Name of the rig to retarget to.
            sync_method: How to bring the cameras to one clock.
            clip_window: The part of the clips to process; left out, the whole clips.
            name: Display name of take and job.
            metadata: Your own JSON object, kept with take and job.
            timeout: Seconds for all of it; None has no end.
            on_progress: Called with each step.
            resume_from: The state that an error carried, or its JSON: what it made is not made again.

        Raises:
            MoveInvalidRequestError: The volume or the number makes no sense.
            CaptureError: A stage failed. It says which, and its `state` can be gone on from.
        """
        from move_ugc_async.capture.journey import Journey
        from move_ugc_async.inputs import identifier

        identifier(volume_id, "a volume")
        check_bounds(number_of_actors=1 if number_of_actors is None else number_of_actors)
        services = self._services
        journey: Journey[JobType] = Journey(
            means=self._means,
            clips=sources,
            directory=Path(directory),
            clip_window=clip_window,
            outputs=outputs,
            metadata=metadata,
            fewest_clips=2,
            find=services.takes.find,
            create_take=lambda clips, key: services.takes.create_multicam(
                clips, volume_id, name, sync_method, metadata, idempotency_key=key
            ),
            create_work=lambda take_id, _clips, key: services.jobs.create_multicam(
                take_id or "",
                number_of_actors,
                options,
                outputs,
                rig,
                name,
                clip_window,
                metadata,
                idempotency_key=key,
            ),
            works=services.jobs,
            on_progress=on_progress,
            resume_from=resume_from,
            kind="capture_multicam",
        )
        return await journey.run(timeout)

    async def calibrate(
        self,
        sources: Sequence[Clip],
        human_height: float,
        directory: str | PathLike[str],
        *,
        area_type: AreaType | str = AreaType.NORMAL,
        sync_method: SyncMethodInput | None = None,
        clip_window: ClipWindow | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        on_progress: OnCapture | None = None,
        resume_from: State | None = None,
    ) -> CaptureResult[HumanVolumeType]:
        """Calibrate a recording space: upload, volume, wait, download. The volume costs credits.

        Args:
            sources: The clips, one a camera, at least two, each with its lens.
            human_height: Height of the person who walks through the space, in metres.
            directory: Where the outputs go; made if need be.
            area_type: `NORMAL` below 20 square metres, else `LARGE`.
            sync_method: How to bring the cameras to one clock.
            clip_window: The part of the clips to use; left out, the whole clips.
            name: Display name.
            metadata: Your own JSON object, kept with the volume.
            timeout: Seconds for all of it; None has no end.
            on_progress: Called with each step.
            resume_from: The state that an error carried, or its JSON: what it made is not made again.

        Raises:
            CaptureError: A stage failed. It says which, and its `state` can be gone on from.
        """
        from move_ugc_async.capture.journey import Journey

        services = self._services
        journey: Journey[HumanVolumeType] = Journey(
            means=self._means,
            clips=sources,
            directory=Path(directory),
            clip_window=clip_window,
            outputs=None,
            metadata=metadata,
            fewest_clips=2,
            find=services.volumes.find,
            create_take=None,
            create_work=lambda _take_id, clips, key: services.volumes.create_human_volume(
                clips,
                human_height,
                area_type,
                sync_method,
                metadata,
                name,
                clip_window,
                idempotency_key=key,
            ),
            works=services.volumes,
            on_progress=on_progress,
            resume_from=resume_from,
            kind="calibrate",
        )
        return await journey.run(timeout)


class _Bounded(Journeys):
    """The same, taking turns."""

    def __init__(self, services: Services, turns: Turns) -> None:
        self._of = services
        self._taking = turns

    @property
    def _services(self) -> Services:
        return self._of

    @property
    def _turns(self) -> Turns:
        return self._taking
