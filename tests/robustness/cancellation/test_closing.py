"""Closing a client, and using a closed client."""

import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, CaptureError, FileType, MoveClientClosedError, MoveError
from move_ugc_async._clock import InstantClock
from tests.integration.client.workflows import CLIP
from tests.robustness.cancellation.leftovers import nothing_left
from tests.robustness.cancellation.suspension_points import Way
from tests.support.loop_time import StoppedTime
from tests.support.servers import API_KEY, HttpServer, Received, Reply, graphql_reply
from tests.support.wait_until import run_ready, wait_until
from tests.unit._transfers.objects import Object, serving, signed

pytestmark = [pytest.mark.anyio, pytest.mark.check(39)]

LOOPS = pytest.mark.parametrize("way", [Way("asyncio"), Way("trio")], ids=str)


def running(request: Received) -> Reply:
    """Report every job as running."""
    return graphql_reply({alias: {"state": "RUNNING", "progress": None} for alias in request.json()["variables"]})


async def close_with_waits(
    waits: int, way: Way, stopped_time: StoppedTime, clock: Callable[[], float] = lambda: 0.0
) -> float:
    """Close a client with jobs that are waited for, check that all waits end, and return the duration in seconds."""
    errors: list[str] = []

    async def wait(number: int) -> None:
        try:
            await client.jobs.wait(f"job-{number}")
        except MoveClientClosedError as error:
            errors.append(str(error))

    with HttpServer(running) as server:
        async with nothing_left(str(way)), anyio.create_task_group() as tasks:
            client = AsyncMoveUgc(API_KEY, endpoint_url=server.url)
            for number in range(waits):
                tasks.start_soon(wait, number)
            await run_ready()
            # The poller waits briefly for other waits before its first request.
            stopped_time.advance(1)
            await server.received(waits // 25)
            requests, closed_at = len(server.requests), clock()
            await client.aclose()
            await client.aclose()
            await wait_until(lambda: len(errors) == waits)
        took = clock() - closed_at
        assert len(server.requests) == requests
        with pytest.raises(MoveClientClosedError):
            await client.jobs.retrieve("job-1")
    assert len(errors) == waits
    assert all("this client is closed" in each for each in errors)
    return took


@LOOPS
async def test_closing_a_client_ends_all_waits_immediately(way: Way, stopped_time: StoppedTime) -> None:
    await close_with_waits(100, way, stopped_time)


@pytest.mark.slow
@LOOPS
async def test_closing_a_client_ends_a_thousand_waits_within_a_second(way: Way, stopped_time: StoppedTime) -> None:
    assert await close_with_waits(1000, way, stopped_time, time.monotonic) < 1


@pytest.mark.parametrize("way", [Way("asyncio"), Way("asyncio", backend="httpx"), Way("trio")], ids=str)
async def test_closing_a_client_ends_a_stalled_download(way: Way, tmp_path: Path) -> None:
    stored = Object(bytes(2_000_000), cuts=[(100_000, "stall")])
    errors: list[MoveClientClosedError] = []

    async def download() -> None:
        try:
            await client.files.download(file, tmp_path / "new")
        except MoveClientClosedError as error:
            errors.append(error)

    with serving(stored) as storage, HttpServer(graphql_reply()) as server:
        # The download backs off as after any broken connection before it finds the client closed.
        client = AsyncMoveUgc(API_KEY, endpoint_url=server.url, http_backend=way.backend, clock=InstantClock())
        file = FileType(id="file-1", type=".mp4", presigned_url=signed(storage))
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(download)
            await wait_until(lambda: stored.spans)
            await run_ready()
            await client.aclose()
    assert len(errors) == 1


USES: dict[str, Callable[[AsyncMoveUgc], Awaitable[object]]] = {
    "read": lambda client: client.jobs.retrieve("job-1"),
    "list": lambda client: anext(aiter(client.jobs.list())),
    "wait": lambda client: client.jobs.wait("job-1"),
    "create": lambda client: client.jobs.create_singlecam("take-1"),
    "create with a key": lambda client: client.jobs.create_singlecam("take-1", idempotency_key="k"),
    "upload": lambda client: client.files.upload(CLIP),
    "download": lambda client: client.files.download("file-1", "clip.mp4"),
    "capture": lambda client: client.capture(CLIP, "results"),
    "with options": lambda client: client.with_options(max_retries=0).jobs.retrieve("job-1"),
    "enter": lambda client: client.__aenter__(),
}


@pytest.mark.parametrize("way", [Way("asyncio"), Way("trio")], ids=str)
@pytest.mark.parametrize("used_before", [True, False])
async def test_using_a_client_that_was_closed_twice_raises_a_typed_error(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    used_before: bool,  # noqa: FBT001 - pytest passes it by name
) -> None:
    monkeypatch.chdir(tmp_path)
    with HttpServer() as server:
        client = AsyncMoveUgc(API_KEY, endpoint_url=server.url, clock=InstantClock())
        if used_before:
            await client.client.retrieve()
        await client.aclose()
        await client.aclose()
        for name, use in USES.items():
            with pytest.raises(MoveError) as caught:
                await use(client)
            raised = caught.value.__cause__ if isinstance(caught.value, CaptureError) else caught.value
            assert isinstance(raised, MoveClientClosedError), name
            assert "this client is closed; create a new AsyncMoveUgc" in str(raised), name
    assert len(server.requests) == used_before
