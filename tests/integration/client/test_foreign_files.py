"""Uploads of buffers of any layout, and of file objects that raise exceptions of their own."""

import array
import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from move_ugc_async import AsyncMoveUgc, MoveError, MoveInvalidRequestError
from move_ugc_async.capture.content import open_content
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.workflows import CLIP, graphql_requests

pytestmark = pytest.mark.anyio

# Padded with a `free` box, so that its size is a multiple of any item size.
PADDING = -CLIP.stat().st_size % 8
BYTES = CLIP.read_bytes() + (8 + PADDING).to_bytes(4, "big") + b"free" + bytes(PADDING)


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncMoveUgc]:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        yield client


def every_other() -> memoryview:
    return memoryview(bytes(byte for each in BYTES for byte in (each, 0)))[::2]


def released() -> memoryview:
    view = memoryview(BYTES)
    view.release()
    return view


BUFFERS: dict[str, Callable[[], Any]] = {
    "bytearray": lambda: bytearray(BYTES),
    "items of 2 bytes": lambda: memoryview(array.array("H", BYTES)),
    "items of 8 bytes": lambda: memoryview(array.array("d", BYTES)),
    "two dimensions": lambda: memoryview(BYTES).cast("B", (len(BYTES) // 8, 8)),
    "with gaps": every_other,
    "backwards": lambda: memoryview(BYTES[::-1])[::-1],
}


@pytest.mark.parametrize("kind", BUFFERS)
async def test_upload_and_hash_read_all_bytes_of_a_buffer(client: AsyncMoveUgc, tmp_path: Path, kind: str) -> None:
    file = await client.files.upload(BUFFERS[kind]())

    assert (await client.files.download(file, tmp_path / "clip.mp4")).read_bytes() == BYTES
    async with open_content(BUFFERS[kind]()) as content:
        assert content.size == len(BYTES)


async def test_upload_refuses_a_released_buffer(client: AsyncMoveUgc, sandbox: Sandbox) -> None:
    with pytest.raises(MoveInvalidRequestError, match="released"):
        await client.files.upload(released())
    assert not graphql_requests(sandbox)


@contextmanager
def packed(folder: Path, kind: str) -> Generator[BinaryIO, None, None]:
    """Open the clip as a member of an archive."""
    clip, path = folder / "clip.mp4", folder / kind
    clip.write_bytes(BYTES)
    with ExitStack() as stack:
        if kind == "tar":
            with tarfile.open(path, "w") as archive:
                archive.add(clip, "clip.mp4")
            member: Any = stack.enter_context(tarfile.open(path)).extractfile("clip.mp4")
        elif kind == "zip":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as zipped:
                zipped.write(clip, "clip.mp4")
            member = stack.enter_context(zipfile.ZipFile(path)).open("clip.mp4")
        else:
            path.write_bytes(gzip.compress(BYTES))
            # Its `filename` is deprecated, and warnings are errors here.
            member = gzip.open(path)  # noqa: SIM115 - the stack closes it
        yield stack.enter_context(member)


@pytest.mark.parametrize("kind", ["tar", "zip", "gzip"])
async def test_upload_reads_a_member_of_an_archive(client: AsyncMoveUgc, tmp_path: Path, kind: str) -> None:
    with packed(tmp_path, kind) as member:
        file = await client.files.upload(member)

    assert (await client.files.download(file, tmp_path / "back.mp4")).read_bytes() == BYTES


class FormFile:
    """A file of a form, as in Werkzeug and Flask."""

    name, filename = "video", "dance.mp4"

    def __init__(self) -> None:
        self._stream = io.BytesIO(BYTES)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


async def test_upload_uses_the_file_name_instead_of_the_form_field_name(client: AsyncMoveUgc) -> None:
    assert (await client.files.upload(cast("BinaryIO", FormFile()))).name == "dance.mp4"


class Broken(io.BytesIO):
    """A file object that raises an exception that the library cannot know."""

    def __init__(self, method: str, error: Exception) -> None:
        super().__init__(BYTES)
        self._method, self._error = method, error

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._do("seek", offset, whence)

    def read(self, size: int | None = -1) -> bytes:
        return self._do("read", size)

    def tell(self) -> int:
        return self._do("tell")

    def _do(self, method: str, *arguments: Any) -> Any:
        if method == self._method:
            raise self._error
        return getattr(super(), method)(*arguments)


@pytest.mark.parametrize("method", ["seek", "read", "tell"])
@pytest.mark.parametrize(
    "error", [zlib.error("Error -3"), EOFError("ended"), AttributeError("fileno"), io.UnsupportedOperation("seek")]
)
async def test_upload_and_workflow_map_exceptions_of_a_file_object(
    client: AsyncMoveUgc, sandbox: Sandbox, method: str, error: Exception
) -> None:
    with pytest.raises(MoveError):
        await client.files.upload(Broken(method, error))
    with pytest.raises(MoveError):
        await client.submit(Broken(method, error), key="order-7")
    assert not graphql_requests(sandbox)


async def test_upload_of_a_file_object_at_its_end_raises_an_error_that_names_the_cause(
    client: AsyncMoveUgc, sandbox: Sandbox
) -> None:
    file = io.BytesIO(BYTES)
    file.read()

    with pytest.raises(MoveInvalidRequestError, match=r"cannot upload BytesIO: it is at its end.*seek\(0\)"):
        await client.files.upload(file)
    assert not graphql_requests(sandbox)
