"""The wheel that users install, its locked dependencies, and the scripts that check them."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import audit
from scripts.pythons import Python, pythons, supported
from tests.support.servers import HttpServer, Reply
from tests.support.wait_until import SAFETY_NET

ROOT = Path(__file__).parents[2]
# Has the package's dependencies with the extras `cli` and `sandbox`, the newest graphql-core, and no development tool.
PYTHON = ROOT / ".venv-demo" / "bin" / "python"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MOTION = ("motion", "arrow", "pandas", "plot")
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return Parser().parsestr(archive.read(name).decode())


def test_wheel_contains_only_the_package_with_its_types_and_the_schema(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert archive.read("move_ugc_async/schema.graphql") == (ROOT / "schema.graphql").read_bytes()
    assert {"move_ugc_async/py.typed", "move_ugc_async/_generated/client.py"} <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"move_ugc_async"}
    assert not [name for name in names if "__pycache__" in name]


def page_files() -> list[Path]:
    """Return the files of the viewer and of the console."""
    package = ROOT / "src" / "move_ugc_async"
    return [file for folder in ("viewer", "sandbox/console") for file in (package / folder / "static").iterdir()]


@pytest.mark.parametrize("target", ["wheel", "sdist"])
def test_distributions_contain_the_pages_and_the_licenses_of_what_is_in_them(target: str, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = tmp_path.iterdir()
    contents = tmp_path / "contents"
    shutil.unpack_archive(built, contents, "zip" if target == "wheel" else "gztar")
    for file in page_files():
        name = f"{file.parent.parent.name}/static/{file.name}"
        (packed,) = (path for path in contents.rglob(name) if "dist-info" not in str(path))
        assert packed.read_bytes() == file.read_bytes()
    licenses = [path.name for path in contents.rglob("*LICENSE*") if "dist-info" in str(path)]
    assert sorted(licenses) == (["LICENSE", "LICENSE-console.txt", "LICENSE-three.txt"] if target == "wheel" else [])
    assert not list(contents.rglob("node_modules"))


def test_wheel_requires_only_the_allowed_packages_in_bounded_ranges(wheel: Path) -> None:
    requirements = metadata(wheel).get_all("Requires-Dist") or []
    needed = {re.split(r"[<>=;\s\[]", line)[0] for line in requirements if "extra ==" not in line}
    assert needed == {
        "aiohttp",
        "anyio",
        "filelock",
        "httpx",
        "platformdirs",
        "pydantic",
        "typing-extensions",
        "yarl",
    }
    assert all("<" in line and ">=" in line for line in requirements), "a range without lower or upper bound"


HOOK = """
import importlib.metadata, json, pathlib, runpy, sys, types
from importlib.resources import files
sys.path.insert(0, sys.argv[1])
hooks = types.ModuleType("PyInstaller.utils.hooks")
hooks.collect_data_files = lambda name, includes: [
    str(path) for each in includes for path in pathlib.Path(str(files(name))).glob(each)
]
hooks.collect_submodules = lambda name: [name]
for name in ("PyInstaller", "PyInstaller.utils"):
    sys.modules[name] = types.ModuleType(name)
