"""Limit the cost of calls, measured in function calls, since seconds depend on the machine.

The counts vary with the Python release and thread switches, so `make prove` runs these tests.
"""

import asyncio
import json
import logging
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import aiohttp
import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async._telemetry.base import Telemetry
from move_ugc_async._transport import graphql
from tests.support.servers import API_KEY, HttpServer, Received, Reply, graphql_reply

ROOT = Path(__file__).parents[3]
JOB = {
    "id": "job-1",
    "name": "dance",
    "created": "2026-11-20T10:11:12.123Z",
    "metadata": '{"scene": [1, 2, 3]}',
    "state": "RUNNING",
    "progress": {"state": "RUNNING", "percentageComplete": 50.0},
}
FILE = {"id": "file-1", "type": ".mp4", "name": "clip.mp4", "created": JOB["created"], "metadata": "{}"}
ITEMS = 100
MIB = {"small": 1, "large": 5}
CLIPS = {name: b"\0\0\0\x18ftypisom" + bytes(size * 2**20 - 12) for name, size in MIB.items()}
# The counts of Python 3.11 to 3.13 plus a tenth.
CALL = 1.85
"""Steps of a call relative to raw aiohttp; measured: 1.65 to 1.71."""
LISTED = 14.9 if version("pydantic").startswith("2.11.") else 10.4
"""Steps per job of a list, besides the call; measured: 9.3 to 10.4, or 13.5 if pydantic checks types in Python."""
READ = 62
"""Steps per job of a batch; measured: 53 to 57."""
PIECE = 95
"""Steps per piece that the kernel reads or writes at once, whose number depends on the machine; measured: 81."""
MEBIBYTE = {"up": 660, "down": 330}
"""Steps per further mebibyte, besides its pieces; measured: 521 to 570 and 230 to 290."""
FIRST = {"up": 7100, "down": 3050}
"""Steps per transfer of one mebibyte, besides its pieces; measured: 6,100 to 6,600 and 2,600 to 2,800."""
FRAMES = 7
"""Frames of the library from `jobs.retrieve` to `aiohttp.ClientSession._request`."""
CALLS = 68
"""Functions of the library that one `jobs.retrieve` starts on an open connection, without telemetry and logs."""
RUNS = 5
"""Calls of which the one with the fewest functions counts: a body may arrive in several pieces."""
FIRST_CLIENT = f"from move_ugc_async import AsyncMoveUgc; AsyncMoveUgc({API_KEY!r})"


