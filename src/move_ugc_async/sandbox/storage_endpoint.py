"""The storage endpoint: presigned `PUT`, `GET` and `HEAD`."""

from email.utils import format_datetime

from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.types import Message, Receive, Scope, Send

from move_ugc_async.sandbox.backend import Backend
from move_ugc_async.sandbox.errors import ApiError
from move_ugc_async.sandbox.journal import FAULT_KEY, JournalEntry
from move_ugc_async.sandbox.outputs import ensure_content
from move_ugc_async.sandbox.state.records import Content, FileRecord
from move_ugc_async.sandbox.storage import conditions
from move_ugc_async.sandbox.storage.links import file_id_of, file_path, is_thumbnail
from move_ugc_async.sandbox.storage.s3_error import S3Error
from move_ugc_async.sandbox.storage.thumbnail import thumbnail

MAX_UPLOAD = 5 * 1024**3
"""Maximum bytes of one `PUT`."""

_MEDIA_TYPE = "binary/octet-stream"


class StorageEndpoint:
    """Serve the content of files, as an ASGI application."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request and record it in the journal."""
        request = Request(scope, receive)
        entry = _StorageEntry(self._backend, request)
        response_headers = {
            "x-amz-request-id": entry.request_id,
            "x-amz-id-2": entry.request_id,
        }
        try:
            response = await self._handle(request, entry)
        except S3Error as error:
            entry.errors = (f"{error.code}: {error.message}",)
            document = error.document(entry.request_id, entry.request_id)
            response = Response(document, error.status, error.headers, media_type="application/xml")
        except ClientDisconnect:
            entry.record(None, 0)
            return
        response.headers.update(response_headers)
        await response(scope, receive, entry.recording(send))

    async def _handle(self, request: Request, entry: "_StorageEntry") -> Response:
        self._check_authorization(request)
        _check_not_chunked(request)
        method, path, now = request.method, request.url.path, self._backend.clock.now()
        self._backend.links.signer.check(method, path, request.url.query, request.headers, now=now)
        if method == "PUT":
            return await self._put(request, entry)
        if method in {"GET", "HEAD"}:
            return await self._get(request)
        raise S3Error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")

    def _check_authorization(self, request: Request) -> None:
        if not self._backend.leaks.record(request.method, request.scope["path"], request.headers.get("authorization")):
            return
        raise S3Error(
            400,
            "InvalidArgument",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature"
            " query string parameter or the Authorization header should be specified",
            details={"ArgumentName": "Authorization", "ArgumentValue": "[redacted]"},
        )

    async def _put(self, request: Request, entry: "_StorageEntry") -> Response:
        length = request.headers.get("content-length")
        if length is None:
            raise S3Error(411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
        if int(length) > MAX_UPLOAD:
            raise S3Error(
                400,
                "EntityTooLarge",
                "Your proposed upload exceeds the maximum allowed size",
                details={"ProposedSize": length, "MaxSizeAllowed": str(MAX_UPLOAD)},
            )
        self._check_write(request)
        with self._backend.blobs.receive() as upload:
            async for chunk in request.stream():
                upload.write(chunk)
                entry.received = upload.size
        # Another upload may have ended meanwhile.
        file = self._check_write(request)
        blob = upload.blob()
        now = self._backend.clock.now()
        self._backend.state.files.set_content(file.id, Content(blob.etag, blob.size, now))
        return Response(headers={"etag": f'"{blob.etag}"'})

    def _check_write(self, request: Request) -> FileRecord:
        file = self._file(request.url.path)
        conditions.check_write(request.headers, None if file.content is None else f'"{file.content.etag}"')
        return file

    async def _get(self, request: Request) -> Response:
        path = request.url.path
        file = self._file(path)
        content = await ensure_content(self._backend, file)
        if content is None:
            raise _no_such_key(file_path(file))
        if is_thumbnail(path):
            return Response(thumbnail(), media_type="image/png")
        etag = f'"{content.etag}"'
        modified = format_datetime(content.modified, usegmt=True)
        if not conditions.check_read(request.headers, etag, content.modified):
            return Response(status_code=304, headers={"etag": etag, "last-modified": modified})
        conditions.filter_range(request.scope, size=content.size, etag=etag, last_modified=modified)
        return FileResponse(
            self._backend.blobs.path(content.etag),
            media_type=_MEDIA_TYPE,
            headers={"etag": etag, "last-modified": modified},
        )

    def _file(self, path: str) -> FileRecord:
        try:
            return self._backend.state.files.get(file_id_of(path))
        except ApiError:
            raise _no_such_key(path) from None


class _StorageEntry:
    """The journal entry of a request that is being served."""

    def __init__(self, backend: Backend, request: Request) -> None:
        self._journal = backend.journal
        self._request = request
        self.request_id = next(backend.request_ids)
        self.received = 0
        self.errors: tuple[str, ...] = ()

    def recording(self, send: Send) -> Send:
        """Return a `send` that records the entry before it sends the response."""

        async def record_and_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = dict(message["headers"])
                is_head = self._request.method == "HEAD"
                length = 0 if is_head else int(headers.get(b"content-length", b"0"))
                self.record(message["status"], length)
            await send(message)

        return record_and_send

    def record(self, status: int | None, sent: int) -> None:
        self._journal.record(
            JournalEntry(
                kind="storage",
                method=self._request.method,
                path=self._request.url.path,
                status=status,
                request_id=self.request_id,
                errors=self.errors,
                received=self.received,
                sent=sent,
            ),
            self._request.get(FAULT_KEY),
        )


def _check_not_chunked(request: Request) -> None:
    if "transfer-encoding" in request.headers:
        raise S3Error(
            501,
            "NotImplemented",
            "A header you provided implies functionality that is not implemented",
            details={"Header": "Transfer-Encoding"},
        )


def _no_such_key(path: str) -> S3Error:
    return S3Error(404, "NoSuchKey", "The specified key does not exist.", details={"Key": path})
