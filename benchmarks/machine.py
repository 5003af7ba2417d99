"""The machine and the software of a run."""

import os
import platform
import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from benchmarks.documents import ROOT
from benchmarks.generating import CODEGEN
from benchmarks.spawn import PYTHONS

_COMPARED = ("move-ugc-async", "aiohttp", "anyio", "gql", "graphql-core", "httpx", "openai")
_OTHER = ("numpy", "orjson", "pandas", "pydantic", "pydantic-core", "uvloop")
_OFFICIAL = ("move-ugc-python", "gql", "graphql-core", "requests", "pydantic")
_GENERATOR = ("ariadne-codegen",)
_PRINT_VERSIONS = "import sys; from importlib.metadata import version; print(' '.join(map(version, sys.argv[1:])))"


def describe() -> dict[str, str]:
    """Return the machine, its current load, and the versions of the software."""
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    return {
        "code": f"{_commit()} on {datetime.now(UTC):%Y-%m-%d}",
        "CPU": f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores",
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "kernel": f"{platform.system()} {platform.release()}",
        "packages": ", ".join(f"{name} {metadata.version(name)}" for name in (*_COMPARED, *_OTHER)),
        "of the official SDK": _versions(PYTHONS["official"], _OFFICIAL),
        "of the generated client": _versions(CODEGEN.with_name("python"), _GENERATOR),
    }


def _commit() -> str:
    try:
        return _output("git", "-C", ROOT, "describe", "--always", "--dirty")
    except (OSError, subprocess.CalledProcessError):
        # Not a Git checkout.
        return "unknown"


def _versions(python: Path, names: Sequence[str]) -> str:
    versions = _output(python, "-c", _PRINT_VERSIONS, *names).split()
    return ", ".join(f"{name} {each}" for name, each in zip(names, versions, strict=True))


def _output(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
