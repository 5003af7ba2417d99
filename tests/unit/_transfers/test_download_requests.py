"""The requests of a download: their headers, number and concurrency, and how their progress is reported."""

import hashlib
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import anyio
import pytest

from move_ugc_async._telemetry.base import Telemetry, TransferTrace
from move_ugc_async._transfers import download as download_module
from move_ugc_async._transfers.download import DownloadSource, checksum_of
from move_ugc_async._transfers.download import download as get
from move_ugc_async._transfers.events import Reporter
from move_ugc_async._transfers.partial_file import PartialFile
from move_ugc_async._transfers.ranges import ObjectInfo, Segment
from move_ugc_async._transport.http import HttpPool
from move_ugc_async._transport.http.response import Response
from move_ugc_async._transport.http.types import Request
from move_ugc_async._transport.retry import RetryPolicy
from move_ugc_async.errors import (
    MoveConnectionError,
    MoveHTTPStatusError,
    MoveIntegrityError,
    MoveURLExpiredError,
)
from tests.support.clocks import FakeClock
from tests.support.servers import HttpServer, Received, Reply
from tests.support.wait_until import run_ready
from tests.unit._transfers.objects import (
    BODY,
    EXPIRED,
    IN_RANGES,
    PLAIN,
    UNIT,
    Cut,
    Object,
    ObjectServer,
    download,
    names,
    serving,
    settings,
    signed,
)

pytestmark = pytest.mark.anyio

ETAG = ("ETag", '"strong"')
MISMATCH = "the download does not match the stored object: "


def once(max_retries: int = 1) -> RetryPolicy:
    return RetryPolicy(max_retries=max_retries)


def part(start: int, end: int, body: bytes = BODY, size: int | None = None) -> Reply:
    content_range = ("Content-Range", f"bytes {start}-{end - 1}/{size or len(body)}")
    return Reply(body[start:end], 206, (ETAG, content_range))


def requested_ranges(server: HttpServer) -> list[str | None]:
    return [request.header("range") for request in server.requests]


# Requests


@pytest.mark.parametrize(("ranges", "expected"), [(1, None), (2, "bytes=0-262143"), (3, "bytes=0-262143")])
async def test_first_request_has_a_range_when_ranges_are_on(
    http: HttpPool, tmp_path: Path, ranges: int, expected: str | None
) -> None:
    with serving(Object(BODY)) as server:
        await download(settings(http, ranges=ranges, range_threshold=UNIT), signed(server), tmp_path / "new")
    assert requested_ranges(server)[0] == expected
    assert len(server.requests) == (5 if expected else 1)


@dataclass
class RecordingPool:
    """A connection pool that records requests and sends them over another."""

    http: HttpPool
    requests: list[Request] = field(default_factory=list[Request])

    @asynccontextmanager
    async def stream(self, request: Request, **options: Any) -> AsyncGenerator[Response, None]:
        self.requests.append(request)
        async with self.http.stream(request, **options) as response:
            yield response


async def test_read_timeout_applies_to_connecting_and_reading(http: HttpPool, tmp_path: Path) -> None:
    pool = RecordingPool(http)
    storage = replace(settings(http, read_timeout=75.0), http=cast("HttpPool", pool))
    with serving(Object(BODY)) as server:
        await download(storage, signed(server), tmp_path / "new")
    (request,) = pool.requests
    assert (request.method, request.connect_timeout, request.read_timeout) == ("GET", 75.0, 75.0)


@pytest.mark.parametrize("is_started", [False, True])
async def test_download_makes_at_most_ranges_requests_at_once(
    *, http: HttpPool, tmp_path: Path, is_started: bool
) -> None:
    gate = threading.Event()
    stored = Object(BODY * 2, etag=ETAG[1])
    if is_started:
        partial = PartialFile(tmp_path / "new")
        partial.start(
            ObjectInfo(ETAG[1], len(stored.body), None),
            [Segment(number, number * UNIT, min((number + 1) * UNIT, len(stored.body))) for number in range(9)],
        )
        partial.close()

    def reply(received: Received) -> Reply:
        found = stored.reply(received)
        return found if received.header("range") == "bytes=0-262143" else replace(found, after=gate)

    pool = RecordingPool(http)
    storage = replace(settings(http, ranges=3, range_threshold=UNIT), http=cast("HttpPool", pool))

    async def release() -> None:
        await server.received(4)
        await run_ready()
        # One request has its response, and three wait.
        assert len(pool.requests) == 4
        gate.set()

    with HttpServer(reply) as server:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(release)
            await download(storage, signed(server), tmp_path / "new")
    assert (tmp_path / "new").read_bytes() == stored.body


# Attempts


