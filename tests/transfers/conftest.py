"""Fixtures of the tests of transfers: storage over each HTTP library, and a clip."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import cast

import pytest

from move_ugc_async.transfers.storage import Storage
from move_ugc_async.transport.http import Backend, Http
from tests.transfers.objects import CLIP, settings


@pytest.fixture(params=["asyncio-aiohttp", "asyncio-httpx", "trio-httpx"])
def stack(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def anyio_backend(stack: str) -> str:
    return stack.partition("-")[0]


@pytest.fixture
async def http(stack: str) -> AsyncGenerator[Http, None]:
    http = Http(backend=cast("Backend", stack.partition("-")[2]), max_connections=8)
    yield http
    await http.aclose()


@pytest.fixture
def storage(http: Http) -> Storage:
    """Storage that is tried once."""
    return settings(http)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(CLIP)
    return path
