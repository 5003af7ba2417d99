"""Fixtures of the end-to-end tests: a sandbox on a real socket, and clients of it."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from move_ugc_async import AsyncMoveUgc, InstantClock
from move_ugc_async.sandbox import Sandbox
from tests.e2e.journeys import Studio, furnish
from tests.support.loop_time import StoppedTime, backend_for


@pytest.fixture(params=["asyncio"])
def anyio_backend(request: pytest.FixtureRequest) -> Any:
    """Run each test on asyncio: above the transport, one event loop is like the other.

    One test of each feature runs on trio as well; it is marked with `both_loops`.
    """
    return backend_for(request, str(request.param))


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox in which time stands still until the test moves it."""
    with Sandbox(clock="manual") as sandbox:
        yield sandbox
    assert not sandbox.leaks


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncMoveUgc]:
    """A client of the sandbox whose pauses are over at once."""
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock()) as client:
        yield client


@pytest.fixture
async def paused_client(sandbox: Sandbox, stopped_time: StoppedTime) -> AsyncIterator[AsyncMoveUgc]:
    """A client of the sandbox whose pauses and deadlines end when the test moves the time."""
    assert stopped_time
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        yield client


@pytest.fixture
async def studio(client: AsyncMoveUgc, sandbox: Sandbox) -> Studio:
    """Objects of every kind, finished; the journal starts anew after them."""
    studio = await furnish(client, sandbox)
    sandbox.journal.clear()
    return studio
