"""Fixtures of the end-to-end tests: a sandbox on a real socket, and clients."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from move_ugc_async import AsyncMoveUgc, InstantClock
from move_ugc_async.sandbox import Sandbox
from tests.integration.client.workflows import FinishedObjects, create_objects
from tests.support.loop_time import StoppedTime, backend_for


@pytest.fixture(params=["asyncio"])
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Run each test on asyncio: above the transport, the event loop makes no difference.

    One test of each feature also runs on trio; it is marked with `both_loops`.
    """
    return backend_for(request, str(request.param))


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Yield a sandbox whose time advances only when the test advances it."""
    with Sandbox(clock="manual") as sandbox:
        yield sandbox
    assert not sandbox.leaks


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncMoveUgc]:
    """Yield a client of the sandbox that sleeps for no real time."""
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock()) as client:
        yield client


@pytest.fixture
async def paused_client(sandbox: Sandbox, stopped_time: StoppedTime) -> AsyncIterator[AsyncMoveUgc]:
    """Yield a client of the sandbox whose delays and deadlines end when the test advances the time."""
    assert stopped_time
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        yield client


@pytest.fixture
async def objects(client: AsyncMoveUgc, sandbox: Sandbox) -> FinishedObjects:
    """Create one finished object of each kind, and clear the journal."""
    objects = await create_objects(client, sandbox)
    sandbox.journal.clear()
    return objects
