"""Closing a client that is being waited on."""

import time

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, MoveClientClosedError
from tests.cancellation.leftovers import nothing_left
from tests.cancellation.steps import Way
from tests.servers import API_KEY, HttpServer, Received, Reply, answer

pytestmark = pytest.mark.anyio

WAITS = 1000


def running(request: Received) -> Reply:
    """Say of everything that it goes on."""
    return answer({alias: {"state": "RUNNING", "progress": None} for alias in request.json()["variables"]})


@pytest.mark.parametrize("way", [Way("asyncio"), Way("trio")], ids=str)
async def test_a_thousand_waits_are_told_within_a_second(way: Way) -> None:
    told: list[MoveClientClosedError] = []

    async def wait(number: int) -> None:
        with pytest.raises(MoveClientClosedError, match="closed") as caught:
            await client.jobs.wait(f"job-{number}")
        told.append(caught.value)

    with HttpServer(running) as server:
        async with nothing_left(str(way)), anyio.create_task_group() as waits:
            client = AsyncMoveUgc(API_KEY, endpoint_url=server.url)
            for number in range(WAITS):
                waits.start_soon(wait, number)
            while len(server.requests) < WAITS / 25:
                await anyio.sleep(0.01)
            closed = time.monotonic()
            await client.aclose()
            await client.aclose()
        took = time.monotonic() - closed
        with pytest.raises(MoveClientClosedError):
            await client.jobs.retrieve("job-1")
    assert len(told) == WAITS
    assert took < 1
