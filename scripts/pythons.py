"""Run all tests against the built wheel, on each installed CPython release from 3.11 on.

Usage: python -m scripts.pythons [--lowest] [PYTEST ARGUMENT...]

With --lowest, run them on the oldest of these only, with the lowest versions that pyproject.toml allows.
"""

import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from scripts.uv import BUILD, ROOT, environment, uv

OLDEST = (3, 11)
LOCKS = ROOT / "requirements"
VERSION = "import platform, sys; print(sys.implementation.name, platform.python_version())"
IS_INSTALLED = "import move_ugc_async, site, sys; sys.exit(site.getsitepackages()[0] not in move_ugc_async.__file__)"

Minor = tuple[int, int]


class Python(NamedTuple):
    """A working interpreter."""

    path: Path
    version: str


def candidates() -> Iterator[tuple[Minor, Path]]:
    """Yield the interpreters on PATH and those of pyenv, which are not all on PATH."""
    for folder in os.get_exec_path():
        yield from _named(Path(folder).glob("python3.*"), r"python(3)\.(\d+)")
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for folder in sorted((pyenv / "versions").glob("3.*")):
        yield from _named([folder], r"(3)\.(\d+)\.\d+", "bin/python")


def _named(paths: Iterable[Path], pattern: str, program: str = "") -> Iterator[tuple[Minor, Path]]:
    for path in paths:
        if match := re.fullmatch(pattern, path.name):
            yield (int(match[1]), int(match[2])), path / program


def supported() -> set[Minor]:
    """Return the versions that the package's classifiers name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = [re.search(r":: (3)\.(\d+)$", classifier) for classifier in project["classifiers"]]
    return {(int(match[1]), int(match[2])) for match in found if match}


def pythons(named: Iterable[tuple[Minor, Path]]) -> tuple[list[Python], set[Minor]]:
    """Return a working interpreter of each release, oldest first, and the supported versions without one."""
    found: dict[tuple[int, ...], Python] = {}
    for minor, path in named:
        if minor >= OLDEST and (version := _version(path, minor)):
            found.setdefault(tuple(map(int, re.findall(r"\d+", version))), Python(path, version))
    return [found[release] for release in sorted(found)], supported() - {release[:2] for release in found}


def _version(path: Path, minor: Minor) -> str | None:
    # pyenv has a shim for each version that was ever installed; it fails if that version is not active.
    try:
        process = subprocess.run([path, "-c", VERSION], capture_output=True, text=True, check=False, timeout=30)
    except OSError:
        return None
    name, _, version = process.stdout.strip().partition(" ")
    return version if name == "cpython" and version.startswith("{}.{}.".format(*minor)) else None


def run_tests(python: Python, wheel: Path, lock: Path, arguments: list[str]) -> bool:
    """Run the tests in a new environment; return whether they passed."""
    interpreter = environment(BUILD / f"{lock.stem}-{python.version}", lock, str(python.path))
    uv("pip", "install", "--no-deps", "--no-index", "--python", interpreter, wheel)
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([interpreter, "-c", IS_INSTALLED], cwd=ROOT, env=variables, check=True)
    command = [interpreter, "-m", "pytest", "--numprocesses", "auto", "--dist", "worksteal", *arguments]
    return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode == 0


def build_wheel() -> Path:
    """Build the wheel."""
    folder = BUILD / "wheel"
    for old in folder.glob("*.whl"):
        old.unlink()
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def main(arguments: list[str]) -> int:
    """Run the tests on each release, and print a table; return 1 if any failed."""
    lowest = arguments[:1] == ["--lowest"]
    found, missing = pythons(candidates())
    if lowest:
        arguments = arguments[1:]
        found = found[:1]
    lock = LOCKS / ("lowest.txt" if lowest else "dev.txt")
    wheel = build_wheel()
    rows: list[str] = []
    failed = False
    for python in found:
        print(f"\nCPython {python.version} with {lock.name}: {python.path}", flush=True)
        start = time.monotonic()
        passed = run_tests(python, wheel, lock, arguments)
        failed |= not passed
        rows.append(f"{python.version:<10} {'passed' if passed else 'FAILED'} in {time.monotonic() - start:.0f} s")
    rows += [f"{major}.{minor:<8} skipped: not installed" for major, minor in sorted(missing)]
    print(f"\n{wheel.name} with {lock.name}", *rows, sep="\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
