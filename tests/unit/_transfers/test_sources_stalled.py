"""Uploads whose source stalls wait for it, and for nothing else."""

import gc
import io
import os
import threading
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager

import anyio
import pytest
from anyio import to_thread

from move_ugc_async._transfers.events import TransferEvent
from move_ugc_async._transfers.sources import ByteStream
from move_ugc_async._transfers.storage import Storage
from move_ugc_async._transport.http import BackendName
from move_ugc_async.errors import MoveHTTPStatusError, MoveIntegrityError
from tests.support.loop_time import StoppedTime
from tests.support.servers import HttpServer, Reply
from tests.support.wait_until import run_ready, wait_until
from tests.unit._transfers.objects import (
    ALL_STACKS,
    CLIP,
    MIB,
    READS_EARLY_RESPONSES,
    USERS,
    signed,
    stored,
    upload,
    upload_all,
)
from tests.unit._transfers.stopped import counted

pytestmark = pytest.mark.anyio


class Pipe(io.FileIO):
    """The read end of a pipe."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor)
        self.reads = threading.Semaphore(0)
        """Released by each read."""

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads.release()
        return super().read(-1 if size is None else size) or b""

    async def wait_for_reads(self, number: int) -> None:
        for _ in range(number):
            await to_thread.run_sync(self.reads.acquire)


@contextmanager
def quiet_pipe(content: bytes) -> Generator[Pipe, None, None]:
    """Yield a pipe with this content, which stays open and gets no more."""
    reading, writing = os.pipe()
    with Pipe(reading) as pipe:
        os.write(writing, content)
        try:
            yield pipe
        finally:
            os.close(writing)


async def quiet(content: bytes) -> AsyncIterator[bytes]:
    yield content
    await anyio.sleep_forever()


@USERS
@pytest.mark.parametrize(("size", "reads"), [(0, 1), (5000, 2)])
async def test_upload_from_a_stalled_pipe_can_be_cancelled(storage: Storage, size: int, reads: int) -> None:
    with HttpServer(stored) as server, quiet_pipe(CLIP[:size]) as pipe:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(upload, storage, signed(server), ByteStream(pipe, len(CLIP)))
            await pipe.wait_for_reads(reads)
            tasks.cancel_scope.cancel()

        # The abandoned thread uses no slot of the default limiter.
        assert to_thread.current_default_thread_limiter().borrowed_tokens == 0
        await upload(storage, signed(server), CLIP)

    assert server.requests[-1].body == CLIP
    gc.collect()


@READS_EARLY_RESPONSES
async def test_refusal_is_raised_while_a_pipe_stalls(storage: Storage) -> None:
    refusing = HttpServer(Reply(status=403, reads_body=False))
    with refusing as server, quiet_pipe(CLIP[:5000]) as pipe, pytest.raises(MoveHTTPStatusError):
        await upload(storage, signed(server), ByteStream(pipe, len(CLIP)))


@READS_EARLY_RESPONSES
async def test_confirmation_before_all_bytes_are_sent_raises_while_a_source_stalls(storage: Storage) -> None:
    confirming = HttpServer(Reply(headers=(("ETag", '"no-md5-1"'),), reads_body=False))
    with confirming as server, pytest.raises(MoveIntegrityError):
        await upload(storage, signed(server), ByteStream(quiet(bytes(MIB)), 20 * MIB))


@ALL_STACKS
async def test_stream_that_does_not_end_is_uploaded_once_all_bytes_are_read(
    storage: Storage, http_backend: BackendName, stopped_time: StoppedTime
) -> None:
    storage, counts = counted(storage)
    uploads = 0

    async def upload_both() -> None:
        nonlocal uploads
        await upload(storage, signed(server), ByteStream(quiet(CLIP), len(CLIP)))
        uploads = 1
        with quiet_pipe(CLIP[:5000]) as pipe:
            await upload(storage, signed(server), ByteStream(pipe, 5000))
        uploads = 2

    with HttpServer(stored) as server:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(upload_both)
            for number in (1, 2):
                await server.received(number)
                # aiohttp has read the response by now; httpx reads it only after the source has ended.
                await wait_until(lambda number=number: counts.finished == number or http_backend == "httpx")
                await run_ready()
                assert uploads == number - 1
                # Only once, since after it storage has another `read_timeout` to respond.
                stopped_time.advance(storage.read_timeout)
                await wait_until(lambda number=number: uploads == number)

    assert [request.body for request in server.requests] == [CLIP, CLIP[:5000]]


@ALL_STACKS
async def test_progress_of_the_last_bytes_may_take_longer_than_the_read_timeout(
    storage: Storage, http_backend: BackendName, stopped_time: StoppedTime
) -> None:
    storage, counts = counted(storage)
    reported: list[int] = []

    async def report(event: TransferEvent) -> None:
        if event.done_bytes == event.total_bytes:
            await server.received(1)
            await wait_until(lambda: counts.finished or http_backend == "httpx")
            await run_ready()
            stopped_time.advance(10 * storage.read_timeout)
            await run_ready()
        reported.append(event.done_bytes)

    with HttpServer(stored) as server:
        await upload_all(storage, iter([signed(server)]), CLIP, report)

    assert reported[-1] == len(CLIP)
