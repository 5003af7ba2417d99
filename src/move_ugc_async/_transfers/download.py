"""Down: into a partial file, on from where it broke, in several ranges at once, and checked."""

import functools
import hashlib
import os
from collections import deque
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio

from move_ugc_async._concurrency import to_thread
from move_ugc_async._concurrency.shield import run_shielded
from move_ugc_async._concurrency.task_group import TaskGroup
from move_ugc_async._secrets import Credential
from move_ugc_async._telemetry.base import TransferTrace
from move_ugc_async._telemetry.current import telemetry
from move_ugc_async._transfers import ranges
from move_ugc_async._transfers.events import Reporter
from move_ugc_async._transfers.partial_file import PartialFile, exists
from move_ugc_async._transfers.ranges import ObjectInfo, Segment, StartOverError, damaged
from move_ugc_async._transfers.retry import TransferRetry
from move_ugc_async._transfers.storage import Chunk, Storage, consume
from move_ugc_async._transport.retry import is_transient
from move_ugc_async.errors import (
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveIntegrityError,
    MoveURLExpiredError,
)

_HASHED_AT_A_TIME = 4 * 1024 * 1024
_REFUSED = 403


class DownloadSource:
    """Where an object is.

    Args:
        url: Its presigned URL; None where it has to be asked for.
        ask: Gives a new one.
    """

    def __init__(self, url: str | None, ask: Callable[[], Awaitable[str]]) -> None:
        self._url: str | None = None if url is None else Credential(url)
        self._ask = ask
        self._lock = anyio.Lock()
        self._is_given = url is not None
        self._may_ask = True

    async def url(self) -> str:
        """Give the URL."""
        async with self._lock:
            if self._url is None:
                self._url = await self._ask()
            return self._url

    async def renew(self, stale: str, error: MoveHTTPStatusError) -> bool:
        """Have another URL asked for where that may help, and tell whether it will be."""
        async with self._lock:
            if self._url != stale:
                # Another range was refused as well, and has asked.
                return True
            # What the caller read once may be old, or the URL of an upload.
            is_stale = isinstance(error, MoveURLExpiredError) or (self._is_given and error.status == _REFUSED)
            if not is_stale or not self._may_ask:
                return False
            self._may_ask = self._is_given = False
            self._url = None
            return True

    def works(self) -> None:
        """Note that the URL gives bytes, so that another one may be asked for when it expires."""
        self._may_ask = True


async def download(
    storage: Storage,
    location: DownloadSource,
    destination: Path,
    reporter: Reporter,
    *,
    overwrite: bool,
    record: Callable[[ObjectInfo], Awaitable[None]] | None = None,
) -> ObjectInfo:
    """Fetch an object into a file, which appears under its name when it is complete.

    Args:
        storage: What transfers share.
        location: Where the object is.
        destination: The file; its folder is made if need be.
        reporter: Tells how far it is.
        overwrite: Whether to replace what is there.
        record: Called with what is known of the object just before the file appears.

    Raises:
        FileExistsError: The destination exists, and `overwrite` is off.
        OSError: The destination cannot be written.
        MoveDiskFullError: It does not fit.
        MoveIntegrityError: What came is not what storage says it is.
        MoveError: Storage refused, or could not be reached.
    """
    with telemetry().transfer("download", storage.clock) as trace:
        trace.file(reporter.file_id)
        await to_thread.run_sync(functools.partial(_check_destination, destination, overwrite=overwrite))
        # Without a thread: a task that is cancelled at that moment would never get to know the files.
        partial = PartialFile(destination)
        try:
            stored = await _Download(storage, location, partial, reporter, trace).run()
            if record is not None:
                await record(stored)
            await to_thread.run_sync(functools.partial(partial.publish, overwrite=overwrite))
        except BaseException:
            # A second `Task.cancel` would go through a shield.
            await run_shielded(functools.partial(to_thread.run_sync, partial.discard))
            raise
        finally:
            partial.close()
        trace.complete(stored.size or 0)
    return stored


