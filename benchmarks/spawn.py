"""Processes: the stub server's, and one for each run of a contestant."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.documents import ROOT

TIMEOUT = 300
"""Seconds that one run may take."""

PYTHONS = {
    "bench": Path(sys.executable),
    "official": ROOT / ".venv-official" / "bin" / "python",
}

# The interpreter has loaded `time` already.
_BEFORE = "import time as _t; _w, _c = _t.perf_counter(), _t.process_time()"
_AFTER = """_w, _c = _t.perf_counter() - _w, _t.process_time() - _c
print(f'{{"wall_ms": {_w * 1e3}, "cpu_ms": {_c * 1e3}}}')"""


def environment() -> dict[str, str]:
    """Give the environment of a contestant: byte code is kept, as everywhere but in some containers; no proxies."""
    dropped = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {name: value for name, value in kept.items() if not name.lower().endswith("_proxy")}


@contextlib.contextmanager
def stub() -> Iterator[str]:
    """Run the stub server, and give its origin."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.server"],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        # It ends with its standard input, which is closed here.
        yield process.stdout.readline().strip()


def measure(contestant: str, workload: str, options: Mapping[str, object], python: str) -> dict[str, float]:
    """Run one workload of one contestant in a fresh process, and give what it has measured.

    Raises:
        RuntimeError: It failed.
    """
    return _run([PYTHONS[python], "-m", "benchmarks.contestant", contestant, workload, json.dumps(options)])


def measure_code(code: str, python: str) -> dict[str, float]:
    """Run a piece of code in an interpreter that has nothing else, and give what it cost in milliseconds.

    Raises:
        RuntimeError: It failed.
    """
    return _run([PYTHONS[python], "-c", f"{_BEFORE}\n{code}\n{_AFTER}"])


def _run(command: list[str | Path]) -> dict[str, float]:
    finished = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    if finished.returncode:
        msg = f"{command} failed:\n{finished.stderr}"
        raise RuntimeError(msg)
    measured: dict[str, float] = json.loads(finished.stdout.splitlines()[-1])
    return measured
