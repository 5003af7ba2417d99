"""Broken uploads are retried from the start when the source can be read again."""

import asyncio
import gc
import hashlib
import io
import os
from collections.abc import AsyncGenerator, Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async._transfers import upload as upload_module
from move_ugc_async._transfers.events import OnTransfer, TransferEvent
from move_ugc_async._transfers.sources import ByteStream
from move_ugc_async._transfers.storage import CHUNK_SIZE
from move_ugc_async._transport.http import HttpPool
from move_ugc_async._transport.retry import RetryPolicy
from move_ugc_async.errors import (
    MoveConnectionError,
    MoveHTTPStatusError,
    MoveIntegrityError,
    MoveInvalidRequestError,
    MoveSourceChangedError,
    MoveSourceSpentError,
    MoveURLExpiredError,
)
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime
from tests.support.servers import HttpServer, Received, Reply
from tests.support.wait_until import run_ready, wait_until
from tests.unit._transfers.objects import ALL_STACKS, CLIP, EXPIRED, SECRET, settings, signed, stored, upload_all

pytestmark = pytest.mark.anyio

RETRY = RetryPolicy(max_retries=3)
S3_ERROR = b'<?xml version="1.0"?>\n<Error><Code>InternalError</Code></Error>'


async def pieces(size: int = 100_000, body: bytes = CLIP) -> AsyncGenerator[bytes, None]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


def truncated(received: Received) -> Reply:
    return Reply(headers=(("ETag", f'"{hashlib.md5(received.body[:-1]).hexdigest()}"'),))


async def cancelled_callback(_: TransferEvent) -> None:
    awaited = asyncio.get_running_loop().create_future()
    awaited.cancel()
    await awaited


def cancelling_callback(_: TransferEvent) -> None:
    task = asyncio.current_task()
    assert task
    task.cancel()


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("on_progress", [cancelled_callback, cancelling_callback])
async def test_upload_whose_callback_is_cancelled_from_within_is_not_sent_again(
    http: HttpPool, on_progress: OnTransfer
) -> None:
    body, clock = CLIP + bytes(2 * CHUNK_SIZE), FakeClock()
    with HttpServer(stored) as server, pytest.raises(MoveSourceChangedError):
        await upload_all(settings(http, retry=RETRY, clock=clock), repeat(signed(server)), body, on_progress)
    assert clock.waits == []


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_upload_whose_source_is_cancelled_from_within_is_not_sent_again(http: HttpPool) -> None:
    async def cancelled_pieces() -> AsyncGenerator[bytes, None]:
        yield CLIP
        raise asyncio.CancelledError

    stream, clock = ByteStream(cancelled_pieces(), len(CLIP) + 1), FakeClock()
    with HttpServer(stored) as server, pytest.raises(MoveSourceChangedError):
        await upload_all(settings(http, retry=RETRY, clock=clock), repeat(signed(server)), stream)
    assert clock.waits == []


@pytest.mark.check(30)
@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(Reply(instead="close"), id="closed"),
        pytest.param(Reply(instead="reset", reads_body=False), id="reset early"),
        pytest.param(Reply(b"", 500), id="500"),
        pytest.param(Reply(b"", 503, reads_body=False, keep_alive=False), id="503 early"),
        pytest.param(Reply(b"<Error><Code>RequestTimeout</Code></Error>", 400), id="timeout"),
        pytest.param(truncated, id="truncated"),
        pytest.param(Reply(), id="no ETag"),
        pytest.param(Reply(S3_ERROR, headers=(("ETag", '"x"'),)), id="200 with an error"),
    ],
)
async def test_transient_failure_sends_the_whole_body_again(http: HttpPool, clip: Path, broken: Reply) -> None:
    clock = FakeClock()
    with HttpServer(broken, broken, stored) as server:
        await upload_all(settings(http, retry=RETRY, clock=clock), repeat(signed(server)), clip)

    assert len(server.requests) == 3
    assert server.requests[-1].body == CLIP
    assert len(clock.waits) == 2
    gc.collect()


