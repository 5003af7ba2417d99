"""Motions: frames, frame rates, windows, resampling and axes."""

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from move_ugc_async import MoveInvalidRequestError, motion
from move_ugc_async.motion.timing import continuous_angles, continuous_torques, frame_rate
from tests.support.motion_files import document, encode


def read_one(frames: int = 61, fps: float = 60) -> motion.Motion:
    (only,) = motion.read(encode(document(frames, fps=fps)))
    return only


def with_timestamps(timestamps: list[Any]) -> motion.Motion:
    source = document(len(timestamps))
    for frame, timestamp in zip(source["mocap_data"], timestamps, strict=True):
        frame["timestamp"] = timestamp
    (only,) = motion.read(encode(source))
    return only


@pytest.mark.parametrize(
    ("timestamps", "fps"),
    [
        ([number / 30 for number in range(9)], 30),
        ([number * 1001 / 24000 for number in range(9)], 23.976),
        ([5 + number / 60 for number in range(9)], 60),
        # Rounded to milliseconds, as steps of 16 and 17 ms.
        ([round(number / 60, 3) for number in range(301)], 60),
        # Frames are missing.
        ([number / 60 for number in range(100) if number % 9 and not 20 < number < 60], 60),
        # A frame is doubled.
        ([0, 0, 0.1, 0.2], 10),
        ([0, 4000], 0.00025),
        # Steps of two lengths, none of which is near the mean of both.
        (np.cumsum([0, *[1 / 60, 4 / 60] * 20]).tolist(), 60),
        ([0, 0.001, 1], 1000),
        ([0, 1, 1.001, 5], 1),
        # Times that differ by rounding only.
        ([0, 5e-324, 0.1, 0.2], 10),
    ],
)
def test_frame_rate_follows_the_median_step(timestamps: list[float], fps: float) -> None:
    assert with_timestamps(timestamps).fps == fps


def test_frame_rate_of_a_single_frame_is_unknown() -> None:
    only = with_timestamps([3])
    assert np.isnan(only.fps)
    assert (only.duration, len(only), len(only.resample(30))) == (0, 1, 1)
    for times in ([1.0, 1.0], [0.0, 5e-324], [0.0, 1e-10, 1e-10]):
        assert np.isnan(frame_rate(np.array(times)))


def test_repr_shows_the_frames_and_no_arrays() -> None:
    assert repr(read_one()) == "Motion(actor='', frames=61, fps=60, duration=1, joints=18, up='z')"


def test_index_of_an_unknown_joint_suggests_a_similar_one() -> None:
    assert read_one(1).index("Neck") == 14
    with pytest.raises(MoveInvalidRequestError, match=r"joint must be .* got 'left-knee'; did you mean Left_knee or"):
        read_one(1).index("left-knee")


def test_window_is_half_open_and_keeps_timestamps() -> None:
    whole = read_one()
    first, second = whole.window(0, 0.5), whole.window(0.5, 1)
    assert (len(first), len(second), first.fps) == (30, 30, 60)
    assert second.timestamps.tolist() == whole.timestamps[30:60].tolist()
    assert second.positions.tolist() == whole.positions[30:60].tolist()
    assert second.rotations["Neck"].tolist() == whole.rotations["Neck"][30:60].tolist()
    assert second.torques["Neck"].tolist() == whole.torques["Neck"][30:60].tolist()
    assert second.reaction_forces.tolist() == whole.reaction_forces[30:60].tolist()
    assert len(whole.window(-5, float("inf"))) == 61


def test_window_starts_at_a_frame_whose_timestamp_was_rounded() -> None:
    whole = with_timestamps([number / 3 for number in range(10)])
    assert whole.window(0.333333333, 2).timestamps[0] == 1 / 3
    assert whole.window(0, 0.3333333334).timestamps.tolist() == [0]


def test_window_shares_no_array_with_the_whole() -> None:
    whole = read_one()
    part = whole.window(0, 0.5)
    part.positions[:] = 0
    part.rotations["Root"][:] = 0
    assert whole.positions[0].any()
    assert whole.rotations["Root"][0].any()


@pytest.mark.parametrize(("start", "end"), [(1, 1), (2, 1), (float("nan"), 1), (0, float("nan"))])
def test_window_that_ends_before_it_starts_is_refused(start: float, end: float) -> None:
    with pytest.raises(MoveInvalidRequestError, match="start must be before end"):
        read_one().window(start, end)


@pytest.mark.parametrize(("start", "end"), [(2, 3), (-2, 0), (0.501, 0.502)])
def test_window_without_frames_is_refused(start: float, end: float) -> None:
    with pytest.raises(MoveInvalidRequestError, match="must contain a frame from 0 to 1 s; got"):
        read_one().window(start, end)


