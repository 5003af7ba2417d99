"""A transport of httpx that the user passes for all requests."""

import sys
from pathlib import Path

import httpx
import pytest

from move_ugc_async import AsyncMoveUgc, InstantClock, MoveConfigurationError, MoveConnectionError
from tests.support.processes import running
from tests.support.servers import API_KEY

pytestmark = pytest.mark.anyio

FILE = {"id": "file-1", "type": "mp4", "presignedUrl": "http://storage.invalid/file-1?X-Amz-Signature=0"}


class Recorder(httpx.AsyncBaseTransport):
    """Responds to GraphQL requests with a file, and to others with its content."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.is_closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.method == "POST":
            return httpx.Response(200, json={"data": {"getFile": FILE}})
        return httpx.Response(200, content=b"content")

    async def aclose(self) -> None:
        self.is_closed = True


async def test_injected_transport_has_all_requests_and_stays_open(tmp_path: Path) -> None:
    transport = Recorder()
    async with AsyncMoveUgc(API_KEY, endpoint_url="http://api.invalid", http_transport=transport) as client:
        await client.files.download("file-1", tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"content"
    assert [request.url.host for request in transport.requests] == ["api.invalid", "storage.invalid"]
    assert ["authorization" in request.headers for request in transport.requests] == [True, False]
    assert not transport.is_closed


async def test_injected_client_has_the_graphql_requests(tmp_path: Path) -> None:
    transport, other = Recorder(), Recorder()
    async with (
        httpx.AsyncClient(transport=other) as own,
        AsyncMoveUgc(API_KEY, endpoint_url="http://api.invalid", http_client=own, http_transport=transport) as client,
    ):
        await client.files.download("file-1", tmp_path / "file")
    assert [request.url.host for request in other.requests] == ["api.invalid"]
    assert [request.url.host for request in transport.requests] == ["storage.invalid"]


async def test_errors_of_an_injected_transport_are_mapped() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError(API_KEY, request=request)

    client = AsyncMoveUgc(
        API_KEY,
        endpoint_url="http://api.invalid",
        http_transport=httpx.MockTransport(fail),
        clock=InstantClock(),
    )
    with pytest.raises(MoveConnectionError) as caught:
        await client.client.retrieve()
    assert API_KEY not in repr(caught.value.__cause__)
    await client.aclose()


def test_other_transports_are_rejected() -> None:
    with pytest.raises(MoveConfigurationError, match="http_transport must be an httpx"):
        AsyncMoveUgc(API_KEY, http_transport=httpx.HTTPTransport(verify=False))  # type: ignore[arg-type]


def test_client_with_a_transport_imports_no_other_http_library() -> None:
    code = """
import asyncio, sys
import httpx
from move_ugc_async import AsyncMoveUgc
async def main():
    async with AsyncMoveUgc("mv_key_of_a_test", http_transport=httpx.MockTransport(lambda _: None)):
        print("aiohttp" in sys.modules)
asyncio.run(main())
"""
    with running([sys.executable, "-c", code], stdout=-1) as process:
        printed, _ = process.communicate(timeout=30)
    assert printed == "False\n"
