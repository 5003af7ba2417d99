"""What a run ran on."""

import os
import platform
import re
import subprocess
from importlib import metadata
from pathlib import Path

from benchmarks.spawn import PYTHONS

_OURS = ("move-ugc-async", "aiohttp", "anyio", "gql", "graphql-core", "httpx", "httpx2", "openai")
_MORE = ("pydantic", "pydantic-core", "uvloop")
_OFFICIAL = ("move-ugc-python", "gql", "graphql-core", "requests", "pydantic")
_ASK = "import json, sys; from importlib.metadata import version; print(' '.join(map(version, sys.argv[1:])))"


def describe() -> dict[str, str]:
    """Name the machine, its load right now, and the versions of everything that runs."""
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    theirs = subprocess.run(
        [PYTHONS["official"], "-c", _ASK, *_OFFICIAL], check=True, capture_output=True, text=True
    ).stdout.split()
    return {
        "CPU": f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores",
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "kernel": f"{platform.system()} {platform.release()}",
        "packages": ", ".join(f"{name} {metadata.version(name)}" for name in (*_OURS, *_MORE)),
        "of the official SDK": ", ".join(f"{name} {each}" for name, each in zip(_OFFICIAL, theirs, strict=True)),
    }
