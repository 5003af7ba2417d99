"""What a user installs: the wheel, with nothing but the dependencies that it names."""

import os
import re
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
from scripts.pythons import Python, promised, pythons
from tests.servers import HttpServer, Reply, never

ROOT = Path(__file__).parents[1]
# It has what the package and its extra `sandbox` ask for and no development tool, with the newest graphql-core.
PYTHON = ROOT / ".venv-demo" / "bin" / "python"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
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


def test_wheel_holds_the_package_its_types_and_the_schema_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert archive.read("move_ugc_async/schema.graphql") == (ROOT / "schema.graphql").read_bytes()
    assert {"move_ugc_async/py.typed", "move_ugc_async/_generated/client.py"} <= names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"move_ugc_async"}
    assert not [name for name in names if "__pycache__" in name]


def test_run_time_needs_what_is_allowed_and_nothing_else(wheel: Path) -> None:
    requirements = metadata(wheel).get_all("Requires-Dist") or []
    needed = {re.split(r"[<>=;\s\[]", line)[0] for line in requirements if "extra ==" not in line}
    assert needed == {
        "aiohttp",
        "anyio",
        "httpx",
        "pydantic",
        "typing-extensions",
        "yarl",
    }
    assert all("<" in line and ">=" in line for line in requirements), "every range has two ends"


def test_demo_environment_has_no_development_tool() -> None:
    finished = subprocess.run([PYTHON, "-c", "import ariadne_codegen"], capture_output=True, text=True, check=False)
    assert "ModuleNotFoundError" in finished.stderr


@pytest.mark.timeout(120)
def test_demo_runs_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOVE_")}
    environment["PYTHONPATH"] = str(installed)
    where = "import move_ugc_async, graphql; print(move_ugc_async.__file__, graphql.version_info[:2])"
    found = subprocess.run([PYTHON, "-c", where], env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.split(maxsplit=1) == [str(installed / "move_ugc_async/__init__.py"), "(3, 3)\n"]

    finished = subprocess.run(
        [PYTHON, "-W", "error", ROOT / "examples" / "demo.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert len(list((tmp_path / "demo-out").glob("[!.]*"))) == 7


def asked_for(*extras_and_groups: str) -> dict[str, Requirement]:
    """Give what pyproject.toml asks for, by name."""
    lists: list[list[Any]] = [PROJECT["project"]["dependencies"]]
    while extras_and_groups:
        name, *rest = extras_and_groups
        entries = PROJECT["dependency-groups"].get(name) or PROJECT["project"]["optional-dependencies"][name]
        lists.append([entry for entry in entries if isinstance(entry, str)])
        extras_and_groups = (*rest, *(entry["include-group"] for entry in entries if isinstance(entry, dict)))
    requirements = [Requirement(entry) for entries in lists for entry in entries]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def locked(name: str) -> dict[str, str]:
    """Give the versions of a lock, by name."""
    found = re.findall(r"^([\w.-]+)(?:\[.*])?==([^ ]+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE)
    return {canonicalize_name(package): version for package, version in found}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_of_a_lock_has_a_hash(lock: Path) -> None:
    entries = re.split(r"^(?=[\w.-]+(?:\[.*])?==)", lock.read_text(), flags=re.MULTILINE)[1:]
    assert len(entries) > 10
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(
    ("lock", "parts"),
    [
        ("demo.txt", ("cli", "sandbox", "build")),
        ("dev.txt", ("cli", "otel", "sandbox", "dev")),
        ("lowest.txt", ("cli", "otel", "sandbox", "build", "codegen", "test")),
    ],
)
def test_a_lock_holds_what_is_asked_for(lock: str, parts: tuple[str, ...]) -> None:
    versions = locked(lock)
    wrong = [
        str(requirement)
        for name, requirement in asked_for(*parts).items()
        if not requirement.specifier.contains(versions.get(name, "0"))
    ]
    assert wrong == [], "make lock"


def test_the_lowest_lock_holds_the_lowest_versions() -> None:
    versions = locked("lowest.txt")
    bounds = {
        name: next(bound.version for bound in requirement.specifier if bound.operator == ">=")
        for name, requirement in asked_for("cli", "otel", "sandbox", "test").items()
    }
    # The first release of 1.26 need not be 1.26.0.
    assert {name: versions[name] for name, bound in bounds.items() if not versions[name].startswith(bound)} == {}


def program(folder: Path, text: str) -> Path:
    folder.mkdir()
    path = folder / "python3.12"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_pythons_are_those_that_run(tmp_path: Path) -> None:
    turned_off = program(tmp_path / "off", "echo 'command not found' >&2; exit 127")
    other = program(tmp_path / "other", "echo cpython 3.13.0")
    works = program(tmp_path / "works", "echo cpython 3.12.9")
    pypy = program(tmp_path / "pypy", "echo pypy 3.11.11")
    named = [((3, 12), path) for path in (tmp_path / "gone", turned_off, other, works)]
    found = pythons(
        [*named, ((3, 11), pypy), ((3, 10), works), ((3, 99), program(tmp_path / "99", "echo cpython 3.99.1"))]
    )
    assert found == {
        **dict.fromkeys(promised()),
        (3, 12): Python(works, "3.12.9"),
        (3, 99): Python(tmp_path / "99" / "python3.12", "3.99.1"),
    }


@pytest.mark.parametrize(
    ("answer", "patience"), [(never(), 1.0), (Reply(status=404), 30.0), (Reply(instead="close"), 30.0)]
)
def test_an_audit_without_a_database_says_so_and_fails_nobody(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: Reply,
    patience: float,
    refusing_url: str,
) -> None:
    monkeypatch.setattr(audit, "PATIENCE", patience)
    with HttpServer(answer) as server:
        monkeypatch.setattr(audit, "DATABASES", {"pypi": refusing_url, "osv": server.url})
        assert audit.main() == 0
    assert capsys.readouterr().out == "audit: no vulnerability database can be reached\n"


def test_an_audit_asks_the_first_database_that_answers(monkeypatch: pytest.MonkeyPatch, refusing_url: str) -> None:
    monkeypatch.setattr(audit, "PATIENCE", 30.0)
    with HttpServer(Reply(b"{}")) as server:
        assert audit.reached({"pypi": refusing_url, "osv": server.url}) == "osv"


def test_an_audit_counts_what_the_database_knows() -> None:
    flaw = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    report = {
        "dependencies": [
            {"name": "a", "version": "1.0", "vulns": [flaw, {"id": "PYSEC-2", "fix_versions": []}]},
            {"name": "b", "version": "1.0", "vulns": []},
            {"name": "c", "skip_reason": "unknown"},
        ]
    }
    assert audit.findings(report) == (2, ["a 1.0: PYSEC-1, mended in 2.0", "a 1.0: PYSEC-2, mended in none"])
