"""The content of files for the console, under signed URLs: without faults and entries in the journal."""

from pathlib import PurePosixPath
from urllib.parse import quote

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.errors import ApiError
from move_ugc_async.sandbox.outputs import ensure_content, make_content
from move_ugc_async.sandbox.progress import outputs_exist
from move_ugc_async.sandbox.state.records import FileRecord, JobRecord, Origin
from move_ugc_async.sandbox.storage.blobs import Blob
from move_ugc_async.sandbox.storage.links import file_id_of
from move_ugc_async.sandbox.storage.s3_error import S3Error

CONTENT_PATH = "/sandbox/content"

MOTION = "MAIN_GLB"
"""The output that shows the motion of a job."""

_LIFETIME = 100 * 365 * 86_400
"""Seconds until a URL expires: those of the page need not follow a clock that is moved."""

# Chromium refuses video/quicktime, and plays the same content as MP4.
_MEDIA_TYPES = {".mp4": "video/mp4", ".mov": "video/mp4"}
_HEADERS = {
    # Uploads may contain anything.
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


class ContentLinks:
    """URLs of content, relative to the page, since the page may be open under another name than that of the API."""

    def __init__(self, backend: Backend) -> None:
        self._signer = backend.links.signer

    def file(self, file: FileRecord) -> str:
        """Return the URL of a file."""
        return self._sign(f"{file.id}{file.type}", file)

    def motion(self, job: JobRecord) -> str:
        """Return the URL of the motion of a job, whether or not it is one of the outputs."""
        return self._sign(f"{job.id}.glb", job)

    def _sign(self, name: str, record: FileRecord | JobRecord) -> str:
        # Signed at the time of creation, so that the URL is always the same.
        url = self._signer.sign("GET", f"{CONTENT_PATH}/{name}", lifetime=_LIFETIME, now=record.created)
        return url.removeprefix("/")


class ContentEndpoint:
    """Serve content to any client that has its signed URL."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def handle(self, request: Request) -> Response:
        """Serve one request, also for a part of the content."""
        path = request.url.path
        try:
            self._backend.links.signer.check("GET", path, request.url.query, {}, now=self._backend.clock.upcoming())
        except S3Error as error:
            return JSONResponse({"message": error.message}, 403, _HEADERS)
        name = PurePosixPath(path).name
        try:
            blob = await (self._motion(name) if name.startswith("job-") else self._file(name))
        except ApiError as error:
            return JSONResponse({"message": str(error)}, 404, _HEADERS)
        if blob is None:
            return JSONResponse({"message": "the file has no content yet"}, 404, _HEADERS)
        media_type = _MEDIA_TYPES.get(PurePosixPath(name).suffix)
        headers = _HEADERS if media_type else {**_HEADERS, "content-disposition": _attachment(name)}
        return FileResponse(
            self._backend.blobs.path(blob.etag), media_type=media_type or "application/octet-stream", headers=headers
        )

    async def _file(self, name: str) -> Blob | None:
        content = await ensure_content(self._backend, self._backend.state.files.get(file_id_of(name)))
        return None if content is None else Blob(content.etag, content.size)

    async def _motion(self, name: str) -> Blob | None:
        job = self._backend.state.jobs.get(name.partition(".")[0])
        if MOTION not in self._backend.media.OUTPUT_KEYS or not outputs_exist(
            job.schedule, self._backend.clock.upcoming()
        ):
            return None
        return await anyio.to_thread.run_sync(make_content, self._backend, Origin(job.id, MOTION))


def _attachment(name: str) -> str:
    return f"attachment; filename*=utf-8''{quote(name)}"
