"""Errors that the caller raises while a response is open are not mapped to connection errors."""

from collections.abc import AsyncGenerator
from functools import partial
from pathlib import Path
from typing import cast

import aiohttp
import anyio
import httpx
import pytest

from move_ugc_async import MoveConnectionError, TransferEvent
from move_ugc_async._transfers.storage import CHUNK_SIZE, Chunk, consume
from move_ugc_async._transport.http.response import Response
from tests.support.servers import HttpServer, Received, Reply, graphql_reply
from tests.support.stacks import Connect
from tests.support.wait_until import SAFETY_NET, wait_until
from tests.unit._transfers.objects import CLIP, names, stored

pytestmark = pytest.mark.anyio

BODY = bytes(5 * 1024 * 1024)


@pytest.mark.parametrize("direction", ["down", "up"])
@pytest.mark.parametrize(
    ("stack", "error"),
    [
        ("asyncio-aiohttp", RuntimeError("the progress bar is closed")),
        ("asyncio-aiohttp", httpx.ConnectError("the dashboard is down")),
        ("asyncio-aiohttp", aiohttp.ClientPayloadError("the dashboard broke")),
        ("asyncio-aiohttp", ValueError("no number")),
        ("asyncio-aiohttp", TimeoutError("the dashboard is slow")),
        ("asyncio-httpx", httpx.ConnectError("the dashboard is down")),
        ("trio-httpx", RuntimeError("the progress bar is closed")),
        ("trio-httpx", httpx.ConnectError("the dashboard is down")),
    ],
    indirect=["stack"],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
async def test_an_error_of_on_progress_is_raised_unchanged_after_one_request(
    connect: Connect, tmp_path: Path, error: Exception, direction: str
) -> None:
    def on_progress(_: TransferEvent) -> None:
        raise error

    def serve(received: Received) -> Reply:
        return stored(received) if received.method == "PUT" else Reply(BODY)

    with HttpServer(serve) as storage:
        file = {"id": "file-1", "type": ".mp4", "presignedUrl": f"{storage.url}/clip.mp4"}
        with HttpServer(lambda received: graphql_reply({received.json()["operationName"]: file})) as api:
            async with connect(api.url, max_retries=3, max_connections=1) as client:
                down = partial(client.files.download, "file-1", tmp_path / "clip.mp4")
                transfer = down if direction == "down" else partial(client.files.upload, CLIP)
                with pytest.raises(type(error)) as caught:
                    await transfer(on_progress=on_progress)
                assert caught.value is error
                assert names(tmp_path) == []
                # The only connection was released or closed.
                with anyio.fail_after(SAFETY_NET):
                    await transfer()
                await wait_until(lambda: storage.open_connections <= 1)

    # An upload may end before its headers are sent.
    assert len(storage.requests) <= 2


async def test_an_error_of_the_caller_takes_precedence_over_a_connection_that_breaks_afterwards() -> None:
    class Breaking:
        async def aiter_raw(self) -> AsyncGenerator[bytes, None]:
            yield bytes(CHUNK_SIZE)
            raise broken

    async def take(_: Chunk) -> None:
        raise raised

    broken, raised = MoveConnectionError("broke"), OSError("no bar to move")
    with pytest.raises(OSError, match="no bar") as caught:
        await consume(cast("Response", Breaking()), take)
    assert caught.value is raised
