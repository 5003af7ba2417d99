"""Crowds of waits with every twentieth status request faulted: each has one end, and nothing is left behind."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting.conftest import both_loops
from tests.waiting.crowd import FAULT_EVERY, FAULTS, PAUSE, run

pytestmark = pytest.mark.check(19)


def check(number: int, report: dict[str, float]) -> None:
    """Check for 0 lost, 0 duplicated and 0 leaked, and for at most 100 tasks of the library."""
    nothing = ("lost", "duplicated", "wrong", "leaked tasks", "leaked listeners")
    assert not any(report[name] for name in nothing), report
    assert report["tasks"] <= 100, report
    assert report["faults"] == report["asked"] // FAULT_EVERY, report
    assert report["kinds of faults"] == len(FAULTS), report
    rounds = report["seconds"] / PAUSE + 1
    # What a fault delays is asked for again, and so is a batch without the jobs that do not exist.
    assert report["asked"] <= 1.5 * rounds * math.ceil(number / 25), report


@both_loops
@pytest.mark.anyio
@pytest.mark.parametrize("way", ["many", "alone"])
async def test_a_thousand_waits_end_once_each_with_one_request_in_twenty_faulted(way: str) -> None:
    check(1_000, await run(way, 1_000))


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("loop", ["asyncio", "trio"])
@pytest.mark.parametrize("way", ["many", "alone"])
def test_ten_thousand_waits_end_once_each_in_250_mib_with_one_request_in_twenty_faulted(loop: str, way: str) -> None:
    program = [sys.executable, "-m", "tests.waiting.crowd", loop, way, "10000"]
    done = subprocess.run(program, capture_output=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    report: dict[str, float] = json.loads(done.stdout)
    check(10_000, report)
    assert report["MiB"] <= 250, report
