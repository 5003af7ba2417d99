"""The content of the files that jobs and volumes make."""

import hashlib

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.progress import Schedule
from move_ugc_async.sandbox.state.records import FileRecord, Origin, Source
from move_ugc_async.sandbox.storage.blobs import Blob


def schedule_of(backend: Backend, origin: Origin) -> Schedule:
    """Return the schedule of the job or volume that an output comes from."""
    work_id = origin.work_id
    if work_id.startswith("volume-"):
        return backend.state.volumes.get(work_id).schedule
    return backend.state.jobs.get(work_id).schedule


def make_content(backend: Backend, file: FileRecord, origin: Origin) -> Blob:
    """Create the content of an output; it is the same for the same file id."""
    sources, actors = _recording(backend, origin.work_id)
    video = backend.state.files.get(video_of(sources).file_id).content
    content = backend.media.make_output(
        origin.output,
        clip=None if video is None else backend.blobs.path(video.etag),
        actors=actors,
        seed=int.from_bytes(hashlib.sha256(file.id.encode()).digest()[:4]),
    )
    return backend.blobs.add(content)


def video_of(sources: tuple[Source, ...]) -> Source:
    """Return the first source that is a video."""
    return next(source for source in sources if source.format != "MOVE")


def _recording(backend: Backend, work_id: str) -> tuple[tuple[Source, ...], int]:
    if work_id.startswith("volume-"):
        return backend.state.volumes.get(work_id).sources, 1
    job = backend.state.jobs.get(work_id)
    return backend.state.takes.get(job.take_id).sources, job.inputs.number_of_actors or 1
