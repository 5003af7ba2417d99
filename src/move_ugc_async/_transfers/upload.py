"""Uploads: one PUT request with the exact bytes, verified against the response and retried when it fails."""

import functools
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Self

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from move_ugc_async._concurrency.task_group import TaskGroup
from move_ugc_async._generated.fragments import FileType
from move_ugc_async._secrets import Credential
from move_ugc_async._telemetry import telemetry
from move_ugc_async._transfers.checksum import CHECKSUM
from move_ugc_async._transfers.events import OnTransfer, Reporter
from move_ugc_async._transfers.sources import Source, source_changed
from move_ugc_async._transfers.storage import Storage, TransferRetry, error_code, read_document
from move_ugc_async._transfers.urls import storage_url
from move_ugc_async._transport.http import Url
from move_ugc_async._transport.http.types import Request
from move_ugc_async.errors import (
    AmbiguousCreateError,
    MoveError,
    MoveIntegrityError,
    MoveInvalidRequestError,
    MoveSourceSpentError,
    MoveThrottledError,
    MoveTimeoutError,
    MoveURLExpiredError,
)


async def upload(
    storage: Storage, source: Source, create: Callable[[], Awaitable[FileType]], on_progress: OnTransfer | None
) -> FileType:
    """Register a file with `create`, once more when its URL has expired, and upload its bytes, with retries."""
    with telemetry().transfer("upload", storage.clock) as trace:
        retry = TransferRetry(storage)
        renewals = storage.retry.max_retries
        file = await _register(storage, create)
        while True:
            trace.file(file.id)
            reporter = Reporter(on_progress, "upload", file.id, source.name or file.id)
            try:
                await put(storage, url_of(file), source, reporter)
            except MoveError as error:
                needs_new_url = isinstance(error, MoveURLExpiredError) and renewals > 0
                if needs_new_url or error.transient:
                    await _rewind(source, error)
                if needs_new_url:
                    renewals -= 1
                    file = await _register(storage, create)
                else:
                    await retry.wait(error)
                trace.resumed(error)
            else:
                retry.reset()
                trace.complete(source.size)
                return file


async def _register(storage: Storage, create: Callable[[], Awaitable[FileType]]) -> FileType:
    retry = TransferRetry(storage)
    while True:
        try:
            return await create()
        except (AmbiguousCreateError, MoveThrottledError) as error:
            # If a lost response was that of a success, an empty file stays behind, which costs nothing.
            await retry.wait(error)


def url_of(file: FileType) -> str:
    """Return the presigned URL of a file, or raise an error if it has none."""
    if not file.presigned_url:
        msg = f"cannot download file {file.id}: it has no presigned URL; upload its content first"
        raise MoveInvalidRequestError(msg)
    return Credential(file.presigned_url)


async def put(storage: Storage, url: str, source: Source, reporter: Reporter) -> None:
    """Send the bytes of a source in one PUT request, in constant memory.

    The request has a Content-Length, which S3 requires, and no Content-Type, which would break the signature.
    """
    await _Put(storage, storage_url(url, secure=storage.secure), source, reporter).run()


async def _rewind(source: Source, error: MoveError) -> None:
    if not await source.rewind():
        msg = f"cannot retry the upload: a stream can be read only once ({error.message}); upload again from its start"
        raise MoveSourceSpentError(msg, status=error.status, request_id=error.request_id) from error


