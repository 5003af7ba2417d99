"""The programs that the documentation shows run as printed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from move_ugc_async import AsyncMoveUgc, SourceIn
from move_ugc_async.sandbox import Sandbox

ROOT = Path(__file__).parents[1]


def run(sandbox: Sandbox, folder: Path, *arguments: str | Path) -> str:
    """Run a program as a user would, and give what it prints."""
    (folder / "examples").symlink_to(ROOT / "examples")
    finished = subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=folder,
        env={**os.environ, "MOVE_API_KEY": sandbox.api_key, "MOVE_UGC_ENDPOINT_URL": sandbox.endpoint_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_readme_example_runs(sandbox: Sandbox, tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    # "A 20-line example": short enough to be read at a glance.
    body = [line for line in example.splitlines() if line.strip() and not line.startswith(("import", "from"))]
    assert len(body) <= 20
    printed = run(sandbox, tmp_path, "-c", example)
    assert "100% download\ndemo-out/fbx.fbx demo-out/glb.glb\n" in printed
    assert re.search(r"^job-\S+ FINISHED \{\}$", printed, re.MULTILINE)
    assert sorted(path.name for path in (tmp_path / "demo-out").glob("[!.]*")) == ["fbx.fbx", "glb.glb"]


@pytest.mark.parametrize("document", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_examples_of_the_documents_run(document: Path, sandbox: Sandbox, tmp_path: Path) -> None:
    for number, example in enumerate(re.findall(r"```python\n(.*?)```", document.read_text(), re.DOTALL)):
        folder = tmp_path / str(number)
        folder.mkdir()
        run(sandbox, folder, "-c", example)


def test_demo_runs_against_the_api_that_the_environment_names(sandbox: Sandbox, tmp_path: Path) -> None:
    printed = run(sandbox, tmp_path, ROOT / "examples" / "demo.py")
    assert re.search(r"[1-9]\d%  wait", printed), "no progress between start and end"
    assert "100%  download" in printed
    files = {path.name: path.stat().st_size for path in (tmp_path / "demo-out").glob("[!.]*")}
    assert set(files) == {
        "all_bvh.zip",
        "fbx.fbx",
        "glb.glb",
        "motion_data.zip",
        "mp4.mp4",
        "render_overlay_mp4.mp4",
        "usdz.usdz",
    }
    for name, size in files.items():
        assert re.search(rf"{re.escape(name)} +{size:,}  \S", printed)
    assert [charge.kind for charge in sandbox.ledger] == ["job"]


def test_demo_starts_a_sandbox_of_its_own_without_a_key(tmp_path: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-W", "error", ROOT / "examples" / "demo.py"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if not name.startswith("MOVE_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.startswith("sandbox   http://127.0.0.1:")
    assert "glTF 2.0" in finished.stdout


@pytest.mark.anyio
async def test_fan_out_reads_a_hundred_jobs(sandbox: Sandbox, tmp_path: Path) -> None:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        file = await client.files.upload(ROOT / "examples" / "assets" / "dance.mp4")
        take = await client.takes.create_singlecam([SourceIn(device_label="a", file_id=file.id, format="MP4")])
        ids = [(await client.jobs.create_singlecam(take.id)).id for _ in range(100)]
    printed = run(sandbox, tmp_path, ROOT / "examples" / "fan_out.py").splitlines()
    assert printed[-1].startswith("100 jobs in ")
    assert sorted(line.split()[0] for line in printed[:-1]) == sorted(ids)
    assert all(f"FINISHED of {take.id}" in line for line in printed[:-1])


def test_batch_captures_a_folder_and_pays_once(sandbox: Sandbox, tmp_path: Path) -> None:
    clips = tmp_path / "clips"
    clips.mkdir()
    for name in ("a", "b", "c"):
        (clips / f"{name}.mp4").write_bytes((ROOT / "examples" / "assets" / "dance.mp4").read_bytes())
    first = run(sandbox, tmp_path, ROOT / "examples" / "batch.py", clips, tmp_path / "out")
    assert sorted(first.splitlines()) == ["a.mp4 2 files", "b.mp4 2 files", "c.mp4 2 files"]
    (tmp_path / "examples").unlink()
    # One was killed before it could keep more than the key of its journey.
    state = tmp_path / "out" / "b" / "capture.json"
    state.write_text(json.dumps({"key": json.loads(state.read_text())["key"]}))
    again = run(sandbox, tmp_path, ROOT / "examples" / "batch.py", clips, tmp_path / "out")
    assert sorted(again.splitlines()) == sorted(first.splitlines())
    assert len(sandbox.ledger) == 3


@pytest.mark.anyio
async def test_wait_many_prints_each_job(sandbox: Sandbox, tmp_path: Path) -> None:
    async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
        file = await client.files.upload(ROOT / "examples" / "assets" / "dance.mp4")
        take = await client.takes.create_singlecam([SourceIn(device_label="a", file_id=file.id, format="MP4")])
        ids = [(await client.jobs.create_singlecam(take.id)).id for _ in range(30)]
    printed = run(sandbox, tmp_path, ROOT / "examples" / "wait_many.py").splitlines()
    assert sorted(printed) == sorted(f"{job_id} finished" for job_id in ids)
