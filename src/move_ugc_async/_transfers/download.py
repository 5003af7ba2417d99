"""Downloads: several ranges at once into a partial file, resumed after failures, and verified by a checksum."""

import functools
import os
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

import anyio

from move_ugc_async._concurrency import to_thread
from move_ugc_async._concurrency.task_group import TaskGroup, run_shielded
from move_ugc_async._secrets import Credential
from move_ugc_async._telemetry import telemetry
from move_ugc_async._telemetry.base import TransferTrace
from move_ugc_async._transfers import ranges
from move_ugc_async._transfers.checksum import CHECKSUM
from move_ugc_async._transfers.events import Reporter
from move_ugc_async._transfers.partial_file import PartialFile, file_exists
from move_ugc_async._transfers.ranges import ObjectInfo, Segment, StartOverError, integrity_error
from move_ugc_async._transfers.storage import Chunk, Storage, TransferRetry, consume
from move_ugc_async._transfers.urls import storage_url
from move_ugc_async._transport.http import Url
from move_ugc_async.errors import (
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveIntegrityError,
    MoveURLExpiredError,
)

_HASH_BLOCK_SIZE = 4 * 1024 * 1024


class DownloadSource:
    """The presigned URL of an object, which is requested from the API when it is missing or has expired."""

    def __init__(self, url: str | None, request_url: Callable[[], Awaitable[str]]) -> None:
        self._url: str | None = None if url is None else Credential(url)
        self._request_url = request_url
        self._lock = anyio.Lock()
        self._is_from_caller = url is not None
        self._may_renew = True

    async def url(self) -> str:
        """Return the URL."""
        async with self._lock:
            if self._url is None:
                self._url = await self._request_url()
            return self._url

    async def renew(self, stale: str, error: MoveHTTPStatusError) -> bool:
        """Discard a URL that storage has refused if a new one may help, and return whether another attempt may."""
        async with self._lock:
            if self._url != stale:
                # Another range has already renewed it.
                return True
            # The URL of an object that the caller has read earlier may be old, or allow an upload only.
            is_stale = isinstance(error, MoveURLExpiredError) or (
                self._is_from_caller and error.status == HTTPStatus.FORBIDDEN
            )
            if not is_stale or not self._may_renew:
                return False
            self._may_renew = self._is_from_caller = False
            self._url = None
            return True

    def confirm(self) -> None:
        """Record that the URL works, so that it may be renewed when it expires."""
        self._may_renew = True


async def download(
    storage: Storage,
    source: DownloadSource,
    destination: Path,
    reporter: Reporter,
    *,
    overwrite: bool,
    record: Callable[[ObjectInfo], Awaitable[None]] | None = None,
) -> ObjectInfo:
    """Download an object to a file, which appears at its destination once it is complete.

    The folder of the destination is created if it is missing. `record` is called with the properties of the object just
    before the file appears.
    """
    with telemetry().transfer("download", storage.clock) as trace:
        trace.file(reporter.file_id)
        await to_thread.run_sync(functools.partial(_check_destination, destination, overwrite=overwrite))
        # Not in a thread: a task that is cancelled meanwhile would lose track of the open files.
        partial = PartialFile(destination)
        try:
            info = await _Download(storage, source, partial, reporter, trace, use_ranges=storage.ranges > 1).run()
            if record is not None:
                await record(info)
            await to_thread.run_sync(functools.partial(partial.publish, overwrite=overwrite))
        except BaseException:
            # A second `Task.cancel` would interrupt a plain shielded scope.
            await run_shielded(functools.partial(to_thread.run_sync, partial.discard))
            raise
        finally:
            partial.close()
        trace.complete(info.size or 0)
    return info


