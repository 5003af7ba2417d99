"""Fields of objects that are not plain attributes."""

from collections.abc import Mapping, Sequence
from typing import Any

from ariadne import ObjectType
from graphql import GraphQLResolveInfo

from move_ugc_async.sandbox.catalog import VIDEO_TYPES
from move_ugc_async.sandbox.errors import no_file_object
from move_ugc_async.sandbox.outputs import schedule_of, video_of
from move_ugc_async.sandbox.progress import Progress, outputs_exist, progress_at
from move_ugc_async.sandbox.resolvers import context_of
from move_ugc_async.sandbox.state.records import (
    ClientRecord,
    FileRecord,
    JobRecord,
    OutputRecord,
    ShareCodeRecord,
    Source,
    TakeRecord,
    VolumeRecord,
)

_file = ObjectType("File")
_job = ObjectType("Job")
_take = ObjectType("Take")
_source = ObjectType("Source")
_volume = ObjectType("HumanVolume")
_additional_file = ObjectType("AdditionalFile")
_share_code = ObjectType("ShareCode")
_webhook = ObjectType("WebhookEndpoint")

TYPES = (_file, _job, _take, _source, _volume, _additional_file, _share_code, _webhook)


@_file.field("client")
@_job.field("client")
@_take.field("client")
@_volume.field("client")
@_webhook.field("client")
def resolve_client(_: object, info: GraphQLResolveInfo) -> ClientRecord:
    """Return the one client."""
    return context_of(info).backend.state.client()


@_file.field("presignedUrl")
def resolve_presigned_url(file: FileRecord, info: GraphQLResolveInfo) -> str | None:
    """Return the upload URL of a new file, or the download URL of any other."""
    context = context_of(info)
    links = context.backend.links
    if file.is_new:
        return links.upload(file, context.now)
    if file.origin is not None:
        if not outputs_exist(schedule_of(context.backend, file.origin), context.now):
            raise no_file_object()
        return links.download(file, context.now)
    return None if file.content is None else links.download(file, context.now)


@_file.field("thumbnailUrl")
def resolve_thumbnail_url(file: FileRecord, info: GraphQLResolveInfo) -> str | None:
    """Return the thumbnail URL of an uploaded video."""
    is_source = file.origin is None and file.type.removeprefix(".") in VIDEO_TYPES
    if not is_source or file.content is None:
        return None
    context = context_of(info)
    return context.backend.links.thumbnail(file, context.now)


@_job.field("progress")
@_volume.field("progress")
def resolve_progress(work: JobRecord | VolumeRecord, info: GraphQLResolveInfo) -> Progress:
    """Return the progress at the time of the request."""
    return progress_at(work.schedule, context_of(info).now)


@_job.field("state")
@_volume.field("state")
def resolve_state(work: JobRecord | VolumeRecord, info: GraphQLResolveInfo) -> str:
    """Return the state at the time of the request."""
    return progress_at(work.schedule, context_of(info).now).state


@_job.field("outputs")
@_volume.field("outputs")
def resolve_outputs(work: JobRecord | VolumeRecord, info: GraphQLResolveInfo) -> Sequence[OutputRecord]:
    """Return the outputs, which are listed before their content exists."""
    return context_of(info).backend.state.files.outputs_of(work.id)


@_job.field("rig")
def resolve_rig(job: JobRecord, _: GraphQLResolveInfo) -> Mapping[str, str]:
    """Return the rig."""
    return {"name": job.rig}


@_job.field("take")
def resolve_take(job: JobRecord, info: GraphQLResolveInfo) -> TakeRecord:
    """Return the take of a job."""
    return context_of(info).backend.state.takes.get(job.take_id)


@_take.field("volume")
def resolve_volume(take: TakeRecord, info: GraphQLResolveInfo) -> VolumeRecord | None:
    """Return the volume of a multi-camera take."""
    if take.volume_id is None:
        return None
    return context_of(info).backend.state.volumes.get(take.volume_id)


@_take.field("videoFile")
def resolve_video_file(take: TakeRecord, info: GraphQLResolveInfo) -> FileRecord | None:
    """Return the video of a single-camera take."""
    if take.take_type != "SINGLE_CAM":
        return None
    return context_of(info).backend.state.files.get(video_of(take.sources).file_id)


@_take.field("additionalFiles")
def resolve_additional_files(take: TakeRecord, info: GraphQLResolveInfo) -> Sequence[OutputRecord]:
    """Return the files of a take that are not videos."""
    files = context_of(info).backend.state.files
    return [
        OutputRecord(source.format.lower(), files.get(source.file_id))
        for source in take.sources
        if source.format == "MOVE"
    ]


@_source.field("file")
@_share_code.field("file")
def resolve_file(owner: Source | ShareCodeRecord, info: GraphQLResolveInfo) -> FileRecord:
    """Return the file of a source or share code."""
    return context_of(info).backend.state.files.get(owner.file_id)


@_source.field("cameraSettings")
def resolve_camera_settings(source: Source, _: GraphQLResolveInfo) -> dict[str, Any] | None:
    """Return the lens."""
    return None if source.lens is None else {"lens": source.lens}


@_additional_file.field("format")
def resolve_format(output: OutputRecord, _: GraphQLResolveInfo) -> str:
    """Return the key of the output, which is also its format."""
    return output.key


@_share_code.field("url")
def resolve_share_url(share_code: ShareCodeRecord, info: GraphQLResolveInfo) -> str:
    """Return the URL that redeems a code."""
    return context_of(info).backend.links.share(share_code.code)
