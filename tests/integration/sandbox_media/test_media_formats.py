"""Each format is parsed by its specification, and all of them contain the same motion."""

import io
import json
import math
import re
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.sandbox_media.unpacking import Glb, unzip

Matrix = list[list[float]]
Make = Callable[..., bytes]
FRAMES = (0, 11, 29)


def _multiply(a: Matrix, b: Matrix) -> Matrix:
    return [[sum(a[i][k] * b[k][j] for k in range(4)) for j in range(4)] for i in range(4)]


def _translation(x: float, y: float, z: float) -> Matrix:
    return [[1, 0, 0, x], [0, 1, 0, y], [0, 0, 1, z], [0, 0, 0, 1]]


def _turn(axis: str, degrees: float) -> Matrix:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    turns: dict[str, Matrix] = {
        "X": [[1, 0, 0, 0], [0, cos, -sin, 0], [0, sin, cos, 0], [0, 0, 0, 1]],
        "Y": [[cos, 0, sin, 0], [0, 1, 0, 0], [-sin, 0, cos, 0], [0, 0, 0, 1]],
        "Z": [[cos, -sin, 0, 0], [sin, cos, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
    }
    return turns[axis]


def _quaternion_matrix(x: float, y: float, z: float, w: float) -> Matrix:
    return [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w), 0],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w), 0],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y), 0],
        [0, 0, 0, 1],
    ]


def _place(matrix: Matrix) -> list[float]:
    return [matrix[0][3], matrix[1][3], matrix[2][3]]


def _glb_places(glb: Glb, frame: int) -> dict[str, list[float]]:
    """Return the positions of the joints of the first skin by name, posed as in a viewer."""
    nodes, (animation,) = glb.document["nodes"], glb.document["animations"]
    moves: dict[tuple[int, str], tuple[float, ...]] = {}
    for channel in animation["channels"]:
        sampler = animation["samplers"][channel["sampler"]]
        target = channel["target"]
        moves[target["node"], target["path"]] = glb.values(sampler["output"])[frame]
    places: dict[str, list[float]] = {}

    def visit(index: int, above: Matrix) -> None:
        rest: tuple[float, ...] = nodes[index]["translation"]
        shift = moves.get((index, "translation"), rest)
        own = _multiply(_translation(*shift), _quaternion_matrix(*moves[index, "rotation"]))
        world = _multiply(above, own)
        places[nodes[index]["name"].partition("_")[2]] = _place(world)
        for child in nodes[index].get("children", []):
            visit(child, world)

    visit(glb.document["skins"][0]["skeleton"], _translation(0, 0, 0))
    return places


def _bvh_places(text: str, frame: int) -> dict[str, list[float]]:
    """Return the positions of the joints of a BVH by name, in metres."""
    hierarchy, motion = text.split("MOTION\n")
    rows = motion.splitlines()
    numbers = iter([float(value) for value in rows[2 + frame].split()])
    stack: list[Matrix] = []
    places: dict[str, list[float]] = {}
    name = ""
    offset = (0.0, 0.0, 0.0)
    for words in map(str.split, hierarchy.splitlines()):
        if words[0] in {"ROOT", "JOINT", "End"}:
            name = words[1]
        elif words[0] == "OFFSET":
            offset = (float(words[1]), float(words[2]), float(words[3]))
            world = stack[-1] if stack else _translation(0, 0, 0)
            stack.append(_multiply(world, _translation(*offset)))
        elif words[0] == "CHANNELS":
            assert int(words[1]) == len(words) - 2
            for channel in words[2:]:
                value = next(numbers)
                axis = channel[0]
                move = _translation(*(value * (axis == other) for other in "XYZ"))
                step = move if channel.endswith("position") else _turn(axis, value)
                stack[-1] = _multiply(stack[-1], step)
            places[name] = [value / 100 for value in _place(stack[-1])]
        elif words[0] == "}":
            stack.pop()
    assert next(numbers, None) is None
    assert not stack
    return places


def _motion_places(motion: list[dict[str, Any]], frame: int) -> dict[str, list[float]]:
    joints = motion[frame]["joint_data"]
    return {name: joint["position"] for name, joint in joints.items()}


