"""Processes of the stub server and the contestants."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.documents import ROOT

TIMEOUT = 300
"""Maximum seconds per run."""

PYTHONS = {
    "bench": Path(sys.executable),
    "official": ROOT / ".venv-official" / "bin" / "python",
}

# `time` is already loaded at start-up.
_BEFORE = "import time as _t; _w, _c = _t.perf_counter(), _t.process_time()"
_AFTER = """_w, _c = _t.perf_counter() - _w, _t.process_time() - _c
print(f'{{"wall_ms": {_w * 1e3}, "cpu_ms": {_c * 1e3}}}')"""


def environment() -> dict[str, str]:
    """Return the environment of a contestant: with byte code caching, and without proxies."""
    dropped = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {name: value for name, value in kept.items() if not name.lower().endswith("_proxy")}


@contextlib.contextmanager
def stub() -> Iterator[str]:
    """Run the stub server, and yield its origin."""
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
        # Leaving closes its standard input, which ends it.
        yield process.stdout.readline().strip()


def measure(contestant: str, workload: str, options: Mapping[str, object], python: str) -> dict[str, float]:
    """Run a workload of a contestant in a new process, and return its measurements.

    Raises:
        RuntimeError: The process failed.
    """
    return _run([PYTHONS[python], "-m", "benchmarks.contestant", contestant, workload, json.dumps(options)])


def measure_code(code: str, python: str) -> dict[str, float]:
    """Run code in a new interpreter, and return its wall and CPU time in milliseconds.

    Raises:
        RuntimeError: The process failed.
    """
    return _run([PYTHONS[python], "-c", f"{_BEFORE}\n{code}\n{_AFTER}"])


def _run(command: list[str | Path]) -> dict[str, float]:
    process = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    if process.returncode:
        msg = f"{command} failed:\n{process.stderr}"
        raise RuntimeError(msg)
    measured: dict[str, float] = json.loads(process.stdout.splitlines()[-1])
    return measured
