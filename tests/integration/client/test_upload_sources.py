"""Uploads of file objects of frameworks, and of paths that cannot be read."""

import errno
import io
import mmap
import os
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

import anyio
import pytest
from starlette.datastructures import UploadFile

from move_ugc_async import AsyncMoveUgc, ByteStream, CaptureError, MoveError, MoveInvalidRequestError, media
from move_ugc_async.capture.content import ClipContent, open_content
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.loops import both_loops
from tests.integration.client.workflows import CLIP, graphql_requests

pytestmark = pytest.mark.anyio

BYTES = CLIP.read_bytes()


class OnlyRead:
    """A file object with only a `read` method, such as the body of a response."""

    def read(self, size: int = -1) -> bytes:
        return BYTES[:size]


class OnlyAsyncRead:
    """An asynchronous reader, such as `aiohttp.StreamReader`."""

    async def read(self, size: int = -1) -> bytes:
        return BYTES[:size]


class Seekable:
    """A file object without `seekable`, `closed` or a base class."""

    def __init__(self) -> None:
        self._file = io.BytesIO(BYTES)
        self.read, self.seek, self.tell, self.close = (
            self._file.read,
            self._file.seek,
            self._file.tell,
            self._file.close,
        )


def mapped() -> mmap.mmap:
    with CLIP.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def spooled() -> SpooledTemporaryFile[bytes]:
    file = SpooledTemporaryFile[bytes](max_size=10)
    file.write(BYTES)
    file.seek(0)
    return file


def closed(file: Any) -> Any:
    file.close()
    return file


FILES: dict[str, Any] = {
    "UploadFile": lambda: UploadFile(io.BytesIO(BYTES), filename="dance.mp4"),
    "large UploadFile": lambda: UploadFile(cast("BinaryIO", spooled())),
    "mmap": mapped,
    "SpooledTemporaryFile": spooled,
    "unbuffered": lambda: io.FileIO(CLIP),
    "no base class": Seekable,
}


@pytest.mark.parametrize("kind", FILES)
@both_loops
async def test_upload_and_hash_read_a_file_object(client: AsyncMoveUgc, tmp_path: Path, kind: str) -> None:
    source = FILES[kind]()
    async with open_content(source) as content:
        assert content.inspect(media.inspect).frames == 100
    file = await client.files.upload(source)
    assert file.type == ".mp4"
    path = await client.files.download(file.id, tmp_path / "back.mp4")
    assert path.read_bytes() == BYTES
    getattr(source, "file", source).close()


async def test_upload_uses_the_file_name_from_the_framework(client: AsyncMoveUgc) -> None:
    assert (await client.files.upload(UploadFile(io.BytesIO(BYTES), filename="../dance.mp4"))).name == "dance.mp4"
    assert (await client.files.upload(UploadFile(io.BytesIO(BYTES)))).name is None


async def test_upload_reads_the_file_of_anyio(client: AsyncMoveUgc, tmp_path: Path) -> None:
    async with await anyio.open_file(CLIP, "rb") as source:
        file = await client.files.upload(cast("Any", source))
    path = await client.files.download(file.id, tmp_path / "back.mp4")
    assert path.read_bytes() == BYTES


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (OnlyRead(), "cannot read OnlyRead: it cannot seek, so its size is not known"),
        (OnlyAsyncRead(), r"cannot read OnlyAsyncRead: it has no blocking read\(\)"),
        (closed(io.BytesIO(BYTES)), "cannot read BytesIO: I/O operation on closed file"),
        (closed(UploadFile(io.BytesIO(BYTES)).file), "closed file"),
        (closed(CLIP.open("rb")), "cannot read BufferedReader"),
    ],
)
async def test_upload_refuses_a_file_object_that_cannot_be_read_and_names_byte_stream(
    client: AsyncMoveUgc, sandbox: Sandbox, source: Any, reason: str
) -> None:
    with pytest.raises(MoveInvalidRequestError, match=f"{reason}.*ByteStream"):
        await client.files.upload(source)
    assert not graphql_requests(sandbox)


