"""What is read ahead while an upload is under way goes up in its order."""

import hashlib
import io
import time
from collections.abc import AsyncIterator, Sequence
from random import Random
from typing import Self

import anyio
import pytest
from anyio import from_thread, to_thread
from anyio.lowlevel import checkpoint

from move_ugc_async.errors import MoveSourceChangedError
from move_ugc_async.transfers import sources
from move_ugc_async.transfers.events import Reporter, TransferEvent
from move_ugc_async.transfers.sources import Batch, ByteStream, Source, open_source
from move_ugc_async.transfers.storage import CHUNK_SIZE, Storage
from move_ugc_async.transfers.upload import put
from tests.servers import HttpServer
from tests.transfers.objects import MIB, signed, stored

pytestmark = pytest.mark.anyio


@pytest.fixture
def reporter() -> Reporter:
    return Reporter(None, "upload", "file-1", "clip")


class Hasty(Source):
    """A source of chunks, whose batches come when they like."""

    readers = 3

    def __init__(self, batches: Sequence[Sequence[bytes]], chance: Random, size: int | None = None) -> None:
        self._left = list(batches)
        super().__init__("clip", sum(map(len, self.content)) if size is None else size)
        self._chance = chance
        self.reading = self.most_reading = 0

    @property
    def content(self) -> list[bytes]:
        return [b"".join(batch) for batch in self._left]

    async def read(self) -> Batch:
        start, chunks = self._at, self._left.pop(0) if self._left else list[bytes]()
        for chunk in chunks:
            self._md5.update(chunk)
            self._at += len(chunk)
        self.reading += 1
        self.most_reading = max(self.reading, self.most_reading)
        try:
            for _ in range(self._chance.randrange(40)):
                await checkpoint()
        finally:
            self.reading -= 1
        return Batch(start, chunks)

    async def look(self) -> None:
        raise NotImplementedError

    async def _rewind(self) -> bool:
        raise NotImplementedError


def batches(chance: Random) -> list[list[bytes]]:
    return [[chance.randbytes(chance.randint(1, 99)) for _ in range(chance.randint(1, 3))] for _ in range(30)]


@pytest.mark.parametrize("seed", range(10))
async def test_what_comes_out_of_order_goes_up_in_order(storage: Storage, seed: int) -> None:
    chance = Random(seed)
    source = Hasty(batches(chance), chance)
    content = b"".join(source.content)
    told: list[int] = []

    async def tell(event: TransferEvent) -> None:
        for _ in range(chance.randrange(10)):
            await checkpoint()
        told.append(event.done_bytes)

    with HttpServer(stored) as server:
        await put(storage, signed(server), source, Reporter(tell, "upload", "file-1", "clip"))

    assert [request.body for request in server.requests] == [content]
    assert told == sorted(told)
    assert told[-1] == len(content)
    assert source.most_reading == source.readers


@pytest.mark.parametrize("by", [-1, 1])
async def test_another_size_than_was_said_is_noticed(storage: Storage, reporter: Reporter, by: int) -> None:
    chance = Random(1)
    source = Hasty(batches(chance), chance)
    source.size += by
    with HttpServer(stored) as server, pytest.raises(MoveSourceChangedError), anyio.fail_after(5):
        await put(storage, signed(server), source, reporter)

    assert source.reading == 0


async def test_a_stream_is_read_in_order(storage: Storage, reporter: Reporter) -> None:
    chance = Random(2)
    pieces = [chance.randbytes(size) for size in (1, CHUNK_SIZE * 3 + 7, 12, 1, 1, CHUNK_SIZE, 5)]

    async def chunks() -> AsyncIterator[bytes]:
        for piece in pieces:
            await checkpoint()
            yield piece

    content = b"".join(pieces)
    async with open_source(ByteStream(chunks(), len(content))) as source:
        with HttpServer(stored) as server:
            await put(storage, signed(server), source, reporter)

    assert [request.body for request in server.requests] == [content]


async def test_one_task_reads_a_stream_once_it_has_been_looked_at(storage: Storage, reporter: Reporter) -> None:
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
    """An iterator over a queue: asked once more after its end, it waits for what never comes."""

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
async def test_a_stream_is_not_asked_again_after_its_end(
    storage: Storage, reporter: Reporter, pieces: list[bytes]
) -> None:
    content = b"".join(pieces)
    async with open_source(ByteStream(EndsOnce(*pieces), len(content))) as source:
        with HttpServer(stored) as server, anyio.fail_after(5):
            await put(storage, signed(server), source, reporter)

    assert [request.body for request in server.requests] == [content]


async def test_a_large_piece_of_a_stream_is_cut_without_copying_the_rest() -> None:
    piece = bytes(128 * MIB)
    before = time.process_time()
    async with open_source(ByteStream(EndsOnce(piece), len(piece))) as source:
        while (await source.read()).chunks:
            pass

    # Copying the rest for each chunk takes ten seconds.
    assert time.process_time() - before < 4


@pytest.mark.parametrize("seed", range(3))
async def test_what_threads_read_is_hashed_in_its_order(storage: Storage, reporter: Reporter, seed: int) -> None:
    chance = Random(seed)
    content = chance.randbytes(40 * CHUNK_SIZE + 7)

    class File(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            time.sleep(chance.random() / 200)
            return super().read(size)

    async with open_source(File(content)) as source:
        with HttpServer(stored) as server:
            await put(storage, signed(server), source, reporter)

    assert [request.body for request in server.requests] == [content]
    assert source.md5 == hashlib.md5(content).hexdigest()


async def test_a_cancelled_upload_waits_for_no_more_than_one_read(
    storage: Storage, reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_LONG", 0.0)
    reads: list[int] = []
    patience = anyio.CancelScope()

    class File(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if size == CHUNK_SIZE:
                reads.append(self.tell())
                from_thread.run_sync(patience.cancel)
            return super().read(size)

    async with open_source(File(bytes(8 * CHUNK_SIZE))) as source:
        with HttpServer(stored) as server, patience:
            await put(storage, signed(server), source, reporter)

    assert reads == [0]


async def test_a_slow_source_is_passed_on_chunk_by_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_source(bytes(4 * CHUNK_SIZE)) as source:
        quick = await source.read()
        await source.rewind()
        monkeypatch.setattr(sources, "_LONG", 0.0)
        slow = [await source.read() for _ in range(2)]

    assert (quick.start, len(quick.chunks)) == (0, 2)
    assert [(batch.start, len(batch.chunks)) for batch in slow] == [(0, 1), (CHUNK_SIZE, 1)]


async def test_the_threads_of_the_rest_of_the_program_are_left_to_it(storage: Storage, reporter: Reporter) -> None:
    limiter = to_thread.current_default_thread_limiter()
    borrowed: list[int] = []

    class File(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            borrowed.append(from_thread.run_sync(lambda: limiter.borrowed_tokens))
            return super().read(size)

    async with open_source(File(bytes(8 * CHUNK_SIZE))) as source:
        borrowed.clear()
        with HttpServer(stored) as server:
            await put(storage, signed(server), source, reporter)

    assert set(borrowed) == {0}
