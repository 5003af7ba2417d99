"""Scheduling: how long new jobs and volumes take, and whether they fail."""

from collections.abc import Sequence

from move_ugc_async.sandbox.backend import Context
from move_ugc_async.sandbox.outputs import video_of
from move_ugc_async.sandbox.progress import Failure, Schedule
from move_ugc_async.sandbox.state.records import ClipWindow, Source, WorkKind

_UNKNOWN_LENGTH = 10.0


def schedule_job(context: Context, sources: tuple[Source, ...], window: ClipWindow | None, pace: float) -> Schedule:
    """Plan a job, whose pace is the seconds of work for each second of video."""
    seconds = _video_seconds(context, video_of(sources))
    if window is not None:
        seconds = max(0.0, min(seconds, window.end_time) - window.start_time)
    return _schedule(context, "job", sources, seconds * pace)


def schedule_volume(context: Context, sources: tuple[Source, ...]) -> Schedule:
    """Plan a volume."""
    return _schedule(context, "volume", sources, context.backend.options.volume_duration)


def _schedule(context: Context, kind: WorkKind, sources: Sequence[Source], duration: float) -> Schedule:
    backend = context.backend
    failure = backend.failures.take(kind) or _missing_uploads(context, sources)
    speed = backend.clock.speed
    return Schedule(
        created=context.now,
        duration=duration / speed,
        output_delay=backend.options.output_delay / speed,
        failure=failure,
    )


def _missing_uploads(context: Context, sources: Sequence[Source]) -> Failure | None:
    files = context.backend.state.files
    missing = tuple(
        f"Upload the {source.format} file of device '{source.device_label}' before it is processed."
        for source in sources
        if files.get(source.file_id).content is None
    )
    return Failure(missing) if missing else None


def _video_seconds(context: Context, source: Source) -> float:
    backend = context.backend
    content = backend.state.files.get(source.file_id).content
    if content is None:
        return _UNKNOWN_LENGTH
    return backend.media.video_duration(backend.blobs.path(content.etag)) or _UNKNOWN_LENGTH
