"""Checksums, expiring URLs, progress, full disks and concurrent downloads."""

import errno
import functools
import gc
import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, FileType
from move_ugc_async._transfers.events import TransferEvent
from move_ugc_async._transfers.storage import CHUNK_SIZE
from move_ugc_async._transport.http import BackendName, HttpPool
from move_ugc_async.errors import (
    MoveHTTPStatusError,
    MoveIntegrityError,
    MoveURLExpiredError,
)
from tests.support.processes import running
from tests.support.servers import API_KEY, HttpServer, Received, Reply, graphql_reply
from tests.support.wait_until import SAFETY_NET
from tests.unit._transfers.objects import (
    BODY,
    EXPIRED,
    IN_RANGES,
    PLAIN,
    UNIT,
    USERS,
    Object,
    download,
    fetch,
    names,
    patient,
    serving,
    signed,
)

pytestmark = pytest.mark.anyio


@pytest.mark.check(28)
@pytest.mark.parametrize("persistent", [False, True])
@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_flipped_byte_is_detected(
    http: HttpPool,
    tmp_path: Path,
    changes: dict[str, int],
    persistent: bool,  # noqa: FBT001 - pytest passes it by name
) -> None:
    etag = f'"{hashlib.md5(BODY).hexdigest()}"'
    flipped = bytearray(BODY)
    flipped[2 * UNIT] ^= 1
    stored = Object(bytes(flipped), etag=etag)

    def reply(received: Received) -> Reply:
        if not persistent and stored.sent_bytes >= len(BODY):
            stored.body = BODY
        return stored.reply(received)

    with serving(stored) as server:
        server._script = (reply,)
        if persistent:
            with pytest.raises(MoveIntegrityError, match="its MD5 must be"):
                await download(patient(http, **changes), signed(server), tmp_path / "new")
            assert names(tmp_path) == []
        else:
            await download(patient(http, **changes), signed(server), tmp_path / "new")
            assert (tmp_path / "new").read_bytes() == BODY
    assert stored.sent_bytes == 2 * len(BODY)


