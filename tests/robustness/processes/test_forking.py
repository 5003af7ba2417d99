"""A used client works in child processes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from move_ugc_async.sandbox import Sandbox
from tests.robustness.processes.forked import CALLS
from tests.support.processes import running
from tests.support.servers import HttpServer

ROOT = Path(__file__).parents[3]
FILES = 4

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows does not fork")


def run(*arguments: str) -> str:
    """Run a program with warnings as errors, and return its output."""
    command = [sys.executable, "-W", "error", "-m", *arguments]
    with running(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    return out


def test_parent_and_child_use_separate_connections_and_random_numbers_after_a_fork() -> None:
    with HttpServer() as asyncio_server, HttpServer() as trio_server, HttpServer() as running_server:
        drawn = run(
            "tests.robustness.processes.forked", asyncio_server.url, trio_server.url, running_server.url
        ).split()

        def connections(server: HttpServer) -> list[int]:
            used = [request.connection for request in server.requests]
            assert len(used) == 3 * CALLS
            assert used == [number for number in used[::CALLS] for _ in range(CALLS)]
            return used[::CALLS]

        # A connection is closed at the end of its event loop.
        assert connections(asyncio_server) == [1, 2, 3]
        assert connections(trio_server) == [1, 2, 3]
        # The child opens connections of its own, and closing them does not affect those of the parent.
        assert connections(running_server) == [1, 2, 1]
    assert len(drawn) == len(set(drawn)) == 6, "parent and child would wait for equal times"


@pytest.mark.parametrize("method", ["fork", "spawn", pytest.param("forkserver", marks=pytest.mark.slow)])
def test_pool_of_processes_returns_results_and_errors(sandbox: Sandbox, method: str) -> None:
    printed = json.loads(
        run("tests.robustness.processes.pool", method, sandbox.endpoint_url, sandbox.api_key, str(FILES))
    )
    assert printed["metadata"] == [{"number": number} for number in range(FILES)]
    assert sandbox.journal.count("createFile") == FILES
    assert printed["operation"] == "getFile"
    assert printed["error"].startswith("getFile: ")
