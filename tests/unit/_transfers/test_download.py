"""Downloads write the exact bytes, appear atomically, use constant memory, and leave nothing when they fail."""

import asyncio
import gc
import gzip
import hashlib
import os
import stat
import threading
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async._transfers.storage import Storage
from move_ugc_async.errors import MoveError, MoveIntegrityError, MoveTimeoutError, MoveUnsafeURLError
from tests.support.loop_time import StoppedTime
from tests.support.servers import HttpServer, Reply
from tests.support.wait_until import wait_until
from tests.unit._transfers.objects import ALL_STACKS, CLIP, MIB, SECRET, download, names, signed, upload
from tests.unit._transfers.stopped import error_in_time

pytestmark = pytest.mark.anyio


# Download


@ALL_STACKS
async def test_download_writes_the_exact_bytes(storage: Storage, tmp_path: Path) -> None:
    destination = tmp_path / "deep" / "down" / "clip.mp4"
    with HttpServer(Reply(CLIP)) as server:
        url = signed(server)
        assert await download(storage, url, destination) == destination

    assert destination.read_bytes() == CLIP
    assert [path.name for path in destination.parent.iterdir()] == ["clip.mp4"]
    (request,) = server.requests
    assert (request.method, request.target) == ("GET", url.removeprefix(server.url))
    assert request.header("authorization") is None
    assert request.all("accept-encoding") == ["identity"]


