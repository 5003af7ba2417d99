"""What keeps calls cheap: steps, which are counted, and not seconds, which depend on the machine."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from tests.servers import API_KEY, HttpServer, Received, Reply, answer

ROOT = Path(__file__).parents[2]
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
MIB = {"small": 1, "large": 9}
CLIPS = {name: b"\0\0\0\x18ftypisom" + bytes(size * 2**20 - 12) for name, size in MIB.items()}
# What Python 3.11 to 3.13 count, with a tenth to spare; a further mebibyte with a sixth: it comes as the kernel has it.
CALL = 1.85
"""Steps of a call, in times those of raw aiohttp: 1.58 to 1.68."""
LISTED = 14.9 if version("pydantic").startswith("2.11.") else 10.4
"""Steps of a job of a list, besides the call: 9.3 to 9.4, and 13.5 where pydantic looks at types in Python."""
READ = 62
"""Steps of a job that is read with others: 53 to 57."""
UP, DOWN = 660, 780
"""Steps of a further mebibyte: 521 to 570, and 582 to 680."""
FIRST_UP, FIRST_DOWN = 7400, 3700
"""Steps of a whole transfer of one mebibyte: 6,220 to 6,750, and 3,110 to 3,370."""
FIRST_CLIENT = f"from move_ugc_async import AsyncMoveUgc; AsyncMoveUgc({API_KEY!r})"


def run(*program: str) -> str:
    ran = subprocess.run([sys.executable, *program], cwd=ROOT, capture_output=True, text=True, check=False)
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
        return answer({name: {**FILE, "presignedUrl": f"http://{received.header('host')}/{file}"}})
    if name == "listJobs":
        return answer({name: {"first": ITEMS, "after": None, "items": [JOB] * ITEMS}})
    return answer(dict.fromkeys(("getJob", *variables), JOB))


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    folder = tmp_path_factory.mktemp("steps")
    for name, clip in CLIPS.items():
        (folder / f"{name}.mp4").write_bytes(clip)
    files = [str(folder / f"{name}.mp4") for name in CLIPS]
    with HttpServer(serve) as server:
        counted: dict[str, Any] = json.loads(run("-m", "tests.processes.steps", server.url, *files))
    return counted


def test_a_call_takes_hardly_more_than_it_did(steps: dict[str, float]) -> None:
    assert steps["call"] <= CALL * steps["raw call"], steps


def test_a_job_of_a_list_takes_hardly_more_than_it_did(steps: dict[str, float]) -> None:
    assert (steps["list"] - steps["call"]) / ITEMS <= LISTED, steps


def test_a_job_of_a_batch_takes_hardly_more_than_it_did(steps: dict[str, float]) -> None:
    assert steps["many"] / ITEMS <= READ, steps


@pytest.mark.parametrize(("way", "bound"), [("up", FIRST_UP), ("down", FIRST_DOWN)])
def test_a_transfer_takes_hardly_more_than_it_did(steps: dict[str, float], way: str, bound: float) -> None:
    assert steps[f"small {way}"] <= bound, steps


@pytest.mark.parametrize(("way", "bound"), [("up", UP), ("down", DOWN)])
def test_a_mebibyte_takes_hardly_more_than_it_did(steps: dict[str, float], way: str, bound: float) -> None:
    sizes = MIB["large"] - MIB["small"]
    assert (steps[f"large {way}"] - steps[f"small {way}"]) / sizes <= bound, steps


def test_a_client_is_made_without_what_only_calls_need() -> None:
    loaded = run("-c", f"import sys; {FIRST_CLIENT}; print(*sys.modules)").split()
    assert not {"aiohttp", "pydantic", "typer", "opentelemetry", "trio"} & {*loaded}
