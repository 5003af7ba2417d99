"""The programs of README, docs/ and examples/ run as printed."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc, SourceIn
from move_ugc_async.sandbox import Sandbox
from tests.support.ports import reserved_port
from tests.support.processes import running
from tests.support.signed_webhooks import SECRET
from tests.support.wait_until import SAFETY_NET

ROOT = Path(__file__).parents[2]
CLIP = ROOT / "examples" / "assets" / "dance.mp4"

Run = Callable[..., str]


def examples_of(document: Path) -> list[str]:
    return re.findall(r"```python\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator["subprocess.Popen[str]"]:
    """Start a process that runs examples with warnings as errors."""
    command = [sys.executable, "-W", "error", "-m", "tests.integration.example_runner"]
    log = tmp_path_factory.mktemp("examples") / "log"
    with (
        log.open("w") as stderr,
        running(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr) as process,
    ):
        yield process


@pytest.fixture
def run(runner: "subprocess.Popen[str]", sandbox: Sandbox, tmp_path: Path) -> Run:
    """Run a program in a new folder and return its output."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")

    def run(code: str | Path, *arguments: Path) -> str:
        assert runner.stdin is not None
        assert runner.stdout is not None
        is_file = isinstance(code, Path)
        example = {
            "code": code.read_text(encoding="utf-8") if isinstance(code, Path) else code,
            "arguments": [str(code) if is_file else "-c", *map(str, arguments)],
            "folder": str(tmp_path),
            "environment": {
                "MOVE_API_KEY": sandbox.api_key,
                "MOVE_UGC_ENDPOINT_URL": sandbox.endpoint_url,
                "MOVE_WEBHOOK_SECRET": SECRET,
                # The records of another example would be valid here if its sandbox had the same port.
                "XDG_STATE_HOME": str(tmp_path / "state"),
            },
        }
        runner.stdin.write(f"{json.dumps(example)}\n")
        runner.stdin.flush()
        result = json.loads(runner.stdout.readline())
        assert result["error"] is None, result["error"]
        return str(result["printed"])

    return run


def create_jobs(sandbox: Sandbox, number: int) -> tuple[str, list[str]]:
    """Create jobs of one take, and return the id of the take and the ids of the jobs."""

    async def create() -> tuple[str, list[str]]:
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
            file = await client.files.upload(CLIP)
            take = await client.takes.create_singlecam([SourceIn(device_label="a", file_id=file.id, format="MP4")])
            return take.id, [(await client.jobs.create_singlecam(take.id)).id for _ in range(number)]

    return anyio.run(create)


def files_in(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.glob("[!.]*")}


@pytest.mark.parametrize("example", examples_of(ROOT / "README.md"))
def test_readme_example_has_at_most_20_lines(example: str) -> None:
    body = [line for line in example.splitlines() if line.strip() and not line.startswith(("import", "from"))]
    assert len(body) <= 20


def test_first_readme_example_downloads_outputs(run: Run, tmp_path: Path) -> None:
    printed = run(examples_of(ROOT / "README.md")[0])
    assert printed == "demo-out/fbx.fbx\ndemo-out/glb.glb\n"
    assert sorted(files_in(tmp_path / "demo-out")) == ["fbx.fbx", "glb.glb"]


def test_last_readme_example_reports_progress_and_lists_jobs(run: Run) -> None:
    printed = run(examples_of(ROOT / "README.md")[-1])
    assert "100% download\n" in printed
    assert re.search(r"^job-\S+ FINISHED \{\}$", printed, re.MULTILINE)


@pytest.mark.parametrize(
    ("document", "number"),
    [
        pytest.param(document, number, id=f"{document.stem}-{number}")
        for document in sorted((ROOT / "docs").glob("*.md"))
        for number in range(len(examples_of(document)))
    ],
)
def test_documentation_example_runs(document: Path, number: int, run: Run) -> None:
    run(examples_of(document)[number])


def test_readme_example_for_webhooks_runs(run: Run) -> None:
    (example,) = (each for each in examples_of(ROOT / "README.md") if "webhook_route" in each)
    run(example)