async def test_upload_refuses_a_closed_mmap(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    with pytest.raises(MoveInvalidRequestError, match="cannot read mmap"):
        await client.files.upload(closed(mapped()))
    assert not graphql_requests(sandbox)


async def text() -> AsyncIterator[Any]:
    yield "text"


@pytest.mark.parametrize(
    "stream",
    [
        ByteStream(cast("Any", [BYTES]), len(BYTES)),
        ByteStream(cast("Any", BYTES), len(BYTES)),
        ByteStream(io.BytesIO(BYTES), cast("Any", None)),
        ByteStream(io.BytesIO(BYTES), cast("Any", "5")),
        ByteStream(text(), 4),
    ],
)
async def test_upload_refuses_a_stream_of_wrong_types(
    client: AsyncMoveUgc, sandbox: Sandbox, stream: ByteStream
) -> None:
    with pytest.raises(MoveInvalidRequestError):
        await client.files.upload(stream)
    assert not graphql_requests(sandbox)


def loop(folder: Path) -> Path:
    path = folder / "loop.mp4"
    path.symlink_to(path)
    return path


PATHS: dict[str, Any] = {
    "too long": lambda folder: folder / ("a" * 300 + ".mp4"),
    "symlink loop": loop,
    "null byte": lambda folder: f"{folder}/a\0b.mp4",
    "below a file": lambda folder: CLIP / "clip.mp4",  # noqa: ARG005
    "lone surrogate": lambda folder: f"{folder}/\ud800.mp4",
    "a directory": lambda folder: folder,
}


@pytest.mark.parametrize("kind", PATHS)
async def test_path_that_is_not_a_file_is_refused_before_anything_is_sent(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, kind: str
) -> None:
    path = PATHS[kind](tmp_path)
    with pytest.raises(MoveInvalidRequestError) as caught:
        await client.files.upload(path)
    # The message can be printed on any terminal.
    str(caught.value).encode()
    with pytest.raises(CaptureError) as stopped:
        await client.capture(path, tmp_path / "out")
    assert isinstance(stopped.value.__cause__, MoveInvalidRequestError)
    assert not graphql_requests(sandbox)


@pytest.mark.parametrize("code", [errno.EMFILE, errno.EIO])
async def test_file_that_cannot_be_read_now_is_not_reported_as_truncated(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, code: int
) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 64:
                raise OSError(code, os.strerror(code))
            return super().read(size)

    with pytest.raises(CaptureError, match=f"preflight: cannot read the clip: {os.strerror(code)}") as caught:
        await client.capture(Broken(BYTES), tmp_path)
    assert type(caught.value.__cause__) is MoveError
    assert not graphql_requests(sandbox)


async def test_exhausted_file_descriptors_are_reported(
    client: AsyncMoveUgc, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> object:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(type(CLIP), "open", refuse)
    for call in (client.files.upload(CLIP), client.capture(CLIP, tmp_path)):
        with pytest.raises(MoveError, match=f"cannot read .*dance.mp4: {os.strerror(errno.EMFILE)}"):
            await call
    assert not graphql_requests(sandbox)


async def test_source_that_is_closed_during_a_read_raises_a_typed_error() -> None:
    file = io.BytesIO(BYTES)

    async def close(_: float) -> None:
        file.close()

    async with open_content(file) as content:
        assert isinstance(content, ClipContent)
        file.close()
        with pytest.raises(MoveInvalidRequestError, match="closed file"):
            await content.hash(close)


class BytesWithoutText(bytes):
    """Bytes whose text is never used: it is several times as long as the clip."""

    def __str__(self) -> str:
        raise AssertionError

    __repr__ = __str__


async def test_submit_of_bytes_never_converts_them_to_text(client: AsyncMoveUgc) -> None:
    job = await client.submit(BytesWithoutText(BYTES), key="order-7")
    assert job.state == "NOT_STARTED"
