"""Fixtures for the tests of the sandbox."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from move_ugc_async.sandbox import Sandbox
from tests.sandbox.api import Api, FakeMedia
from tests.support.loop_time import backend_for
from tests.support.wait_until import SAFETY_NET


@pytest.fixture
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Run on one event loop: the sandbox has its own, whatever the client's is."""
    return backend_for(request, "asyncio")


@pytest.fixture(autouse=True)
def _no_log_of_clients(silent_httpx: None) -> None:
    """Keep the URLs of storage requests, which are sent with httpx itself here, out of the log."""


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    # There is no TLS here, and loading certificates is most of what a test would take.
    async with httpx.AsyncClient(verify=False, timeout=SAFETY_NET) as client:
        yield client


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Yield a sandbox in which nothing takes time."""
    with Sandbox(media=FakeMedia()) as sandbox:
        yield sandbox


@pytest.fixture
def api(sandbox: Sandbox, http: httpx.AsyncClient) -> Api:
    return Api(sandbox, http)


@pytest.fixture
def standing() -> Iterator[Sandbox]:
    """Yield a sandbox whose clock stands still until it is moved."""
    with Sandbox(clock="manual", media=FakeMedia()) as sandbox:
        yield sandbox


@pytest.fixture
def standing_api(standing: Sandbox, http: httpx.AsyncClient) -> Api:
    return Api(standing, http)
