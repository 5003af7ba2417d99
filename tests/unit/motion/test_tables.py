"""Tables of motions in memory and in files."""

import json
from pathlib import Path
from typing import Any

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

    def write(_: Any, path: Path) -> None:
        path.write_text("half")
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(pyarrow.csv, "write_csv", write)
    with pytest.raises(OSError, match="no space"):
        actors.export(path, "csv")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("out.csv", "old")]


def test_unknown_format_is_refused(actors: motion.Motions, tmp_path: Path) -> None:
    with pytest.raises(MoveInvalidRequestError, match="format must be parquet, csv or arrow; got 'xls'"):
        actors.export(tmp_path / "out.xls", "xls")  # type: ignore[arg-type]


def test_actors_with_the_same_name_are_kept(tmp_path: Path) -> None:
    both = motion.read(archive({"x/a.json": document(1), "y/a.json": document(2)}))
    assert both.to_pandas()["actor"].tolist() == ["a"] * 3 * 18
    both.to_parquet(tmp_path / "a.parquet")
