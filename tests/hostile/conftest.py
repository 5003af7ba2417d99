"""Fixtures of the tests of hostile servers."""

from typing import Any

import pytest

from tests.stacks import anyio_backend, authority, connect, http_backend

__all__ = ["anyio_backend", "authority", "connect", "http_backend", "stack"]


@pytest.fixture(params=["asyncio-aiohttp", "trio-httpx"])
def stack(request: pytest.FixtureRequest) -> Any:
    """Return what users get on each event loop: `EVERY_STACK` has httpx on asyncio as well."""
    return request.param
