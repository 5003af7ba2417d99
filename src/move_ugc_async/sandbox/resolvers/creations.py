"""The mutations that create files, takes, volumes and jobs."""

from collections.abc import Mapping, Sequence
from typing import Any

from ariadne import MutationType
from graphql import GraphQLResolveInfo

from move_ugc_async.sandbox.catalog import MULTI_CAM_OUTPUTS, SINGLE_CAM_OUTPUTS, VOLUME_OUTPUTS
from move_ugc_async.sandbox.resolvers import checks, context_of
from move_ugc_async.sandbox.resolvers.scheduling import schedule_job, schedule_volume
from move_ugc_async.sandbox.state.records import (
    FileRecord,
    JobInputs,
    JobRecord,
    TakeRecord,
    VolumeRecord,
)

mutation = MutationType()

_Input = Mapping[str, Any]


@mutation.field("createFile")
def create_file(
    _: object,
    info: GraphQLResolveInfo,
    *,
    type: str,
    metadata: str | None = None,
    name: str | None = None,
) -> FileRecord:
    """Create a file for an upload."""
    context = context_of(info)
    return context.backend.state.files.create(
        name=name, file_type=checks.check_file_type(type), metadata=metadata, now=context.now
    )


@mutation.field("createSingleCamTake")
def create_single_cam_take(
    _: object,
    info: GraphQLResolveInfo,
    *,
    sources: Sequence[_Input] | None = None,
    metadata: str | None = None,
    name: str | None = None,
) -> TakeRecord:
    """Create a single-camera take."""
    context = context_of(info)
    read = checks.read_sources(context, sources or ())
    checks.check_single_camera(read)
    return context.backend.state.takes.create(
        take_type="SINGLE_CAM", sources=read, name=name, metadata=metadata, now=context.now
    )


@mutation.field("createMultiCamTake")
def create_multi_cam_take(
    _: object,
    info: GraphQLResolveInfo,
    *,
    volume_id: str,
    sources: Sequence[_Input] | None = None,
    sync_method: _Input | None = None,
    metadata: str | None = None,
    name: str | None = None,
) -> TakeRecord:
    """Create a multi-camera take in a finished volume."""
    context = context_of(info)
    checks.check_volume(context, volume_id)
    read = checks.read_sources(context, sources or ())
    checks.check_cameras(read)
    checks.check_sync_method(sync_method)
    return context.backend.state.takes.create(
        take_type="MULTI_CAM",
        sources=read,
        volume_id=volume_id,
        sync_method=sync_method,
        name=name,
        metadata=metadata,
        now=context.now,
    )


@mutation.field("createVolumeWithHuman")
def create_volume_with_human(
    _: object,
    info: GraphQLResolveInfo,
    *,
    human_height: float,
    area_type: str,
    sources: Sequence[_Input] | None = None,
    sync_method: _Input | None = None,
    clip_window: _Input | None = None,
    metadata: str | None = None,
    name: str | None = None,
) -> VolumeRecord:
    """Create a volume and charge for it."""
    context = context_of(info)
    read = checks.read_sources(context, sources or ())
    checks.check_cameras(read)
    checks.check_sync_method(sync_method)
    checks.check_height(human_height)
    window = checks.read_window(clip_window)
    return context.backend.state.volumes.create(
        sources=read,
        human_height=human_height,
        area_type=area_type,
        clip_window=window,
        name=name,
        metadata=metadata,
        schedule=schedule_volume(context, read),
        outputs=checks.read_outputs(context, None, VOLUME_OUTPUTS),
        price=context.backend.options.volume_credits,
    )


@mutation.field("createSingleCamJob")
def create_single_cam_job(
    _: object,
    info: GraphQLResolveInfo,
    *,
    take_id: str,
    clip_window: _Input | None = None,
    options: _Input | None = None,
    outputs: Sequence[str | None] | None = None,
    metadata: str | None = None,
    name: str | None = None,
) -> JobRecord:
    """Create a job for a single-camera take and charge for it."""
    context = context_of(info)
    take = context.backend.state.takes.get(take_id)
    checks.check_take_type(take, "SINGLE_CAM")
    window = checks.read_window(clip_window)
    pace = context.backend.options.single_cam_pace
    job = context.backend.state.jobs.create(
        take_id=take_id,
        rig=checks.read_rig(None),
        inputs=JobInputs(window, 1, options or {}),
        name=name,
        metadata=metadata,
        outputs=checks.read_outputs(context, outputs, SINGLE_CAM_OUTPUTS),
        schedule=schedule_job(context, take.sources, window, pace),
        price=context.backend.options.job_credits,
    )
    context.backend.dispatcher.wake()
    return job


@mutation.field("createMultiCamJob")
def create_multi_cam_job(
    _: object,
    info: GraphQLResolveInfo,
    *,
    take_id: str,
    number_of_actors: int | None = None,
    rig: str | None = None,
    clip_window: _Input | None = None,
    options: _Input | None = None,
    outputs: Sequence[str | None] | None = None,
    metadata: str | None = None,
    name: str | None = None,
) -> JobRecord:
    """Create a job for a multi-camera take and charge for it."""
    context = context_of(info)
    take = context.backend.state.takes.get(take_id)
    checks.check_take_type(take, "MULTI_CAM")
    checks.check_actors(number_of_actors)
    checks.check_multi_camera_outputs(outputs)
    window = checks.read_window(clip_window)
    pace = context.backend.options.multi_cam_pace
    job = context.backend.state.jobs.create(
        take_id=take_id,
        rig=checks.read_rig(rig),
        inputs=JobInputs(window, number_of_actors, options or {}),
        name=name,
        metadata=metadata,
        outputs=checks.read_outputs(context, outputs, MULTI_CAM_OUTPUTS),
        schedule=schedule_job(context, take.sources, window, pace),
        price=context.backend.options.job_credits,
    )
    context.backend.dispatcher.wake()
    return job
