"""Uploads send the exact bytes in constant memory, are confirmed, and never reveal the URL."""

import gc
import hashlib
import logging
import os
import pickle
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import anyio
import pytest

from move_ugc_async._transfers.events import Reporter
from move_ugc_async._transfers.sources import MAX_UPLOAD_SIZE, open_source
from move_ugc_async._transfers.storage import CHUNK_SIZE, Storage
from move_ugc_async._transfers.upload import put
from move_ugc_async._transport.http import BackendName
from move_ugc_async.client import AsyncMoveUgc
from move_ugc_async.errors import (
    MoveConnectionError,
    MoveHTTPStatusError,
    MoveInvalidRequestError,
    MoveMalformedResponseError,
    MoveSourceChangedError,
    MoveTimeoutError,
)
from tests.support.files import rewrite
from tests.support.loop_time import StoppedTime
from tests.support.servers import API_KEY, HttpServer, Reply, graphql_reply, never
from tests.support.wait_until import wait_until
from tests.unit._transfers.objects import (
    ALL_STACKS,
    CLIP,
    MIB,
    SECRET,
    USERS,
    download,
    names,
    open_files,
    signed,
    stored,
    upload,
)
from tests.unit._transfers.stopped import error_in_time

pytestmark = pytest.mark.anyio


# Upload


@ALL_STACKS
async def test_upload_is_one_put_request_with_the_exact_bytes(storage: Storage, clip: Path) -> None:
    with HttpServer(stored) as server:
        await upload(storage, signed(server), clip)
        url = signed(server)

    (request,) = server.requests
    assert request.method == "PUT"
    assert request.target == url.removeprefix(server.url)
    assert request.body == CLIP
    assert request.all("content-length") == [str(len(CLIP))]
    for name in ("content-type", "transfer-encoding", "authorization", "cookie", "expect", "content-encoding"):
        assert request.header(name) is None


@ALL_STACKS
async def test_api_key_is_never_sent_to_storage(stack: str, clip: Path, tmp_path: Path) -> None:
    backend = stack.partition("-")[2]
    with HttpServer(stored, Reply(CLIP)) as storage:
        file = {"id": "file-1", "type": ".mp4", "created": "2026-01-31T12:00:00.000000Z"}
        with HttpServer(graphql_reply({"createFile": {**file, "presignedUrl": signed(storage)}})) as server:
            async with AsyncMoveUgc(
                API_KEY, endpoint_url=server.url, http_backend=cast("BackendName", backend)
            ) as client:
                uploaded = await client.files.upload(clip)
                await client.files.download(uploaded, tmp_path / "again.mp4")

    assert [request.method for request in storage.requests] == ["PUT", "GET"]
    assert API_KEY not in repr(storage.requests)
    assert (tmp_path / "again.mp4").read_bytes() == CLIP


@pytest.mark.parametrize("size", [1, CHUNK_SIZE - 1, CHUNK_SIZE, CHUNK_SIZE + 1])
async def test_files_around_the_chunk_size_are_uploaded_whole(storage: Storage, tmp_path: Path, size: int) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(os.urandom(size))
    with HttpServer(stored) as server:
        await upload(storage, signed(server), path)

    assert server.requests[0].body == path.read_bytes()


@pytest.mark.parametrize("kind", ["missing", "folder", "empty", "too large"])
async def test_invalid_file_is_rejected_before_anything_is_sent(stack: str, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "clip.mp4"
    if kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.touch()
    if kind == "too large":
        os.truncate(path, MAX_UPLOAD_SIZE + 1)
    backend = cast("BackendName", stack.partition("-")[2])
    with HttpServer() as server:
        async with AsyncMoveUgc(API_KEY, endpoint_url=server.url, http_backend=backend) as client:
            with pytest.raises(MoveInvalidRequestError, match=r"clip\.mp4"):
                await client.files.upload(path)

    assert server.connections == 0


async def test_file_of_the_maximum_size_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.touch()
    os.truncate(path, MAX_UPLOAD_SIZE)

    async with open_source(path) as source:
        assert source.size == 5 * 1024**3


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ((), "no ETag"),
        ((("ETag", ""),), "no ETag"),
        ((("ETag", f'"{hashlib.md5(b"other").hexdigest()}"'),), "another checksum"),
        ((("ETag", hashlib.md5(b"other").hexdigest()),), "another checksum"),
        (
            (("ETag", f'"{hashlib.md5(b"x").hexdigest()}"'), ("x-amz-server-side-encryption", "AES256")),
            "another checksum",
        ),
    ],
)
async def test_upload_raises_without_confirmation_by_storage(
    storage: Storage, clip: Path, headers: tuple[tuple[str, str], ...], message: str
) -> None:
    with HttpServer(Reply(headers=headers)) as server, pytest.raises(MoveMalformedResponseError, match=message):
        await upload(storage, signed(server), clip)


