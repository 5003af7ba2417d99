"""Importing does nothing but import: all that a process has only one of is as it was."""

import json
import subprocess
import sys
from pathlib import Path

import move_ugc_async

ROOT = Path(__file__).parents[2]


def run(mode: str, given: str = "") -> str:
    program = [sys.executable, "-W", "error", "-m", "tests.processes.importing", mode]
    ran = subprocess.run(program, cwd=ROOT, input=given, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def test_importing_every_module_does_nothing_to_the_process_or_the_machine() -> None:
    told = json.loads(run("watched", run("below")))
    modules = [path for path in Path(move_ugc_async.__file__).parent.rglob("*.py") if path.name != "__main__.py"]
    assert told == {"modules": len(modules), "did": [], "changed": []}