sys.modules["PyInstaller.utils.hooks"] = hooks
(distribution,) = importlib.metadata.distributions(name="move-ugc-async", path=[sys.argv[1]])
(entry,) = distribution.entry_points.select(group="pyinstaller40", name="hook-dirs")
(folder,) = entry.load()()
hook = runpy.run_path(str(pathlib.Path(folder, "hook-move_ugc_async.py")))
print(json.dumps([hook["datas"], hook["hiddenimports"]]))
"""


def test_wheel_has_a_hook_for_pyinstaller_that_bundles_the_schema_and_the_pages(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    process = subprocess.run([sys.executable, "-c", HOOK, tmp_path], capture_output=True, text=True, check=False)
    assert (process.returncode, process.stderr) == (0, "")
    datas, hidden = json.loads(process.stdout)
    package = tmp_path / "move_ugc_async"
    source = ROOT / "src" / "move_ugc_async"
    pages = {package / each.relative_to(source) for each in source.glob("**/static/*")}
    assert {Path(each) for each in datas} == {package / "schema.graphql", *pages}
    assert package / "viewer" / "static" / "viewer.js" in pages
    assert all(Path(each).is_file() for each in datas)
    assert hidden == ["move_ugc_async"]


def test_demo_environment_has_no_development_tool() -> None:
    process = subprocess.run([PYTHON, "-c", "import ariadne_codegen"], capture_output=True, text=True, check=False)
    assert "ModuleNotFoundError" in process.stderr


# Speeds up the sandbox, which takes seconds for a job.
DEMO = """
import runpy, sys
import graphql, move_ugc_async
from move_ugc_async import sandbox
TimedClock = sandbox.TimedClock
sandbox.TimedClock = lambda speed: TimedClock(1000 * speed)
print(move_ugc_async.__file__, graphql.version_info[:2])
sys.stdout.flush()
runpy.run_path(sys.argv.pop(1), run_name="__main__")
"""


def test_demo_runs_from_the_wheel_with_its_own_sandbox(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOVE_")}
    process = subprocess.run(
        [PYTHON, "-W", "error", "-c", DEMO, ROOT / "examples" / "demo.py"],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    imported, sandbox = process.stdout.splitlines()[:2]
    assert imported == f"{installed / 'move_ugc_async/__init__.py'} (3, 3)"
    assert sandbox.startswith("sandbox at http://127.0.0.1:")
    checked = subprocess.run(
        [PYTHON, "-W", "error", "-m", "scripts.check_outputs", tmp_path / "demo-out"],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    heading, *rows = checked.stdout.splitlines()
    assert heading.split() == ["file", "content", "frames", "joints", "seconds", "agrees"]
    assert len(rows) == 8
    for row in rows:
        joints = "-" if ".mp4" in row else "18"
        assert row.split()[-4:] == ["100", joints, "4.00", "yes"], row


def required(*extras_and_groups: str) -> dict[str, Requirement]:
    """Return the requirements of pyproject.toml, by name."""
    lists: list[list[Any]] = [PROJECT["project"]["dependencies"]]
    while extras_and_groups:
        name, *rest = extras_and_groups
        entries = PROJECT["dependency-groups"].get(name) or PROJECT["project"]["optional-dependencies"][name]
        lists.append([entry for entry in entries if isinstance(entry, str)])
        extras_and_groups = (*rest, *(entry["include-group"] for entry in entries if isinstance(entry, dict)))
    requirements = [Requirement(entry) for entries in lists for entry in entries]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def locked(name: str) -> dict[str, str]:
    """Return the versions of a lock, by name."""
    found = re.findall(
        r"^([\w.-]+)(?:\[.*])?==([^ ]+)", (ROOT / "requirements" / name).read_text(encoding="utf-8"), re.MULTILINE
    )
    return {canonicalize_name(package): version for package, version in found}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_of_a_lock_has_a_hash(lock: Path) -> None:
    entries = re.split(r"^(?=[\w.-]+(?:\[.*])?==)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    # The installer has no dependencies.
    assert len(entries) > (0 if lock.name == "uv.txt" else 10)
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(
    ("lock", "parts"),
    [
        ("demo.txt", ("cli", "sandbox", "build")),
        ("dev.txt", ("cli", "otel", "sandbox", "starlette", *MOTION, "dev")),
        ("browser.txt", ("cli", "motion", "build", "browser")),
        ("bench.txt", ("motion", "pandas", "media", "sandbox", "build", "bench")),
        ("lowest.txt", ("cli", "otel", "sandbox", "starlette", *MOTION, "build", "codegen", "test")),
    ],
)
def test_lock_satisfies_the_requirements_of_the_project(lock: str, parts: tuple[str, ...]) -> None:
    versions = locked(lock)
    wrong = [
        str(requirement)
        for name, requirement in required(*parts).items()
        if not requirement.specifier.contains(versions.get(name, "0"))
    ]
    assert wrong == [], "run make lock"


def test_lowest_lock_has_the_lowest_allowed_versions() -> None:
    versions = locked("lowest.txt")
    bounds = {
        name: next(bound.version for bound in requirement.specifier if bound.operator == ">=")
        for name, requirement in required("cli", "otel", "sandbox", "starlette", *MOTION, "test").items()
    }
    # The first release of 1.26 need not be 1.26.0.
    assert {name: versions[name] for name, bound in bounds.items() if not versions[name].startswith(bound)} == {}


def program(folder: Path, text: str) -> Path:
    folder.mkdir()
    path = folder / "python3.12"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_pythons_finds_only_interpreters_that_run(tmp_path: Path) -> None:
    inactive = program(tmp_path / "off", "echo 'command not found' >&2; exit 127")
    other = program(tmp_path / "other", "echo cpython 3.13.0")
    works = program(tmp_path / "works", "echo cpython 3.12.9")
    pypy = program(tmp_path / "pypy", "echo pypy 3.11.11")
    named = [((3, 12), path) for path in (tmp_path / "gone", inactive, other, works)]
    newer = program(tmp_path / "newer", "echo cpython 3.12.10")
    found, missing = pythons(
        [
            *(*named, ((3, 12), newer), ((3, 11), pypy), ((3, 10), works)),
            ((3, 99), program(tmp_path / "99", "echo cpython 3.99.1")),
        ]
    )
    # Each release once, in order of release and not of spelling.
    assert found == [
        Python(works, "3.12.9"),
        Python(newer, "3.12.10"),
        Python(tmp_path / "99" / "python3.12", "3.99.1"),
    ]
    assert missing == supported() - {(3, 12)}


def test_audit_reports_a_missing_audit_when_no_database_can_be_reached(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], refusing_url: str
) -> None:
    monkeypatch.setattr(audit, "DATABASE_TIMEOUT", SAFETY_NET)
    with HttpServer(Reply(status=404)) as unknown, HttpServer(Reply(instead="close")) as broken:
        monkeypatch.setattr(audit, "DATABASES", {"pypi": refusing_url, "osv": unknown.url, "other": broken.url})
        assert audit.main() == audit.NOT_DONE
        assert (len(unknown.requests), len(broken.requests)) == (1, 1)
    assert capsys.readouterr().out == "audit: NOT DONE: no vulnerability database can be reached ({})\n".format(
        ", ".join(url.removeprefix("http://") for url in (refusing_url, unknown.url, broken.url))
    )


def test_audit_stops_waiting_for_a_database_that_does_not_respond_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[float] = []

    def run(command: list[str], *, timeout: float, **_: Any) -> None:
        limits.append(timeout)
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(subprocess, "run", run)
    assert audit.find_database({"pypi": "http://a.test", "osv": "http://b.test"}) is None
    assert limits == [audit.DATABASE_TIMEOUT] * 2


def test_audit_uses_the_first_database_that_responds(monkeypatch: pytest.MonkeyPatch, refusing_url: str) -> None:
    monkeypatch.setattr(audit, "DATABASE_TIMEOUT", SAFETY_NET)
    with HttpServer(Reply(b"{}")) as server:
        assert audit.find_database({"pypi": refusing_url, "osv": server.url}) == "osv"


def test_audit_counts_known_packages_and_lists_vulnerabilities() -> None:
    flaw = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    report = {
        "dependencies": [
            {"name": "a", "version": "1.0", "vulns": [flaw, {"id": "PYSEC-2", "fix_versions": []}]},
            {"name": "b", "version": "1.0", "vulns": []},
            {"name": "c", "skip_reason": "unknown"},
        ]
    }
    assert audit.findings(report) == (2, ["a 1.0: PYSEC-1, fixed in 2.0", "a 1.0: PYSEC-2, fixed in none"])