def _assert_close(a: dict[str, list[float]], b: dict[str, list[float]]) -> None:
    assert list(a) == list(b)
    for name, place in a.items():
        assert place == pytest.approx(b[name], abs=2e-4), name


@pytest.mark.parametrize("frame", FRAMES)
def test_glb_moves_as_the_motion_data_says(glb: Glb, motion: list[dict[str, Any]], frame: int) -> None:
    _assert_close(_glb_places(glb, frame), _motion_places(motion, frame))


@pytest.mark.parametrize("frame", FRAMES)
def test_bvh_moves_as_the_motion_data_says(make: Make, motion: list[dict[str, Any]], frame: int) -> None:
    (bvh,) = unzip(make("ALL_BVH")).values()
    _assert_close(_bvh_places(bvh.decode(), frame), _motion_places(motion, frame))


def test_bvh_counts_its_frames(make: Make) -> None:
    (bvh,) = unzip(make("ALL_BVH")).values()
    rows = bvh.decode().split("MOTION\n")[1].splitlines()
    assert rows[:2] == ["Frames: 30", "Frame Time: 0.033333"]
    assert [len(row.split()) for row in rows[2:]] == [3 + 3 * 19] * 30


def test_motion_data_has_the_documented_shape(motion: list[dict[str, Any]]) -> None:
    assert [set(frame) for frame in motion] == [{"timestamp", "joint_data"}] * 30
    assert motion[0]["timestamp"] == "0.0"
    assert float(motion[-1]["timestamp"]) == pytest.approx(29 / 30)
    assert len(motion[0]["joint_data"]) == 19
    for joint in motion[0]["joint_data"].values():
        assert list(joint) == ["position", "type", "rotations"]
        assert joint["type"] == "euler_xyz"
        assert len(joint["position"]) == len(joint["rotations"]) == 3


def test_each_actor_has_a_separate_position(make: Make) -> None:
    documents = [json.loads(data) for data in unzip(make("MOTION_DATA", actors=3)).values()]
    hips = [doc["mocap_data"][0]["joint_data"]["Hips"]["position"][0] for doc in documents]
    assert hips[1] - hips[0] > 1
    assert hips[2] - hips[1] > 1


def test_glb_bounds_hold_and_views_are_aligned(crowd: Glb) -> None:
    assert crowd.document["buffers"] == [{"byteLength": len(crowd.binary)}]
    bounded = 0
    for index, accessor in enumerate(crowd.document["accessors"]):
        view = crowd.document["bufferViews"][accessor["bufferView"]]
        assert view["byteOffset"] % 4 == 0
        assert view["byteOffset"] + view["byteLength"] <= len(crowd.binary)
        if "min" in accessor:
            columns = list(zip(*crowd.values(index), strict=True))
            assert accessor["min"] == [min(column) for column in columns]
            assert accessor["max"] == [max(column) for column in columns]
            bounded += 1
    assert bounded == 2  # positions and times


def test_glb_skin_binds_at_rest(glb: Glb) -> None:
    (skin,) = glb.document["skins"]
    nodes = glb.document["nodes"]
    parents = {child: i for i, node in enumerate(nodes) for child in node.get("children", [])}
    matrices = glb.values(skin["inverseBindMatrices"])
    assert len(matrices) == len(skin["joints"]) == 19
    for joint, matrix in zip(skin["joints"], matrices, strict=True):
        place, node = [0.0, 0.0, 0.0], joint
        while node in parents:  # the root stands where the actor does, the mesh does not
            place = [a + b for a, b in zip(place, nodes[node]["translation"], strict=True)]
            node = parents[node]
        place[1] += 0.95
        assert [-value for value in matrix[12:15]] == pytest.approx(place, abs=1e-6)


def test_glb_mesh_is_weighted_to_real_joints(glb: Glb) -> None:
    (primitive,) = glb.document["meshes"][0]["primitives"]
    attributes = primitive["attributes"]
    joints = glb.values(attributes["JOINTS_0"])
    assert {value for influence in joints for value in influence} <= set(range(19))
    assert {sum(weights) for weights in glb.values(attributes["WEIGHTS_0"])} == {1.0}
    corners = [index for (index,) in glb.values(primitive["indices"])]
    assert set(corners) == set(range(len(joints)))
    assert len(corners) % 3 == 0


