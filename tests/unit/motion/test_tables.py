"""Tables of motions in memory and in files."""

import io
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from move_ugc_async import MoveInvalidRequestError, motion
from tests.support.motion_files import TYPES, archive, document

COLUMNS = [
    *("timestamp", "joint", "position_x", "position_y", "position_z", "rotation_0", "rotation_1", "rotation_2"),
    *("torque_0", "torque_1", "torque_2", "reaction_force", "actor"),
]


@pytest.fixture
def actors() -> motion.Motions:
    """Return two actors of unequal length, of which the second has another joint."""
    other = document(2)
    for number, frame in enumerate(other["mocap_data"]):
        thumb = {"position": [number, 1, 2], "type": "quaternion", "rotations": [1, 0, 0, number]}
        frame["joint_data"] = {"Thumb": thumb, **frame["joint_data"]}
    return motion.read(archive({"a_motion_data.json": document(4), "b_motion_data.json": other}))


def test_arrow_table_has_a_row_for_each_joint_of_each_frame(actors: motion.Motions) -> None:
    first = actors[0]
    table: Any = first.to_arrow()
    assert table.column_names == COLUMNS
    rows = table.to_pylist()
    assert len(rows) == 4 * 18
    for number, row in enumerate(rows):
        frame, joint = divmod(number, 18)
        name = list(TYPES)[joint]
        angles = first.rotations[name].shape[1]
        assert (row["timestamp"], row["joint"], row["actor"]) == (first.timestamps[frame], name, "a")
        assert [row[f"position_{axis}"] for axis in "xyz"] == first.positions[frame, joint].tolist()
        assert [row[f"rotation_{each}"] for each in range(angles)] == first.rotations[name][frame].tolist()
        assert [row[f"torque_{each}"] for each in range(angles)] == first.torques[name][frame].tolist()
        assert [row[f"rotation_{each}"] for each in range(angles, 3)] == [None] * (3 - angles)
        assert row["reaction_force"] == first.reaction_forces[frame, joint]


def test_arrow_schema_describes_the_actors(actors: motion.Motions) -> None:
    table: Any = actors.to_arrow()
    described = json.loads(table.schema.metadata[b"move_ugc_async"])["actors"]
    assert [(each["actor"], each["fps"], each["up"]) for each in described] == [("a", 60, "z"), ("b", 60, "z")]
    assert described[0]["joints"][2] == {"name": "Left_knee", "parent": "Left_hip", "axes": "x"}
    single: Any = motion.read(archive({"a.json": document(1)})).to_arrow()
    assert json.loads(single.schema.metadata[b"move_ugc_async"])["actors"][0]["fps"] is None


def test_pandas_and_arrow_have_the_same_values(actors: motion.Motions) -> None:
    table: Any = actors.to_arrow()
    frame = actors.to_pandas()
    assert [*frame.columns] == table.column_names
    assert "rotation_3" in frame.columns
    pd.testing.assert_frame_equal(frame, table.to_pandas(), check_dtype=False, check_categorical=False)
    assert isinstance(frame["joint"].dtype, pd.CategoricalDtype)
    assert frame.groupby("actor", observed=True).size().to_dict() == {"a": 4 * 18, "b": 2 * 19}
    assert frame[frame.joint == "Thumb"]["rotation_3"].tolist() == [0, 1]
    assert [*actors[0].to_pandas().columns] == COLUMNS