def run(*program: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONASYNCIODEBUG"}
    ran = subprocess.run(
        [sys.executable, *program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def serve(received: Received) -> Reply:
    if received.method == "PUT":
        return Reply(headers=(("ETag", '"several-parts-2"'),))
    if received.method == "GET":
        return Reply(CLIPS[received.target.strip("/")])
    name, variables = received.json()["operationName"], received.json()["variables"]
    if name in ("createFile", "getFile"):
        file = variables.get("fileId", "new")
        return graphql_reply({name: {**FILE, "presignedUrl": f"http://{received.header('host')}/{file}"}})
    if name == "listJobs":
        return graphql_reply({name: {"first": ITEMS, "after": None, "items": [JOB] * ITEMS}})
    return graphql_reply(dict.fromkeys(("getJob", *variables), JOB))


class Counted(NamedTuple):
    """The function calls of an operation, and the pieces of its transferred bytes."""

    steps: int
    pieces: int


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counted]:
    folder = tmp_path_factory.mktemp("steps")
    for name, clip in CLIPS.items():
        (folder / f"{name}.mp4").write_bytes(clip)
    files = [str(folder / f"{name}.mp4") for name in CLIPS]
    with HttpServer(serve) as server:
        printed: dict[str, Any] = json.loads(run("-m", "tests.robustness.processes.steps", server.url, *files))
    return {name: Counted(*numbers) for name, numbers in printed.items()}


@pytest.mark.slow
def test_call_stays_within_its_steps(counted: dict[str, Counted]) -> None:
    assert counted["call"].steps <= CALL * counted["raw call"].steps, counted


@pytest.mark.slow
def test_job_of_a_list_stays_within_its_steps(counted: dict[str, Counted]) -> None:
    assert (counted["list"].steps - counted["call"].steps) / ITEMS <= LISTED, counted


@pytest.mark.slow
def test_job_of_a_batch_stays_within_its_steps(counted: dict[str, Counted]) -> None:
    assert counted["many"].steps / ITEMS <= READ, counted


@pytest.mark.slow
@pytest.mark.parametrize("direction", ["up", "down"])
def test_transfer_of_one_mebibyte_stays_within_its_steps(counted: dict[str, Counted], direction: str) -> None:
    small = counted[f"small {direction}"]
    assert small.steps <= FIRST[direction] + PIECE * small.pieces, counted


@pytest.mark.slow
@pytest.mark.parametrize("direction", ["up", "down"])
def test_each_further_mebibyte_stays_within_its_steps(counted: dict[str, Counted], direction: str) -> None:
    small, large = counted[f"small {direction}"], counted[f"large {direction}"]
    allowed = MEBIBYTE[direction] * (MIB["large"] - MIB["small"]) + PIECE * (large.pieces - small.pieces)
    assert large.steps - small.steps <= allowed, counted


def test_creating_a_client_imports_nothing_that_only_calls_need() -> None:
    loaded = run("-c", f"import sys; {FIRST_CLIENT}; print(*sys.modules)").split()
    assert not {"aiohttp", "pydantic", "typer", "opentelemetry", "trio"} & {*loaded}


def test_call_reaches_the_http_library_within_seven_frames_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    frames: list[str] = []
    request = aiohttp.ClientSession._request

    async def record(session: aiohttp.ClientSession, *args: Any, **kwargs: Any) -> aiohttp.ClientResponse:
        frame = sys._getframe(1)
        while frame is not None:
            if str(frame.f_globals.get("__name__")).startswith("move_ugc_async."):
                frames.append(frame.f_code.co_name)
            frame = frame.f_back  # type: ignore[assignment]
        return await request(session, *args, **kwargs)

    async def retrieve(url: str) -> None:
        async with AsyncMoveUgc(API_KEY, endpoint_url=url) as client:
            await client.jobs.retrieve("job-1")

    monkeypatch.setattr(aiohttp.ClientSession, "_request", record)
    with HttpServer(serve) as server:
        asyncio.run(retrieve(server.url))
    assert frames[-1] == "retrieve"
    assert len(frames) <= FRAMES, frames


def test_warm_call_starts_few_functions_of_the_library(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # By frame, since a coroutine reports a call whenever it continues. From Python 3.12 on, comprehensions have none.
    started: dict[FrameType, str] = {}
    runs: list[list[str]] = []

    def record(frame: FrameType, event: str, _argument: object) -> None:
        name = frame.f_code.co_name
        is_own = str(frame.f_globals.get("__name__")).startswith("move_ugc_async.")
        if event == "call" and is_own and name not in ("<listcomp>", "<setcomp>", "<dictcomp>"):
            started[frame] = name

    async def retrieve(url: str) -> None:
        async with AsyncMoveUgc(API_KEY, endpoint_url=url) as client:
            await client.jobs.retrieve("job-1")
            for _ in range(RUNS):
                started.clear()
                sys.setprofile(record)
                try:
                    await client.jobs.retrieve("job-1")
                finally:
                    sys.setprofile(None)
                runs.append(list(started.values()))

    monkeypatch.setattr(graphql, "telemetry", Telemetry)
    caplog.set_level(logging.WARNING, "move_ugc_async")
    with HttpServer(serve) as server:
        asyncio.run(retrieve(server.url))
    fewest = min(runs, key=len)
    assert len(fewest) <= CALLS, fewest