@ALL_STACKS
async def test_chunked_download_writes_the_exact_bytes(storage: Storage, tmp_path: Path) -> None:
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    with HttpServer(Reply(raw=raw)) as server:
        await download(storage, signed(server), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == b"abcde"


@ALL_STACKS
async def test_empty_object_creates_an_empty_file(storage: Storage, tmp_path: Path) -> None:
    with HttpServer(Reply(b"")) as server:
        await download(storage, signed(server), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == b""


@ALL_STACKS
@pytest.mark.parametrize("encoding", ["gzip", "br", "GZIP, identity"])
async def test_compressed_object_is_refused_and_never_saved(storage: Storage, tmp_path: Path, encoding: str) -> None:
    packed = gzip.compress(CLIP)
    reply = Reply(packed, headers=(("Content-Encoding", encoding),))
    with HttpServer(reply) as server, pytest.raises(MoveIntegrityError, match="Content-Encoding"):
        await download(storage, signed(server), tmp_path / "new")

    assert names(tmp_path) == []


async def test_download_over_http_is_refused_when_the_endpoint_uses_https(storage: Storage, tmp_path: Path) -> None:
    with HttpServer(Reply(CLIP)) as server, pytest.raises(MoveUnsafeURLError, match="without TLS"):
        await download(replace(storage, secure=True), signed(server), tmp_path / "new")

    assert (server.requests, names(tmp_path)) == ([], [])


CUT_OFF = Reply(CLIP[:100_000], announced=len(CLIP))


@ALL_STACKS
@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(CUT_OFF, id="cut"),
        pytest.param(Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nab"), id="chunk cut"),
        pytest.param(Reply(instead="reset"), id="reset"),
        pytest.param(Reply(b"no", 404), id="refused"),
    ],
)
async def test_failed_download_leaves_no_file(storage: Storage, tmp_path: Path, reply: Reply) -> None:
    with HttpServer(reply) as server, pytest.raises(MoveError) as caught:
        await download(storage, signed(server), tmp_path / "clip.mp4")

    assert SECRET not in str(caught.value)
    assert names(tmp_path) == []


@pytest.mark.parametrize("reply", [CUT_OFF, Reply(b"no", 404)], ids=["cut", "refused"])
async def test_failed_download_keeps_the_existing_file(storage: Storage, tmp_path: Path, reply: Reply) -> None:
    destination = tmp_path / "clip.mp4"
    destination.write_bytes(b"old")
    with HttpServer(reply) as server, pytest.raises(MoveError):
        await download(storage, signed(server), destination, overwrite=True)

    assert names(tmp_path) == ["clip.mp4"]
    assert destination.read_bytes() == b"old"


def has_started(folder: Path) -> bool:
    """Return whether the head of a response has arrived, so that the sidecar has a header."""
    return any(path.stat().st_size for path in folder.glob(".*.part-note"))


@ALL_STACKS
async def test_download_times_out_when_storage_stops_sending(
    storage: Storage, tmp_path: Path, stopped_time: StoppedTime
) -> None:
    with HttpServer(Reply(CLIP, drip=threading.Semaphore(5))) as server:
        error = await error_in_time(
            stopped_time,
            lambda: download(storage, signed(server), tmp_path / "new"),
            stuck=lambda: has_started(tmp_path),
        )

    assert isinstance(error, MoveTimeoutError)
    assert names(tmp_path) == []


@pytest.mark.parametrize("native", [False, True], ids=["scope", "task"])
async def test_cancelled_download_leaves_no_file(*, storage: Storage, tmp_path: Path, native: bool) -> None:
    scope = anyio.CancelScope()

    async def fetch() -> None:
        with scope:
            await download(storage, signed(server), tmp_path / "new")

    with HttpServer(Reply(CLIP, drip=threading.Semaphore(5)), Reply(CLIP)) as server:
        task = asyncio.get_running_loop().create_task(fetch())
        await wait_until(lambda: has_started(tmp_path))
        if native:
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        else:
            scope.cancel()
            await task
            assert scope.cancelled_caught
        assert names(tmp_path) == []
        await download(storage, signed(server), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == CLIP
    gc.collect()


async def test_existing_file_is_replaced_only_with_overwrite(storage: Storage, tmp_path: Path) -> None:
    destination = tmp_path / "clip.mp4"
    destination.write_bytes(b"old")
    with HttpServer(Reply(CLIP)) as server:
        with pytest.raises(FileExistsError, match="overwrite=True"):
            await download(storage, signed(server), destination)
        assert server.connections == 0
        assert destination.read_bytes() == b"old"

        await download(storage, signed(server), destination, overwrite=True)

    assert destination.read_bytes() == CLIP
    assert names(tmp_path) == ["clip.mp4"]


async def test_file_that_appears_during_a_download_is_kept(storage: Storage, tmp_path: Path) -> None:
    destination = tmp_path / "clip.mp4"
    gate = threading.Event()
    with HttpServer(Reply(CLIP, after=gate)) as server:

        async def appear() -> None:
            await server.received(1)
            destination.write_bytes(b"theirs")
            gate.set()

        async def fetch() -> None:
            with pytest.raises(FileExistsError):
                await download(storage, signed(server), destination)

        async with anyio.create_task_group() as group:
            group.start_soon(appear)
            group.start_soon(fetch)

    assert destination.read_bytes() == b"theirs"
    assert names(tmp_path) == ["clip.mp4"]


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
async def test_permissions_follow_the_umask(storage: Storage, tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        with HttpServer(Reply(CLIP)) as server:
            await download(storage, signed(server), tmp_path / "new")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == mode


async def test_download_to_a_long_name_succeeds(storage: Storage, tmp_path: Path) -> None:
    destination = tmp_path / ("ü" * 125 + ".mp4")
    with HttpServer(Reply(CLIP)) as server:
        await download(storage, signed(server), destination)

    assert destination.read_bytes() == CLIP


async def test_destination_below_a_file_raises_os_error(storage: Storage, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with HttpServer(Reply(CLIP)) as server, pytest.raises(OSError, match="file"):
        await download(storage, signed(server), tmp_path / "file" / "new")


# Memory


@ALL_STACKS
async def test_upload_of_32_mib_uses_constant_memory(storage: Storage, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.touch()
    os.truncate(path, 32 * MIB)
    digest = hashlib.md5(path.read_bytes()).hexdigest()
    with HttpServer(Reply(headers=(("ETag", f'"{digest}"'),), discards_body=True)) as server:
        peak = await _peak(lambda: upload(storage, signed(server), path))

    assert server.requests[0].header("content-length") == str(32 * MIB)
    assert peak < 16 * MIB


@ALL_STACKS
async def test_download_of_32_mib_uses_constant_memory(storage: Storage, tmp_path: Path) -> None:
    destination = tmp_path / "clip.mp4"
    body = bytes(32 * MIB)
    with HttpServer(Reply(body)) as server:
        peak = await _peak(lambda: download(storage, signed(server), destination))

    assert destination.stat().st_size == 32 * MIB
    assert peak < 16 * MIB


async def _peak(work: Callable[[], Any]) -> int:
    gc.collect()
    tracemalloc.start()
    try:
        await work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