async def test_attempts_that_receive_bytes_do_not_count_as_retries(http: HttpPool, tmp_path: Path) -> None:
    stored = Object(BODY, cuts=[(number * 100_000, "close") for number in range(1, 8)])
    with serving(stored) as server:
        await download(settings(http, retry=once(), **PLAIN), signed(server), tmp_path / "new")
    assert len(server.requests) == 8


@pytest.mark.parametrize("max_retries", [0, 1, 2])
async def test_attempts_that_receive_nothing_count_as_retries(http: HttpPool, tmp_path: Path, max_retries: int) -> None:
    with HttpServer(Reply(b"", 503)) as server, pytest.raises(MoveHTTPStatusError):
        await download(settings(http, retry=once(max_retries)), signed(server), tmp_path / "new")
    assert len(server.requests) == max_retries + 1


async def test_starting_over_counts_as_a_retry(http: HttpPool, tmp_path: Path) -> None:
    stored = Object(BODY, cuts=[(UNIT, "close")] * 50)
    etags = iter(range(100))

    def change(received: Received) -> Reply:
        stored.etag = f'"{next(etags)}"'
        return stored.reply(received)

    clock = FakeClock()
    with ObjectServer(change) as server, pytest.raises(MoveIntegrityError) as caught:
        await download(settings(http, retry=once(2), clock=clock, **PLAIN), signed(server), tmp_path / "new")
    assert str(caught.value) == f"{MISMATCH}the object changed while it was being read"
    # Three attempts from the start, each resumed once after a cut.
    assert requested_ranges(server) == [None, f"bytes={UNIT}-{len(BODY) - 1}"] * 3
    assert len(clock.waits) == 3 + 2


@pytest.mark.parametrize("wrong", [part(5, 9), replace(part(0, UNIT), body=BODY[: UNIT + 1])], ids=["other", "more"])
async def test_unsupported_ranges_cost_no_retry(http: HttpPool, tmp_path: Path, wrong: Reply) -> None:
    def reply(received: Received) -> Reply:
        return wrong if received.header("range") else Reply(BODY)

    with HttpServer(reply) as server:
        await download(settings(http, **IN_RANGES), signed(server), tmp_path / "new")
    assert requested_ranges(server)[0] == "bytes=0-262143"
    assert requested_ranges(server).count(None) == 1
    assert (tmp_path / "new").read_bytes() == BODY


async def test_ranges_stay_on_after_one_unsatisfiable_range(http: HttpPool, tmp_path: Path) -> None:
    stored = Object(BODY)
    refused: list[str | None] = []

    def refuse_once(received: Received) -> Reply:
        if received.header("range") != "bytes=0-262143" and not refused:
            refused.append(received.header("range"))
            return Reply(b"", 416)
        return stored.reply(received)

    with HttpServer(refuse_once) as server:
        await download(settings(http, retry=once(), **IN_RANGES), signed(server), tmp_path / "new")
    assert None not in requested_ranges(server)
    assert requested_ranges(server).count("bytes=0-262143") == 2


async def test_download_without_a_strong_etag_raises_when_retries_are_exhausted(http: HttpPool, tmp_path: Path) -> None:
    stored = Object(BODY, etag='W/"weak"', cuts=[(250_000, "close")] * 9)
    with serving(stored) as server, pytest.raises(MoveConnectionError):
        await download(settings(http, retry=once(), **PLAIN), signed(server), tmp_path / "new")
    assert requested_ranges(server) == [None, None]


# Errors, progress and telemetry


async def test_error_of_a_short_response_names_the_missing_bytes(http: HttpPool, tmp_path: Path) -> None:
    short = replace(part(0, UNIT, BODY[:UNIT]), body=BODY[:5])
    with HttpServer(short) as server, pytest.raises(MoveConnectionError) as caught:
        await download(settings(http, **IN_RANGES), signed(server), tmp_path / "new")
    assert caught.value.message == f"the connection to 127.0.0.1 ended {UNIT - 5} bytes too soon"


def _too_many_bytes(received: Received) -> Reply:
    if received.header("range") is None:
        return Cut(BODY, headers=(ETAG,), sent=UNIT)
    return replace(part(UNIT, len(BODY)), body=BODY[UNIT:] + b"x")


def _unsatisfiable(received: Received) -> Reply:
    if received.header("range") is None:
        return Cut(BODY, headers=(ETAG,), sent=UNIT)
    return Reply(b"", 416)


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (_too_many_bytes, "storage sent more bytes than announced"),
        (_unsatisfiable, "the object changed while it was being read"),
    ],
)
async def test_inconsistent_response_raises_an_integrity_error(
    http: HttpPool, tmp_path: Path, script: Any, message: str
) -> None:
    with ObjectServer(script) as server, pytest.raises(MoveIntegrityError) as caught:
        await download(settings(http, retry=once(), **PLAIN), signed(server), tmp_path / "new")
    assert str(caught.value) == MISMATCH + message
    assert names(tmp_path) == []


