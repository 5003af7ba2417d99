"""Fixtures for the tests of the sandbox."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

from move_ugc_async.sandbox import Sandbox
from tests.integration.sandbox.api import Api, FakeMedia
from tests.support.loop_time import backend_for
from tests.support.wait_until import SAFETY_NET


@pytest.fixture
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Run on one event loop, since the sandbox has its own and does not depend on the client's."""
    return backend_for(request, "asyncio")


@pytest.fixture(autouse=True)
def _no_log_of_clients(silent_httpx: None) -> None:
    """Disable the log of httpx, which contains presigned URLs here."""


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    # The sandbox has no TLS, and loading certificates would be most of the time of a test.
    async with httpx.AsyncClient(verify=False, timeout=SAFETY_NET) as client:
        yield client


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Yield a sandbox with an instant clock."""
    with Sandbox(media=FakeMedia()) as sandbox:
        yield sandbox


@pytest.fixture
def api(sandbox: Sandbox, http: httpx.AsyncClient) -> Api:
    return Api(sandbox, http)


@pytest.fixture
def manual_sandbox() -> Iterator[Sandbox]:
    """Yield a sandbox with a manual clock."""
    with Sandbox(clock="manual", media=FakeMedia()) as sandbox:
        yield sandbox


@pytest.fixture
def manual_api(manual_sandbox: Sandbox, http: httpx.AsyncClient) -> Api:
    return Api(manual_sandbox, http)
