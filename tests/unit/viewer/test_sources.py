"""The files that the page shows."""

from pathlib import Path

import pytest

from move_ugc_async.viewer.sources import Kind, Source, find_source
from tests.support.motion_files import archive, document, encode


def write(folder: Path, name: str, content: bytes = b"") -> Source | None:
    path = folder / name
    path.write_bytes(content)
    return find_source(path)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.glb", Kind.GLB), ("A.GLB", Kind.GLB), ("a.bvh", Kind.BVH), ("a.mp4", Kind.VIDEO), ("a.mov", Kind.VIDEO)],
)
def test_source_has_the_kind_of_its_suffix(name: str, kind: Kind, tmp_path: Path) -> None:
    assert write(tmp_path, name) == Source(tmp_path / name, kind)


def test_json_file_is_shown_if_it_has_motion_data(tmp_path: Path) -> None:
    assert write(tmp_path, "track00_motion_data.json", encode(document(2))) == Source(
        tmp_path / "track00_motion_data.json", Kind.MOTION
    )
    assert write(tmp_path, "other.json", b'{"mocap": 1}') is None


def test_archive_is_shown_by_what_it_contains(tmp_path: Path) -> None:
    motion = write(tmp_path, "motion.zip", archive({"track00_motion_data.json": document(2)}))
    bvh = write(tmp_path, "bvh.zip", archive({"track01.bvh": b"b", "track00.bvh": b"a", "__MACOSX/._track00.bvh": b""}))
    c3d = write(tmp_path, "c3d.zip", archive({"track00.c3d": b""}))
    assert motion == Source(tmp_path / "motion.zip", Kind.MOTION)
    assert bvh == Source(tmp_path / "bvh.zip", Kind.BVH, members=("track00.bvh", "track01.bvh"))
    assert c3d is not None
    assert (c3d.kind, c3d.members) == (Kind.OTHER, ())
    assert c3d.reason.startswith("C3D files cannot be shown.")


@pytest.mark.parametrize("name", ["track00.bvh", "track00.glb", "track00.c3d"])
def test_json_file_about_an_archive_does_not_make_it_motion_data(name: str, tmp_path: Path) -> None:
    source = write(tmp_path, "all.zip", archive({"a_manifest.json": {"actors": 1}, name: b"x"}))
    assert source is not None
    assert source.kind == name[-3:].replace("c3d", "other")
    both = write(tmp_path, "both.zip", archive({"track00.json": document(2), name: b"x"}))
    assert both == Source(tmp_path / "both.zip", Kind.MOTION)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.fbx", "FBX files cannot be shown. Open the file in Blender, Maya or Unreal. The outputs MAIN_GLB"),
        ("a.usdz", "USDZ files cannot be shown"),
        ("a.avi", "Browsers do not play AVI files. Convert the file to MP4"),
        ("sync_data.pkl", "Pickles are never loaded"),
    ],
)
def test_other_results_have_a_reason_and_an_alternative(name: str, reason: str, tmp_path: Path) -> None:
    source = write(tmp_path, name)
    assert source is not None
    assert source.kind is Kind.OTHER
    assert source.reason.startswith(reason)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 damaged", "bad.zip: the ZIP archive is damaged: its end is missing; download it again"),
        (archive({"../track00.bvh": b""}), "bad.zip: the archive must contain relative names without '..'"),
        (archive({"notes.txt": b""}), "The archive contains no file that can be shown."),
    ],
)
def test_unsafe_or_damaged_archive_is_listed_with_its_error(content: bytes, reason: str, tmp_path: Path) -> None:
    source = write(tmp_path, "bad.zip", content)
    assert source is not None
    assert source.kind is Kind.OTHER
    assert source.reason.startswith(reason)


def test_other_files_are_no_results(tmp_path: Path) -> None:
    assert [write(tmp_path, name) for name in ("a.txt", "a.png", "a", "a.py")] == [None] * 4
