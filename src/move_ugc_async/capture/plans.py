"""The three kinds of workflows: with one camera, with several cameras, and calibration."""

from collections.abc import Iterable, Iterator
from dataclasses import InitVar, dataclass
from functools import partial
from typing import Any

from typing_extensions import override

from move_ugc_async._generated.enums import AreaType, OutputType
from move_ugc_async._generated.fragments import HumanVolumeType, JobType, TakeType
from move_ugc_async._generated.input_types import SyncMethodInput
from move_ugc_async._transfers.sources import UploadSource
from move_ugc_async._validation import ensure_enum, ensure_id
from move_ugc_async.capture.clip import Clip, clip_list
from move_ugc_async.capture.plan import WorkflowPlan
from move_ugc_async.capture.preflight import check_name, check_names
from move_ugc_async.services.inputs import (
    Options,
    Outputs,
    SourceIn,
    Sync,
    ensure_actors,
    ensure_height,
    ensure_multicam_outputs,
    ensure_options,
    ensure_outputs,
    ensure_sync_method,
    ensure_window,
)
from move_ugc_async.services.long_running import LongRunningService


@dataclass(kw_only=True)
class JobPlan(WorkflowPlan[JobType]):
    """The plan of a workflow that creates a take and a job. Its attributes are arguments of `capture`."""

    options: Options | None
    outputs: Outputs | None

    def __post_init__(self) -> None:
        # The outputs are read more than once, which an iterator does not allow.
        self.outputs = [*self.outputs] if isinstance(self.outputs, Iterator) else self.outputs
        self.options = self.arguments.run(partial(ensure_options, self.options, allow_unknown=self.allow_unknown))
        self.clip_window = ensure_window(self.clip_window)

    @property
    @override
    def work_service(self) -> LongRunningService[JobType, Any]:
        return self.services.jobs

    @property
    @override
    def requested_outputs(self) -> tuple[OutputType, ...] | None:
        outputs = ensure_outputs(self.outputs)
        return None if outputs is None else tuple(outputs)

    @override
    async def find_job(self, take_id: str, key: str) -> JobType | None:
        return await self.services.jobs.find(key, take_id)

    @override
    async def read_work(self, id: str) -> JobType:
        return await self.services.jobs.retrieve(id)

    @override
    def _work_options(self) -> dict[str, Any]:
        outputs = sorted({str(each) for each in ensure_outputs(self.outputs) or ()})
        return {"outputs": outputs or None, "options": self.options}

    @override
    def _check_names(self) -> None:
        check_names(self.outputs, self.options, self.arguments, allow_unknown=self.allow_unknown)


@dataclass(kw_only=True)
class SingleCameraPlan(JobPlan):
    """The plan of a workflow with one camera. Other attributes are arguments of `capture`."""

    operation = "createSingleCamTake"
    job_operation = "createSingleCamJob"
    minimum_clips = 1

    video: InitVar[UploadSource]
    device_label: InitVar[str]
    move_file: InitVar[UploadSource | None]

    def __post_init__(self, video: UploadSource, device_label: str, move_file: UploadSource | None) -> None:
        super().__post_init__()
        self.clips = [Clip(video, device_label)]
        if move_file is not None:
            self.clips.append(Clip(move_file, device_label, file_type="move"))

    @override
    async def create_take(self, sources: list[SourceIn], file_name: str | None, key: str) -> TakeType:
        name = self.name or file_name
        return await self.services.takes.create_singlecam(sources, name, self.metadata, idempotency_key=key)

    @override
    async def create_work(self, take_id: str, sources: list[SourceIn], file_name: str | None, key: str) -> JobType:
        name = self.name or file_name
        return await self.services.jobs.create_singlecam(
            take_id, name, self.metadata, self.options, self.clip_window, self.outputs, idempotency_key=key
        )