@pytest.mark.check(30)
@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (Reply(instead="close"), MoveConnectionError),
        (truncated, MoveIntegrityError),
        (Reply(), MoveIntegrityError),
        (Reply(S3_ERROR, headers=(("ETag", '"x"'),)), MoveIntegrityError),
    ],
)
async def test_lasting_failure_raises_a_typed_error(
    http: HttpPool, clip: Path, broken: Reply, error: type[Exception]
) -> None:
    with HttpServer(broken) as server, pytest.raises(error):
        await upload_all(settings(http, retry=RETRY), repeat(signed(server)), clip)

    assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("SignatureDoesNotMatch", "no proxy that changes requests"),
        ("AccessDenied", "read the file again"),
        ("RequestTimeTooSkewed", "clock of this machine"),
        ("NoSuchBucket", "storage refused the request"),
    ],
)
async def test_refusal_is_not_retried_and_its_error_advises_the_user(
    http: HttpPool, clip: Path, code: str, advice: str
) -> None:
    refusing = HttpServer(Reply(f"<Error><Code>{code}</Code></Error>".encode(), 403))
    with refusing as server, pytest.raises(MoveHTTPStatusError, match=advice) as caught:
        await upload_all(settings(http, retry=RETRY), repeat(signed(server, expires=2**33)), clip)

    assert len(server.requests) == 1
    assert (caught.value.status, caught.value.error_type) == (403, code)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("body", [EXPIRED, b"<Error><Code>AccessDenied</Code></Error>"])
async def test_expired_url_is_replaced_by_that_of_a_new_file(http: HttpPool, clip: Path, body: bytes) -> None:
    def serve(received: Received) -> Reply:
        return Reply(body, 403) if "Expires=1" in received.target else stored(received)

    with HttpServer(Reply(instead="close"), serve) as server:
        urls = iter([signed(server, 1), signed(server, 2)])
        await upload_all(settings(http, retry=RETRY), urls, clip)
        assert next(urls, None) is None

    assert server.requests[-1].body == CLIP


async def test_url_that_stays_expired_raises_when_retries_are_exhausted(http: HttpPool, clip: Path) -> None:
    with HttpServer(Reply(EXPIRED, 403)) as server, pytest.raises(MoveURLExpiredError):
        await upload_all(settings(http, retry=RETRY), repeat(signed(server)), clip)

    assert len(server.requests) == 4


# Sources


@pytest.mark.parametrize("kind", ["bytes", "bytearray", "memoryview", "file object", "path", "string"])
async def test_rewindable_sources_are_retried(http: HttpPool, clip: Path, kind: str) -> None:
    file = io.BytesIO(b"before" + CLIP)
    file.seek(6)
    sources = {
        "bytes": CLIP,
        "bytearray": bytearray(CLIP),
        "memoryview": memoryview(CLIP),
        "file object": file,
        "path": clip,
        "string": str(clip),
    }
    with HttpServer(Reply(instead="close"), stored) as server:
        await upload_all(settings(http, retry=RETRY), repeat(signed(server)), sources[kind])

    assert server.requests[-1].body == CLIP
    assert not file.closed


@pytest.mark.parametrize("size", [1, 100_000, 10_000_000])
async def test_stream_is_uploaded_whole_for_any_piece_size(http: HttpPool, size: int) -> None:
    body = CLIP[:2000] if size == 1 else CLIP
    with HttpServer(stored) as server:
        await upload_all(settings(http), repeat(signed(server)), ByteStream(pieces(size, body), len(body)))

    assert server.requests[0].body == body
    assert server.requests[0].all("content-length") == [str(len(body))]


async def test_pipe_is_uploaded_whole(http: HttpPool) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as end:
        end.write(b"pipe" * 1000)
    with os.fdopen(reading, "rb") as file, HttpServer(stored) as server:
        with pytest.raises(MoveInvalidRequestError, match="ByteStream"):
            await upload_all(settings(http), repeat(signed(server)), file)
        await upload_all(settings(http), repeat(signed(server)), ByteStream(file, 4000))

    assert server.requests[0].body == b"pipe" * 1000


