"""Hashing of clip content: equal digests for all kinds of sources, and no needless second read."""

import hashlib
import io
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import ByteStream, MoveInvalidRequestError, MoveSourceChangedError, content_digest
from move_ugc_async.capture import content as content_module
from move_ugc_async.capture.content import open_content
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP
from tests.support.files import rewrite

pytestmark = pytest.mark.anyio

BYTES = CLIP.read_bytes()
SHA256 = hashlib.sha256(BYTES).hexdigest()
LONG_AGO = 1_000_000_000
IN_AN_HOUR = 10_000_000_000


async def chunks(data: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def file_object_at(start: int) -> io.BytesIO:
    file = io.BytesIO(b"\0" * start + BYTES)
    file.seek(start)
    return file


class Unseekable(io.BytesIO):
    """A file object that cannot seek, such as a pipe."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation


SOURCES: dict[str, Callable[[], Any]] = {
    "path": lambda: CLIP,
    "string": lambda: str(CLIP),
    "bytes": lambda: BYTES,
    "bytearray": lambda: bytearray(BYTES),
    "memoryview": lambda: memoryview(BYTES),
    "file object": lambda: file_object_at(0),
    "file object at another position": lambda: file_object_at(77),
    "stream": lambda: ByteStream(chunks(BYTES), len(BYTES)),
    "stream of a file object": lambda: ByteStream(Unseekable(BYTES), len(BYTES)),
}


async def ignore(share: float) -> None:
    assert 0 < share <= 1


async def sha256_of(source: Any) -> str:
    async with open_content(source) as content:
        await content.hash(ignore)
        return content.digest


@both_loops
@pytest.mark.parametrize("source", SOURCES)
async def test_digest_is_the_sha256_of_all_bytes_for_every_kind_of_source(source: str) -> None:
    assert await sha256_of(SOURCES[source]()) == SHA256


@pytest.mark.parametrize("start", [0, 77])
async def test_hash_restores_the_position_of_a_file_object(start: int) -> None:
    file = file_object_at(start)
    await sha256_of(file)
    assert file.tell() == start


async def test_large_stream_is_buffered_in_a_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_module, "_MAX_IN_MEMORY", 100)
    async with open_content(ByteStream(chunks(BYTES), len(BYTES))) as content:
        await content.hash(ignore)
        for _ in range(2):
            with content.open() as file:
                assert file.read() == BYTES


@pytest.mark.parametrize("announced", [len(BYTES) - 1, len(BYTES) + 1])
async def test_stream_of_another_size_than_announced_is_refused(announced: int) -> None:
    with pytest.raises(MoveSourceChangedError):
        await sha256_of(ByteStream(chunks(BYTES), announced))


async def test_stream_that_cannot_be_buffered_is_refused_with_advice(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(content_module, "_MAX_IN_MEMORY", 100)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with pytest.raises(MoveInvalidRequestError, match="set TMPDIR"):
        await sha256_of(ByteStream(chunks(BYTES), len(BYTES)))


def trust_files_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Disable the distrust of recent modification times."""
    monkeypatch.setattr(content_module, "_MIN_AGE_NS", -3600 * 10**9)


@pytest.mark.parametrize(
    ("mtime", "is_trusted", "reads"),
    [(LONG_AGO, True, 1), (IN_AN_HOUR, True, 2), (LONG_AGO, False, 2)],
    ids=["settled", "just written", "time set back"],
)
async def test_file_is_hashed_again_only_while_its_times_are_recent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, mtime: int, is_trusted: bool, reads: int
) -> None:
    if is_trusted:
        trust_files_at_once(monkeypatch)
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(BYTES)
    os.utime(clip, (mtime, mtime))
    shares: list[float] = []
    for _ in range(2):
        assert await content_digest(clip, on_progress=shares.append) == SHA256
    assert shares == [1.0] * reads


@pytest.mark.parametrize("change", ["written to", "replaced", "time set back"])
async def test_changed_file_has_another_digest(monkeypatch: pytest.MonkeyPatch, change: str, tmp_path: Path) -> None:
    trust_files_at_once(monkeypatch)
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(BYTES)
    os.utime(clip, (LONG_AGO, LONG_AGO))
    await content_digest(clip)
    other = bytes([BYTES[0] ^ 1]) + BYTES[1:]
    if change == "replaced":
        (tmp_path / "new").write_bytes(other)
        os.utime(tmp_path / "new", (LONG_AGO, LONG_AGO))
        (tmp_path / "new").replace(clip)
    else:
        rewrite(clip, other, LONG_AGO + (change == "written to"))
    assert await content_digest(clip) == hashlib.sha256(other).hexdigest()


@pytest.fixture
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_module, "BLOCK", 1000)
    monkeypatch.setattr(content_module, "_CHUNK", 500)


@pytest.mark.usefixtures("_small_blocks")
@both_loops
async def test_hashing_reports_progress_and_stops_after_the_current_block_when_cancelled() -> None:
    shares: list[float] = []

    async def cancel(share: float) -> None:
        shares.append(share)
        if len(shares) == 3:
            scope.cancel()

    with anyio.CancelScope() as scope:
        async with open_content(BYTES) as content:
            await content.hash(cancel)
    assert scope.cancelled_caught
    assert shares == [number * 1000 / len(BYTES) for number in (1, 2, 3)]


@pytest.mark.usefixtures("_small_blocks")
async def test_file_is_refused_when_the_content_changes_during_hashing(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(BYTES)

    async def grow(share: float) -> None:
        if share < 1:
            clip.write_bytes(BYTES + b"more")

    async with open_content(clip) as content:
        with pytest.raises(MoveSourceChangedError, match="changed while it was read"):
            await content.hash(grow)


@pytest.mark.parametrize("source", ["nowhere.mp4", b"", io.StringIO("text"), 7, os.devnull])
async def test_source_that_cannot_be_uploaded_is_refused(source: Any) -> None:
    with pytest.raises(MoveInvalidRequestError):
        await sha256_of(source)
