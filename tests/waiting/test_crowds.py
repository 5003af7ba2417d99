"""Crowds of waits, with one status request in twenty faulted: none is lost, none told twice, and nothing is left."""

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.waiting.crowd import PAUSE

pytestmark = pytest.mark.check(19)

SEED = 19
LOOPS = ["asyncio", "trio"]
WAYS = ["many", "alone"]


def wait_for(number: int, loop: str, way: str) -> dict[str, Any]:
    """Wait for so many jobs, in one call or in a task each, and give the report."""
    program = [sys.executable, "-m", "tests.waiting.crowd", loop, way, str(number), str(SEED)]
    done = subprocess.run(program, capture_output=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, f"seed {SEED}: {done.stderr.decode()[-2000:]}"
    return json.loads(done.stdout)


def check(number: int, report: dict[str, Any]) -> None:
    """0 lost, 0 duplicated, 0 leaked; at most 250 MiB, and at most 100 tasks of the library's."""
    nothing = ("lost", "duplicated", "wrong", "leaked tasks", "leaked listeners")
    assert not any(report[name] for name in nothing), f"seed {SEED}: {report}"
    assert report["MiB"] <= 250, report
    assert report["tasks"] <= 100, report
    assert report["faults"] / report["asked"] == pytest.approx(1 / 20, rel=0.5), report
    ticks = report["seconds"] / PAUSE + 1
    # What a fault puts off is asked for again, and so is a batch without those that are not there.
    assert report["asked"] <= 1.5 * ticks * math.ceil(number / 25), report


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("way", WAYS)
def test_a_thousand_waits_with_one_in_twenty_faulted(loop: str, way: str) -> None:
    check(1_000, wait_for(1_000, loop, way))


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("way", WAYS)
def test_ten_thousand_waits_with_one_in_twenty_faulted(loop: str, way: str) -> None:
    report = wait_for(10_000, loop, way)
    check(10_000, report)
    assert report["kinds of faults"] == 6
