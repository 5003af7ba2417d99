"""Build single-camera, multi-camera and calibration workflows from the arguments of a call."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from move_ugc_async._generated.enums import AreaType
from move_ugc_async._generated.fragments import HumanVolumeType, JobType
from move_ugc_async._telemetry.base import WorkflowKind
from move_ugc_async._validation import ensure_count, ensure_enum, ensure_id
from move_ugc_async.capture.arguments import clip_list
from move_ugc_async.capture.clip import Clip
from move_ugc_async.capture.events import OnCapture
from move_ugc_async.capture.request import CaptureRequest
from move_ugc_async.capture.start import Start
from move_ugc_async.capture.steps import WorkflowContext, WorkflowSteps
from move_ugc_async.capture.workflow import CaptureWorkflow
from move_ugc_async.services.inputs import (
    Options,
    Sync,
    Window,
    ensure_height,
    ensure_options,
    ensure_sync_method,
    ensure_window,
)
from move_ugc_async.services.literals import Outputs

if TYPE_CHECKING:
    from move_ugc_async.services.client_services import ClientServices


def singlecam(
    services: "ClientServices",
    context: WorkflowContext,
    *,
    clips: Sequence[Clip],
    options: Options | None,
    outputs: Outputs | None,
    allow_unknown: bool,
    clip_window: Window | None,
    name: str | None,
    metadata: Mapping[str, Any] | None,
    on_progress: OnCapture | None,
    start: Start,
    kind: WorkflowKind,
) -> CaptureWorkflow[JobType]:
    """Build a single-camera workflow."""
    outputs, options, clip_window = _reusable(outputs), ensure_options(options), ensure_window(clip_window)
    return CaptureWorkflow(
        context=context,
        request=CaptureRequest(
            operation="createSingleCamTake",
            endpoint=context.endpoint,
            clips=clips,
            minimum_clips=1,
            name=name,
            metadata=metadata,
            clip_window=clip_window,
            outputs=outputs,
            allow_unknown=allow_unknown,
            take={},
            work={"options": options},
        ),
        steps=WorkflowSteps(
            find=services.takes.find,
            read=services.takes.retrieve,
            create_take=lambda sources, title, step_key: services.takes.create_singlecam(
                sources, name or title, metadata, idempotency_key=step_key
            ),
            create_work=lambda take_id, _sources, title, step_key: services.jobs.create_singlecam(
                take_id or "", name or title, metadata, options, clip_window, outputs, idempotency_key=step_key
            ),
            works=services.jobs,
        ),
        start=start,
        on_progress=on_progress,
        kind=kind,
    )


def multicam(
    services: "ClientServices",
    context: WorkflowContext,
    *,
    volume_id: str,
    sources: Iterable[Clip],
    number_of_actors: int | None,
    options: Options | None,
    outputs: Outputs | None,
    allow_unknown: bool,
    rig: str | None,
    sync_method: Sync | None,
    clip_window: Window | None,
    name: str | None,
    metadata: Mapping[str, Any] | None,
    on_progress: OnCapture | None,
    start: Start,
    kind: WorkflowKind,
) -> CaptureWorkflow[JobType]:
    """Build a multi-camera workflow.

    Raises:
        MoveInvalidRequestError: `volume_id`, `number_of_actors` or a clip is invalid.
    """
    ensure_id(volume_id, "a volume")
    sync_method = ensure_sync_method(sync_method)
    outputs, options, clip_window = _reusable(outputs), ensure_options(options), ensure_window(clip_window)
    if number_of_actors is not None:
        number_of_actors = ensure_count(number_of_actors, "number_of_actors")
    return CaptureWorkflow(
        context=context,
        request=CaptureRequest(
            operation="createMultiCamTake",
            endpoint=context.endpoint,
            clips=clip_list(sources),
            minimum_clips=2,
            name=name,
            metadata=metadata,
            clip_window=clip_window,
            outputs=outputs,
            allow_unknown=allow_unknown,
            take={"volume_id": volume_id, "sync_method": sync_method},
            work={"options": options, "number_of_actors": number_of_actors, "rig": rig},
        ),
        steps=WorkflowSteps(
            find=services.takes.find,
            read=services.takes.retrieve,
            create_take=lambda clips, _title, step_key: services.takes.create_multicam(
                clips, volume_id, name, sync_method, metadata, idempotency_key=step_key
            ),
            create_work=lambda take_id, _clips, _title, step_key: services.jobs.create_multicam(
                take_id or "",
                number_of_actors,
                options,
                outputs,
                rig,
                name,
                clip_window,
                metadata,
                idempotency_key=step_key,
            ),
            works=services.jobs,
        ),
        start=start,
        on_progress=on_progress,
        kind=kind,
    )


def calibration(
    services: "ClientServices",
    context: WorkflowContext,
    *,
    clips: Iterable[Clip],
    human_height: float,
    area_type: AreaType | str,
    sync_method: Sync | None,
    clip_window: Window | None,
    name: str | None,
    metadata: Mapping[str, Any] | None,
    on_progress: OnCapture | None,
    start: Start,
) -> CaptureWorkflow[HumanVolumeType]:
    """Build a calibration workflow.

    Raises:
        MoveInvalidRequestError: `area_type`, `human_height` or a clip is invalid.
    """
    clip_window, sync_method = ensure_window(clip_window), ensure_sync_method(sync_method)
    human_height = ensure_height(human_height)
    area = ensure_enum(AreaType, area_type, "area_type")
    return CaptureWorkflow(
        context=context,
        request=CaptureRequest(
            operation="createVolumeWithHuman",
            endpoint=context.endpoint,
            clips=clip_list(clips),
            minimum_clips=2,
            name=name,
            metadata=metadata,
            clip_window=clip_window,
            take={"sync_method": sync_method},
            work={"human_height": human_height, "area_type": area},
        ),
        steps=WorkflowSteps(
            find=services.volumes.find,
            read=services.volumes.retrieve_human_volume,
            create_take=None,
            create_work=lambda _take_id, sources, _title, step_key: services.volumes.create_human_volume(
                sources, human_height, area, sync_method, metadata, name, clip_window, idempotency_key=step_key
            ),
            works=services.volumes,
        ),
        start=start,
        on_progress=on_progress,
        kind="calibrate",
    )


def _reusable(outputs: Outputs | None) -> Outputs | None:
    """Return the names of an iterator as a list: they are read more than once."""
    return [*outputs] if isinstance(outputs, Iterator) else outputs