@dataclass(slots=True)
class _Put:
    storage: Storage
    url: Url
    source: Source
    reporter: Reporter
    sent: int = 0
    has_connection: anyio.Event = field(default_factory=anyio.Event)
    feed_scope: anyio.CancelScope = field(default_factory=anyio.CancelScope)
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    async def run(self) -> None:
        # The source is read in a separate task, since aiohttp would read it in a task that the SDK cannot cancel, and
        # report any exception as a broken connection.
        send_stream, receive_stream = anyio.create_memory_object_stream[bytes]()
        with send_stream, receive_stream:
            await TaskGroup().run(
                functools.partial(self._feed, send_stream), functools.partial(self._send, receive_stream)
            )
        if not await self.source.is_unchanged():
            raise source_changed(self.source)
        if not self.headers.get("etag"):
            msg = "storage did not confirm the upload: its response has no ETag"
            raise MoveIntegrityError(msg)
        stored = CHECKSUM.announced(self.headers)
        if self.sent < self.source.size or (stored is not None and stored != self.source.checksum):
            msg = "the stored object does not match the source: storage announced another checksum, or did not read all"
            raise MoveIntegrityError(msg)

    async def _feed(self, stream: MemoryObjectSendStream[bytes]) -> None:
        with stream, self.feed_scope:
            # An upload that waits for a connection holds no bytes.
            await self.has_connection.wait()
            # In a task group of its own: if the source or the callback awaits something that was cancelled, the request
            # must not be cancelled as well, since it would then be retried.
            await TaskGroup().run(functools.partial(self._read, stream))
        if self.sent < self.source.size and not self.feed_scope.cancel_called:
            raise source_changed(self.source)

    async def _read(self, stream: MemoryObjectSendStream[bytes]) -> None:
        while chunk := await self.source.read():
            if self.sent + len(chunk) > self.source.size:
                raise source_changed(self.source)
            try:
                await stream.send(chunk)
            except anyio.BrokenResourceError:
                # Storage has responded before it received all bytes.
                return
            self.sent += len(chunk)
            await self.reporter.report(lambda: self.sent, self.source.size)
            if self.sent == self.source.size:
                # Detect surplus bytes for a limited time, since a pipe that its writer keeps open never ends.
                self.feed_scope.deadline = anyio.current_time() + self.storage.read_timeout

    async def _send(self, stream: MemoryObjectReceiveStream[bytes]) -> None:
        with stream, anyio.CancelScope() as scope:
            await self._request(_Body(stream, scope, self.storage.read_timeout))
        if scope.cancelled_caught:
            msg = f"{self.url.host} stopped reading for {self.storage.read_timeout:g} s"
            raise MoveTimeoutError(msg)
        if self.sent < self.source.size:
            # Storage accepts no more bytes, but the source may be stalled.
            self.feed_scope.cancel()

    async def _request(self, body: "_Body") -> None:
        request = Request(
            "PUT",
            self.url,
            headers={"Content-Length": str(self.source.size)},
            content=body,
            connect_timeout=self.storage.read_timeout,
            read_timeout=self.storage.read_timeout,
        )

        async def before_send() -> None:
            body.start_timeout()
            self.has_connection.set()

        async with self.storage.http.stream(request, before_send=before_send) as response:
            if response.status_code != HTTPStatus.OK:
                raise await self.storage.error_from(self.url, response)
            document = await read_document(response)
            if b"<Error>" in document:
                msg = "storage responded with status 200 and an error document"
                raise MoveIntegrityError(msg, status=response.status_code, error_type=error_code(document))
            self.headers = response.headers


class _Body(AsyncIterator[bytes]):
    """The body of a request, with a timeout that runs only while storage reads.

    It is a class since a generator that is left suspended by a failed request causes a warning on trio.
    """

    def __init__(self, stream: MemoryObjectReceiveStream[bytes], scope: anyio.CancelScope, timeout: float) -> None:
        self._stream = stream
        self._scope = scope
        self._timeout = timeout

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        # The source may take any time.
        self._scope.deadline = math.inf
        try:
            return await self._stream.receive()
        except (anyio.EndOfStream, anyio.ClosedResourceError):
            raise StopAsyncIteration from None
        finally:
            self.start_timeout()

    def start_timeout(self) -> None:
        """Start the timeout for storage to read the next bytes."""
        self._scope.deadline = anyio.current_time() + self._timeout
