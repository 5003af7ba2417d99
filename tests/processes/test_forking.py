"""A client that was used goes on in whatever processes come of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from move_ugc_async.sandbox import Sandbox
from tests.processes.forked import CALLS
from tests.servers import HttpServer

ROOT = Path(__file__).parents[2]
FILES = 6

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows does not fork"),
    pytest.mark.timeout(120),
]


def run(*arguments: str) -> str:
    """Run a program, and give what it prints; warnings are errors."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


@pytest.mark.parametrize(
    ("loop", "when", "connections"),
    [
        # A connection ends with its loop.
        ("asyncio", "between", [1, 2, 3]),
        ("trio", "between", [1, 2, 3]),
        # The child has its own, and the parent's goes on although the child closed all that it had.
        ("asyncio", "within", [1, 2, 1]),
    ],
)
def test_a_fork_uses_connections_of_its_own(loop: str, when: str, connections: list[int]) -> None:
    with HttpServer() as server:
        drawn = run("tests.processes.forked", loop, when, server.url).split()
    used = [request.connection for request in server.requests]
    assert used == [number for number in connections for _ in range(CALLS)]
    assert len(drawn) == len(set(drawn)) == 2, "parent and child wait for equal times"


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_pool_of_processes_brings_results_and_errors_home(sandbox: Sandbox, method: str) -> None:
    told = json.loads(run("tests.processes.pool", method, sandbox.endpoint_url, sandbox.api_key, str(FILES)))
    assert told["metadata"] == [{"number": number} for number in range(FILES)]
    assert sandbox.journal.count("createFile") == FILES
    assert told["operation"] == "getFile"
    assert told["error"].startswith("getFile: ")
