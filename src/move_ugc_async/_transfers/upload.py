"""Up: one PUT of the very bytes, confirmed by storage, and repeated where it broke."""

import functools
import math
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Self

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from move_ugc_async._concurrency.task_group import TaskGroup
from move_ugc_async._generated.fragments import FileType
from move_ugc_async._secrets import Credential
from move_ugc_async._telemetry.base import TransferTrace
from move_ugc_async._telemetry.current import telemetry
from move_ugc_async._transfers.events import OnTransfer, Reporter
from move_ugc_async._transfers.retry import TransferRetry
from move_ugc_async._transfers.sources import Source, source_changed
from move_ugc_async._transfers.storage import Storage, error_code, md5_of, read_some
from move_ugc_async._transport.http import Url
from move_ugc_async._transport.http.types import Request
from move_ugc_async._transport.retry import is_transient
from move_ugc_async.errors import (
    AmbiguousCreateError,
    MoveError,
    MoveIntegrityError,
    MoveInvalidRequestError,
    MoveSourceSpentError,
    MoveTimeoutError,
    MoveURLExpiredError,
)

_OK = 200


async def upload(
    storage: Storage, source: Source, create: Callable[[], Awaitable[FileType]], on_progress: OnTransfer | None
) -> FileType:
    """Create a file and put its bytes where it says, as often as it takes.

    Args:
        storage: What transfers share.
        source: The bytes.
        create: Registers a file and gives it with its URL; called again when that has expired.
        on_progress: Called with each step.

    Raises:
        MoveSourceChangedError: The source is not what it was.
        MoveSourceSpentError: The upload broke, and the source cannot be read again.
        MoveError: Storage refused, or could not be reached.
    """
    with telemetry().transfer("upload", storage.clock) as trace:
        file = await _upload(storage, source, create, on_progress, trace)
        trace.complete(source.size)
    return file


async def _upload(
    storage: Storage,
    source: Source,
    create: Callable[[], Awaitable[FileType]],
    on_progress: OnTransfer | None,
    trace: TransferTrace,
) -> FileType:
    attempts = TransferRetry(storage)
    renewals = storage.retry.max_retries
    file = await _register(storage, create)
    while True:
        trace.file(file.id)
        try:
            await put(storage, url_of(file), source, Reporter(on_progress, "upload", file.id, source.name or file.id))
        except MoveURLExpiredError as error:
            if renewals == 0:
                raise
            renewals -= 1
            await _rewind(source, error)
            file = await _register(storage, create)
            trace.resumed(error)
        except MoveError as error:
            if is_transient(error):
                await _rewind(source, error)
            await attempts.pause(error)
            trace.resumed(error)
        else:
            attempts.moved_on()
            return file


async def _register(storage: Storage, create: Callable[[], Awaitable[FileType]]) -> FileType:
    attempts = TransferRetry(storage)
    while True:
        try:
            return await create()
        except AmbiguousCreateError as error:
            # A file whose answer was lost stays behind, empty, and costs nothing.
            await attempts.pause(error)


def url_of(file: FileType) -> str:
    """Give the URL of a file.

    Raises:
        MoveInvalidRequestError: It has none.
    """
    if not file.presigned_url:
        msg = f"{file.id} has no URL yet: nothing is stored under it"
        raise MoveInvalidRequestError(msg)
    return Credential(file.presigned_url)


async def put(storage: Storage, url: str, source: Source, reporter: Reporter) -> None:
    """Put a source's bytes where the URL says, once and in constant memory.

    The request carries its length, since S3 refuses chunked bodies, and no Content-Type, since the signature covers it.

    Raises:
        MoveSourceChangedError: The source is not as long as it was, or was written to.
        MoveIntegrityError: Storage does not confirm that it has the very bytes.
        MoveHTTPStatusError: Storage refused.
        MoveConnectionError: The connection broke.
        MoveTimeoutError: Storage stopped reading or answering.
    """
    exchange = _Put(storage, storage.url(url), source, reporter)
    await exchange.run()


async def _rewind(source: Source, error: MoveError) -> None:
    if not await source.rewind():
        msg = f"the upload broke, and a stream cannot be read a second time ({error.message})"
        raise MoveSourceSpentError(msg, status=error.status, request_id=error.request_id) from error


