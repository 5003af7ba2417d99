"""Reading of motion data: values, tolerance and errors."""

import json
import os
import pickle
import tracemalloc
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from move_ugc_async import MotionFormatError, MoveError, MoveInvalidRequestError, motion
from move_ugc_async.motion import columns as columns_module
from tests.support.motion_files import TYPES, archive, document, encode, frame, joint


def read_one(content: Any) -> motion.Motion:
    (only,) = motion.read(content if isinstance(content, bytes) else encode(content))
    return only


def error_of(content: Any) -> MotionFormatError:
    with pytest.raises(MotionFormatError) as raised:
        motion.read(content if isinstance(content, bytes) else encode(content))
    return raised.value


def test_read_returns_every_value_of_the_file() -> None:
    source = document(7)
    actor = read_one(source)
    frames = source["mocap_data"]
    assert [each.name for each in actor.joints] == list(TYPES)
    assert actor.timestamps.tolist() == [float(each["timestamp"]) for each in frames]
    for number, name in enumerate(TYPES):
        data = [each["joint_data"][name] for each in frames]
        assert actor.positions[:, number].tolist() == [each["position"] for each in data]
        assert actor.rotations[name].tolist() == [each["rotations"] for each in data]
        assert actor.torques[name].tolist() == [each["torques"] for each in data]
        assert actor.reaction_forces[:, number].tolist() == [each["reaction_forces"] for each in data]
    assert (actor.positions.shape, actor.reaction_forces.shape) == ((7, 18, 3), (7, 18))
    assert actor.positions.dtype == np.float64
    assert (len(actor), actor.fps, actor.duration, actor.up) == (7, 60.0, 0.1, "z")


def test_read_returns_documented_axes_and_parents() -> None:
    joints = {each.name: each for each in read_one(document()).joints}
    assert joints == motion.JOINTS
    assert joints["Root"] == motion.Joint("Root", None, "xyz")
    assert joints["Left_ankle"] == motion.Joint("Left_ankle", "Left_knee", "zyx")
    assert joints["Right_elbow"] == motion.Joint("Right_elbow", "Right_shoulder_rotation", "z")
    assert joints["Spine1"].parent == "Root"
    assert joints["Neck"].parent == "Spine2"


@pytest.mark.parametrize("kind", [str, Path])
def test_read_accepts_paths_and_names_the_actor_after_the_file(kind: type, tmp_path: Path) -> None:
    path = tmp_path / "track03_motion_data.json"
    path.write_bytes(encode(document()))
    (actor,) = motion.read(kind(path))
    assert actor.actor == "track03"


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_read_accepts_bytes(kind: type) -> None:
    (actor,) = motion.read(kind(encode(document())))
    assert (actor.actor, len(actor)) == ("", 5)


def test_read_returns_the_actors_of_an_archive_in_order_of_their_names() -> None:
    source = archive(
        {"b_motion_data.json": document(9), "readme.txt": b"text", "a/track00_motion_data.json": document(4)}
    )
    actors = motion.read(source)
    assert [(each.actor, len(each)) for each in actors] == [("track00", 4), ("b", 9)]
    assert isinstance(actors, list)


def test_actors_of_one_archive_have_different_names() -> None:
    def names(*files: str) -> list[str]:
        return [each.actor for each in motion.read(archive(dict.fromkeys(files, document(1))))]

    assert names("a/track00_motion_data.json", "b/track00_motion_data.json", "b/track01.json") == [
        *("a/track00", "b/track00", "track01")
    ]
    assert names("track00.JSON", "track00.json") == ["track00", "track00 (2)"]
    assert names("a/b/x.json", "a/b/x_motion_data.json", "x.json") == ["a/b/x", "a/b/x (2)", "x"]
    assert names("x (2).json", "x.JSON", "x.Json") == ["x (2)", "x", "x (3)"]
    assert names("a/_motion_data.json", "b/_motion_data.json") == ["a/_motion_data", "b/_motion_data"]


def test_missing_file_raises_the_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        motion.read(tmp_path / "absent.zip")


@pytest.mark.parametrize("source", [None, 3, [b"a"]])
def test_source_of_another_type_is_refused(source: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="source must be a path or bytes; got"):
        motion.read(source)


