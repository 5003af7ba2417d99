"""Which files of a folder are clips."""

import os
from pathlib import Path

import pytest

from move_ugc_async.batch import find_clips


def write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"clip")


def names(root: Path, **options: list[Path]) -> list[str]:
    return [path.relative_to(root).as_posix() for path in find_clips(root, **options)]


def test_find_clips_returns_videos_of_all_folders_in_order(tmp_path: Path) -> None:
    write(tmp_path, "b.MOV", "a.mp4", "monday/take 1.Avi", "monday/2/é.mp4", "notes.txt", "mp4", "a.mp4.txt")
    assert names(tmp_path) == ["a.mp4", "b.MOV", "monday/2/é.mp4", "monday/take 1.Avi"]
    assert [path.relative_to(tmp_path).as_posix() for path in find_clips(str(tmp_path / "monday" / "2"))] == [
        "monday/2/é.mp4"
    ]


@pytest.mark.parametrize(
    "name",
    [".a.mp4", "._a.mp4", "~a.mp4", ".hidden/a.mp4", "a.mp4.part", "a.part.mp4", "a.mp4.crdownload", "a.temp.MP4"],
)
def test_find_clips_leaves_out_hidden_and_temporary_files(name: str, tmp_path: Path) -> None:
    write(tmp_path, name, "kept.mp4")
    assert names(tmp_path) == ["kept.mp4"]


def test_find_clips_follows_links_once(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "clips", tmp_path / "elsewhere"
    write(elsewhere, "far.mp4")
    write(root, "a.mp4", "day/b.mp4")
    (root / "day" / "around").symlink_to(root, target_is_directory=True)
    (root / "linked").symlink_to(elsewhere, target_is_directory=True)
    (root / "linked again").symlink_to(elsewhere, target_is_directory=True)
    (root / "link.mp4").symlink_to(elsewhere / "far.mp4")
    (root / "dangling.mp4").symlink_to(elsewhere / "missing.mp4")
    (root / "loop.mp4").symlink_to(root / "loop.mp4")
    found = names(root)
    assert [name for name in found if "far" not in name] == ["a.mp4", "day/b.mp4", "link.mp4"]
    assert len([name for name in found if "far" in name]) == 1


@pytest.mark.parametrize("spelling", ["clips/out", "clips/../clips/out", "link"])
def test_find_clips_leaves_out_ignored_folders(spelling: str, tmp_path: Path) -> None:
    write(tmp_path, "clips/a.mp4", "clips/out/a/render.mp4", "clips/outside/b.mp4")
    (tmp_path / "link").symlink_to(tmp_path / "clips" / "out")
    assert names(tmp_path / "clips", ignore=[tmp_path / spelling]) == ["a.mp4", "outside/b.mp4"]


def test_find_clips_leaves_out_pipes_and_folders_with_the_name_of_a_clip(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    write(tmp_path, "folder.mp4/inside.mp4")
    assert names(tmp_path) == ["folder.mp4/inside.mp4"]


@pytest.mark.parametrize(("name", "error"), [("missing", FileNotFoundError), ("a.mp4", NotADirectoryError)])
def test_find_clips_raises_if_the_folder_cannot_be_read(name: str, error: type[OSError], tmp_path: Path) -> None:
    write(tmp_path, "a.mp4")
    with pytest.raises(error):
        find_clips(tmp_path / name)
