"""What keeps calls cheap: steps, which are counted, and not seconds, which depend on the machine."""

import json
import subprocess
import sys
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
ITEMS = 100
FIRST_CLIENT = f"from move_ugc_async import AsyncMoveUgc; AsyncMoveUgc({API_KEY!r})"


def run(*program: str) -> str:
    ran = subprocess.run([sys.executable, *program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def serve(received: Received) -> Reply:
    if received.json()["operationName"] == "getJob":
        return answer({"getJob": JOB})
    return answer({"listJobs": {"first": ITEMS, "after": None, "items": [JOB] * ITEMS}})


@pytest.fixture(scope="module")
def steps() -> dict[str, float]:
    with HttpServer(serve) as server:
        counted: dict[str, Any] = json.loads(run("-m", "tests.processes.steps", server.url))
    return counted


def test_a_call_takes_twice_the_steps_of_raw_aiohttp_at_most(steps: dict[str, float]) -> None:
    assert steps["call"] <= 2 * steps["raw call"], steps


def test_a_job_of_a_list_takes_a_dozen_steps_at_most(steps: dict[str, float]) -> None:
    assert (steps["list"] - steps["call"]) / ITEMS <= 12, steps


def test_a_client_is_made_without_what_only_calls_need() -> None:
    loaded = run("-c", f"import sys; {FIRST_CLIENT}; print(*sys.modules)").split()
    assert not {"aiohttp", "pydantic", "typer", "opentelemetry", "trio"} & {*loaded}
