"""The table of the demo: it compares the outputs of a job, and shows damaged, hostile and unknown files as rows."""

import io
import json
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from move_ugc_async.sandbox.media import OUTPUT_KEYS, make_output
from scripts import check_outputs
from scripts.outputs.agreement import agreement
from scripts.outputs.table import Row, read_file, read_folder
from scripts.outputs.track import Content, Track, content_of

CLIP = Path(__file__).parents[2] / "examples" / "assets" / "dance.mp4"
MOTIONS = ["MAIN_FBX", "MAIN_GLB", "MAIN_USDC", "MAIN_USDZ", "ALL_BVH", "ALL_C3D", "MOTION_DATA"]

Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """Return a function that saves an output of one second, or other bytes, in the folder of the table."""

    def save_output(output: str, data: bytes | None = None, *, actors: int = 1, seed: int = 7) -> Path:
        key, suffix = OUTPUT_KEYS.get(output, (output, ""))
        path = tmp_path / f"{key}{suffix}"
        made = data or make_output(output, clip=CLIP, window=(0.0, 1.0), actors=actors, seed=seed)
        path.write_bytes(made if isinstance(made, bytes) else b"".join(made))  # type: ignore[arg-type]
        return path

    return save_output


def _agreements(folder: Path) -> dict[str, str]:
    rows = read_folder(folder)
    return {row.name: agreement(row, rows) for row in rows}


@pytest.mark.parametrize("actors", [1, 2])
def test_outputs_of_one_job_agree(actors: int, save: Save, tmp_path: Path) -> None:
    for output in (*MOTIONS, "RENDER_VIDEO", "RENDER_OVERLAY_VIDEO"):
        save(output, actors=actors)
    rows = read_folder(tmp_path)
    assert len(rows) == 6 + 3 * actors
    for row in rows:
        assert row.content is not None
        assert (row.content.frames, row.content.seconds) == (25, pytest.approx(1.0))
        assert all(len(track.joints) == 18 for track in row.content.tracks)
        assert agreement(row, rows) == "yes"


@pytest.mark.parametrize("output", MOTIONS[:-1])
def test_outputs_of_two_jobs_do_not_agree(output: str, save: Save, tmp_path: Path) -> None:
    save("MOTION_DATA")
    path = save(output, seed=8)
    (name,) = (row.name for row in read_file(path))
    assert _agreements(tmp_path)[name].startswith("no: ")
    assert " m off in frame " in _agreements(tmp_path)[name]


def test_a_video_of_another_length_does_not_agree(save: Save, tmp_path: Path) -> None:
    save("MOTION_DATA")
    save("RENDER_VIDEO", CLIP.read_bytes())
    assert _agreements(tmp_path)["mp4.mp4"] == "no: 100 frames instead of 25, +3.00 s"


def test_joints_with_other_names_do_not_agree(save: Save, tmp_path: Path) -> None:
    save("MOTION_DATA")
    glb = save("MAIN_GLB", seed=8)
    data = glb.read_bytes()
    for joint in ("Root", "Left_", "Right_", "Spine", "Neck"):
        data = data.replace(b'"name":"' + joint.encode(), b'"name":"' + joint[::-1].encode())
    glb.write_bytes(data)
    assert _agreements(tmp_path)["glb.glb"] == "length only: its joints have other names"


