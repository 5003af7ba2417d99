"""The content of the files that jobs and volumes make."""

import hashlib

import anyio.to_thread

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.progress import Schedule, outputs_at, outputs_exist
from move_ugc_async.sandbox.state.records import ClipWindow, Content, FileRecord, Origin, Source
from move_ugc_async.sandbox.storage.blobs import Blob


def schedule_of(backend: Backend, origin: Origin) -> Schedule:
    """Return the schedule of the job or volume that an output comes from."""
    work_id = origin.work_id
    if work_id.startswith("volume-"):
        return backend.state.volumes.get(work_id).schedule
    return backend.state.jobs.get(work_id).schedule


async def ensure_content(backend: Backend, file: FileRecord) -> Content | None:
    """Return the content of a file; that of an output is created on its first download.

    Returns None before an upload, and for outputs that do not exist yet.
    """
    if file.content is not None or file.origin is None:
        return file.content
    schedule = schedule_of(backend, file.origin)
    if not outputs_exist(schedule, backend.clock.now()):
        return None
    blob = await anyio.to_thread.run_sync(make_content, backend, file.origin)
    content = Content(blob.etag, blob.size, outputs_at(schedule))
    backend.state.files.set_content(file.id, content)
    return content


def make_content(backend: Backend, origin: Origin) -> Blob:
    """Create the content of an output; all outputs of a job show the same motion, which its id determines."""
    sources, window, actors = _recording(backend, origin.work_id)
    video = backend.state.files.get(video_of(sources).file_id).content
    content = backend.media.make_output(
        origin.output,
        clip=None if video is None else backend.blobs.path(video.etag),
        window=None if window is None else (window.start_time, window.end_time),
        actors=actors,
        seed=int.from_bytes(hashlib.sha256(origin.work_id.encode()).digest()[:4]),
    )
    return backend.blobs.add(content)


def video_of(sources: tuple[Source, ...]) -> Source:
    """Return the first source that is a video."""
    return next(source for source in sources if source.format != "MOVE")


def _recording(backend: Backend, work_id: str) -> tuple[tuple[Source, ...], ClipWindow | None, int]:
    if work_id.startswith("volume-"):
        volume = backend.state.volumes.get(work_id)
        return volume.sources, volume.clip_window, 1
    job = backend.state.jobs.get(work_id)
    # That a job without a number of actors finds one person is an assumption.
    return backend.state.takes.get(job.take_id).sources, job.inputs.clip_window, job.inputs.number_of_actors or 1