async def test_stream_that_was_read_is_not_retried(http: HttpPool) -> None:
    with HttpServer(Reply(instead="close"), stored) as server:
        with pytest.raises(MoveSourceSpentError) as caught:
            await upload_all(settings(http, retry=RETRY), repeat(signed(server)), ByteStream(pieces(), len(CLIP)))
        assert len(server.requests) == 1

    assert isinstance(caught.value.__cause__, MoveConnectionError)
    gc.collect()


@pytest.mark.parametrize("off", [-1, 1, 300_000, -300_000])
async def test_stream_of_another_size_than_announced_raises(http: HttpPool, off: int) -> None:
    with HttpServer(stored) as server, pytest.raises(MoveSourceChangedError):
        await upload_all(settings(http), repeat(signed(server)), ByteStream(pieces(), len(CLIP) + off))
    gc.collect()


@pytest.mark.parametrize("how", ["grows", "shrinks", "is written to"])
async def test_file_that_changes_during_an_upload_raises(http: HttpPool, clip: Path, how: str) -> None:
    def change(event: TransferEvent) -> None:
        if event.done_bytes > len(CLIP) // 2:
            with clip.open("r+b") as file:
                if how == "shrinks":
                    file.truncate(1000)
                else:
                    file.seek(0, os.SEEK_END if how == "grows" else os.SEEK_SET)
                    file.write(b"more")
                    os.utime(clip, ns=(0, event.done_bytes))

    with HttpServer(stored) as server, pytest.raises(MoveSourceChangedError):
        await upload_all(settings(http, retry=RETRY), repeat(signed(server)), clip, change)
    gc.collect()


@pytest.mark.parametrize("source", [io.StringIO("text"), ByteStream(io.BytesIO(b""), 0), b"", io.BytesIO()])
async def test_source_without_bytes_is_rejected(http: HttpPool, source: object) -> None:
    def create() -> Iterator[str]:
        pytest.fail("a file was created")
        yield ""

    with pytest.raises(MoveInvalidRequestError):
        await upload_all(settings(http), create(), source)  # type: ignore[arg-type]


async def test_error_of_a_source_is_raised_unchanged(http: HttpPool) -> None:
    async def failing() -> AsyncGenerator[bytes, None]:
        yield CLIP[:500_000]
        raise ZeroDivisionError

    with HttpServer(stored) as server, pytest.raises(ZeroDivisionError):
        await upload_all(settings(http, retry=RETRY), repeat(signed(server)), ByteStream(failing(), len(CLIP)))
    gc.collect()


@ALL_STACKS
async def test_slow_source_may_take_longer_than_the_read_timeout(
    http: HttpPool, stopped_time: StoppedTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = settings(http)
    read = upload_module._Body.__anext__
    reads = 0

    async def count_and_read(body: Any) -> bytes:
        nonlocal reads
        reads += 1
        return await read(body)

    monkeypatch.setattr(upload_module._Body, "__anext__", count_and_read)

    async def slow() -> AsyncGenerator[bytes, None]:
        yield CLIP[:500_000]
        # The HTTP library has sent the first chunk, and requests the next one.
        await wait_until(lambda: reads == 2)
        stopped_time.advance(10 * storage.read_timeout)
        await run_ready()
        yield CLIP[500_000:]

    with HttpServer(stored) as server:
        await upload_all(storage, repeat(signed(server)), ByteStream(slow(), len(CLIP)))
    assert server.requests[0].body == CLIP


# Progress


async def test_upload_progress_never_decreases(http: HttpPool, clip: Path) -> None:
    events: list[TransferEvent] = []
    with HttpServer(stored) as server:
        await upload_all(settings(http), repeat(signed(server)), clip, events.append)

    assert [event.done_bytes for event in events] == sorted(event.done_bytes for event in events)
    assert events[-1] == TransferEvent("upload", "file-1", "clip.mp4", len(CLIP), len(CLIP))


async def test_error_of_on_progress_ends_the_upload(http: HttpPool, clip: Path) -> None:
    async def on_progress(_: TransferEvent) -> None:
        raise ZeroDivisionError

    with HttpServer(stored) as server, pytest.raises(ZeroDivisionError):
        await upload_all(settings(http, retry=RETRY), repeat(signed(server)), clip, on_progress)
    gc.collect()