class _Put:
    def __init__(self, storage: Storage, url: Url, source: Source, reporter: Reporter) -> None:
        self._storage = storage
        self._url = url
        self._source = source
        self._reporter = reporter
        self._fed = 0
        self._moved_on = anyio.Event()
        self._has_turn = anyio.Event()
        self._feeding = anyio.CancelScope()
        self._headers: Mapping[str, str] = {}

    async def run(self) -> None:
        # The source is read by a task of ours: the one that aiohttp would read it in is beyond our cancellation, and
        # reports whatever is raised there as a broken connection.
        sending, receiving = anyio.create_memory_object_stream[bytes]()
        with sending, receiving:
            await TaskGroup().run(functools.partial(self._feed, sending), functools.partial(self._send, receiving))
        if not await self._source.is_unchanged():
            raise source_changed(self._source)
        self._check_etag()

    async def _feed(self, sending: MemoryObjectSendStream[bytes]) -> None:
        feed = functools.partial(self._feed_turn_by_turn, sending)
        with sending, self._feeding:
            # Whatever waits for a connection holds no bytes.
            await self._has_turn.wait()
            await TaskGroup().run(*[feed] * self._source.readers)
        if self._fed < self._source.size and not self._feeding.cancel_called:
            raise source_changed(self._source)

    async def _feed_turn_by_turn(self, sending: MemoryObjectSendStream[bytes]) -> None:
        while (batch := await self._source.read()).chunks:
            while self._fed < batch.start:
                await self._moved_on.wait()
            for chunk in batch.chunks:
                if self._fed + len(chunk) > self._source.size:
                    raise source_changed(self._source)
                try:
                    await sending.send(chunk)
                except anyio.BrokenResourceError:
                    # Storage has answered before it had everything.
                    return
                await self._passed_on(len(chunk))

    async def _passed_on(self, size: int) -> None:
        self._fed += size
        is_all = self._fed == self._source.size
        self._move_on()
        await self._reporter.tell(lambda: self._fed, self._source.size)
        if is_all:
            # More than was said shows by then. A pipe that somebody holds open never says that this was all.
            self._feeding.deadline = anyio.current_time() + self._storage.read_timeout

    def _move_on(self) -> None:
        self._moved_on.set()
        self._moved_on = anyio.Event()

    async def _send(self, receiving: MemoryObjectReceiveStream[bytes]) -> None:
        try:
            with receiving, anyio.fail_after(None) as patience:
                await self._exchange(_Body(receiving, patience, self._storage.read_timeout))
        except TimeoutError:
            msg = f"{self._url.host} stopped reading"
            raise MoveTimeoutError(msg) from None
        if self._fed < self._source.size:
            # Storage takes no more, and the source may have nothing for it yet.
            self._feeding.cancel()

    async def _exchange(self, body: "_Body") -> None:
        request = Request(
            "PUT",
            self._url,
            headers={"Content-Length": str(self._source.size)},
            content=body,
            connect_timeout=self._storage.read_timeout,
            read_timeout=self._storage.read_timeout,
        )

        async def turn() -> None:
            body.wait_for_storage()
            self._has_turn.set()

        async with self._storage.http.stream(request, before_send=turn) as response:
            if response.status_code != _OK:
                raise await self._storage.refusal(self._url, response)
            document = await read_some(response)
            if b"<Error>" in document:
                msg = "storage answered with an error, although with status 200"
                raise MoveIntegrityError(msg, status=_OK, error_type=error_code(document))
            self._headers = response.headers

    def _check_etag(self) -> None:
        if not self._headers.get("etag"):
            msg = "storage did not confirm the upload: it gave no ETag"
            raise MoveIntegrityError(msg)
        stored = md5_of(self._headers)
        if self._fed < self._source.size or (stored is not None and stored != self._source.md5):
            msg = "storage has other bytes than were sent: its ETag is not their MD5"
            raise MoveIntegrityError(msg)


class _Body(AsyncIterator[bytes]):
    """The bytes of a request, as they are asked for.

    No generator: one that is left suspended when a request breaks is a warning on trio.
    """

    def __init__(
        self, receiving: MemoryObjectReceiveStream[bytes], patience: anyio.CancelScope, timeout: float
    ) -> None:
        self._receiving = receiving
        self._patience = patience
        self._timeout = timeout

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        # However long the source takes: storage is the one that must not stop.
        self._patience.deadline = math.inf
        try:
            return await self._receiving.receive()
        except (anyio.EndOfStream, anyio.ClosedResourceError):
            raise StopAsyncIteration from None
        finally:
            self.wait_for_storage()

    def wait_for_storage(self) -> None:
        """Give storage its time, from now on."""
        self._patience.deadline = anyio.current_time() + self._timeout
