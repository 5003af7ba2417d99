"""Motion data in the form that the page reads."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest

from move_ugc_async import MotionFormatError
from move_ugc_async.viewer.motion_file import MAGIC, convert_motion
from tests.support.motion_files import archive, document, frame


def test_motion_data_is_converted_without_loss(tmp_path: Path) -> None:
    late = {"mocap_data": [frame(number) for number in range(6, 9)]}
    path = tmp_path / "motion_data.zip"
    path.write_bytes(archive({"track00_motion_data.json": document(5), "track01_motion_data.json": late}))
    converted = convert_motion(path)
    assert converted.startswith(MAGIC)
    (size,) = struct.unpack_from("<I", converted, len(MAGIC))
    start = len(MAGIC) + 4 + size
    assert start % 4 == 0
    first, second = json.loads(converted[len(MAGIC) + 4 : start])["actors"]
    assert (first["name"], first["frames"], second["frames"], first["up"]) == ("track00", 5, 3, "z")
    assert first["joints"][:3] == [
        {"name": "Root", "parent": -1},
        {"name": "Left_hip", "parent": 0},
        {"name": "Left_knee", "parent": 1},
    ]
    numbers = np.frombuffer(converted, "<f4", offset=start)
    assert len(numbers) == (5 + 3) * (1 + 18 * 3)
    assert np.allclose(numbers[:5], np.arange(5) / 60)
    positions = numbers[5 : 5 + 5 * 54].reshape(5, 18, 3)
    expected = [[joint["position"] for joint in frame(number)["joint_data"].values()] for number in range(5)]
    assert np.allclose(positions, expected)
    # Both actors share a clock.
    assert np.allclose(numbers[5 * 55 : 5 * 55 + 3], [6 / 60, 7 / 60, 8 / 60])


def test_missing_joints_are_not_a_number(tmp_path: Path) -> None:
    source = document(2)
    del source["mocap_data"][1]["joint_data"]["Neck"]
    path = tmp_path / "track00.json"
    path.write_text(json.dumps(source))
    values = np.frombuffer(convert_motion(path)[-2 * 54 * 4 :], "<f4").reshape(2, 18, 3)
    assert np.isnan(values).sum() == 3
    assert np.isnan(values[1, 14]).all()


@pytest.mark.parametrize("value", [1e39, -1e300])
def test_places_beyond_32_bits_are_not_a_number(value: float, tmp_path: Path) -> None:
    source = document(2)
    source["mocap_data"][1]["joint_data"]["Neck"]["position"][2] = value
    path = tmp_path / "track00.json"
    path.write_text(json.dumps(source))
    values = np.frombuffer(convert_motion(path)[-2 * 54 * 4 :], "<f4").reshape(2, 18, 3)
    assert not np.isinf(values).any()
    assert np.argwhere(np.isnan(values)).tolist() == [[1, 14, 2]]


def test_malformed_motion_data_raises_where_it_is_malformed(tmp_path: Path) -> None:
    path = tmp_path / "track00.json"
    path.write_text('{"mocap_data": [{"timestamp": 0, "joint_data": {"Root": {"position": [1, 2]}}}]}')
    with pytest.raises(MotionFormatError, match=r"track00\.json, frame 0, joint Root: position must be"):
        convert_motion(path)
