"""The demo of `examples/distributed`, with few clips."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.postgresql import MISSING, find_postgres
from tests.support.processes import running
from tests.support.wait_until import SAFETY_NET

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.skipif(not (find_postgres() or "DATABASE_URL" in os.environ), reason=MISSING)
def test_distributed_demo_ends_with_each_clip_done_and_billed_once_after_a_worker_was_killed(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "examples.distributed.demo",
        "--clips",
        "8",
        "--folder",
        tmp_path / "demo",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with running(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        printed, _ = process.communicate(timeout=8 * SAFETY_NET)
    assert process.returncode == 0, printed
    killed = re.search(r"(worker-[12]) was killed when it worked on \d+ clips; (worker-[12]) takes over", printed)
    assert killed is not None, printed
    assert killed[1] != killed[2], printed
    places = [
        printed.find(event) for event in (killed[0], f"{killed[2]} has taken over", "8 clips are done, and 8 jobs")
    ]
    assert -1 not in places, printed
    assert places == sorted(places), printed