class _Download:
    def __init__(
        self, storage: Storage, location: DownloadSource, partial: PartialFile, reporter: Reporter, trace: TransferTrace
    ) -> None:
        self._storage = storage
        self._location = location
        self._partial = partial
        self._reporter = reporter
        self._trace = trace
        self._in_ranges = storage.ranges > 1
        self._queue: deque[Segment] = deque()
        self._together = TaskGroup()

    async def run(self) -> ObjectInfo:
        """Fetch everything, from the start where what has come turns out to be of no use."""
        attempts = TransferRetry(self._storage)
        is_free = bool(self._partial.segments)
        mismatches = 0
        while True:
            try:
                await self._fetch()
                return await self._check()
            except StartOverError as reason:
                # What an earlier call has left, and ranges that nobody offered, cost no try.
                is_free = is_free or (reason.without_ranges and self._in_ranges)
                self._in_ranges = self._in_ranges and not reason.without_ranges
                error = reason.error
            except MoveIntegrityError as mismatch:
                mismatches += 1
                if mismatches > 1:
                    raise
                error = mismatch
            self._partial.begin(None, [])
            if not is_free:
                await attempts.pause(error)
                self._trace.resumed(error)
            is_free = False

    async def _fetch(self) -> None:
        self._together = TaskGroup()
        self._queue = deque(self._missing())
        await self._together.run(*[self._work] * min(len(self._queue), self._storage.ranges))

    def _missing(self) -> list[Segment]:
        segments = self._partial.segments
        if not segments:
            return [Segment(0, 0, self._storage.range_threshold if self._in_ranges else None)]
        if all(segment.is_complete for segment in segments):
            # Killed just before the end. Whether the object is still the same, only storage can tell.
            segments[-1].done = max(segments[-1].done - 1, 0)
        return [segment for segment in segments if not segment.is_complete]

    async def _work(self) -> None:
        while self._queue:
            await self._complete(self._queue.popleft())

    async def _complete(self, segment: Segment) -> None:
        attempts = TransferRetry(self._storage)
        while True:
            before, url = segment.done, await self._location.url()
            try:
                await self._request(segment, url)
            except MoveError as error:
                failure = error
            else:
                attempts.moved_on()
                return
            if isinstance(failure, MoveHTTPStatusError) and await self._location.renew(url, failure):
                self._trace.resumed(failure)
                continue
            if segment.done > before:
                attempts.moved_on()
            stored = self._partial.stored
            if stored is not None and not stored.is_resumable and is_transient(failure):
                raise StartOverError(failure)
            await attempts.pause(failure)
            self._trace.resumed(failure)

    async def _request(self, segment: Segment, url: str) -> None:
        storage, known = self._storage, self._partial.stored
        target = storage.url(url)
        asked = ranges.range_fields(segment, known)
        async with storage.get(target, {"Accept-Encoding": "identity", **asked}) as response:
            status = response.status_code
            if asked and status == ranges.UNSATISFIABLE:
                raise StartOverError(damaged(ranges.CHANGED), without_ranges=known is None)
            if status != ranges.OK and not (asked and status == ranges.PARTIAL):
                raise await storage.refusal(target, response)
            stored = ranges.read_head(status, response.headers, segment, known)
            if known is None:
                self._begin(segment, stored, in_ranges=status == ranges.PARTIAL)
            await consume(response, functools.partial(self._keep, segment))
        if segment.end is None:
            segment.end = segment.at
        if not segment.is_complete:
            msg = f"the connection to {target.host} ended {segment.end - segment.at} bytes too soon"
            raise MoveConnectionError(msg)

    def _begin(self, first: Segment, stored: ObjectInfo, *, in_ranges: bool) -> None:
        """Cut the object whose head has come, and fetch its other segments beside this one."""
        segments = [first]
        if in_ranges and stored.size is not None:
            here, *others = ranges.split(stored.size, self._storage.range_threshold)
            first.end = here.end
            segments += others
        else:
            first.end = stored.size
        self._partial.begin(stored, segments)
        self._queue.extend(segments[1:])
        for _ in range(min(len(self._queue), self._storage.ranges - 1)):
            self._together.start(self._work)

    async def _keep(self, segment: Segment, chunk: Chunk) -> None:
        if segment.end is not None and segment.at + chunk.size > segment.end:
            raise StartOverError(damaged("more came than was announced"), without_ranges=True)
        with anyio.CancelScope(shield=True):
            await to_thread.run_sync(functools.partial(self._partial.write, segment, *chunk.pieces))
        self._location.works()
        stored = self._partial.stored
        await self._reporter.tell(lambda: self._partial.done, stored.size if stored else None)

    async def _check(self) -> ObjectInfo:
        partial = self._partial
        stored, size = partial.stored or ObjectInfo(None, None, None), partial.size()
        if stored.size not in (None, size):
            msg = f"{size} of {stored.size} bytes came"
            raise damaged(msg)
        if stored.md5 is not None and await self._md5(size) != stored.md5:
            msg = "its ETag is not the MD5 of what came"
            raise damaged(msg)
        return ObjectInfo(stored.etag, size, stored.md5)

    async def _md5(self, size: int) -> str:
        # From the disk: ranges come in no order, and what a killed download has left was hashed by nobody.
        return await digest_of(self._partial.read, size)


async def digest_of(read: Callable[[int, int], bytes], size: int) -> str:
    """Give the MD5 of something that can be read at an offset, in hexadecimal digits."""
    md5 = hashlib.md5(usedforsecurity=False)

    def step(offset: int) -> None:
        md5.update(read(offset, _HASHED_AT_A_TIME))

    for offset in range(0, size, _HASHED_AT_A_TIME):
        await to_thread.run_sync(step, offset)
    return md5.hexdigest()


def _check_destination(destination: Path, *, overwrite: bool) -> None:
    if not overwrite and os.path.lexists(destination):
        raise exists(destination)
    if destination.is_dir() and not destination.is_symlink():
        msg = f"{destination} is a folder"
        raise IsADirectoryError(msg)
    destination.parent.mkdir(parents=True, exist_ok=True)
