"""Bytes that are read ahead during an upload are sent in order."""

import hashlib
import io
import math
import tracemalloc
from collections.abc import AsyncIterator, Sequence
from itertools import cycle, permutations
from random import Random
from typing import Any, Self

import anyio
import pytest
from anyio import from_thread, to_thread
from anyio.lowlevel import checkpoint, current_token

from move_ugc_async._transfers import sources
from move_ugc_async._transfers.events import Reporter, TransferEvent
from move_ugc_async._transfers.sources import Batch, ByteStream, Source, open_source
from move_ugc_async._transfers.storage import CHUNK_SIZE, Storage
from move_ugc_async._transfers.upload import put
from move_ugc_async.errors import MoveSourceChangedError
from tests.support.servers import HttpServer
from tests.support.wait_until import run_ready
from tests.unit._transfers.objects import USERS, signed, stored

pytestmark = pytest.mark.anyio


@pytest.fixture
def reporter() -> Reporter:
    return Reporter(None, "upload", "file-1", "clip")


class OutOfOrder(Source):
    """A source whose concurrent reads return in another order than they were called.

    Reads wait until all of them are called, and then return in each of the six orders.
    """

    readers = 3

    def __init__(self) -> None:
        self.content = [bytes([number]) * (number + 1) for number in range(30)]
        self._orders = cycle(permutations(range(self.readers)))
        self._waiting: list[anyio.Event] = []
        self._left = len(self.content)
        self.reading = self.max_reading = 0
        super().__init__("clip", sum(map(len, self.content)))

    async def read(self) -> Batch:
        if not self._left:
            return Batch(self._position, [])
        start, chunk = self._position, self.content[-self._left]
        self._left -= 1
        self._hasher.update(chunk)
        self._position += len(chunk)
        self._waiting.append(released := anyio.Event())
        self.reading += 1
        self.max_reading = max(self.reading, self.max_reading)
        try:
            if len(self._waiting) == self.readers:
                waiting, self._waiting = self._waiting, []
                for number in next(self._orders):
                    waiting[number].set()
                    # Let the task of this read send as much as it can before the next read returns.
                    await run_ready()
            await released.wait()
        finally:
            self.reading -= 1
        return Batch(start, [chunk[:1], chunk[1:]] if len(chunk) > 1 else [chunk])

    async def read_head(self) -> None:
        raise NotImplementedError

    async def _rewind(self) -> bool:
        raise NotImplementedError


@USERS
async def test_batches_read_out_of_order_are_sent_in_order(storage: Storage) -> None:
    source = OutOfOrder()
    reported: list[int] = []

    async def report(event: TransferEvent) -> None:
        await run_ready(5)
        reported.append(event.done_bytes)

    with HttpServer(stored) as server:
        await put(storage, signed(server), source, Reporter(report, "upload", "file-1", "clip"))

    assert [request.body for request in server.requests] == [b"".join(source.content)]
    assert reported == sorted(reported)
    assert reported[-1] == source.size
    assert source.max_reading == source.readers


@pytest.mark.parametrize("by", [-1, 1])
async def test_source_of_another_size_than_announced_is_an_error(storage: Storage, reporter: Reporter, by: int) -> None:
    source = OutOfOrder()
    source.size += by
    with HttpServer(stored) as server, pytest.raises(MoveSourceChangedError):
        await put(storage, signed(server), source, reporter)

    assert source.reading == 0


async def test_stream_is_read_in_order(storage: Storage, reporter: Reporter) -> None:
    rng = Random(2)
    pieces = [rng.randbytes(size) for size in (1, CHUNK_SIZE * 3 + 7, 12, 1, 1, CHUNK_SIZE, 5)]

    async def chunks() -> AsyncIterator[bytes]:
        for piece in pieces:
            await checkpoint()
            yield piece

    content = b"".join(pieces)
    async with open_source(ByteStream(chunks(), len(content))) as source:
        with HttpServer(stored) as server:
            await put(storage, signed(server), source, reporter)

    assert [request.body for request in server.requests] == [content]


