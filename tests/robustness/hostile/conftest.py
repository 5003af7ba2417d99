"""Fixtures for tests with hostile servers."""

from typing import Any

import pytest

from tests.support.stacks import anyio_backend, authority, connect, http_backend

__all__ = ["anyio_backend", "authority", "connect", "http_backend", "stack"]


@pytest.fixture(params=["asyncio-aiohttp", "trio-httpx"])
def stack(request: pytest.FixtureRequest) -> Any:
    """Return the default HTTP library of each event loop; `EVERY_STACK` adds httpx on asyncio."""
    return request.param