async def test_wrong_size_raises_an_integrity_error(
    http: HttpPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PartialFile, "size", lambda _self: 7)
    with serving(Object(b"a body")) as server, pytest.raises(MoveIntegrityError) as caught:
        await download(settings(http, retry=once()), signed(server), tmp_path / "new")
    assert str(caught.value) == f"{MISMATCH}its size must be 6 bytes; got 7"


async def test_wrong_checksum_raises_after_a_second_attempt(http: HttpPool, tmp_path: Path) -> None:
    stored = Object(b"a body", etag=f'"{"0" * 32}"')
    with serving(stored) as server, pytest.raises(MoveIntegrityError) as caught:
        await download(settings(http, retry=once(9)), signed(server), tmp_path / "new")
    assert str(caught.value) == f"{MISMATCH}its MD5 must be {'0' * 32}; got {hashlib.md5(b'a body').hexdigest()}"
    assert len(server.requests) == 2


async def test_progress_reports_a_known_total_size(http: HttpPool, tmp_path: Path) -> None:
    totals: set[int] = set()
    with serving(Object(BODY)) as server:
        await download(
            settings(http), signed(server), tmp_path / "new", on_progress=lambda event: totals.add(event.total_bytes)
        )
        assert totals == {len(BODY)}
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    with HttpServer(Reply(raw=raw)) as server:
        await download(
            settings(http), signed(server), tmp_path / "other", on_progress=lambda event: totals.add(event.total_bytes)
        )
    assert totals == {len(BODY), 0}


@dataclass
class RecordingTrace(TransferTrace):
    """A trace that records its calls."""

    started: list[Any] = field(default_factory=list[Any])
    files: list[str] = field(default_factory=list[str])
    errors: list[Exception] = field(default_factory=list[Exception])
    sizes: list[int] = field(default_factory=list[int])

    def resumed(self, error: Exception) -> None:
        self.errors.append(error)

    def file(self, file_id: str) -> None:
        self.files.append(file_id)

    def complete(self, size: int) -> None:
        self.sizes.append(size)


@pytest.fixture
def trace(monkeypatch: pytest.MonkeyPatch) -> RecordingTrace:
    trace = RecordingTrace()

    class RecordingTelemetry(Telemetry):
        def transfer(self, direction: Any, clock: Any) -> TransferTrace:
            trace.started.append((direction, clock))
            return trace

    monkeypatch.setattr(download_module, "telemetry", RecordingTelemetry)
    return trace


@pytest.mark.parametrize("body", [BODY, b""])
async def test_telemetry_records_the_file_and_its_size(
    http: HttpPool, tmp_path: Path, trace: RecordingTrace, body: bytes
) -> None:
    storage = settings(http)
    with serving(Object(body)) as server:
        await download(storage, signed(server), tmp_path / "new")
    assert (trace.started, trace.files, trace.sizes) == ([("download", storage.clock)], ["file-1"], [len(body)])
    assert trace.errors == []


async def test_telemetry_records_the_errors_of_each_attempt(
    http: HttpPool, tmp_path: Path, trace: RecordingTrace
) -> None:
    stored = Object(BODY, cuts=[(UNIT, "close")])
    script = [Reply(EXPIRED, 403), Reply(b"", 503), stored.reply, Reply(b"", 416), stored.reply]
    with ObjectServer(*script) as server:
        await download(settings(http, retry=once(9), **PLAIN), signed(server), tmp_path / "new")
    assert [type(error) for error in trace.errors] == [
        MoveURLExpiredError,
        MoveHTTPStatusError,
        MoveConnectionError,
        MoveIntegrityError,
    ]
    assert trace.sizes == [len(BODY)]


# The file


async def fetch_and_record(http: HttpPool, url: str, destination: Path, record: Any) -> ObjectInfo:
    async def request_url() -> str:
        return url

    reporter = Reporter(None, "download", "file-1", destination.name)
    return await get(
        settings(http), DownloadSource(url, request_url), destination, reporter, overwrite=False, record=record
    )


async def test_record_is_called_just_before_the_file_appears(http: HttpPool, tmp_path: Path) -> None:
    recorded: list[tuple[ObjectInfo, bool]] = []

    async def record(info: ObjectInfo) -> None:
        await anyio.lowlevel.checkpoint()
        recorded.append((info, (tmp_path / "new").exists()))

    md5 = hashlib.md5(BODY).hexdigest()
    with serving(Object(BODY)) as server:
        result = await fetch_and_record(http, signed(server), tmp_path / "new", record)
    assert recorded == [(ObjectInfo(f'"{md5}"', len(BODY), md5), False)]
    assert result == recorded[0][0]


