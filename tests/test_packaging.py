"""What a user installs: the wheel, with nothing but the dependencies that it names."""

import os
import re
import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# It has what the package and its extra `sandbox` ask for and no development tool, with the newest graphql-core.
PYTHON = ROOT / ".venv-demo" / "bin" / "python"


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
        "httpx-aiohttp",
        "pydantic",
        "pydantic-settings",
        "typing-extensions",
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