def test_glb_animation_turns_joints_for_about_a_second(crowd: Glb) -> None:
    (animation,) = crowd.document["animations"]
    paths = [channel["target"]["path"] for channel in animation["channels"]]
    assert (paths.count("rotation"), paths.count("translation")) == (3 * 19, 3)
    times = [time for (time,) in crowd.values(animation["samplers"][0]["input"])]
    assert times == sorted(set(times))
    assert times[0] == 0
    assert times[-1] == pytest.approx(29 / 30)
    moving = 0
    for channel, sampler in zip(animation["channels"], animation["samplers"], strict=True):
        values = crowd.values(sampler["output"])
        assert len(values) == len(times)
        if channel["target"]["path"] == "rotation":
            assert all(math.isclose(math.hypot(*turn), 1, abs_tol=1e-6) for turn in values)
            moving += len(set(values)) > 1
    assert moving >= 3 * 15


def test_glb_has_every_joint_and_mesh_in_its_scene(crowd: Glb) -> None:
    nodes = crowd.document["nodes"]
    (scene,) = crowd.document["scenes"]
    reached: list[int] = []
    waiting = list(scene["nodes"])
    while waiting:
        reached.append(waiting.pop())
        waiting += nodes[reached[-1]].get("children", [])
    assert sorted(reached) == list(range(len(nodes)))
    assert [node["skin"] for node in nodes if "mesh" in node] == [0, 1, 2]
    assert len({joint for skin in crowd.document["skins"] for joint in skin["joints"]}) == 3 * 19


def test_c3d_has_the_positions_of_the_motion_data_in_millimetres(make: Make, motion: list[dict[str, Any]]) -> None:
    (data,) = unzip(make("ALL_C3D")).values()
    assert data[:2] == b"\x02\x50"
    points, analog, first, last, _, scale, block = struct.unpack_from("<HHHHHfH", data, 2)
    assert (points, analog, first, last, scale) == (19, 0, 1, 30, -1.0)
    assert struct.unpack_from("<f", data, 20) == (30.0,)
    assert data[514:516] == bytes((block - 2, 84))
    for frame in FRAMES:
        start = (block - 1) * 512 + frame * 19 * 16
        for joint, place in enumerate(_motion_places(motion, frame).values()):
            *marker, residual = struct.unpack_from("<4f", data, start + joint * 16)
            assert [value / 1000 for value in marker] == pytest.approx(place, abs=1e-4)
            assert residual == 0


def test_c3d_names_its_markers(make: Make) -> None:
    (data,) = unzip(make("ALL_C3D")).values()
    assert data.count(b"\x06\x01LABELS") == 1
    width, count = data[data.index(b"LABELS") + 10 : data.index(b"LABELS") + 12]
    assert (width, count) == (len("RightShoulder"), 19)
    start = data.index(b"LABELS") + 12
    assert data[start : start + width].rstrip() == b"Hips"


def test_usdz_is_stored_and_aligned(make: Make) -> None:
    data = make("MAIN_USDZ", actors=2)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        (member,) = archive.infolist()
        layer = archive.read(member)
    assert member.filename == "actors.usda"
    assert member.compress_type == zipfile.ZIP_STORED
    start = data.index(layer)
    assert start % 64 == 0
    assert layer.startswith(b"#usda 1.0\n")
    assert layer.count(b'def Skeleton "Actor') == 2


def test_usdz_turns_joints_as_the_glb_does(make: Make, glb: Glb) -> None:
    (layer,) = unzip(make("MAIN_USDZ")).values()
    samples = re.findall(rb"^ +(\d+): \[(.*)\],$", layer, re.MULTILINE)
    assert [int(number) for number, _ in samples] == [*range(30), *range(30)]
    (animation,) = glb.document["animations"]
    turns = [
        glb.values(animation["samplers"][channel["sampler"]]["output"])
        for channel in animation["channels"]
        if channel["target"]["path"] == "rotation"
    ]
    for frame in FRAMES:
        written = [float(value) for value in re.findall(rb"-?[\d.]+(?:e-?\d+)?", samples[frame][1])]
        for joint, turn in enumerate(turns):
            x, y, z, w = turn[frame]
            assert written[joint * 4 : joint * 4 + 4] == pytest.approx([w, x, y, z], abs=1e-5)
