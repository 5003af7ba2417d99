"""A process ends even if an application runs its event loop step by step."""

import subprocess
import sys
from pathlib import Path

from tests.support.servers import HttpServer, Received, Reply, graphql_reply

ROOT = Path(__file__).parents[3]


def _serve(received: Received) -> Reply:
    if received.method != "POST":
        return Reply(b"" if received.method == "PUT" else b"content", headers=(("ETag", '"several-parts-2"'),))
    file = {"id": "file-1", "type": ".mp4", "presignedUrl": f"http://{received.header('host')}/file"}
    return graphql_reply({received.json()["operationName"]: file})


def test_process_ends_when_its_loop_runs_no_done_callbacks() -> None:
    with HttpServer(_serve) as server:
        ran = subprocess.run(
            [sys.executable, "-m", "tests.robustness.processes.stepping", server.url],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
    assert (ran.returncode, ran.stdout.strip()) == (0, ""), ran.stderr
