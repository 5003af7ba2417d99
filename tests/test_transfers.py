"""Bytes to and from storage: exact, atomic, in constant memory, and without a word about the URL."""

import asyncio
import gc
import gzip
import hashlib
import logging
import os
import pickle
import stat
import threading
import tracemalloc
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any, cast

import anyio
import pytest

from move_ugc_async import transfers
from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import (
    MoveConnectionError,
    MoveError,
    MoveHTTPStatusError,
    MoveInvalidRequestError,
    MoveMalformedResponseError,
    MoveTimeoutError,
)
from move_ugc_async.transport.http import Backend, Http
from tests.servers import API_KEY, HttpServer, Received, Reply, answer, never, refusing_url

pytestmark = pytest.mark.anyio

SECRET = "Signature-canary-83b1"
CLIP = bytes(range(256)) * 4099
MIB = 1024 * 1024


@pytest.fixture(params=["asyncio-aiohttp", "asyncio-httpx", "trio-httpx"])
def stack(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def anyio_backend(stack: str) -> str:
    return stack.partition("-")[0]


@pytest.fixture
async def http(stack: str) -> AsyncGenerator[Http, None]:
    http = Http(backend=cast("Backend", stack.partition("-")[2]), max_connections=4)
    yield http
    await http.aclose()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(CLIP)
    return path


def signed(server: HttpServer) -> str:
    return f"{server.url}/bucket/clip%20one.mp4?AWSAccessKeyId=AK%2F&Signature={SECRET}%3D&Expires=1"


def stored(received: Received) -> Reply:
    return Reply(headers=(("ETag", f'"{hashlib.md5(received.body).hexdigest()}"'),))


async def upload(http: Http, url: str, path: Path) -> None:
    await transfers.upload(http, url, path, await transfers.check_upload(path))


# Upload


async def test_an_upload_is_one_plain_put_of_the_very_bytes(http: Http, clip: Path) -> None:
    with HttpServer(stored) as server:
        await upload(http, signed(server), clip)
        url = signed(server)

    (request,) = server.requests
    assert request.method == "PUT"
    assert request.target == url.removeprefix(server.url)
    assert request.body == CLIP
    assert request.all("content-length") == [str(len(CLIP))]
    for name in ("content-type", "transfer-encoding", "authorization", "cookie", "expect", "content-encoding"):
        assert request.header(name) is None


async def test_the_key_stays_away_from_storage(stack: str, clip: Path, tmp_path: Path) -> None:
    backend = stack.partition("-")[2]
    with HttpServer(stored, Reply(CLIP)) as storage:
        file = {"id": "file-1", "type": ".mp4", "created": "2026-01-31T12:00:00.000000Z"}
        with HttpServer(answer({"createFile": {**file, "presignedUrl": signed(storage)}})) as server:
            async with AsyncMoveUgc(API_KEY, endpoint_url=server.url, http_backend=cast("Backend", backend)) as client:
                uploaded = await client.files.upload(clip)
                await client.files.download(uploaded, tmp_path / "again.mp4")

    assert [request.method for request in storage.requests] == ["PUT", "GET"]
    assert API_KEY not in repr(storage.requests)
    assert (tmp_path / "again.mp4").read_bytes() == CLIP


@pytest.mark.parametrize("size", [1, transfers.CHUNK_SIZE - 1, transfers.CHUNK_SIZE, transfers.CHUNK_SIZE + 1])
async def test_sizes_around_a_chunk_go_up_whole(http: Http, tmp_path: Path, size: int) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(os.urandom(size))
    with HttpServer(stored) as server:
        await upload(http, signed(server), path)

    assert server.requests[0].body == path.read_bytes()


@pytest.mark.parametrize("kind", ["missing", "folder", "empty", "too large"])
async def test_what_storage_would_not_take_is_refused_before_anything_is_sent(
    stack: str, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "clip.mp4"
    if kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.touch()
    if kind == "too large":
        os.truncate(path, transfers.LARGEST_UPLOAD + 1)
    backend = cast("Backend", stack.partition("-")[2])
    with HttpServer() as server:
        async with AsyncMoveUgc(API_KEY, endpoint_url=server.url, http_backend=backend) as client:
            with pytest.raises(MoveInvalidRequestError, match=r"clip\.mp4"):
                await client.files.upload(path)

    assert server.connections == 0


async def test_the_largest_file_passes_the_check(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.touch()
    os.truncate(path, transfers.LARGEST_UPLOAD)

    assert await transfers.check_upload(path) == 5 * 1024**3


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ((), "no ETag"),
        ((("ETag", ""),), "no ETag"),
        ((("ETag", f'"{hashlib.md5(b"other").hexdigest()}"'),), "other bytes"),
        ((("ETag", hashlib.md5(b"other").hexdigest()),), "other bytes"),
        ((("ETag", f'"{hashlib.md5(b"x").hexdigest()}"'), ("x-amz-server-side-encryption", "AES256")), "other bytes"),
    ],
)
async def test_an_upload_that_storage_does_not_confirm_has_failed(
    http: Http, clip: Path, headers: tuple[tuple[str, str], ...], message: str
) -> None:
    with HttpServer(Reply(headers=headers)) as server, pytest.raises(MoveMalformedResponseError, match=message):
        await upload(http, signed(server), clip)


@pytest.mark.parametrize(
    "headers",
    [
        (("ETag", '"d41d8cd98f00b204e9800998ecf8427e-38"'),),
        (("ETag", '"0x8DC1"'),),
        (("ETag", 'W/"abc"'),),
        # A digest of something else, as Amazon S3's API reference says of such objects.
        (("ETag", f'"{hashlib.md5(b"x").hexdigest()}"'), ("x-amz-server-side-encryption", "aws:kms")),
        (("ETag", f'"{hashlib.md5(b"x").hexdigest()}"'), ("x-amz-server-side-encryption", "aws:kms:dsse")),
        (
            ("ETag", f'"{hashlib.md5(b"x").hexdigest()}"'),
            ("x-amz-server-side-encryption-customer-algorithm", "AES256"),
        ),
    ],
)
async def test_an_etag_that_is_no_md5_confirms_the_upload(
    http: Http, clip: Path, headers: tuple[tuple[str, str], ...]
) -> None:
    with HttpServer(Reply(headers=headers)) as server:
        await upload(http, signed(server), clip)

    assert server.requests[0].body == CLIP


@pytest.mark.parametrize("to", [1, len(CLIP) // 2, len(CLIP) + 1])
async def test_a_file_that_changes_while_it_goes_up_is_an_error(http: Http, clip: Path, to: int) -> None:
    size = await transfers.check_upload(clip)
    await anyio.Path(clip).write_bytes((CLIP * 2)[:to])
    with HttpServer(stored) as server, anyio.fail_after(5), pytest.raises(MoveInvalidRequestError, match="changed"):
        await transfers.upload(http, signed(server), clip, size)


@pytest.mark.parametrize("reply", [Reply(instead="close"), Reply(instead="reset")], ids=["closed", "reset"])
@pytest.mark.parametrize("early", [False, True])
async def test_an_upload_that_breaks_is_tried_once_and_may_have_arrived(
    http: Http,
    tmp_path: Path,
    reply: Reply,
    early: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(16 * MIB if early else 1000))
    broken = Reply(instead=reply.instead, reads_body=not early)
    with HttpServer(broken, stored) as server:
        with anyio.fail_after(5), pytest.raises(MoveConnectionError) as caught:
            await upload(http, signed(server), path)
        assert len(server.requests) == 1

    assert caught.value.may_have_arrived is True
    assert SECRET not in repr(vars(caught.value)) + str(caught.value)


async def test_storage_that_refuses_before_it_reads_is_heard(http: Http, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(16 * MIB))
    body = b"<Error><Code>AccessDenied</Code></Error>"
    early = HttpServer(Reply(body, 403, reads_body=False))
    with early as server, anyio.fail_after(5), pytest.raises(MoveHTTPStatusError) as caught:
        await upload(http, signed(server), path)

    assert caught.value.error_type == "AccessDenied"
    gc.collect()


async def test_storage_that_stops_reading_is_given_up(
    http: Http, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfers, "READ_TIMEOUT", 0.2)
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(32 * MIB))
    stalled = HttpServer(Reply(after=threading.Event(), reads_body=False))
    with stalled as server, anyio.fail_after(5), pytest.raises(MoveTimeoutError):
        await upload(http, signed(server), path)

    gc.collect()


async def test_storage_that_never_answers_is_given_up(http: Http, clip: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfers, "READ_TIMEOUT", 0.2)
    with HttpServer(never()) as server, anyio.fail_after(5), pytest.raises(MoveTimeoutError) as caught:
        await upload(http, signed(server), clip)

    assert caught.value.may_have_arrived is True


async def test_storage_that_is_not_there_has_seen_nothing(http: Http, clip: Path) -> None:
    with pytest.raises(MoveConnectionError) as caught:
        await upload(http, f"{refusing_url()}/?Signature={SECRET}", clip)

    assert caught.value.may_have_arrived is False
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://host/x", "file:///etc/passwd", "http://"])
async def test_a_url_that_is_none_is_malformed(http: Http, clip: Path, tmp_path: Path, url: str) -> None:
    with pytest.raises(MoveMalformedResponseError):
        await upload(http, url, clip)
    with pytest.raises(MoveMalformedResponseError):
        await transfers.download(http, url, tmp_path / "new", overwrite=False)

    assert _names(tmp_path) == ["clip.mp4"]


async def test_a_cancelled_upload_leaves_nothing_open(http: Http, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(32 * MIB))
    with HttpServer(Reply(after=threading.Event(), reads_body=False), stored) as server:
        with anyio.fail_after(5), anyio.move_on_after(0.1) as scope:
            await upload(http, signed(server), path)
        assert scope.cancelled_caught
        await anyio.wait_all_tasks_blocked()
        gc.collect()
        assert _open_files(tmp_path) == []

        path.write_bytes(b"small")
        await upload(http, signed(server), path)

    assert server.requests[1].body == b"small"


# What storage says


S3_ERROR = b"""<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match</Message>
<StringToSign>PUT /bucket/clip?Signature=Signature-canary-83b1</StringToSign></Error>"""


@pytest.mark.parametrize("direction", ["up", "down"])
async def test_storage_errors_tell_the_code_and_never_the_url(
    http: Http, clip: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, direction: str
) -> None:
    caplog.set_level(logging.DEBUG)
    with HttpServer(Reply(S3_ERROR, 403, (("x-amz-request-id", "R1"),))) as server:
        url = signed(server)
        up = upload(http, url, clip)
        down = transfers.download(http, url, tmp_path / "new", overwrite=False)
        chosen, other = (up, down) if direction == "up" else (down, up)
        other.close()
        with pytest.raises(MoveHTTPStatusError) as caught:
            await chosen

    error = caught.value
    assert (error.status, error.error_type, error.request_id) == (403, "SignatureDoesNotMatch", "R1")
    texts = [str(error), repr(error), repr(vars(error)), repr(pickle.dumps(error)), caplog.text]
    texts += [repr(vars(record)) for record in caplog.records]
    assert [text for text in texts if SECRET in text or "AWSAccessKeyId" in text] == []


@pytest.mark.parametrize("reply", [Reply(b"", 500), Reply(b"<html>" * 10_000, 503), Reply(b"\xff<Code>" * 9, 404)])
async def test_errors_without_a_code_tell_the_status(http: Http, tmp_path: Path, reply: Reply) -> None:
    with HttpServer(reply) as server, pytest.raises(MoveHTTPStatusError) as caught:
        await transfers.download(http, signed(server), tmp_path / "new", overwrite=False)

    assert caught.value.status == reply.status
    assert caught.value.error_type is None
    assert _names(tmp_path) == []


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_storage_that_redirects_is_not_followed(http: Http, tmp_path: Path, status: int) -> None:
    with HttpServer() as elsewhere:
        redirecting = HttpServer(Reply(status=status, headers=(("Location", elsewhere.url),)))
        with redirecting as server, pytest.raises(MoveHTTPStatusError):
            await transfers.download(http, signed(server), tmp_path / "new", overwrite=False)

        assert elsewhere.connections == 0


# Download


async def test_a_download_is_the_very_bytes(http: Http, tmp_path: Path) -> None:
    destination = tmp_path / "deep" / "down" / "clip.mp4"
    with HttpServer(Reply(CLIP)) as server:
        url = signed(server)
        assert await transfers.download(http, url, destination, overwrite=False) == destination

    assert destination.read_bytes() == CLIP
    assert [path.name for path in destination.parent.iterdir()] == ["clip.mp4"]
    (request,) = server.requests
    assert (request.method, request.target) == ("GET", url.removeprefix(server.url))
    assert request.header("authorization") is None
    assert request.all("accept-encoding") == ["identity"]


async def test_a_chunked_download_is_the_very_bytes(http: Http, tmp_path: Path) -> None:
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    with HttpServer(Reply(raw=raw)) as server:
        await transfers.download(http, signed(server), tmp_path / "new", overwrite=False)

    assert (tmp_path / "new").read_bytes() == b"abcde"


async def test_an_empty_object_is_an_empty_file(http: Http, tmp_path: Path) -> None:
    with HttpServer(Reply(b"")) as server:
        await transfers.download(http, signed(server), tmp_path / "new", overwrite=False)

    assert (tmp_path / "new").read_bytes() == b""


async def test_bytes_are_kept_as_they_were_sent_whatever_their_encoding(http: Http, tmp_path: Path) -> None:
    packed = gzip.compress(CLIP)
    with HttpServer(Reply(packed, headers=(("Content-Encoding", "gzip"),))) as server:
        await transfers.download(http, signed(server), tmp_path / "new", overwrite=False)

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
    http: Http,
    tmp_path: Path,
    reply: Reply,
    existing: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    destination = tmp_path / "clip.mp4"
    if existing:
        destination.write_bytes(b"old")
    with HttpServer(reply) as server, pytest.raises(MoveError) as caught:
        await transfers.download(http, signed(server), destination, overwrite=existing)

    assert SECRET not in str(caught.value)
    assert _names(tmp_path) == (["clip.mp4"] if existing else [])
    assert not existing or destination.read_bytes() == b"old"


async def test_storage_that_stops_sending_is_given_up(
    http: Http, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfers, "READ_TIMEOUT", 0.2)
    with HttpServer(Reply(CLIP, drip=1)) as server, anyio.fail_after(5), pytest.raises(MoveTimeoutError):
        await transfers.download(http, signed(server), tmp_path / "new", overwrite=False)

    assert _names(tmp_path) == []


@pytest.mark.parametrize("native", [False, True], ids=["scope", "task"])
async def test_a_cancelled_download_leaves_no_file(
    http: Http,
    anyio_backend: str,
    tmp_path: Path,
    native: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    with HttpServer(Reply(CLIP, drip=0.01), Reply(CLIP)) as server:
        url = signed(server)

        async def download() -> None:
            await transfers.download(http, url, tmp_path / "new", overwrite=False)

        if native and anyio_backend == "asyncio":
            task = asyncio.get_running_loop().create_task(download())
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        else:
            with anyio.move_on_after(0.1) as scope:
                await download()
            assert scope.cancelled_caught
        assert _names(tmp_path) == []
        await download()

    assert (tmp_path / "new").read_bytes() == CLIP
    gc.collect()


async def test_a_download_cancelled_at_any_tick_leaves_all_or_nothing(
    http: Http, anyio_backend: str, tmp_path: Path
) -> None:
    finished = 0
    with HttpServer(Reply(b"x" * 1000)) as server:
        url = signed(server)
        for tick in range(30):
            destination = tmp_path / str(tick) / "clip.mp4"
            await _cancel_after(tick, anyio_backend, http, url, destination)
            # Where a thread was at work, it may still be.
            await anyio.to_thread.run_sync(lambda: None)
            left = list(destination.parent.iterdir()) if destination.parent.exists() else []
            assert left in ([], [destination])
            if left:
                finished += 1
                assert destination.read_bytes() == b"x" * 1000
        await transfers.download(http, url, tmp_path / "last", overwrite=False)

    assert finished < 30
    gc.collect()


async def _cancel_after(ticks: int, anyio_backend: str, http: Http, url: str, destination: Path) -> None:
    """Cancel after so many turns of the loop: on asyncio as its own tools do it, which no shield holds back."""

    async def download() -> None:
        await transfers.download(http, url, destination, overwrite=False)

    if anyio_backend == "asyncio":
        task = asyncio.get_running_loop().create_task(download())
        for _ in range(ticks):
            await asyncio.sleep(0.0002)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    else:
        with anyio.move_on_after(ticks * 0.0004):
            await download()


async def test_an_existing_file_is_kept_unless_told_otherwise(http: Http, tmp_path: Path) -> None:
    destination = tmp_path / "clip.mp4"
    destination.write_bytes(b"old")
    with HttpServer(Reply(CLIP)) as server:
        with pytest.raises(FileExistsError, match="overwrite=True"):
            await transfers.download(http, signed(server), destination, overwrite=False)
        assert server.connections == 0
        assert destination.read_bytes() == b"old"

        await transfers.download(http, signed(server), destination, overwrite=True)

    assert destination.read_bytes() == CLIP
    assert _names(tmp_path) == ["clip.mp4"]


async def test_a_file_that_appears_meanwhile_is_kept_as_well(http: Http, tmp_path: Path) -> None:
    destination = tmp_path / "clip.mp4"
    gate = threading.Event()
    with HttpServer(Reply(CLIP, after=gate)) as server:

        async def appear() -> None:
            await anyio.to_thread.run_sync(server.arrived.acquire)
            destination.write_bytes(b"theirs")
            gate.set()

        async def download() -> None:
            with pytest.raises(FileExistsError):
                await transfers.download(http, signed(server), destination, overwrite=False)

        async with anyio.create_task_group() as group:
            group.start_soon(appear)
            group.start_soon(download)

    assert destination.read_bytes() == b"theirs"
    assert _names(tmp_path) == ["clip.mp4"]


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
async def test_permissions_follow_the_umask(http: Http, tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        with HttpServer(Reply(CLIP)) as server:
            await transfers.download(http, signed(server), tmp_path / "new", overwrite=False)
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == mode


async def test_a_long_name_is_no_obstacle(http: Http, tmp_path: Path) -> None:
    destination = tmp_path / ("ü" * 125 + ".mp4")
    with HttpServer(Reply(CLIP)) as server:
        await transfers.download(http, signed(server), destination, overwrite=False)

    assert destination.read_bytes() == CLIP


async def test_a_folder_that_cannot_be_written_says_so(http: Http, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with HttpServer(Reply(CLIP)) as server, pytest.raises(OSError, match="file"):
        await transfers.download(http, signed(server), tmp_path / "file" / "new", overwrite=False)


# Memory


async def test_64_mib_go_up_in_constant_memory(http: Http, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.touch()
    os.truncate(path, 64 * MIB)
    digest = hashlib.md5(path.read_bytes()).hexdigest()
    with HttpServer(Reply(headers=(("ETag", f'"{digest}"'),), discards_body=True)) as server:
        peak = await _peak(lambda: upload(http, signed(server), path))

    assert server.requests[0].header("content-length") == str(64 * MIB)
    assert peak < 16 * MIB


async def test_64_mib_come_down_in_constant_memory(http: Http, tmp_path: Path) -> None:
    destination = tmp_path / "clip.mp4"
    body = bytes(64 * MIB)
    with HttpServer(Reply(body)) as server:
        peak = await _peak(lambda: transfers.download(http, signed(server), destination, overwrite=False))

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


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _open_files(folder: Path) -> list[Path]:
    return [link for link in map(Path.resolve, Path("/proc/self/fd").iterdir()) if link.is_relative_to(folder)]
