"""Closing a client, and using it afterwards."""

import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, CaptureError, FileType, MoveClientClosedError, MoveError
from tests.cancellation.leftovers import nothing_left
from tests.cancellation.steps import Way
from tests.e2e.journeys import CLIP
from tests.servers import API_KEY, HttpServer, Received, Reply, answer
from tests.transfers.objects import Object, serving, signed

pytestmark = [pytest.mark.anyio, pytest.mark.check(39)]

WAITS = 1000


def running(request: Received) -> Reply:
    """Say of everything that it goes on."""
    return answer({alias: {"state": "RUNNING", "progress": None} for alias in request.json()["variables"]})


@pytest.mark.parametrize("way", [Way("asyncio"), Way("trio")], ids=str)
async def test_a_thousand_waits_are_told_within_a_second(way: Way) -> None:
    told: list[str] = []

    async def wait(number: int) -> None:
        try:
            await client.jobs.wait(f"job-{number}")
        except MoveClientClosedError as error:
            told.append(str(error))

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
    assert all("this client is closed" in each for each in told)
    assert took < 1


async def test_whoever_waits_for_more_of_a_body_is_told(tmp_path: Path) -> None:
    stored = Object(bytes(2_000_000), cuts=[(100_000, "stall")])
    told: list[MoveClientClosedError] = []

    async def download() -> None:
        try:
            await client.files.download(file, tmp_path / "new")
        except MoveClientClosedError as error:
            told.append(error)

    with serving(stored) as storage, HttpServer(answer()) as server, anyio.fail_after(20):
        client = AsyncMoveUgc(API_KEY, endpoint_url=server.url)
        file = FileType(id="file-1", type=".mp4", presigned_url=signed(storage))
        async with anyio.create_task_group() as downloads:
            downloads.start_soon(download)
            while not stored.spans:
                await anyio.sleep(0.01)
            await anyio.sleep(0.1)
            await client.aclose()
    assert len(told) == 1


USES: dict[str, Callable[[AsyncMoveUgc], Awaitable[object]]] = {
    "read": lambda client: client.jobs.retrieve("job-1"),
    "list": lambda client: anext(aiter(client.jobs.list())),
    "wait": lambda client: client.jobs.wait("job-1"),
    "create": lambda client: client.jobs.create_singlecam("take-1"),
    "create with a key": lambda client: client.jobs.create_singlecam("take-1", idempotency_key="k"),
    "upload": lambda client: client.files.upload(CLIP),
    "download": lambda client: client.files.download("file-1", "clip.mp4"),
    "capture": lambda client: client.capture(CLIP, "results"),
    "with options": lambda client: client.with_options(timeout=5).jobs.retrieve("job-1"),
    "enter": lambda client: client.__aenter__(),
}


@pytest.mark.parametrize("way", [Way("asyncio"), Way("trio")], ids=str)
@pytest.mark.parametrize("used_before", [True, False])
async def test_a_client_that_is_closed_twice_says_so_to_whoever_uses_it(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    used_before: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    monkeypatch.chdir(tmp_path)
    with HttpServer() as server:
        client = AsyncMoveUgc(API_KEY, endpoint_url=server.url)
        if used_before:
            await client.client.retrieve()
        await client.aclose()
        await client.aclose()
        for name, use in USES.items():
            with pytest.raises(MoveError) as caught:
                await use(client)
            told = caught.value.__cause__ if isinstance(caught.value, CaptureError) else caught.value
            assert isinstance(told, MoveClientClosedError), name
            assert "this client is closed; create a new AsyncMoveUgc" in str(told), name
    assert len(server.requests) == used_before
