"""Fixtures of the end-to-end tests: a sandbox on a real socket, and a client of it."""

from collections.abc import AsyncIterator, Iterator

import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.sandbox import Sandbox
from tests.e2e.journeys import Studio, furnish


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox in which time stands still until the test moves it."""
    with Sandbox(clock="manual") as sandbox:
        yield sandbox
    assert not sandbox.leaks


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncMoveUgc]:
    """A client of the sandbox."""
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        yield client


@pytest.fixture
async def studio(client: AsyncMoveUgc, sandbox: Sandbox) -> Studio:
    """Objects of every kind, finished; the journal starts anew after them."""
    studio = await furnish(client, sandbox)
    sandbox.journal.clear()
    return studio