@pytest.mark.parametrize(
    "headers",
    [
        (("ETag", '"d41d8cd98f00b204e9800998ecf8427e-38"'),),
        (("ETag", '"0x8DC1"'),),
        (("ETag", 'W/"abc"'),),
        # The MD5 of encrypted bytes, not of the object (Amazon S3 API reference).
        (("ETag", f'"{hashlib.md5(b"x").hexdigest()}"'), ("x-amz-server-side-encryption", "aws:kms")),
        (("ETag", f'"{hashlib.md5(b"x").hexdigest()}"'), ("x-amz-server-side-encryption", "aws:kms:dsse")),
        (
            ("ETag", f'"{hashlib.md5(b"x").hexdigest()}"'),
            ("x-amz-server-side-encryption-customer-algorithm", "AES256"),
        ),
    ],
)
async def test_etag_that_is_not_an_md5_confirms_the_upload(
    storage: Storage, clip: Path, headers: tuple[tuple[str, str], ...]
) -> None:
    with HttpServer(Reply(headers=headers)) as server:
        await upload(storage, signed(server), clip)

    assert server.requests[0].body == CLIP


@pytest.mark.parametrize("to", [1, len(CLIP) // 2, len(CLIP) + 1])
async def test_upload_raises_when_the_file_changes_before_sending(storage: Storage, clip: Path, to: int) -> None:
    async with open_source(clip) as source:
        await anyio.Path(clip).write_bytes((CLIP * 2)[:to])
        with HttpServer(stored) as server, pytest.raises(MoveSourceChangedError, match="changed"):
            await put(storage, signed(server), source, Reporter(None, "upload", "file-1", "clip"))


@pytest.mark.parametrize("buffering", [None, 0, -1], ids=["path", "unbuffered", "buffered"])
async def test_file_that_was_written_to_raises_whatever_its_time_says(
    storage: Storage, clip: Path, buffering: int | None
) -> None:
    os.utime(clip, (1, 1))
    with ExitStack() as opened:
        file: Any = clip if buffering is None else opened.enter_context(clip.open("rb", buffering=buffering))
        async with open_source(file) as source:
            rewrite(clip, CLIP[::-1], 1)
            with HttpServer(stored) as server, pytest.raises(MoveSourceChangedError, match="changed"):
                await put(storage, signed(server), source, Reporter(None, "upload", "file-1", "clip"))


@ALL_STACKS
@pytest.mark.parametrize("reply", [Reply(instead="close"), Reply(instead="reset")], ids=["closed", "reset"])
@pytest.mark.parametrize("early", [False, True])
async def test_broken_upload_makes_one_attempt_and_may_have_arrived(
    storage: Storage,
    tmp_path: Path,
    reply: Reply,
    early: bool,  # noqa: FBT001 - pytest passes it by name
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(16 * MIB if early else 1000))
    broken = Reply(instead=reply.instead, reads_body=not early)
    with HttpServer(broken, stored) as server:
        with pytest.raises(MoveConnectionError) as caught:
            await upload(storage, signed(server), path)
        assert len(server.requests) == 1

    assert caught.value.may_have_arrived is True
    assert SECRET not in repr(vars(caught.value)) + str(caught.value)


@ALL_STACKS
async def test_refusal_before_the_body_is_read_is_raised(storage: Storage, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(16 * MIB))
    body = b"<Error><Code>AccessDenied</Code></Error>"
    early = HttpServer(Reply(body, 403, reads_body=False))
    with early as server, pytest.raises(MoveHTTPStatusError) as caught:
        await upload(storage, signed(server), path)

    assert caught.value.error_type == "AccessDenied"
    gc.collect()


@ALL_STACKS
async def test_upload_times_out_when_storage_stops_reading(
    storage: Storage, tmp_path: Path, stopped_time: StoppedTime
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(32 * MIB))
    with HttpServer(Reply(after=threading.Event(), reads_body=False)) as server:
        error = await error_in_time(
            stopped_time, lambda: upload(storage, signed(server), path), stuck=lambda: server.requests
        )

    assert isinstance(error, MoveTimeoutError)
    gc.collect()


@ALL_STACKS
async def test_upload_times_out_when_storage_never_responds(
    storage: Storage, clip: Path, stopped_time: StoppedTime
) -> None:
    with HttpServer(never()) as server:
        error = await error_in_time(
            stopped_time, lambda: upload(storage, signed(server), clip), stuck=lambda: server.requests
        )

    assert isinstance(error, MoveTimeoutError)
    assert error.may_have_arrived is True


@ALL_STACKS
async def test_refused_connection_cannot_have_arrived(storage: Storage, clip: Path, refusing_url: str) -> None:
    with pytest.raises(MoveConnectionError) as caught:
        await upload(storage, f"{refusing_url}/?Signature={SECRET}", clip)

    assert caught.value.may_have_arrived is False
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://host/x", "file:///etc/passwd", "http://"])
async def test_invalid_url_raises_malformed_response(storage: Storage, clip: Path, tmp_path: Path, url: str) -> None:
    with pytest.raises(MoveMalformedResponseError):
        await upload(storage, url, clip)
    with pytest.raises(MoveMalformedResponseError):
        await download(storage, url, tmp_path / "new")

    assert names(tmp_path) == ["clip.mp4"]


@ALL_STACKS
async def test_cancelled_upload_leaves_no_file_open(storage: Storage, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(32 * MIB))
    with HttpServer(Reply(after=threading.Event(), reads_body=False), stored) as server:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(upload, storage, signed(server), path)
            await server.received(1)
            tasks.cancel_scope.cancel()
        gc.collect()
        await wait_until(lambda: open_files(tmp_path) == [])

        path.write_bytes(b"small")
        await upload(storage, signed(server), path)

    assert server.requests[1].body == b"small"


# Errors of storage


S3_ERROR = b"""<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not match</Message>
<StringToSign>PUT /bucket/clip?Signature=Signature-canary-83b1</StringToSign></Error>"""


@USERS
@pytest.mark.parametrize("direction", ["up", "down"])
async def test_storage_error_has_the_code_and_never_the_url(
    storage: Storage, clip: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, direction: str
) -> None:
    caplog.set_level(logging.DEBUG)
    with HttpServer(Reply(S3_ERROR, 403, (("x-amz-request-id", "R1"),))) as server:
        url = signed(server)
        up = upload(storage, url, clip)
        down = download(storage, url, tmp_path / "new")
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
async def test_storage_error_without_a_code_has_the_status(storage: Storage, tmp_path: Path, reply: Reply) -> None:
    with HttpServer(reply) as server, pytest.raises(MoveHTTPStatusError) as caught:
        await download(storage, signed(server), tmp_path / "new")

    assert caught.value.status == reply.status
    assert caught.value.error_type is None
    assert names(tmp_path) == []


@ALL_STACKS
@pytest.mark.parametrize("status", [301, 308])
async def test_redirect_of_storage_is_not_followed(storage: Storage, tmp_path: Path, status: int) -> None:
    with HttpServer() as elsewhere:
        redirecting = HttpServer(Reply(status=status, headers=(("Location", elsewhere.url),)))
        with redirecting as server, pytest.raises(MoveHTTPStatusError):
            await download(storage, signed(server), tmp_path / "new")

        assert elsewhere.connections == 0
