"""Fixtures for tests of transfers: storage over each HTTP library, and a clip."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from move_ugc_async._transfers.storage import Storage
from move_ugc_async._transport.http import BackendName, HttpPool
from tests.support.stacks import anyio_backend, http_backend
from tests.unit._transfers.objects import CLIP, settings

__all__ = ["anyio_backend", "http_backend"]


@pytest.fixture
def stack(request: pytest.FixtureRequest) -> str:
    """Return one stack for behaviour above the transport; tests marked `USERS` or `ALL_STACKS` run on more."""
    return str(getattr(request, "param", "asyncio-aiohttp"))


@pytest.fixture
async def http(http_backend: BackendName) -> AsyncGenerator[HttpPool, None]:
    http = HttpPool(backend=http_backend, max_connections=8)
    yield http
    await http.aclose()


@pytest.fixture
def storage(http: HttpPool) -> Storage:
    """Return storage without retries."""
    return settings(http)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(CLIP)
    return path


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    """Return the path of a file to download."""
    return tmp_path / "new"