def test_pytest_examples_of_documentation_pass(tmp_path: Path) -> None:
    documents = [ROOT / name for name in ("README.md", "docs/sandbox.md", "docs/testing.md")]
    blocks = [each for document in documents for each in examples_of(document) if "import pytest" in each]
    for number, block in enumerate(blocks):
        (tmp_path / f"test_example_{number}.py").write_text(block, encoding="utf-8")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "--strict-markers", "-p", "no:cacheprovider"]
    # Loaded by name, since the entry point may not be installed, and without the imports of other plugins.
    command += ["-p", "anyio.pytest_plugin", "-p", "move_ugc_async.testing.plugin"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    with running(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        printed, _ = process.communicate(timeout=4 * SAFETY_NET)
    assert process.returncode == 0, printed
    assert len(blocks) == 5
    # On asyncio and trio, except for the two that are synchronous.
    assert "18 passed" in printed, printed


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("curl")), reason="needs bash and curl")
def test_shell_script_of_sandbox_documentation_runs(tmp_path: Path) -> None:
    document = (ROOT / "docs" / "sandbox.md").read_text(encoding="utf-8")
    (block,) = (each for each in re.findall(r"```sh\n(.*?)```", document, re.DOTALL) if "curl" in each)
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
    }
    options: dict[str, Any] = {"cwd": tmp_path, "env": environment}
    with reserved_port() as port:
        script = block.replace("--clock", f"--port {port} --clock").replace("8000", str(port))
        command = ["bash", "-e", "-c", script]
        with running(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options) as process:
            printed, _ = process.communicate(timeout=SAFETY_NET)
    assert process.returncode == 0, printed
    assert '"after_work": true' in printed.replace('":true', '": true')
    assert "rror" not in printed


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "examples").glob("*.py"), *(ROOT / "examples" / "distributed").glob("*.py")]),
    ids=lambda path: path.stem,
)
def test_example_uses_public_names_only(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("move_ugc_async"):
            assert node.module in ("move_ugc_async", "move_ugc_async.batch", "move_ugc_async.sandbox")
            assert {alias.name for alias in node.names} <= set(import_module(node.module).__all__)
        assert not (isinstance(node, ast.Import) and any("move_ugc" in alias.name for alias in node.names))


def test_demo_captures_with_the_api_of_the_environment(run: Run, sandbox: Sandbox, tmp_path: Path) -> None:
    printed = run(ROOT / "examples" / "demo.py")
    assert re.search(r"\r *[1-9]\d%  wait", printed), "no live progress line"
    assert "100%  download" in printed
    files = files_in(tmp_path / "demo-out")
    assert set(files) == {
        "all_bvh.zip",
        "all_c3d.zip",
        "fbx.fbx",
        "glb.glb",
        "motion_data.zip",
        "mp4.mp4",
        "render_overlay_mp4.mp4",
        "usdz.usdz",
    }
    for name, size in files.items():
        assert re.search(rf"{re.escape(name)} +{size:,} bytes", printed)
    assert [charge.kind for charge in sandbox.ledger] == ["job"]


def test_fan_out_example_reads_a_hundred_jobs(run: Run, sandbox: Sandbox) -> None:
    take, ids = create_jobs(sandbox, 100)
    sandbox.journal.clear()
    first, *lines, last = run(ROOT / "examples" / "fan_out.py").splitlines()
    assert re.fullmatch(r"100 jobs in \S+ s, one call per job", first)
    assert re.fullmatch(r"100 jobs in \S+ s, with retrieve_many", last)
    assert sorted(line.split()[0] for line in lines) == sorted(ids)
    assert all(f"FINISHED of {take}" in line for line in lines)
    assert len(sandbox.journal.filter(kind="graphql")) == 1 + 100 + 4


def test_batch_example_prints_its_usage_when_a_folder_is_missing(run: Run, tmp_path: Path) -> None:
    for arguments in ([tmp_path], [tmp_path / "clips", tmp_path / "out"]):
        with pytest.raises(AssertionError, match=r"usage: python examples/batch\.py CLIPS RESULTS"):
            run(ROOT / "examples" / "batch.py", *arguments)


@pytest.mark.parametrize("name", ["demo", "fan_out", "wait_many"])
def test_example_prints_its_usage_and_sends_nothing_for_help_option(name: str, run: Run, sandbox: Sandbox) -> None:
    with pytest.raises(AssertionError, match=rf"Usage: python examples/{name}\.py"):
        run(ROOT / "examples" / f"{name}.py", "--help")
    assert not sandbox.journal.count()


def test_batch_example_captures_a_folder_and_pays_once_when_run_again(
    run: Run, sandbox: Sandbox, tmp_path: Path
) -> None:
    clips = tmp_path / "clips"
    clips.mkdir()
    for name in ("a", "b", "c"):
        (clips / f"{name}.mp4").write_bytes(CLIP.read_bytes())
    first = run(ROOT / "examples" / "batch.py", clips, tmp_path / "out")
    assert sorted(first.splitlines()) == ["a 2 files", "b 2 files", "c 2 files"]
    # The state file after a kill early in the workflow contains only the key.
    path = tmp_path / "out" / "b" / "capture.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**stored, "state": {"key": stored["state"]["key"]}}))
    again = run(ROOT / "examples" / "batch.py", clips, tmp_path / "out")
    assert sorted(again.splitlines()) == sorted(first.splitlines())
    assert len(sandbox.ledger) == 3


def test_wait_many_example_prints_each_job(run: Run, sandbox: Sandbox) -> None:
    _, ids = create_jobs(sandbox, 30)
    printed = run(ROOT / "examples" / "wait_many.py").splitlines()
    assert sorted(printed) == sorted(f"{job_id} finished" for job_id in ids)
