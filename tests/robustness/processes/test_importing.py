"""Importing the package has no side effects on the process or the machine."""

import json
import subprocess
import sys
from pathlib import Path

import move_ugc_async

ROOT = Path(__file__).parents[3]


def run(mode: str, given: str = "") -> str:
    program = [sys.executable, "-W", "error", "-m", "tests.robustness.processes.importing", mode]
    ran = subprocess.run(program, cwd=ROOT, input=given, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def test_importing_every_module_has_no_side_effects() -> None:
    printed = json.loads(run("watched", run("dependencies")))
    paths = Path(move_ugc_async.__file__).parent.rglob("*.py")
    modules = [path for path in paths if path.name != "__main__.py" and not path.name.startswith("hook-")]
    assert printed == {"modules": len(modules), "effects": [], "changed": []}
