"""Uploads that wait for a connection hold no bytes, and their timeout has not started."""

import io
from collections.abc import AsyncIterator

import anyio
import pytest
from anyio import to_thread

from move_ugc_async._transfers.formats import HEAD_SIZE
from move_ugc_async._transfers.storage import Storage
from move_ugc_async._transfers.urls import storage_url
from move_ugc_async._transport.http import BackendName, HttpPool
from move_ugc_async._transport.http.types import Request
from tests.support.loop_time import StoppedTime
from tests.support.servers import HttpServer, Reply
from tests.support.wait_until import run_ready, wait_until
from tests.unit._transfers.objects import ALL_STACKS, CLIP, USERS, settings, signed, stored, upload
from tests.unit._transfers.stopped import counted

pytestmark = pytest.mark.anyio


@pytest.fixture
async def storage(http_backend: BackendName) -> AsyncIterator[Storage]:
    """Return storage that uses one connection."""
    http = HttpPool(backend=http_backend, max_connections=1)
    yield settings(http)
    await http.aclose()


@ALL_STACKS
async def test_upload_has_its_whole_read_timeout_after_waiting_for_a_connection(
    storage: Storage, stopped_time: StoppedTime
) -> None:
    waiting, counts = counted(storage)
    with HttpServer(Reply(), stored) as server:
        async with anyio.create_task_group() as tasks:
            async with storage.http.stream(Request("GET", storage_url(server.url, secure=False))):
                tasks.start_soon(upload, waiting, signed(server), CLIP)
                await wait_until(lambda: counts.requests)
                await run_ready()
                stopped_time.advance(10 * storage.read_timeout)
                await run_ready()

    assert [request.body for request in server.requests] == [b"", CLIP]


@USERS
async def test_upload_reads_nothing_ahead_while_waiting_for_a_connection(storage: Storage) -> None:
    sizes: list[int | None] = []

    class File(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            sizes.append(size)
            return super().read(size)

    waiting, counts = counted(storage)
    with HttpServer(Reply(), stored) as server:
        async with anyio.create_task_group() as tasks:
            async with storage.http.stream(Request("GET", storage_url(server.url, secure=False))):
                tasks.start_soon(upload, waiting, signed(server), File(CLIP))
                await wait_until(lambda: counts.requests)
                for _ in range(20):
                    # Let a reading thread run.
                    await to_thread.run_sync(lambda: None)
                # Only the head is read, to detect the format.
                assert sizes == [HEAD_SIZE]

    assert [request.body for request in server.requests] == [b"", CLIP]