def test_parquet_file_is_read_back_by_other_programs(actors: motion.Motions, tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"
    path.write_text("old")
    actors.to_parquet(path)
    pd.testing.assert_frame_equal(pd.read_parquet(path), actors.to_pandas(), check_categorical=False, check_dtype=False)
    actors[0].to_parquet(str(path))
    assert pyarrow.parquet.read_table(path).equals(actors[0].to_arrow())
    assert [each.name for each in tmp_path.iterdir()] == ["out.parquet"]


def test_export_writes_each_format(actors: motion.Motions, tmp_path: Path) -> None:
    expected: Any = actors.to_arrow()
    actors.export(tmp_path / "out.parquet", "parquet")
    actors.export(tmp_path / "out.csv", "csv")
    actors.export(tmp_path / "out.arrow", "arrow")
    assert pyarrow.parquet.read_table(tmp_path / "out.parquet").equals(expected)
    with pa.ipc.open_file(tmp_path / "out.arrow") as file:
        assert file.read_all().equals(expected)
    frame = pd.read_csv(tmp_path / "out.csv")
    assert [*frame.columns] == expected.column_names
    assert np.allclose(frame["position_y"], actors.to_pandas()["position_y"])
    assert frame["joint"].tolist() == expected.column("joint").to_pylist()
    assert len(list(tmp_path.iterdir())) == 3


def test_failed_export_keeps_the_previous_file(
    actors: motion.Motions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old")

    def write(_: Any, file: BinaryIO) -> None:
        file.write(b"half")
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(pyarrow.csv, "write_csv", write)
    with pytest.raises(OSError, match="no space"):
        actors.export(path, "csv")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("out.csv", "old")]


def test_unknown_format_is_refused(actors: motion.Motions, tmp_path: Path) -> None:
    with pytest.raises(MoveInvalidRequestError, match="format must be parquet, csv or arrow; got 'xls'"):
        actors.export(tmp_path / "out.xls", "xls")  # type: ignore[arg-type]


def test_files_of_the_same_name_are_different_actors_in_a_table() -> None:
    both = motion.read(archive({"x/a.json": document(1), "y/a.json": document(2)}))
    assert both.to_pandas()["actor"].tolist() == [*["x/a"] * 18, *["y/a"] * 36]


def test_table_without_actors_has_the_same_columns_and_no_rows(actors: motion.Motions, tmp_path: Path) -> None:
    table: Any = motion.Motions().to_arrow()
    assert table.num_rows == 0
    assert table.schema.equals(actors[:1][0].to_arrow().schema)
    assert [*motion.Motions().to_pandas().columns] == COLUMNS
    motion.Motions().to_parquet(tmp_path / "none.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "none.parquet").num_rows == 0


@pytest.mark.parametrize("format", ["parquet", "csv", "arrow"])
def test_export_writes_through_a_pipe(actors: motion.Motions, format: Any, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    actors.export(tmp_path / "file", format)
    with ThreadPoolExecutor(1) as thread:
        read = thread.submit(pipe.read_bytes)
        actors.export(pipe, format)
        assert read.result() == (tmp_path / "file").read_bytes()
    assert pipe.is_fifo()
    assert {each.name for each in tmp_path.iterdir()} == {"pipe", "file"}


def test_export_writes_into_an_open_file(actors: motion.Motions) -> None:
    written = io.BytesIO()
    actors.export(written, "parquet")
    assert pyarrow.parquet.read_table(io.BytesIO(written.getvalue())).equals(actors.to_arrow())


def test_export_writes_through_the_path_of_an_open_file(actors: motion.Motions, tmp_path: Path) -> None:
    with (tmp_path / "out.csv").open("w+b") as file:
        # A link to an open file, such as the one of a redirected standard output.
        actors.export(f"/dev/fd/{file.fileno()}", "csv")
        file.seek(0)
        assert len(file.readlines()) == 1 + len(actors.to_pandas())


@pytest.mark.parametrize("exists", [True, False])
def test_export_follows_links(actors: motion.Motions, *, exists: bool, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "target.csv", tmp_path / "link.csv"
    if exists:
        target.write_text("old")
        target.chmod(0o640)
    link.symlink_to("folder/target.csv")
    actors.export(link, "csv")
    assert link.is_symlink()
    assert target.read_bytes().startswith(b'"timestamp"')
    assert not exists or target.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in target.parent.iterdir()] == ["target.csv"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing/motion.parquet", "the folder .*missing does not exist; create it first"),
        ("file/motion.parquet", "Not a directory|does not exist"),
        ("folder", "Is a directory|Permission denied"),
    ],
)
def test_errors_of_a_path_that_cannot_be_written_name_it(
    name: str, reason: str, actors: motion.Motions, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.iterdir())
    path = tmp_path / name
    for write in (actors.to_parquet, actors[0].to_parquet, lambda target: actors.export(target, "csv")):
        with pytest.raises(OSError, match=reason) as raised:
            write(path)
        assert (raised.value.filename, raised.value.filename2) == (str(path), None)
        assert ".part" not in str(raised.value)
    assert sorted(tmp_path.iterdir()) == before


def test_export_to_a_long_name(actors: motion.Motions, tmp_path: Path) -> None:
    path = tmp_path / ("a" * 251 + ".csv")
    actors.export(path, "csv")
    assert path.is_file()
