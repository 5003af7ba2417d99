"""Uploads that wait for a connection hold no bytes, and their timeout has not started."""

from collections.abc import AsyncIterator

import anyio
import pytest

from move_ugc_async.transfers.sources import ByteStream
from move_ugc_async.transfers.storage import Storage
from move_ugc_async.transport.http import Backend, Http
from move_ugc_async.transport.messages import Request
from tests.servers import HttpServer, Reply
from tests.support.loop_time import StoppedTime
from tests.support.wait_until import run_ready
from tests.transfers.objects import ALL_STACKS, CLIP, USERS, settings, signed, stored, upload

pytestmark = pytest.mark.anyio


@pytest.fixture
async def storage(http_backend: Backend) -> AsyncIterator[Storage]:
    """Storage that is reached over one connection."""
    http = Http(backend=http_backend, max_connections=1)
    yield settings(http)
    await http.aclose()


@ALL_STACKS
async def test_upload_has_its_whole_read_timeout_after_it_waited_for_a_connection(
    storage: Storage, stopped_time: StoppedTime
) -> None:
    with HttpServer(Reply(), stored) as server:
        async with anyio.create_task_group() as tasks:
            async with storage.http.stream(Request("GET", storage.url(server.url))):
                tasks.start_soon(upload, storage, signed(server), CLIP)
                await run_ready()
                stopped_time.advance(10 * storage.read_timeout)
                await run_ready()

    assert [request.body for request in server.requests] == [b"", CLIP]


@USERS
async def test_upload_reads_nothing_ahead_while_it_waits_for_a_connection(storage: Storage) -> None:
    given = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal given
        for start in range(0, len(CLIP), 100_000):
            given += 1
            yield CLIP[start : start + 100_000]

    with HttpServer(Reply(), stored) as server:
        async with anyio.create_task_group() as tasks:
            async with storage.http.stream(Request("GET", storage.url(server.url))):
                tasks.start_soon(upload, storage, signed(server), ByteStream(pieces(), len(CLIP)))
                await run_ready()
                # The first one tells what it is.
                assert given == 1

    assert [request.body for request in server.requests] == [b"", CLIP]
