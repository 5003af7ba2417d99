"""Fixtures for the tests of the sandbox."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from move_ugc_async.sandbox import Sandbox
from tests.sandbox.api import Api, FakeMedia


@pytest.fixture
def anyio_backend() -> str:
    """Run on one event loop: the sandbox has its own, whatever the client's is."""
    return "asyncio"


@pytest.fixture(autouse=True)
def _no_log_of_clients(silent_httpx: None) -> None:
    """Storage is asked with httpx' own client here."""


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    # There is no TLS here, and loading certificates is most of what a test would take.
    async with httpx.AsyncClient(verify=False) as client:
        yield client


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox in which nothing takes time."""
    with Sandbox(media=FakeMedia()) as sandbox:
        yield sandbox


@pytest.fixture
def api(sandbox: Sandbox, http: httpx.AsyncClient) -> Api:
    return Api(sandbox, http)


@pytest.fixture
def standing() -> Iterator[Sandbox]:
    """A sandbox whose clock stands until it is moved."""
    with Sandbox(clock="manual", media=FakeMedia()) as sandbox:
        yield sandbox


@pytest.fixture
def standing_api(standing: Sandbox, http: httpx.AsyncClient) -> Api:
    return Api(standing, http)