@dataclass(slots=True)
class _Download:
    storage: Storage
    source: DownloadSource
    partial: PartialFile
    reporter: Reporter
    trace: TransferTrace
    use_ranges: bool
    queue: deque[Segment] = field(default_factory=deque[Segment])
    workers: TaskGroup = field(default_factory=TaskGroup)

    async def run(self) -> ObjectInfo:
        """Download all segments, and start over when the downloaded bytes are unusable."""
        retry = TransferRetry(self.storage)
        # Neither unusable bytes of an earlier call nor storage that does not support ranges count as a failed attempt.
        is_free = bool(self.partial.segments)
        may_mismatch = True
        while True:
            try:
                await self._fetch()
                return await self._verify()
            except StartOverError as reason:
                is_free = is_free or (reason.without_ranges and self.use_ranges)
                self.use_ranges = self.use_ranges and not reason.without_ranges
                error = reason.error
            except MoveIntegrityError as mismatch:
                if not may_mismatch:
                    raise
                may_mismatch, error = False, mismatch
            self.partial.start(None, [])
            if not is_free:
                await retry.wait(error)
                self.trace.resumed(error)
            is_free = False

    async def _fetch(self) -> None:
        segments = self.partial.segments or [Segment(0, 0, self.storage.range_threshold if self.use_ranges else None)]
        if all(segment.is_complete for segment in segments):
            # An earlier call was killed just before the end. Request one byte to learn if the object is still the same.
            segments[-1].done = max(segments[-1].done - 1, 0)
        self.queue = deque(segment for segment in segments if not segment.is_complete)
        self.workers = TaskGroup()
        await self.workers.run(*[self._work] * min(len(self.queue), self.storage.ranges))

    async def _work(self) -> None:
        while self.queue:
            await self._fetch_segment(self.queue.popleft())

    async def _fetch_segment(self, segment: Segment) -> None:
        retry = TransferRetry(self.storage)
        while True:
            done_before, url = segment.done, await self.source.url()
            try:
                await self._request(segment, storage_url(url, secure=self.storage.secure))
            except MoveError as error:
                if isinstance(error, MoveHTTPStatusError) and await self.source.renew(url, error):
                    self.trace.resumed(error)
                    continue
                if segment.done > done_before:
                    retry.reset()
                info = self.partial.info
                if info is not None and not info.is_resumable and error.transient:
                    raise StartOverError(error) from error
                await retry.wait(error)
                self.trace.resumed(error)
            else:
                retry.reset()
                return

    async def _request(self, segment: Segment, url: Url) -> None:
        storage, known = self.storage, self.partial.info
        range_headers = ranges.range_headers(segment, known)
        async with storage.get(url, {"Accept-Encoding": "identity", **range_headers}) as response:
            status = response.status_code
            if range_headers and status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise StartOverError(integrity_error(ranges.CHANGED), without_ranges=known is None)
            if status != HTTPStatus.OK and not (range_headers and status == HTTPStatus.PARTIAL_CONTENT):
                raise await storage.error_from(url, response)
            info = ranges.validate_response(status, response.headers, segment, known)
            if known is None:
                self._start(segment, info, in_ranges=status == HTTPStatus.PARTIAL_CONTENT)
            await consume(response, functools.partial(self._write, segment))
        if segment.end is None:
            segment.end = segment.position
        if not segment.is_complete:
            msg = f"the connection to {url.host} ended {segment.end - segment.position} bytes too soon"
            raise MoveConnectionError(msg)

    def _start(self, first: Segment, info: ObjectInfo, *, in_ranges: bool) -> None:
        """Split the object into segments once its size is known, and start workers for the others."""
        others: list[Segment] = []
        first.end = info.size
        if in_ranges and info.size is not None:
            same_as_first, *others = ranges.split(info.size, self.storage.range_threshold)
            first.end = same_as_first.end
        self.partial.start(info, [first, *others])
        self.queue.extend(others)
        for _ in range(min(len(self.queue), self.storage.ranges - 1)):
            self.workers.start(self._work)

    async def _write(self, segment: Segment, chunk: Chunk) -> None:
        if segment.end is not None and segment.position + chunk.size > segment.end:
            raise StartOverError(integrity_error("storage sent more bytes than announced"), without_ranges=True)
        await to_thread.run_sync(self.partial.write, segment, *chunk.pieces)
        self.source.confirm()
        info = self.partial.info
        await self.reporter.report(lambda: self.partial.done, info.size if info else None)

    async def _verify(self) -> ObjectInfo:
        info, size = self.partial.info or ObjectInfo(None, None, None), self.partial.size()
        if info.size not in (None, size):
            msg = f"its size must be {info.size} bytes; got {size}"
            raise integrity_error(msg)
        # Computed from the disk: ranges arrive in any order, and a killed download has computed nothing.
        checksum = None if info.checksum is None else await checksum_of(self.partial.read, size)
        if checksum != info.checksum:
            msg = f"its {CHECKSUM.name.upper()} must be {info.checksum}; got {checksum}"
            raise integrity_error(msg)
        return ObjectInfo(info.etag, size, info.checksum)


async def checksum_of(read: Callable[[int, int], bytes], size: int) -> str:
    """Return the checksum of `size` bytes in hexadecimal digits; `read` takes an offset and a maximum size."""
    hasher = CHECKSUM.new()

    def hash_block(offset: int) -> None:
        hasher.update(read(offset, _HASH_BLOCK_SIZE))

    for offset in range(0, size, _HASH_BLOCK_SIZE):
        await to_thread.run_sync(hash_block, offset)
    return hasher.hexdigest()


def _check_destination(destination: Path, *, overwrite: bool) -> None:
    if not overwrite and os.path.lexists(destination):
        raise file_exists(destination)
    if destination.is_dir() and not destination.is_symlink():
        msg = f"cannot write {destination}: it is a folder; pass the path of a file"
        raise IsADirectoryError(msg)
    destination.parent.mkdir(parents=True, exist_ok=True)