async def test_stream_is_read_by_one_task(storage: Storage, reporter: Reporter) -> None:
    tasks: list[int] = []

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(9):
            tasks.append(anyio.get_current_task().id)
            yield bytes(CHUNK_SIZE)

    async with open_source(ByteStream(chunks(), 9 * CHUNK_SIZE)) as source:
        tasks.clear()
        with HttpServer(stored) as server:
            await put(storage, signed(server), source, reporter)

    assert len(tasks) == 8
    assert len(set(tasks)) == 1


class EndsOnce:
    """An iterator that waits forever when it is called again after its end, as one over a queue does."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces: list[bytes | None] = [*pieces, None]

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if not self._pieces:
            await anyio.sleep_forever()
        piece = self._pieces.pop(0)
        if piece is None:
            raise StopAsyncIteration
        return piece


@pytest.mark.parametrize("pieces", [[b"a"], [b"a" * 100, b"", b"b"], [bytes(CHUNK_SIZE * 2)]])
async def test_stream_is_not_read_after_its_end(storage: Storage, reporter: Reporter, pieces: list[bytes]) -> None:
    content = b"".join(pieces)
    async with open_source(ByteStream(EndsOnce(*pieces), len(content))) as source:
        with HttpServer(stored) as server:
            await put(storage, signed(server), source, reporter)

    assert [request.body for request in server.requests] == [content]


async def test_large_piece_of_a_stream_is_split_without_copying_the_rest() -> None:
    piece = bytes(8 * CHUNK_SIZE)
    async with open_source(ByteStream(EndsOnce(piece), len(piece))) as source:
        tracemalloc.start()
        try:
            while (await source.read()).chunks:
                pass
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    # The current chunk and the previous one; a copy of the rest would be up to seven chunks.
    assert peak < 3 * CHUNK_SIZE


@USERS
async def test_chunks_are_hashed_in_their_order_while_more_is_read(
    storage: Storage, reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = Random(1).randbytes(8 * CHUNK_SIZE + 7)
    hash_chunks = sources._FileSource._hash
    hashing: list[int] = []
    token = current_token()

    def hash_while_others_wait(source: Any, chunks: Sequence[bytes]) -> None:
        # Other calls may read meanwhile, but must wait before they hash.
        hashing.append(1)
        from_thread.run(run_ready, token=token)
        assert len(hashing) == 1
        hash_chunks(source, chunks)
        hashing.clear()

    monkeypatch.setattr(sources._FileSource, "_hash", hash_while_others_wait)
    async with open_source(content) as source:
        with HttpServer(stored) as server:
            await put(storage, signed(server), source, reporter)

    assert [request.body for request in server.requests] == [content]
    assert source.checksum == hashlib.md5(content).hexdigest()


async def test_cancelled_upload_waits_for_at_most_one_read(
    storage: Storage, reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_MAX_BATCH_SECONDS", 0.0)
    reads: list[int] = []
    scope, token = anyio.CancelScope(), current_token()

    class File(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if size == CHUNK_SIZE:
                reads.append(self.tell())
                from_thread.run_sync(scope.cancel, token=token)
            return super().read(size)

    async with open_source(File(bytes(8 * CHUNK_SIZE))) as source:
        with HttpServer(stored) as server, scope:
            await put(storage, signed(server), source, reporter)

    assert reads == [0]


async def test_slow_source_is_sent_chunk_by_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_MAX_BATCH_SECONDS", math.inf)
    async with open_source(bytes(4 * CHUNK_SIZE)) as source:
        quick = await source.read()
        await source.rewind()
        monkeypatch.setattr(sources, "_MAX_BATCH_SECONDS", 0.0)
        slow = [await source.read() for _ in range(2)]

    assert (quick.start, len(quick.chunks)) == (0, 2)
    assert [(batch.start, len(batch.chunks)) for batch in slow] == [(0, 1), (CHUNK_SIZE, 1)]


async def test_upload_does_not_use_the_default_thread_limiter(storage: Storage, reporter: Reporter) -> None:
    limiter = to_thread.current_default_thread_limiter()
    borrowed: list[int] = []

    class File(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            borrowed.append(limiter.borrowed_tokens)
            return super().read(size)

    async with open_source(File(bytes(8 * CHUNK_SIZE))) as source:
        borrowed.clear()
        with HttpServer(stored) as server:
            await put(storage, signed(server), source, reporter)

    assert set(borrowed) == {0}