async def test_etag_of_an_encrypted_object_is_not_used_as_a_checksum(http: HttpPool, tmp_path: Path) -> None:
    encrypted = (("x-amz-server-side-encryption", "aws:kms"),)
    await fetch(http, Object(BODY, etag=f'"{"0" * 32}"', headers=encrypted), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == BODY


@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_url_that_expires_during_a_download_is_requested_once(
    http: HttpPool, tmp_path: Path, changes: dict[str, int]
) -> None:
    stored = Object(BODY, cuts=[(400_000, "close")])
    url_requests = 0

    def expiring(received: Received) -> Reply:
        if "Expires=1" in received.target and not stored.cuts:
            return Reply(EXPIRED, 403)
        return stored.reply(received)

    with serving(stored) as server:
        server._script = (expiring,)

        def new_url() -> str:
            nonlocal url_requests
            url_requests += 1
            return signed(server, 2)

        await download(patient(http, **changes), signed(server), tmp_path / "new", new_url=new_url)

    assert (tmp_path / "new").read_bytes() == BODY
    assert url_requests == 1
    assert stored.sent_bytes - len(BODY) <= CHUNK_SIZE


@pytest.mark.check(29)
@pytest.mark.parametrize("ranges", [1, 4], ids=["plain", "ranges"])
async def test_url_that_expires_during_a_download_costs_one_api_call(stack: str, tmp_path: Path, ranges: int) -> None:
    stored = Object(BODY, cuts=[(700_000, "close")])

    def expiring(received: Received) -> Reply:
        return Reply(EXPIRED, 403) if "Expires=1" in received.target and not stored.cuts else stored.reply(received)

    file = FileType(id="file-1", type=".mp4")
    with serving(stored) as server:
        server._script = (expiring,)
        file.presigned_url = signed(server, 1)
        renewed = {"id": file.id, "type": file.type, "presignedUrl": signed(server, 2)}
        with HttpServer(graphql_reply({"getFile": renewed})) as api:
            options: dict[str, Any] = {"download_ranges": ranges, "download_range_threshold": UNIT}
            backend = cast("BackendName", stack.partition("-")[2])
            async with AsyncMoveUgc(API_KEY, endpoint_url=api.url, http_backend=backend, **options) as client:
                await client.files.download(file, tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == BODY
    assert [received.json()["operationName"] for received in api.requests] == ["getFile"]
    assert all(size <= CHUNK_SIZE for size in stored.resent_bytes())


async def test_url_that_stays_expired_raises(http: HttpPool, tmp_path: Path) -> None:
    with HttpServer(Reply(EXPIRED, 403)) as server, pytest.raises(MoveURLExpiredError):
        await download(patient(http), signed(server), tmp_path / "new")

    assert len(server.requests) == 2


async def test_server_errors_are_retried_and_refusals_are_not(http: HttpPool, tmp_path: Path) -> None:
    stored = Object(BODY)
    with HttpServer(Reply(b"", 503), Reply(b"", 500), stored.reply) as server:
        await download(patient(http), signed(server), tmp_path / "new")
    assert (tmp_path / "new").read_bytes() == BODY

    with HttpServer(Reply(b"", 404)) as server, pytest.raises(MoveHTTPStatusError):
        await download(patient(http), signed(server), tmp_path / "other")
    assert len(server.requests) == 1


# Progress


@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_download_progress_never_decreases(http: HttpPool, tmp_path: Path, changes: dict[str, int]) -> None:
    events: list[TransferEvent] = []

    async def on_progress(event: TransferEvent) -> None:
        await anyio.lowlevel.checkpoint()
        events.append(event)

    with serving(Object(BODY)) as server:
        await download(patient(http, **changes), signed(server), tmp_path / "new", on_progress=on_progress)

    done = [event.done_bytes for event in events]
    assert done == sorted(done)
    assert events[-1] == TransferEvent("download", "file-1", "new", len(BODY), len(BODY))


@USERS
@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_error_of_on_progress_ends_the_download(http: HttpPool, tmp_path: Path, changes: dict[str, int]) -> None:
    def on_progress(event: TransferEvent) -> None:
        if event.done_bytes > UNIT:
            raise ZeroDivisionError

    with serving(Object(BODY)) as server, pytest.raises(ZeroDivisionError):
        await download(patient(http, **changes), signed(server), tmp_path / "new", on_progress=on_progress)

    assert names(tmp_path) == []
    gc.collect()


# Disk and concurrency


FULL_DISK = """
import asyncio, resource, signal, sys
from pathlib import Path
from move_ugc_async._clock import Clock
from move_ugc_async.errors import MoveDiskFullError
from move_ugc_async._transfers.download import DownloadSource, download
from move_ugc_async._transfers.events import Reporter
from move_ugc_async._transfers.storage import Storage
from move_ugc_async._transport.http import HttpPool
from move_ugc_async._transport.retry import RetryBudget, RetryPolicy

async def main():
    url, folder, unit = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    async def request_url(): return url
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * unit, 2 * unit))
    http = HttpPool(backend="auto", max_connections=8)
    for ranges in (1, 4):
        storage = Storage(http, Clock(), RetryPolicy(max_retries=3), RetryBudget(100), False, unit, ranges)
        try:
            reporter = Reporter(None, "download", "file-1", "new")
            await download(storage, DownloadSource(url, request_url), folder / "new", reporter, overwrite=False)
        except MoveDiskFullError as error:
            print(error.__cause__.errno, list(folder.iterdir()))
    await http.aclose()

asyncio.run(main())
"""
"""Downloads in one piece and in ranges where no file may become longer than two units."""


@pytest.mark.check(34)
def test_full_disk_raises_a_typed_error_and_leaves_nothing(tmp_path: Path) -> None:
    with serving(Object(BODY)) as server:
        command = [sys.executable, "-c", FULL_DISK, server.url, str(tmp_path), str(UNIT)]
        with running(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as process:
            output, _ = process.communicate(timeout=SAFETY_NET)

    assert process.returncode == 0
    assert output.splitlines() == [f"{errno.EFBIG} []"] * 2


@USERS
async def test_concurrent_downloads_to_one_destination_do_not_interfere(http: HttpPool, tmp_path: Path) -> None:
    with serving(Object(BODY)) as server:
        storage = patient(http, **IN_RANGES)
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(functools.partial(download, storage, signed(server), tmp_path / "new", overwrite=True))

    assert (tmp_path / "new").read_bytes() == BODY
    assert names(tmp_path) == ["new"]
