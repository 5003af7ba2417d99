"""Down: exact, atomic, in constant memory, and nothing left of what failed."""

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

from move_ugc_async.errors import MoveError, MoveTimeoutError
from move_ugc_async.transfers.storage import Storage
from tests.servers import HttpServer, Reply
from tests.transfers.objects import CLIP, MIB, SECRET, download, names, signed, upload

pytestmark = pytest.mark.anyio


# Download


async def test_a_download_is_the_very_bytes(storage: Storage, tmp_path: Path) -> None:
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


async def test_a_chunked_download_is_the_very_bytes(storage: Storage, tmp_path: Path) -> None:
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    with HttpServer(Reply(raw=raw)) as server:
        await download(storage, signed(server), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == b"abcde"


async def test_an_empty_object_is_an_empty_file(storage: Storage, tmp_path: Path) -> None:
    with HttpServer(Reply(b"")) as server:
        await download(storage, signed(server), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == b""


async def test_bytes_are_kept_as_they_were_sent_whatever_their_encoding(storage: Storage, tmp_path: Path) -> None:
    packed = gzip.compress(CLIP)
    with HttpServer(Reply(packed, headers=(("Content-Encoding", "gzip"),))) as server:
        await download(storage, signed(server), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == packed


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(CLIP[:100_000], announced=len(CLIP)), id="cut"),
        pytest.param(Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nab"), id="chunk cut"),
        pytest.param(Reply(instead="reset"), id="reset"),
        pytest.param(Reply(b"no", 404), id="refused"),
    ],
)
@pytest.mark.parametrize("existing", [False, True])
async def test_a_download_that_fails_leaves_no_file_and_the_old_one_alone(
    storage: Storage,
    tmp_path: Path,
    reply: Reply,
    existing: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    destination = tmp_path / "clip.mp4"
    if existing:
        destination.write_bytes(b"old")
    with HttpServer(reply) as server, pytest.raises(MoveError) as caught:
        await download(storage, signed(server), destination, overwrite=existing)

    assert SECRET not in str(caught.value)
    assert names(tmp_path) == (["clip.mp4"] if existing else [])
    assert not existing or destination.read_bytes() == b"old"


async def test_storage_that_stops_sending_is_given_up(storage: Storage, tmp_path: Path) -> None:
    storage = replace(storage, read_timeout=0.2)
    with HttpServer(Reply(CLIP, drip=1)) as server, anyio.fail_after(5), pytest.raises(MoveTimeoutError):
        await download(storage, signed(server), tmp_path / "new")

    assert names(tmp_path) == []


@pytest.mark.parametrize("native", [False, True], ids=["scope", "task"])
async def test_a_cancelled_download_leaves_no_file(
    storage: Storage,
    anyio_backend: str,
    tmp_path: Path,
    native: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    with HttpServer(Reply(CLIP, drip=0.01), Reply(CLIP)) as server:
        url = signed(server)

        async def fetch() -> None:
            await download(storage, url, tmp_path / "new")

        if native and anyio_backend == "asyncio":
            task = asyncio.get_running_loop().create_task(fetch())
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        else:
            with anyio.move_on_after(0.1) as scope:
                await fetch()
            assert scope.cancelled_caught
        assert names(tmp_path) == []
        await fetch()

    assert (tmp_path / "new").read_bytes() == CLIP
    gc.collect()


async def test_a_download_cancelled_at_any_tick_leaves_all_or_nothing(
    storage: Storage, anyio_backend: str, tmp_path: Path
) -> None:
    finished = 0
    with HttpServer(Reply(b"x" * 1000)) as server:
        url = signed(server)
        for tick in range(30):
            destination = tmp_path / str(tick) / "clip.mp4"
            await _cancel_after(tick, anyio_backend, storage, url, destination)
            # Where a thread was at work, it may still be.
            await anyio.to_thread.run_sync(lambda: None)
            left = list(destination.parent.iterdir()) if destination.parent.exists() else []
            assert left in ([], [destination])
            if left:
                finished += 1
                assert destination.read_bytes() == b"x" * 1000
        await download(storage, url, tmp_path / "last")

    assert finished < 30
    gc.collect()


async def _cancel_after(ticks: int, anyio_backend: str, storage: Storage, url: str, destination: Path) -> None:
    """Cancel after so many turns of the loop: on asyncio as its own tools do it, which no shield holds back."""

    async def fetch() -> None:
        await download(storage, url, destination)

    if anyio_backend == "asyncio":
        task = asyncio.get_running_loop().create_task(fetch())
        for _ in range(ticks):
            await asyncio.sleep(0.0002)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    else:
        with anyio.move_on_after(ticks * 0.0004):
            await fetch()


async def test_an_existing_file_is_kept_unless_told_otherwise(storage: Storage, tmp_path: Path) -> None:
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


async def test_a_file_that_appears_meanwhile_is_kept_as_well(storage: Storage, tmp_path: Path) -> None:
    destination = tmp_path / "clip.mp4"
    gate = threading.Event()
    with HttpServer(Reply(CLIP, after=gate)) as server:

        async def appear() -> None:
            await anyio.to_thread.run_sync(server.arrived.acquire)
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


async def test_a_long_name_is_no_obstacle(storage: Storage, tmp_path: Path) -> None:
    destination = tmp_path / ("ü" * 125 + ".mp4")
    with HttpServer(Reply(CLIP)) as server:
        await download(storage, signed(server), destination)

    assert destination.read_bytes() == CLIP


async def test_a_folder_that_cannot_be_written_says_so(storage: Storage, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with HttpServer(Reply(CLIP)) as server, pytest.raises(OSError, match="file"):
        await download(storage, signed(server), tmp_path / "file" / "new")


# Memory


async def test_64_mib_go_up_in_constant_memory(storage: Storage, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.touch()
    os.truncate(path, 64 * MIB)
    digest = hashlib.md5(path.read_bytes()).hexdigest()
    with HttpServer(Reply(headers=(("ETag", f'"{digest}"'),), discards_body=True)) as server:
        peak = await _peak(lambda: upload(storage, signed(server), path))

    assert server.requests[0].header("content-length") == str(64 * MIB)
    assert peak < 16 * MIB


async def test_64_mib_come_down_in_constant_memory(storage: Storage, tmp_path: Path) -> None:
    destination = tmp_path / "clip.mp4"
    body = bytes(64 * MIB)
    with HttpServer(Reply(body)) as server:
        peak = await _peak(lambda: download(storage, signed(server), destination))

    assert destination.stat().st_size == 64 * MIB
    assert peak < 16 * MIB


async def _peak(work: Callable[[], Any]) -> int:
    gc.collect()
    tracemalloc.start()
    try:
        await work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