async def test_download_leaves_no_file_when_record_raises(http: HttpPool, tmp_path: Path) -> None:
    async def refuse(_stored: ObjectInfo) -> None:
        raise ZeroDivisionError

    with serving(Object(BODY)) as server, pytest.raises(ZeroDivisionError):
        await fetch_and_record(http, signed(server), tmp_path / "new", refuse)
    assert names(tmp_path) == []


@pytest.mark.parametrize("overwrite", [False, True])
async def test_download_never_replaces_a_folder(*, http: HttpPool, tmp_path: Path, overwrite: bool) -> None:
    (tmp_path / "new").mkdir()
    with serving(Object(BODY)) as server, pytest.raises(OSError, match="new") as caught:
        await download(settings(http), signed(server), tmp_path / "new", overwrite=overwrite)
    assert isinstance(caught.value, IsADirectoryError if overwrite else FileExistsError)
    assert str(caught.value) == (
        f"cannot write {tmp_path / 'new'}: it is a folder; pass the path of a file"
        if overwrite
        else f"{tmp_path / 'new'} exists; pass overwrite=True to replace it"
    )
    assert server.connections == 0


async def test_download_replaces_a_link_to_a_folder(http: HttpPool, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "new").symlink_to("folder")
    with serving(Object(BODY)) as server:
        await download(settings(http), signed(server), tmp_path / "new", overwrite=True)
    assert (tmp_path / "new").read_bytes() == BODY
    assert names(tmp_path / "folder") == []


@pytest.mark.parametrize("size", [0, 1, 10, 11, 95])
async def test_checksum_is_computed_in_blocks(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download_module, "_HASH_BLOCK_SIZE", 10)
    blocks: list[tuple[int, int]] = []

    def read(offset: int, length: int) -> bytes:
        blocks.append((offset, length))
        return BODY[:size][offset : offset + length]

    assert await checksum_of(read, size) == hashlib.md5(BODY[:size]).hexdigest()
    assert blocks == [(offset, 10) for offset in range(0, size, 10)]


async def test_last_byte_of_a_complete_partial_file_is_requested_again(http: HttpPool, tmp_path: Path) -> None:
    partial = PartialFile(tmp_path / "new")
    partial.start(ObjectInfo(ETAG[1], 1, None), [segment := Segment(0, 0, 1)])
    partial.write(segment, b"x")
    partial.close()
    with serving(Object(b"x", etag=ETAG[1])) as server:
        await download(settings(http), signed(server), tmp_path / "new")
    assert requested_ranges(server) == ["bytes=0-0"]


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "br", "zstd", "identity, gzip", "aws-chunked,deflate"])
@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_compressed_object_is_refused_and_leaves_no_file(
    http: HttpPool, tmp_path: Path, encoding: str, changes: dict[str, int]
) -> None:
    stored = Object(BODY, headers=(("Content-Encoding", encoding),))
    with serving(stored) as server, pytest.raises(MoveIntegrityError, match="Content-Encoding"):
        await download(settings(http, **changes), signed(server), tmp_path / "new")

    assert names(tmp_path) == []


@pytest.mark.parametrize(
    "encodings",
    [("identity", "gzip"), ("", "br"), ("aws-chunked", "identity", "ZSTD"), ("gzip", "identity")],
    ids=" then ".join,
)
@pytest.mark.parametrize("changes", [PLAIN, IN_RANGES], ids=["plain", "ranges"])
async def test_compressed_object_is_refused_when_the_header_is_repeated(
    http: HttpPool, tmp_path: Path, encodings: tuple[str, ...], changes: dict[str, int]
) -> None:
    stored = Object(BODY, headers=tuple(("Content-Encoding", encoding) for encoding in encodings))
    with serving(stored) as server, pytest.raises(MoveIntegrityError, match="Content-Encoding"):
        await download(settings(http, **changes), signed(server), tmp_path / "new")

    assert names(tmp_path) == []


@pytest.mark.parametrize("encoding", ["", "identity", "aws-chunked", "aws-chunked,identity"])
async def test_encoding_that_changes_no_bytes_is_accepted(http: HttpPool, tmp_path: Path, encoding: str) -> None:
    stored = Object(BODY, headers=(("Content-Encoding", encoding),))
    with serving(stored) as server:
        await download(settings(http), signed(server), tmp_path / "new")

    assert (tmp_path / "new").read_bytes() == BODY
