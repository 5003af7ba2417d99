"""The schedules of new jobs and volumes."""

from collections.abc import Sequence

from move_ugc_async.sandbox.backend import Context
from move_ugc_async.sandbox.outputs import video_of
from move_ugc_async.sandbox.progress import Failure, Schedule
from move_ugc_async.sandbox.state.records import ClipWindow, Source, WorkKind

_DEFAULT_DURATION = 10.0
"""Seconds of a video whose duration is unknown."""


def schedule_job(context: Context, sources: tuple[Source, ...], window: ClipWindow | None, pace: float) -> Schedule:
    """Return the schedule of a job; `pace` is seconds of work per second of video."""
    seconds = _video_seconds(context, video_of(sources))
    if window is not None:
        seconds = max(0.0, min(seconds, window.end_time) - window.start_time)
    return _schedule(context, "job", sources, seconds * pace)


def schedule_volume(context: Context, sources: tuple[Source, ...]) -> Schedule:
    """Return the schedule of a volume."""
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
        return _DEFAULT_DURATION
    return backend.media.video_duration(backend.blobs.path(content.etag)) or _DEFAULT_DURATION