@pytest.mark.parametrize("size", [0, -1, 1.5, True, None])
def test_invalid_max_size_is_refused(size: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="max_size must be a number of bytes above 0"):
        motion.read(b"{}", max_size=size)


def test_unknown_joints_are_read_like_the_others() -> None:
    source = document(3)
    for number, each in enumerate(source["mocap_data"]):
        each["joint_data"]["Left_thumb"] = {
            **joint("Left_thumb", number),
            "type": "quaternion",
            "rotations": [1, 0, 0, number],
        }
        del each["joint_data"]["Left_thumb"]["torques"]
    actor = read_one(source)
    assert actor.joints[-1] == motion.Joint("Left_thumb", None, "")
    assert actor.rotations["Left_thumb"].tolist() == [[1, 0, 0, number] for number in range(3)]
    assert "Left_thumb" not in actor.torques


@pytest.mark.parametrize("type_", ["quaternion", "matrix", None, 3, "euler_XYZ"])
@pytest.mark.parametrize(("rotations", "torques"), [(4, 3), (9, 3), (0, 3), (0, 5), (1, 9), (3, 0)])
def test_unknown_type_may_have_other_numbers_of_rotations_and_torques(
    type_: object, rotations: int, torques: int
) -> None:
    source = document(4)
    for number, each in enumerate(source["mocap_data"]):
        tail = {"position": [0, 0, 0], "type": type_, "torques": [number] * torques}
        # Torques may come first.
        each["joint_data"]["Tail"] = tail | ({"rotations": [number] * rotations} if number > 1 else {})
    actor = read_one(source)
    expected = [[number] * torques for number in range(4)]
    assert (actor.torques["Tail"].tolist() if torques else "Tail" not in actor.torques) == (
        expected if torques else True
    )
    assert (actor.rotations["Tail"].shape if rotations else (4, 0)) == (4, rotations)
    table = actor.to_pandas()
    assert [name for name in table.columns if name.startswith("torque")] == [
        f"torque_{number}" for number in range(max(3, torques))
    ]
    assert len(actor.to_y_up().resample(30)) == 2


def test_torques_without_rotations_are_read() -> None:
    source = document(3)
    for each in source["mocap_data"]:
        del each["joint_data"]["Neck"]["rotations"]
    actor = read_one(source)
    assert "Neck" not in actor.rotations
    assert actor.resample(30).torques["Neck"].shape == (2, 3)


@pytest.mark.parametrize("name", ["\ud800", "a\udfff", "\udc80b"])
@pytest.mark.parametrize("number", [1.0, float("nan")])
def test_joint_with_an_invalid_name_is_refused(name: str, number: float) -> None:
    error = error_of({"mocap_data": [{"timestamp": 0, "joint_data": {name: {"position": [number, 0, 0]}}}]})
    assert error.frame == 0
    str(error).encode()


def test_file_with_an_invalid_name_is_read(tmp_path: Path) -> None:
    path = tmp_path / "\udcffa.json"
    path.write_bytes(encode(document(1)))
    (actor,) = motion.read(path)
    assert actor.actor == r"\udcffa"
    assert actor.to_pandas()["actor"].tolist() == [actor.actor] * 18
    assert actor.to_arrow().num_rows == 18


@pytest.mark.parametrize("path", ["a\0b", Path("\0"), "\ud800"])
def test_path_that_cannot_be_opened_is_refused(path: Any) -> None:
    with pytest.raises(MoveInvalidRequestError, match="source must be a path; got"):
        motion.read(path)
    with pytest.raises(MoveInvalidRequestError, match="path must be a path; got"):
        read_one(document(1)).to_parquet(path)


@pytest.mark.parametrize("stretch", [slice(None, None, 2), slice(None, None, -1)])
def test_memory_that_is_not_contiguous_is_read(stretch: slice) -> None:
    source = encode(document(1))
    spread = source[::-1] if stretch.step < 0 else b"".join(bytes([each, 0]) for each in source)
    assert len(motion.read(memoryview(spread)[stretch])) == 1


