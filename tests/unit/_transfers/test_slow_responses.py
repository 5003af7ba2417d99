"""Responses of storage that arrive byte by byte or never end are read in part."""

import gc
import threading
from itertools import repeat
from pathlib import Path

import anyio
import pytest

from move_ugc_async._transfers.storage import Storage
from move_ugc_async.errors import MoveError, MoveHTTPStatusError, MoveTimeoutError
from tests.support.loop_time import StoppedTime
from tests.support.servers import EARLY_HINT, EndlessServer, HttpServer, Received, Reply
from tests.support.wait_until import run_ready, wait_until
from tests.unit._transfers.objects import (
    ALL_STACKS,
    CLIP,
    MIB,
    READS_EARLY_RESPONSES,
    SECRET,
    USERS,
    download,
    names,
    signed,
    stored,
    upload_all,
)
from tests.unit._transfers.stopped import CountingHttp, counted, pass_time

pytestmark = pytest.mark.anyio

CODE = b"<Error><Code>SignatureDoesNotMatch</Code>"
REST = b"x" * 30_000
LIMIT = 5
"""Seconds in which an error document is read (`_DOCUMENT_TIMEOUT`)."""


async def drip(stopped_time: StoppedTime, gate: threading.Semaphore, counts: CountingHttp, number: int) -> None:
    """Send a body byte by byte, half a second faster than the timeout of an error document."""
    for count in range(1, number + 1):
        gate.release()
        await wait_until(lambda count=count: counts.body_bytes == count)
        stopped_time.advance((LIMIT - 0.5) / number)
    await run_ready()


def refusal(gate: threading.Semaphore, *, reads_body: bool = True) -> Reply:
    return Reply(CODE + REST, 403, drip=gate, reads_body=reads_body)


@ALL_STACKS
async def test_dripping_refusal_of_a_download_is_read_for_five_seconds(
    storage: Storage, tmp_path: Path, stopped_time: StoppedTime
) -> None:
    gate = threading.Semaphore(0)
    storage, counts = counted(storage)
    errors: list[MoveHTTPStatusError] = []

    async def fail() -> None:
        with pytest.raises(MoveHTTPStatusError) as caught:
            await download(storage, signed(server, expires=2**33), tmp_path / "new")
        errors.append(caught.value)

    # A refused URL is renewed once.
    with HttpServer(refusal(gate), Reply(CODE, 403)) as server:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(fail)
            await drip(stopped_time, gate, counts, len(CODE))
            assert counts.requests == 1
            stopped_time.advance(0.6)

    assert (errors[0].status, errors[0].error_type) == (403, "SignatureDoesNotMatch")
    assert SECRET not in str(errors[0])
    assert names(tmp_path) == []
    gc.collect()


@ALL_STACKS
async def test_early_hints_without_end_time_a_download_out(
    storage: Storage, tmp_path: Path, stopped_time: StoppedTime
) -> None:
    errors: list[MoveError] = []

    async def fail() -> None:
        with pytest.raises(MoveTimeoutError, match="did not respond within") as caught:
            await download(storage, signed(server), tmp_path / "new")
        errors.append(caught.value)

    with EndlessServer(EARLY_HINT) as server:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(fail)
            await server.received(1)
            # Each hint arrives within `read_timeout`, 60 s; all of them together have twice as long.
            for number in range(1, 4):
                server.step()
                await wait_until(lambda number=number: server.delivered == number)
                await run_ready()
                stopped_time.advance(39)
                await run_ready()
            assert not errors
            await pass_time(stopped_time, lambda: errors, 4)

    assert SECRET not in str(errors[0])
    assert names(tmp_path) == []


async def dripping_refusal_of_an_upload(
    storage: Storage, clip: Path, stopped_time: StoppedTime, *, reads_body: bool
) -> MoveHTTPStatusError:
    gate = threading.Semaphore(0)
    storage, counts = counted(storage)
    errors: list[MoveHTTPStatusError] = []

    async def fail() -> None:
        with pytest.raises(MoveHTTPStatusError) as caught:
            await upload_all(storage, repeat(signed(server, expires=2**33)), clip)
        errors.append(caught.value)

    with HttpServer(refusal(gate, reads_body=reads_body)) as server:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(fail)
            await drip(stopped_time, gate, counts, len(CODE))
            assert not errors
            await pass_time(stopped_time, lambda: errors, 0.6)
    gc.collect()
    return errors[0]


@USERS
async def test_dripping_refusal_of_an_upload_is_read_for_five_seconds(
    storage: Storage, clip: Path, stopped_time: StoppedTime
) -> None:
    error = await dripping_refusal_of_an_upload(storage, clip, stopped_time, reads_body=True)
    assert (error.status, error.error_type) == (403, "SignatureDoesNotMatch")


@READS_EARLY_RESPONSES
async def test_dripping_refusal_is_read_for_five_seconds_before_the_body_is_sent(
    storage: Storage, clip: Path, stopped_time: StoppedTime
) -> None:
    error = await dripping_refusal_of_an_upload(storage, clip, stopped_time, reads_body=False)
    assert (error.status, error.error_type) == (403, "SignatureDoesNotMatch")


@USERS
async def test_dripping_confirmation_confirms_an_upload_after_five_seconds(
    storage: Storage, clip: Path, stopped_time: StoppedTime
) -> None:
    gate = threading.Semaphore(0)
    storage, counts = counted(storage)
    ended = anyio.Event()

    def confirm(received: Received) -> Reply:
        return Reply(b" " * 30_000, headers=stored(received).headers, drip=gate)

    async def confirmed() -> None:
        await upload_all(storage, repeat(signed(server)), clip)
        ended.set()

    with HttpServer(confirm) as server:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(confirmed)
            await drip(stopped_time, gate, counts, 10)
            assert not ended.is_set()
            await pass_time(stopped_time, ended.is_set, 0.6)

    assert [request.body for request in server.requests] == [CLIP]
    gc.collect()


@ALL_STACKS
@pytest.mark.usefixtures("stopped_time")
async def test_large_refusal_is_not_read_to_its_end(storage: Storage, tmp_path: Path) -> None:
    head = b"HTTP/1.1 403 Scripted\r\nContent-Length: 1000000000000\r\n\r\n"
    with HttpServer(Reply(raw=head + CODE, flood=b"\0", flood_size=64 * MIB)) as server:
        with pytest.raises(MoveHTTPStatusError, match="does not match its signature"):
            await download(storage, signed(server, expires=2**33), tmp_path / "new")
        assert server.flooded < 64 * MIB
    gc.collect()
