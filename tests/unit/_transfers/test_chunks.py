"""Response bodies are regrouped into chunks without needless copies."""

import sys
from collections.abc import AsyncIterator, Sequence
from typing import cast

import pytest

from move_ugc_async._transfers.storage import CHUNK_SIZE, Chunk, consume
from move_ugc_async._transport.http.response import Response

pytestmark = pytest.mark.anyio


class Pieces:
    """A response whose body arrives in these pieces, followed by an error if one is given."""

    def __init__(self, pieces: Sequence[bytes], error: Exception | None = None) -> None:
        self._pieces, self._error = pieces, error

    async def aiter_raw(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece
        if self._error is not None:
            raise self._error


async def chunks_of(pieces: Sequence[bytes], error: Exception | None = None) -> list[Chunk]:
    chunks: list[Chunk] = []

    async def write(chunk: Chunk) -> None:
        chunks.append(chunk)

    try:
        await consume(cast("Response", Pieces(pieces, error)), write)
    except ConnectionError:
        assert error is not None
    return chunks


def content(chunk: Chunk) -> bytes:
    return b"".join(chunk.pieces)


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("size", [1, 4095, 4096, 4097, 300_000, CHUNK_SIZE, CHUNK_SIZE + 1])
async def test_body_is_regrouped_into_chunks_of_at_least_the_chunk_size(size: int, *, broken: bool) -> None:
    # More 1-byte pieces would take more than a second.
    body = bytes(range(251)) * (20_000 if size > 1 else 40)
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    chunks = await chunks_of(pieces, ConnectionError() if broken else None)

    assert b"".join(map(content, chunks)) == body
    assert [chunk.size for chunk in chunks] == [len(content(chunk)) for chunk in chunks]
    assert all(CHUNK_SIZE <= chunk.size < CHUNK_SIZE + size for chunk in chunks[:-1])


async def test_empty_body_yields_no_chunk() -> None:
    assert await chunks_of([]) == []


def test_chunk_keeps_large_pieces_and_joins_small_ones() -> None:
    chunk, large = Chunk(), [bytes(4096), bytes(5000)]
    for piece in (b"a", b"b", large[0], large[1], *[b"cd"] * 10_000):
        chunk.add(piece)

    assert chunk.pieces == [b"ab", *large, b"cd" * 10_000]
    assert [id(piece) for piece in chunk.pieces[1:3]] == [id(piece) for piece in large]
    assert chunk.size == 2 + 4096 + 5000 + 20_000
    assert sys.getsizeof(chunk.pieces[3]) < 30_000
