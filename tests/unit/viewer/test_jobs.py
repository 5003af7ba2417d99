"""The jobs whose outputs are in a folder."""

import os
import sys
from pathlib import Path

import pytest

from move_ugc_async.viewer.jobs import Job, find_jobs, job_of
from move_ugc_async.viewer.results import find_results
from tests.unit.viewer.manifests import write_manifest


def shown(folder: Path) -> dict[str, list[str]]:
    return {result.name: [source.path.name for source in result.sources] for result in find_results([folder])}


def fill(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(name.encode())
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = fill(tmp_path / "out", "glb.glb", "mp4.mp4", "glb-5e2c.glb", "mp4-5e2c.mp4")
    write_manifest(folder, "job-z", "glb.glb", "mp4.mp4", modified=1)
    write_manifest(folder, "job-a", "glb-5e2c.glb", "mp4-5e2c.mp4", modified=2)
    return folder


def test_outputs_of_several_jobs_in_one_folder_are_a_result_each_in_the_order_of_the_downloads(folder: Path) -> None:
    assert shown(folder) == {"out/job-z": ["glb.glb", "mp4.mp4"], "out/job-a": ["glb-5e2c.glb", "mp4-5e2c.mp4"]}
    assert shown(folder.parent) == {"out/job-z": ["glb.glb", "mp4.mp4"], "out/job-a": ["glb-5e2c.glb", "mp4-5e2c.mp4"]}


def test_files_without_a_job_are_a_separate_result(folder: Path) -> None:
    fill(folder, "clip.mp4", "edited.glb")
    assert list(shown(folder).items())[2] == ("out", ["edited.glb", "clip.mp4"])


def test_files_passed_by_name_are_one_result(folder: Path) -> None:
    (result,) = find_results([folder / "glb.glb", folder / "mp4-5e2c.mp4"])
    assert [source.path.name for source in result.sources] == ["glb.glb", "mp4-5e2c.mp4"]


@pytest.mark.parametrize("names", [(), ("gone.glb",), ("sync_data.pkl",)])
def test_folder_is_one_result_when_only_one_job_has_files(names: tuple[str, ...], tmp_path: Path) -> None:
    fill(tmp_path / "out", "glb.glb", "clip.mp4", "sync_data.pkl")
    write_manifest(tmp_path / "out", "job-1", "glb.glb")
    write_manifest(tmp_path / "out", "volume-1", *names)
    assert shown(tmp_path / "out") == {"out": ["glb.glb", "clip.mp4", "sync_data.pkl"]}


def test_file_in_two_manifests_belongs_to_the_job_with_its_size(tmp_path: Path) -> None:
    (tmp_path / "glb.glb").write_bytes(b"12345")
    jobs = [Job("first", {"glb.glb": 4}), Job("second", {"glb.glb": 5}), Job("third", {"other.glb": 5})]
    assert [job_of(tmp_path / "glb.glb", each) for each in (jobs, jobs[:1], jobs[2:])] == [jobs[1], jobs[0], None]


def test_job_without_an_id_in_its_manifest_has_the_digest_as_name(tmp_path: Path) -> None:
    path = write_manifest(tmp_path, "", "glb.glb")
    assert [job.name for job in find_jobs(tmp_path)] == [path.name[6:14]]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"outputs": 1}',
        b'{"outputs": {"f": 1}}',
        b'{"outputs": {"f": {"name": "glb.glb"}}}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_malformed_manifests_are_ignored(content: bytes, folder: Path) -> None:
    before = shown(folder)
    (folder / f".move-{0:016x}.json").write_bytes(content)
    assert shown(folder) == before


def test_id_with_invalid_characters_is_shown_as_valid_text(folder: Path) -> None:
    manifest = write_manifest(folder, "x", "glb.glb", modified=1)
    manifest.write_text(manifest.read_text().replace('"x"', '"\\ud800/..\\u0000"'))
    (folder / "other.glb").write_bytes(b"x")
    assert {name.encode().decode() for name in shown(folder)} == set(shown(folder))


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_manifest_that_is_a_link_or_a_pipe_is_not_opened(folder: Path) -> None:
    before = shown(folder)
    outside = write_manifest(folder.parent, "outside", "glb.glb")
    (folder / f".move-{1:016x}.json").symlink_to(outside)
    os.mkfifo(folder / f".move-{2:016x}.json")
    assert shown(folder) == before


def test_state_files_of_the_command_line_are_no_manifests(tmp_path: Path) -> None:
    (tmp_path / f".move-ugc-{0:016x}.json").write_text('{"outputs": {}}')
    assert find_jobs(tmp_path) == []
