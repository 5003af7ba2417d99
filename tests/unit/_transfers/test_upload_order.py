"""Uploads read ahead by one chunk, in order."""

import io
import tracemalloc
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from random import Random
from typing import Self, cast

import anyio
import pytest
from anyio import from_thread, to_thread
from anyio.lowlevel import checkpoint, current_token

from move_ugc_async._transfers.events import Reporter
from move_ugc_async._transfers.sources import ByteStream, Source, open_source
from move_ugc_async._transfers.storage import CHUNK_SIZE, Storage
from move_ugc_async._transfers.upload import put
from move_ugc_async._transport.http import HttpPool
from move_ugc_async._transport.http.response import Response
from move_ugc_async._transport.http.types import Request
from move_ugc_async.errors import MoveConnectionError, MoveSourceChangedError
from tests.support.servers import HttpServer
from tests.support.wait_until import wait_until
from tests.unit._transfers.objects import signed, stored

pytestmark = pytest.mark.anyio


@pytest.fixture
def reporter() -> Reporter:
    return Reporter(None, "upload", "file-1", "clip")


class Letters(Source):
    """A source of 30 chunks of one byte."""

    def __init__(self) -> None:
        super().__init__("clip", 30)
        self.reads = 0

    async def read(self) -> bytes:
        await checkpoint()
        self.reads += 1
        return b"a" if self.reads <= 30 else b""

    async def read_head(self) -> None:
        raise NotImplementedError

    async def rewind(self) -> bool:
        raise NotImplementedError


class TakesOneChunk:
    """A connection pool that takes the first chunk of a body, and breaks once another has been read."""

    def __init__(self, source: Letters) -> None:
        self.source = source

    @asynccontextmanager
    async def stream(
        self, request: Request, *, before_send: Callable[[], Awaitable[None]]
    ) -> AsyncGenerator[Response, None]:
        await before_send()
        assert await anext(cast("AsyncIterator[bytes]", request.content)) == b"a"
        await wait_until(lambda: self.source.reads == 2)
        msg = "broken"
        raise MoveConnectionError(msg)
        yield


async def test_next_chunk_is_read_while_the_previous_one_is_sent(storage: Storage, reporter: Reporter) -> None:
    source = Letters()
    taking = replace(storage, http=cast("HttpPool", TakesOneChunk(source)))
    with pytest.raises(MoveConnectionError):
        await put(taking, "http://storage.example/", source, reporter)

    assert source.reads == 2


@pytest.mark.parametrize("by", [-1, 1])
async def test_source_of_another_size_than_announced_is_an_error(storage: Storage, reporter: Reporter, by: int) -> None:
    source = Letters()
    source.size += by
    with HttpServer(stored) as server, pytest.raises(MoveSourceChangedError):
        await put(storage, signed(server), source, reporter)


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
            while await source.read():
                pass
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    # The current chunk and the previous one; a copy of the rest would be up to seven chunks.
    assert peak < 3 * CHUNK_SIZE


async def test_cancelled_upload_waits_for_at_most_one_read(storage: Storage, reporter: Reporter) -> None:
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