def test_table_is_printed_whatever_is_in_the_folder(
    save: Save, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save("MOTION_DATA")
    save("VOLUME_REPORT")
    save("MAIN_BLEND")
    save("MAIN_GLB", b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>")
    save("SYNC_DATA", b"\x80\x04N.")
    save("notes.xyz", b"text")
    save(".hidden", b"text")
    (tmp_path / "folder").mkdir()
    check_outputs.main(tmp_path)
    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in capsys.readouterr().out.splitlines()}
    assert lines.pop("glb.glb").startswith("? - - - not read: ")
    assert lines == {
        "file": "content frames joints seconds agrees",
        "blend.blend": "placeholder - - - nothing to compare",
        "motion_data.zip/track00_motion_data.json": "motion data 25 18 1.00 yes",
        "notes.xyz": "? - - - not read: its format is unknown",
        "sync_data.pkl": "? - - - not read: its format is unknown",
        "volume_report.json": "JSON - - - nothing to compare",
    }


def test_table_shows_names_and_reasons_with_any_characters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("\x1b[31mä\n.bvh", b"MOTION" + b"x" * 1000)
    check_outputs.main(tmp_path)
    _, line = capsys.readouterr().out.splitlines()
    assert line.startswith("a.zip/\\x1b[31m\\xe4\\n.bvh  ?")
    assert line.isascii()


def test_a_motion_that_breaks_while_it_is_compared_is_a_row(save: Save, tmp_path: Path) -> None:
    save("MOTION_DATA")
    rows = read_folder(tmp_path)

    def positions(frame: int) -> list[tuple[float, float, float]]:
        raise IndexError(frame)

    broken = Track(("Root",), 25, 25.0, positions)
    row = Row("broken.bvh", content_of("BVH", [broken]))
    assert agreement(row, [*rows, row]) == "not compared: IndexError: 0"


def test_table_of_an_empty_folder_has_a_heading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check_outputs.main(tmp_path)
    assert capsys.readouterr().out.split() == ["file", "content", "frames", "joints", "seconds", "agrees"]


@pytest.mark.parametrize("output", [*MOTIONS, "RENDER_VIDEO"])
def test_damaged_files_are_rows(output: str, save: Save, tmp_path: Path) -> None:
    dice = random.Random(output)
    original = save(output).read_bytes()
    for share in (0.0, 0.01, 0.5, 0.97):
        (row, *_) = read_file(save(output, original[: int(share * len(original))] or b"\n"))
        assert row.content is None
        assert row.problem
    # Other damage of a USD crate can keep usd-core busy for a minute.
    for _ in range(0 if output == "MAIN_USDC" else 10):
        data = bytearray(original)
        for _ in range(dice.randint(1, 8)):
            data[dice.choice((dice.randrange(len(data)), dice.randrange(min(600, len(data)))))] = dice.randrange(256)
        save(output, bytes(data))
        rows = read_folder(tmp_path)
        assert all(agreement(row, rows) for row in rows)


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.glb", b"glTF\1\0\0\0\x14\0\0\0\0\0\0\0JSON", "the header declares b'glTF', version 1"),
        ("a.bvh", b"HIERARCHY\n", "MOTION is missing"),
        ("a.bvh", b"HIERARCHY\nMOTION\nFrames: 2\nFrame Time: 0.1\n", "it has 0 frames"),
        ("a.c3d", b"\2\x50" + bytes(2000), "only points as little-endian floats"),
        ("a.fbx", b"FBXVersion: 6100", "neither binary FBX nor FBX 7"),
        ("a.usda", b"usda", "neither USD text nor a USD crate"),
        ("a.mp4", b"\0\0\0\x10ftypisom\0\0\0\0", "the header or the media are missing"),
        ("a.mp4", b"\0\0\0\7ftyp", "the box at byte 0 is truncated"),
        ("a.json", b'{"mocap_data": [{"timestamp": "soon"}]}', "could not convert"),
        ("a.json", b"[" * 500_000, "RecursionError"),
        ("a.zip", b"not a ZIP", "BadZipFile"),
    ],
)
def test_a_row_names_the_defect(name: str, data: bytes, problem: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (row,) = read_file(path)
    assert problem in row.problem


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.fbx", b"Kaydara FBX Binary  \0", "binary FBX, which is not read"),
        ("a.blend", b"BLENDER-v400", "Blender file, which is not read"),
        ("a.json", b"[]", "JSON"),
    ],
)
def test_formats_that_are_not_read_are_named(name: str, data: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (row,) = read_file(path)
    assert row.content is not None
    assert row.content.kind == kind


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.json", bytes(1 << 25))
    data = bytearray(buffer.getvalue())
    size = data.index(b"PK\1\2") + 24
    path = tmp_path / "bomb.zip"
    for announced, problem in ((16, "bad.zip|BadZipFile|JSONDecodeError"), (2**32 - 2, "too many or too large")):
        struct.pack_into("<I", data, size, announced)
        path.write_bytes(data)
        tracemalloc.start()
        (row,) = read_file(path)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 4_000_000
        assert row.content is None
        assert any(each in row.problem for each in problem.split("|")), row.problem


def test_motion_data_with_few_frames_has_a_length(tmp_path: Path) -> None:
    path = tmp_path / "motion.json"
    for count, seconds in ((0, 0.0), (1, 1.0), (3, 0.3)):
        frames = [{"timestamp": str(0.1 * i), "joint_data": {"Root": {"position": [0, 0, 1]}}} for i in range(count)]
        path.write_text(json.dumps({"mocap_data": frames}))
        (row,) = read_file(path)
        assert row.content is not None
        assert row.content.seconds == pytest.approx(seconds)


def _row(name: str, count: int, rate: float = 25.0, **places: float) -> Row:
    """Return a row with motion data of joints, each at one place on the x axis in all frames but the last."""

    def positions(frame: int) -> list[tuple[float, float, float]]:
        return [(place if frame == count - 1 else 0.0, 0.0, 1.0) for place in places.values()]

    kind = "motion data" if name == "reference" else "BVH"
    return Row(name, content_of(kind, [Track(tuple(places), count, rate, positions)]))


@pytest.mark.parametrize(
    ("row", "result"),
    [
        (_row("same", 50, Root=0.0, Neck=0.0), "yes"),
        (_row("rounded", 50, 25.001, Neck=4e-6, Root=0.0), "yes"),
        (_row("moved", 50, Root=0.0, Neck=2e-5), "no: Neck is 2e-05 m off in frame 49"),
        (_row("unknown place", 50, Root=0.0, Neck=float("nan")), "no: Neck is inf m off in frame 49"),
        (_row("one frame less", 49, Root=0.0, Neck=0.0), "no: 49 frames instead of 50, -0.04 s"),
        (_row("one frame more", 51, 25.5, Root=0.0, Neck=0.0), "no: 51 frames instead of 50"),
        (_row("slower", 50, 24.0, Root=0.0, Neck=0.0), "no: +0.08 s"),
        (_row("fewer joints", 50, Root=0.0), "no: Neck missing"),
        (_row("more joints", 50, Root=0.0, Neck=0.0, Thumb=5.0), "yes, 2 of its 3 joints"),
        (_row("other joints", 50, Hips=0.0, Head=0.0), "length only: its joints have other names"),
    ],
    ids=lambda value: value.name if isinstance(value, Row) else "",
)
def test_motion_agrees_only_with_equal_frames_joints_seconds_and_places(row: Row, result: str) -> None:
    assert agreement(row, [row, _row("reference", 50, Root=0.0, Neck=0.0)]) == result


def test_each_actor_agrees_with_one_track() -> None:
    first, second = _row("reference", 50, Root=0.0), _row("reference", 50, Root=1.0)
    assert first.content
    assert second.content
    tracks = (*second.content.tracks, *first.content.tracks)
    actors = [first, second]
    swapped, twice, three = (
        Row("actors", content_of("GLB", each)) for each in (tracks, tracks[:1] * 2, [*tracks, *tracks])
    )
    assert agreement(swapped, actors) == "yes"
    assert agreement(twice, actors) == "no: Root is 1 m off in frame 49"
    assert agreement(three, actors) == "no: 4 actors instead of 2"


def test_video_agrees_with_the_longest_actor() -> None:
    actors = [_row("reference", 40, Root=0.0), _row("reference", 50, Root=1.0)]
    for frames, seconds, result in (
        (50, 2.0, "yes"),
        (None, 2.0, "length only"),
        (40, 1.6, "no: 40 frames instead of 50, -0.40 s"),
    ):
        assert agreement(Row("a.mp4", Content("MP4", (), frames, seconds)), actors) == result
    assert [agreement(actor, actors) for actor in actors] == ["yes", "yes"]


def test_motion_without_frames_is_not_compared() -> None:
    empty = _row("reference", 0, Root=0.0)
    assert agreement(empty, [empty]) == "nothing to compare"
