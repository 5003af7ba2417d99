"""The clock that tests of users take."""

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, InstantClock, SourceIn
from move_ugc_async.sandbox import Sandbox
from tests.e2e.journeys import CLIP
from tests.servers import API_KEY, HttpServer, Reply, answer

pytestmark = pytest.mark.anyio


async def test_the_pauses_between_tries_take_no_time() -> None:
    with (
        HttpServer(*[Reply(status=503, headers=(("Retry-After", "30"),))] * 3, answer()) as server,
        anyio.fail_after(5),
    ):
        async with AsyncMoveUgc(API_KEY, endpoint_url=f"{server.url}/graphql", clock=InstantClock()) as client:
            await client.client.retrieve()
    assert len(server.requests) == 4


async def test_the_pauses_between_polls_take_no_time() -> None:
    with Sandbox(clock="manual") as sandbox, anyio.fail_after(5):
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url, clock=InstantClock()) as client:
            clip = await client.files.upload(CLIP)
            take = await client.takes.create_singlecam([SourceIn(device_label="a", file_id=clip.id, format="MP4")])
            job = await client.jobs.create_singlecam(take.id)
            states: list[str | None] = []
            async for event in client.jobs.watch(job, poll_interval=60):
                states.append(event.state)
                sandbox.clock.advance(1)
    assert states[-1] == "FINISHED"
    assert len(states) > 2
