"""Many waits at once with one status request in twenty failing: each wait ends once, and nothing leaks."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit._polling.conftest import both_loops
from tests.unit._polling.load import FAULT_EVERY, FAULTS, INTERVAL, run

pytestmark = pytest.mark.check(19)


def check(number: int, report: dict[str, float]) -> None:
    """Check that nothing is lost, duplicated or leaked, and that the library has at most 100 tasks."""
    zeros = ("without an end", "duplicated", "wrong", "leaked tasks", "leaked listeners")
    assert not any(report[name] for name in zeros), report
    assert report["tasks"] <= 100, report
    assert report["faults"] == report["requests"] // FAULT_EVERY, report
    assert report["kinds of faults"] == len(FAULTS), report
    rounds = report["seconds"] / INTERVAL + 1
    # Failed batches are polled again, and so are batches without their missing jobs.
    assert report["requests"] <= 1.5 * rounds * math.ceil(number / 25), report


@both_loops
@pytest.mark.anyio
@pytest.mark.parametrize("method", ["many", "single"])
async def test_a_thousand_waits_end_once_each_with_one_request_in_twenty_faulted(method: str) -> None:
    check(1_000, await run(method, 1_000))


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("loop", ["asyncio", "trio"])
@pytest.mark.parametrize("method", ["many", "single"])
def test_ten_thousand_waits_end_once_each_in_250_mib_with_one_request_in_twenty_faulted(loop: str, method: str) -> None:
    program = [sys.executable, "-m", "tests.unit._polling.load", loop, method, "10000"]
    done = subprocess.run(program, capture_output=True, check=False, cwd=Path(__file__).parents[3])
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    report: dict[str, float] = json.loads(done.stdout)
    check(10_000, report)
    assert report["MiB"] <= 250, report