def test_resampling_at_frames_keeps_their_values() -> None:
    whole = read_one()
    half = whole.resample(30)
    assert half.fps == 30
    assert half.timestamps.tolist() == [number / 30 for number in range(31)]
    assert half.positions.tolist() == whole.positions[::2].tolist()
    assert half.torques["Root"].tolist() == whole.torques["Root"][::2].tolist()
    assert half.rotations["Left_knee"].tolist() == whole.rotations["Left_knee"][::2].tolist()
    assert half.reaction_forces.tolist() == whole.reaction_forces[::2].tolist()


def test_resampling_between_frames_is_linear() -> None:
    whole = with_timestamps([1, 2, 4])
    even = whole.resample(2)
    assert even.timestamps.tolist() == [1, 1.5, 2, 2.5, 3, 3.5, 4]
    assert np.allclose(even.positions[1], (whole.positions[0] + whole.positions[1]) / 2)
    assert np.allclose(even.positions[3], 0.75 * whole.positions[1] + 0.25 * whole.positions[2])
    assert np.allclose(even.torques["Root"][4], (whole.torques["Root"][1] + whole.torques["Root"][2]) / 2)


def test_resampling_next_to_missing_values_is_missing_but_exact_at_frames() -> None:
    source = document(4, fps=1)
    source["mocap_data"][1]["joint_data"]["Root"]["position"] = [None, 1, 2]
    (whole,) = motion.read(encode(source))
    missing = np.isnan(whole.resample(2).positions[:, 0, 0])
    assert missing.tolist() == [False, True, True, True, False, False, False]
    assert not np.isnan(whole.resample(2).positions[:, 0, 1]).any()


@pytest.mark.parametrize("fps", [0, -1, float("nan"), float("inf"), 10_001])
def test_invalid_frame_rate_is_refused(fps: float) -> None:
    with pytest.raises(MoveInvalidRequestError, match="fps must be a number above 0 and at most 10,000; got"):
        read_one().resample(fps)


@pytest.mark.parametrize("fps", ["30", None, True, [30], b"30", 10**400])
def test_frame_rate_that_is_no_number_is_refused(fps: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="fps must be a number; got"):
        read_one().resample(fps)


@pytest.mark.parametrize("value", ["1", None, False, [1], b"1"])
def test_window_of_other_values_than_numbers_is_refused(value: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="start must be a number; got"):
        read_one().window(value, 1)
    with pytest.raises(MoveInvalidRequestError, match="end must be a number; got"):
        read_one().window(0, value)


def test_numbers_of_numpy_are_numbers() -> None:
    whole = read_one()
    assert len(whole.window(np.int64(0), np.float32(0.5))) == 30
    assert len(whole.resample(np.int32(30))) == 31