@pytest.mark.parametrize("content", [archive({"a.json": document(30)}), encode(document(30))])
def test_pipe_is_read(content: bytes, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as thread:
        written = thread.submit(pipe.write_bytes, content)
        assert [len(each) for each in motion.read(pipe)] == [30]
        written.result()
        written = thread.submit(pipe.write_bytes, content)
        with pytest.raises(MotionFormatError, match="at most 100 bytes uncompressed"):
            motion.read(pipe, max_size=100)


@pytest.mark.parametrize("stamp", [1.1e30, -1e300, 1.7e308, float("inf"), "1e400"])
def test_timestamp_that_would_overflow_is_refused(stamp: object) -> None:
    source = document(2)
    source["mocap_data"][1]["timestamp"] = stamp
    assert "timestamp must be a number from -1e+30 to 1e+30; got" in error_of(source).message
    for number, each in enumerate(source["mocap_data"]):
        each["timestamp"] = (-1e30, 1e30)[number]
    assert read_one(source).duration == 2e30


def test_frames_with_missing_joints_and_fields_are_added_in_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    source = document(100)
    for number, each in enumerate(source["mocap_data"]):
        if number % 3:
            del each["joint_data"]["Neck"]
        if number % 5:
            del each["joint_data"]["Root"]["torques"]
        if number % 7:
            each["joint_data"]["Spine1"]["rotations"] = []
    batches: list[int] = []
    add = columns_module.Columns.add

    def count(columns: columns_module.Columns, frames: Any) -> None:
        batches.append(len(frames))
        add(columns, frames)

    monkeypatch.setattr(columns_module.Columns, "add", count)
    actor = read_one(source)
    assert batches == [100]
    for name, values, step in (("Neck", actor.torques, 3), ("Root", actor.torques, 5), ("Spine1", actor.rotations, 7)):
        present = ~np.isnan(values[name]).any(axis=1)
        assert present.tolist() == [number % step == 0 for number in range(100)]


def test_joint_without_its_documented_parent_has_the_nearest_ancestor_as_parent() -> None:
    source = document(2)
    for each in source["mocap_data"]:
        del each["joint_data"]["Spine1"], each["joint_data"]["Spine2"]
    parents = {each.name: each.parent for each in read_one(source).joints}
    assert (parents["Neck"], parents["Left_elbow"]) == ("Root", "Left_shoulder_rotation")


def test_missing_torques_rotations_and_forces_are_left_out() -> None:
    source = document(3)
    for each in source["mocap_data"]:
        for data in each["joint_data"].values():
            del data["torques"], data["reaction_forces"]
        each["joint_data"]["Root"]["rotations"] = []
    actor = read_one(source)
    assert actor.torques == {}
    assert "Root" not in actor.rotations
    assert np.isnan(actor.reaction_forces).all()


def test_values_that_some_frames_lack_are_nan_there() -> None:
    source = document(6)
    frames = source["mocap_data"]
    del frames[1]["joint_data"]["Neck"]
    del frames[2]["joint_data"]["Root"]["torques"]
    frames[3]["joint_data"]["Root"]["position"] = [None, 2, 3]
    frames[4]["joint_data"]["Late"] = joint("Late", 4)
    frames[5]["joint_data"]["Root"]["reaction_forces"] = None
    actor = read_one(source)
    missing = np.isnan(actor.positions[:, actor.index("Neck")]).all(axis=1)
    assert missing.tolist() == [False, True, False, False, False, False]
    assert np.isnan(actor.torques["Root"]).all(axis=1).tolist() == [False, False, True, False, False, False]
    assert np.isnan(actor.positions[3, 0]).tolist() == [True, False, False]
    assert np.isnan(actor.positions[:, actor.index("Late"), 0]).tolist() == [True, True, True, True, False, True]
    assert np.isnan(actor.reaction_forces[:, 0]).tolist() == [False] * 5 + [True]
    assert actor.positions[2, :18].tolist() == [each["position"] for each in frames[2]["joint_data"].values()]


@pytest.mark.parametrize("stamp", [0.25, "0.25", " 0.25 ", "2.5e-1"])
def test_timestamp_may_be_a_string_or_a_number(stamp: object) -> None:
    source = document(2)
    source["mocap_data"][1]["timestamp"] = stamp
    assert read_one(source).timestamps.tolist() == [0, 0.25]


def test_nan_written_by_python_is_read_as_missing() -> None:
    source = document(2)
    source["mocap_data"][1]["joint_data"]["Root"]["position"] = [float("nan"), 1.0, 2.0]
    assert b"NaN" in encode(source)
    assert np.isnan(read_one(source).positions[1, 0]).tolist() == [True, False, False]


@given(st.lists(st.sets(st.sampled_from(list(TYPES)), min_size=1), min_size=1, max_size=40), st.data())
@settings(max_examples=40, deadline=None)
def test_frames_of_any_shapes_are_read_as_one_by_one(shapes: list[set[str]], data: st.DataObject) -> None:
    source = document(len(shapes))
    for each, names in zip(source["mocap_data"], shapes, strict=True):
        each["joint_data"] = {name: each["joint_data"][name] for name in names}
        for name in names:
            if data.draw(st.booleans()):
                del each["joint_data"][name]["torques"]
    actor = read_one(source)
    for number, each in enumerate(source["mocap_data"]):
        for name in [known.name for known in actor.joints]:
            given_ = each["joint_data"].get(name)
            place = actor.positions[number, actor.index(name)]
            assert place.tolist() == given_["position"] if given_ else np.isnan(place).all()
            if name in actor.torques:
                torques = actor.torques[name][number]
                assert torques.tolist() == given_["torques"] if "torques" in (given_ or {}) else np.isnan(torques).all()


BROKEN_JOINTS: dict[str, tuple[dict[str, Any], str]] = {
    "position missing": ({"position": None}, "position must be a list of 3 numbers; got None"),
    "position short": ({"position": [1, 2]}, r"position must be a list of 3 numbers; got \[1, 2\]"),
    "position text": ({"position": "123"}, "position must be a list of 3 numbers; got '123'"),
    "position object": ({"position": {"x": 1, "y": 2, "z": 3}}, "position must be a list of 3 numbers"),
    "position nested": ({"position": [[1], 2, 3]}, "position must be a list of 3 numbers"),
    "position word": ({"position": ["a", 2, 3]}, "position must be a list of 3 numbers"),
    "position huge": ({"position": [10**400, 2, 3]}, "position must be a list of 3 numbers|the JSON is invalid"),
    "rotations few": ({"rotations": [1]}, r"rotations must be a list of 3 numbers; got \[1\]"),
    "torques many": ({"torques": [1, 2, 3, 4]}, "torques must be a list of 3 numbers"),
    "force list": ({"reaction_forces": [1, 2]}, "reaction_forces must be a number; got"),
    "type changed": ({"type": "euler_zyx"}, "type must be 'euler_xyz' as in the frames before; got 'euler_zyx'"),
}


@pytest.mark.parametrize("case", BROKEN_JOINTS)
def test_malformed_joint_is_reported_with_file_frame_and_joint(case: str) -> None:
    change, message = BROKEN_JOINTS[case]
    source = document(40)
    source["mocap_data"][23]["joint_data"]["Spine2"].update(change)
    with pytest.raises(MotionFormatError, match=message) as raised:
        motion.read(archive({"track00_motion_data.json": source}))
    error = raised.value
    is_syntax = "JSON" in error.message
    assert (error.file, error.frame, error.joint) == ("track00_motion_data.json", 23, None if is_syntax else "Spine2")
    assert str(error).startswith("track00_motion_data.json, frame 23" + ("" if is_syntax else ", joint Spine2: "))


BROKEN_FRAMES: dict[str, tuple[Any, str]] = {
    "no object": (3, "timestamp must be a number of seconds; got 3"),
    "null": (None, "timestamp must be a number of seconds; got None"),
    "no timestamp": ({"joint_data": {}}, "timestamp must be a number of seconds; got None"),
    "timestamp word": ({"timestamp": "soon", "joint_data": {}}, "timestamp must be a number of seconds; got 'soon'"),
    "timestamp nan": ({"timestamp": "nan", "joint_data": {}}, "got nan"),
    "timestamp earlier": ({"timestamp": "0.1", "joint_data": {}}, r"timestamp must be 0.366667 s or later"),
    "no joint_data": ({"timestamp": 1}, "joint_data must be an object with the joints; got None"),
    "joint_data list": ({"timestamp": 1, "joint_data": []}, r"joint_data must be an object with the joints; got \[\]"),
}


@pytest.mark.parametrize("case", BROKEN_FRAMES)
def test_malformed_frame_is_reported_with_its_number(case: str) -> None:
    content, message = BROKEN_FRAMES[case]
    source = document(40)
    source["mocap_data"][23] = content
    with pytest.raises(MotionFormatError, match=message) as raised:
        motion.read(encode(source))
    assert (raised.value.file, raised.value.frame, raised.value.joint) == (None, 23, None)


def test_joint_that_is_no_object_is_reported() -> None:
    source = document(3)
    source["mocap_data"][1]["joint_data"]["Neck"] = 3
    error = error_of(source)
    assert (error.message, error.frame, error.joint) == ("the joint must be an object; got 3", 1, "Neck")


def test_infinite_value_is_reported() -> None:
    source = document(4)
    source["mocap_data"][2]["joint_data"]["Neck"]["torques"] = [1, float("inf"), 2]
    error = error_of(source)
    assert (error.message, error.frame, error.joint) == ("torques must be finite", 2, "Neck")


def test_error_can_be_pickled_and_is_a_move_error() -> None:
    error = error_of({"mocap_data": [3]})
    copied = pickle.loads(pickle.dumps(error))
    assert isinstance(copied, MoveError)
    assert (str(copied), copied.frame, copied.transient) == (str(error), 0, False)


def test_file_without_joints_is_refused() -> None:
    for frames in ([], [{"timestamp": 0, "joint_data": {}}]):
        assert error_of({"mocap_data": frames}).message == "the file must have frames with joints; got none"


def test_too_many_joints_are_refused() -> None:
    names = [f"j{number}" for number in range(columns_module.MAX_JOINTS + 1)]
    source = {"mocap_data": [{"timestamp": 0, "joint_data": {name: {"position": [0, 0, 0]} for name in names}}]}
    assert "at most 1,000 joints" in error_of(source).message


def test_arrays_out_of_proportion_to_the_file_are_refused() -> None:
    names = [f"j{number}" for number in range(900)]
    first = {"timestamp": 0, "joint_data": {name: {"position": [0, 0, 0]} for name in names}}
    frames = [first, *({"timestamp": number, "joint_data": {}} for number in range(1, 20_000))]
    assert "each joint must be in at least one of 8 frames" in error_of({"mocap_data": frames}).message


def test_pickle_is_never_loaded(tmp_path: Path) -> None:
    class Attack:
        def __reduce__(self) -> Any:
            return Path.touch, (tmp_path / "loaded",)

    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        error = error_of(pickle.dumps(Attack(), protocol))
        assert "got a pickle, such as SYNC_DATA, which is never loaded" in error.message
        inside = error_of(archive({"sync_data.pkl": pickle.dumps(Attack(), protocol)}))
        assert "must contain JSON files" in inside.message
    assert not (tmp_path / "loaded").exists()


def test_frames_larger_than_a_batch_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from move_ugc_async.motion import json_frames

    monkeypatch.setattr(json_frames, "CHUNK", 100)
    source = document(5)
    assert len(read_one(source)) == 5
    assert json.loads(encode(source)) == source


def test_stored_archive_is_read() -> None:
    assert len(motion.read(archive({"a.json": document()}, zipfile.ZIP_STORED))) == 1


def test_frames_keep_their_numbers_over_batches() -> None:
    source = {"mocap_data": [frame(number) for number in range(700)]}
    assert len(encode(source)) > 2 * 1024 * 1024
    actor = read_one(source)
    assert actor.torques["Left_knee"][:, 0].tolist() == [2 + number for number in range(700)]
    source["mocap_data"][650]["joint_data"]["Neck"]["torques"] = "none"
    assert (error_of(source).frame, error_of(source).joint) == (650, "Neck")


def test_frames_of_alternating_shapes_take_memory_in_proportion_to_their_file() -> None:
    data = {"position": [1, 2, 3], "reaction_forces": 1}
    frames = [{"timestamp": number, "joint_data": {"ab"[number % 2]: data}} for number in range(60_000)]
    source = encode({"mocap_data": frames})
    tracemalloc.start()
    try:
        actor = read_one(source)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert actor.positions.shape == (60_000, 2, 3)
    # A batch of parsed frames takes most of it.
    assert peak < 7 * len(source)