@dataclass(kw_only=True)
class MultiCameraPlan(JobPlan):
    """The plan of a workflow with several cameras. Other attributes are arguments of `capture_multicam`."""

    operation = "createMultiCamTake"
    job_operation = "createMultiCamJob"

    volume_id: str
    sources: InitVar[Iterable[Clip]]
    number_of_actors: int | None
    sync_method: Sync | None

    def __post_init__(self, sources: Iterable[Clip]) -> None:
        ensure_id(self.volume_id, "a volume")
        self.sync_method = ensure_sync_method(self.sync_method)
        super().__post_init__()
        if self.number_of_actors is not None:
            self.number_of_actors = self.arguments.run(partial(ensure_actors, self.number_of_actors))
        self.clips = clip_list(sources)

    @property
    @override
    def sync(self) -> SyncMethodInput | None:
        return ensure_sync_method(self.sync_method)

    @override
    async def create_take(self, sources: list[SourceIn], file_name: str | None, key: str) -> TakeType:
        return await self.services.takes.create_multicam(
            sources, self.volume_id, self.name, self.sync_method, self.metadata, idempotency_key=key
        )

    @override
    async def create_work(self, take_id: str, sources: list[SourceIn], file_name: str | None, key: str) -> JobType:
        return await self.services.jobs.create_multicam(
            take_id,
            self.number_of_actors,
            self.options,
            self.outputs,
            self.rig,
            self.name,
            self.clip_window,
            self.metadata,
            idempotency_key=key,
        )

    @override
    def _take_options(self) -> dict[str, Any]:
        return {"volume_id": self.volume_id, "sync_method": self.sync_method}

    @override
    def _work_options(self) -> dict[str, Any]:
        return {**super()._work_options(), "number_of_actors": self.number_of_actors, "rig": self.rig}

    @override
    def _texts(self) -> dict[str, object]:
        return {"name": self.name, "rig": self.rig}

    @override
    def _check_names(self) -> None:
        super()._check_names()
        # An error of `ensure_outputs` is reported once, since equal findings are merged.
        self.arguments.run(lambda: ensure_multicam_outputs(ensure_outputs(self.outputs)))


@dataclass(kw_only=True)
class CalibrationPlan(WorkflowPlan[HumanVolumeType]):
    """The plan of a calibration. Other attributes are arguments of `calibrate`."""

    operation = "createVolumeWithHuman"
    creates_take = False

    sources: InitVar[Iterable[Clip]]
    human_height: float
    area_type: AreaType | str
    sync_method: Sync | None

    def __post_init__(self, sources: Iterable[Clip]) -> None:
        self.clip_window = ensure_window(self.clip_window)
        self.sync_method = ensure_sync_method(self.sync_method)
        self.arguments.run(partial(ensure_height, self.human_height))
        self.area_type = ensure_enum(AreaType, self.area_type, "area_type")
        self.clips = clip_list(sources)

    @property
    @override
    def sync(self) -> SyncMethodInput | None:
        return ensure_sync_method(self.sync_method)

    @property
    @override
    def work_service(self) -> LongRunningService[HumanVolumeType, Any]:
        return self.services.volumes

    @override
    async def read_work(self, id: str) -> HumanVolumeType:
        return await self.services.volumes.retrieve_human_volume(id)

    @override
    async def create_work(
        self, take_id: str, sources: list[SourceIn], file_name: str | None, key: str
    ) -> HumanVolumeType:
        return await self.services.volumes.create_human_volume(
            sources,
            self.human_height,
            self.area_type,
            self.sync_method,
            self.metadata,
            self.name,
            self.clip_window,
            idempotency_key=key,
        )

    @override
    def _take_options(self) -> dict[str, Any]:
        return {"sync_method": self.sync_method}

    @override
    def _work_options(self) -> dict[str, Any]:
        # Every state file has `outputs`, whatever its kind of workflow.
        return {"outputs": None, "human_height": self.human_height, "area_type": self.area_type}

    @override
    def _check_names(self) -> None:
        area_type = ensure_enum(AreaType, self.area_type, "area_type")
        self.arguments.run(partial(check_name, "area_type", area_type, allow_unknown=self.allow_unknown))