@pytest.mark.parametrize("timestamps", [[0, 1e12], [0, 1 / 60, 1e30], [-1e30, 1e30], [0, 4000]])
def test_resampling_of_a_gap_is_refused_before_memory_is_allocated(timestamps: list[float]) -> None:
    whole = with_timestamps(timestamps)
    tracemalloc.start()
    try:
        with pytest.raises(
            MoveInvalidRequestError, match=r"at most 2,222,222 frames; got 1000 .* pass a lower one, or"
        ):
            whole.resample(1000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1024 * 1024


def matrix(angles: np.ndarray, axes: str) -> np.ndarray:
    """Return the rotation matrices of intrinsic Euler angles."""
    result = np.broadcast_to(np.eye(3), (len(angles), 3, 3))
    for number, axis in enumerate(axes):
        sine, cosine = np.sin(angles[:, number]), np.cos(angles[:, number])
        first, second = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
        turn = np.zeros((len(angles), 3, 3))
        turn[:, "xyz".index(axis), "xyz".index(axis)] = 1
        turn[:, first, first] = turn[:, second, second] = cosine
        turn[:, first, second], turn[:, second, first] = -sine, sine
        result = result @ turn
    return result


@given(st.integers(0, 2**32 - 1), st.sampled_from(["xyz", "zyx", "xzy", "x", "z"]))
@settings(max_examples=60, deadline=None)
def test_continuous_angles_are_the_same_rotations_without_jumps(seed: int, axes: str) -> None:
    random = np.random.default_rng(seed)
    smooth = np.cumsum(random.normal(0, 0.05, (80, len(axes))), axis=0) + random.normal(0, 3, len(axes))
    jumping = smooth + 2 * np.pi * random.integers(-2, 3, smooth.shape)
    if len(axes) == 3:
        is_flipped = random.random(len(smooth)) < 0.5
        other = np.column_stack([jumping[:, 0] + np.pi, np.pi - jumping[:, 1], jumping[:, 2] - np.pi])
        jumping = np.where(is_flipped[:, None], other, jumping)
    angles = continuous_angles(jumping, axes)
    assert np.allclose(matrix(angles, axes), matrix(smooth, axes), atol=1e-9)
    assert np.allclose(angles[0], jumping[0])
    assert np.abs(np.diff(angles, axis=0)).max() < 0.5


@given(st.integers(0, 2**32 - 1), st.sampled_from(["xyz", "zyx", "yxz", "x"]))
@settings(max_examples=40, deadline=None)
def test_torques_have_the_same_power_in_any_form_of_the_angles(seed: int, axes: str) -> None:
    random = np.random.default_rng(seed)
    smooth = np.cumsum(random.normal(0, 0.05, (40, len(axes))), axis=0)
    torques = random.normal(0, 9, smooth.shape)
    angles, file_torques = smooth.copy(), torques.copy()
    if len(axes) == 3:
        is_other = random.random(len(smooth)) < 0.5
        is_other[0] = False
        angles[is_other] = angles[is_other] * [1, -1, 1] + np.pi
        # The axis of an angle is the derivative of the rotation: for the middle angle, it is reversed.
        file_torques[is_other] *= [1, -1, 1]
    assert np.allclose(continuous_angles(angles, axes), smooth, atol=1e-9)
    assert np.array_equal(continuous_torques(file_torques, angles, axes), torques)


@pytest.mark.parametrize("axes", ["xyz", "zyx", "yzx"])
def test_only_the_axis_of_the_middle_angle_is_reversed_in_the_other_form(axes: str) -> None:
    angles = np.array([[0.3, 1.2, 0.4]])
    other = angles * [1, -1, 1] + np.pi
    for number, sign in enumerate((1, -1, 1)):
        step = np.eye(3)[[number]] * 1e-6
        turns = [
            (matrix(each + change, axes) - matrix(each - change, axes)) @ matrix(each, axes).transpose(0, 2, 1) / 2e-6
            for each, change in ((angles, step), (other, step))
        ]
        assert np.allclose(turns[0], sign * turns[1], atol=1e-6)


def test_resampling_keeps_torques_whose_angles_change_their_form() -> None:
    source = document(5, fps=10)
    for number, each in enumerate(source["mocap_data"]):
        is_other = number % 2
        angles = [0.3 + np.pi, np.pi - 1.2, 0.4 + np.pi] if is_other else [0.3, 1.2, 0.4]
        each["joint_data"]["Root"].update(rotations=angles, torques=[1, -2 if is_other else 2, 3])
    (whole,) = motion.read(encode(source))
    even = whole.resample(20)
    assert np.allclose(even.rotations["Root"], [0.3, 1.2, 0.4])
    assert np.allclose(even.torques["Root"], [1, 2, 3])


def test_angles_after_a_missing_frame_are_kept() -> None:
    angles = np.array([[0.1], [np.nan], [0.2]])
    assert continuous_angles(angles, "x")[2].tolist() == [0.2]
    quaternion = np.array([[1.0, 0, 0, 0], [-1.0, 0, 0, 0]])
    assert continuous_angles(quaternion, "") is quaternion


def test_resampling_takes_the_shortest_way_between_angles() -> None:
    source = document(2, fps=1)
    for frame, angle in zip(source["mocap_data"], (3.1, -3.1), strict=True):
        frame["joint_data"]["Left_knee"]["rotations"] = [angle]
    (whole,) = motion.read(encode(source))
    assert np.allclose(whole.resample(2).rotations["Left_knee"][:, 0], [3.1, np.pi, 2 * np.pi - 3.1])


def test_y_up_turns_positions_and_axes_alike() -> None:
    whole = read_one(5)
    turned = whole.to_y_up()
    assert (turned.up, whole.up) == ("y", "z")
    assert np.array_equal(turned.positions[..., 1], whole.positions[..., 2])
    # A quarter turn about x.
    turn = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]])
    assert np.isclose(np.linalg.det(turn), 1)
    assert np.allclose(turned.positions, whole.positions @ turn.T)
    for before, after in zip(whole.joints, turned.joints, strict=True):
        name = before.name
        expected = turn @ matrix(whole.rotations[name], before.axes) @ turn.T
        assert np.allclose(matrix(turned.rotations[name], after.axes), expected), name
        assert np.array_equal(np.abs(turned.torques[name]), np.abs(whole.torques[name]))
    assert {joint.name: joint.axes for joint in turned.joints}["Left_elbow"] == "y"
    assert turned.to_y_up() is turned


def test_y_up_keeps_rotations_of_an_unknown_type() -> None:
    source = document(2)
    for frame in source["mocap_data"]:
        frame["joint_data"]["Root"].update(type="quaternion", rotations=[1, 0, 0, 0], torques=[])
    (whole,) = motion.read(encode(source))
    assert whole.to_y_up().rotations["Root"].tolist() == [[1, 0, 0, 0]] * 2
    assert "Root" not in whole.torques
