"""The results in files and folders."""

import errno
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async import MoveInvalidRequestError
from move_ugc_async.viewer import results
from move_ugc_async.viewer.results import Result, find_results
from move_ugc_async.viewer.sources import Source


def fill(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def shown(*paths: Path) -> dict[str, list[str]]:
    return {result.name: files(result) for result in find_results(paths)}


def files(result: Result) -> list[str]:
    return [source.path.name for source in result.sources]


def test_files_are_one_result_in_the_order_of_their_kinds(tmp_path: Path) -> None:
    fill(tmp_path, "b.bvh", "a.mp4", "c.glb", "d.fbx")
    assert shown(*(tmp_path / name for name in ("d.fbx", "a.mp4", "b.bvh", "c.glb", "c.glb"))) == {
        tmp_path.name: ["c.glb", "b.bvh", "a.mp4", "d.fbx"]
    }
    assert shown(tmp_path / "b.bvh") == {"b.bvh": ["b.bvh"]}


def test_each_folder_with_results_is_one(tmp_path: Path) -> None:
    folder = fill(
        tmp_path / "jobs", "main.glb", "b/x.bvh", "a/x.glb", "a/x.mp4", "a/deep/x.glb", "notes/x.txt", "only/x.fbx"
    )
    assert shown(folder) == {"jobs": ["main.glb"], "a": ["x.glb", "x.mp4"], "a/deep": ["x.glb"], "b": ["x.bvh"]}


def test_results_of_several_folders_have_names_of_their_own(tmp_path: Path) -> None:
    first, second = fill(tmp_path / "1" / "out", "x.glb"), fill(tmp_path / "2" / "out", "x.glb", "a/y.glb")
    assert list(shown(first, second, first)) == ["out", "out (2)", "out/a"]


def test_hidden_and_very_deep_files_are_not_searched(tmp_path: Path) -> None:
    fill(tmp_path, ".hidden/x.glb", ".x.glb", "a/b/c/d/x.glb", "a/b/c/d/e/x.glb")
    assert shown(tmp_path) == {"a/b/c/d": ["x.glb"]}


def test_links_are_followed_only_inside_of_the_folder(tmp_path: Path) -> None:
    outside = fill(tmp_path / "outside", "secret.glb", "more/secret.glb")
    folder = fill(tmp_path / "inside", "files/x.glb")
    (folder / "linked.glb").symlink_to(folder / "files" / "x.glb")
    (folder / "secret.glb").symlink_to(outside / "secret.glb")
    (folder / "more").symlink_to(outside / "more")
    (folder / "broken.glb").symlink_to(tmp_path / "nowhere")
    assert shown(folder) == {"inside": ["x.glb"], "files": ["x.glb"]}
    # A link that the user names is followed.
    assert shown(folder / "secret.glb") == {"secret.glb": ["secret.glb"]}


@pytest.mark.parametrize(
    ("names", "reason"),
    [(["x.fbx", "y.usdz"], "got x.fbx, y.usdz"), (["x.txt"], "got no result"), ([], "got no result")],
)
def test_folder_without_anything_to_show_is_refused(names: list[str], reason: str, tmp_path: Path) -> None:
    folder = fill(tmp_path, *names)
    with pytest.raises(MoveInvalidRequestError) as raised:
        find_results([folder])
    assert str(raised.value) == (
        f"cannot show {folder}: {reason}; pass GLB, BVH, motion data (the output MOTION_DATA) and MP4, MOV or WebM "
        "videos, or a folder with such files"
    )


def test_folder_with_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "MAX_FILES", 3)
    folder = fill(tmp_path, "a.glb", "b", "c")
    assert shown(folder) == {tmp_path.name: ["a.glb"]}
    fill(folder, "d")
    with pytest.raises(MoveInvalidRequestError, match="it has more than 3 files; pass a folder with results"):
        find_results([folder])


def test_loop_of_links_is_no_file(tmp_path: Path) -> None:
    folder = fill(tmp_path / "inside", "x.glb")
    for name, target in (("self.bvh", "self.bvh"), ("a.zip", "b"), ("b", "a.zip"), ("folder", "folder")):
        (folder / name).symlink_to(target)
    assert shown(folder) == {"inside": ["x.glb"]}
    with pytest.raises(OSError, match=r"self\.bvh"):
        find_results([folder / "self.bvh"])


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes there")
@pytest.mark.parametrize("name", ["x.json", "x.zip", "x.glb", "x.mp4"])
def test_pipe_is_refused_without_opening_it(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(MoveInvalidRequestError, match=f"got {name}"):
        find_results([tmp_path / name])


def test_files_and_folders_that_cannot_be_read_do_not_hide_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fill(tmp_path / "jobs", "locked/x.glb", "x.glb", "locked.json", "notes.txt")
    locked = PermissionError(errno.EACCES, "Permission denied")
    find_source, scandir = results.find_source, os.scandir

    def find(path: Path) -> Source | None:
        if path.suffix == ".json":
            raise locked
        return find_source(path)

    def scan(path: Path | str) -> Any:
        # pathlib passes a string.
        if Path(path).name == "locked":
            raise locked
        return scandir(path)

    monkeypatch.setattr(results, "find_source", find)
    monkeypatch.setattr(results.os, "scandir", scan)
    (result,) = find_results([folder])
    assert [(source.path.name, source.reason) for source in result.sources] == [
        ("x.glb", ""),
        ("locked.json", "The file cannot be read: Permission denied."),
    ]
    with pytest.raises(PermissionError):
        find_results([folder / "locked"])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_not_utf_8_are_readable_and_distinct(tmp_path: Path) -> None:
    for name in (b"caf\xe9", b"caf\xe8"):
        fill(Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)), "x.glb")
    assert list(shown(tmp_path)) == ["caf\ufffd", "caf\ufffd (2)"]


def test_missing_path_raises_the_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        find_results([tmp_path / "absent"])
