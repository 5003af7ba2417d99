"""The GLB is correct in what a viewer needs besides the motion: bounds, skins, mesh and scene."""

import math

import pytest

from tests.integration.sandbox_media.conftest import FRAMES, RATE
from tests.integration.sandbox_media.unpacking import Glb


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
    assert len(matrices) == len(skin["joints"]) == 18
    for joint, matrix in zip(skin["joints"], matrices, strict=True):
        place, node = [0.0, 0.0, 0.0], joint
        while node in parents:  # the root is where the actor is, the mesh is not
            place = [a + b for a, b in zip(place, nodes[node]["translation"], strict=True)]
            node = parents[node]
        assert [-value for value in matrix[12:15]] == pytest.approx(place, abs=1e-6)


def test_glb_mesh_is_weighted_to_real_joints(glb: Glb) -> None:
    (primitive,) = glb.document["meshes"][0]["primitives"]
    attributes = primitive["attributes"]
    joints = glb.values(attributes["JOINTS_0"])
    assert {value for influence in joints for value in influence} <= set(range(18))
    assert {sum(weights) for weights in glb.values(attributes["WEIGHTS_0"])} == {1.0}
    corners = [index for (index,) in glb.values(primitive["indices"])]
    assert set(corners) == set(range(len(joints)))
    assert len(corners) % 3 == 0


def test_glb_animation_turns_joints_for_the_length_of_the_window(crowd: Glb) -> None:
    (animation,) = crowd.document["animations"]
    paths = [channel["target"]["path"] for channel in animation["channels"]]
    assert (paths.count("rotation"), paths.count("translation")) == (3 * 18, 3)
    times = [time for (time,) in crowd.values(animation["samplers"][0]["input"])]
    assert times == sorted(set(times))
    assert times[0] == 0
    assert times[-1] == pytest.approx((FRAMES - 1) / RATE)
    moving = 0
    for channel, sampler in zip(animation["channels"], animation["samplers"], strict=True):
        values = crowd.values(sampler["output"])
        assert len(values) == len(times)
        if channel["target"]["path"] == "rotation":
            assert all(math.isclose(math.hypot(*turn), 1, abs_tol=1e-6) for turn in values)
            moving += len(set(values)) > 1
    assert moving >= 3 * 14


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
    assert len({joint for skin in crowd.document["skins"] for joint in skin["joints"]}) == 3 * 18


def test_glb_names_joints_as_motion_data_does(glb: Glb, crowd: Glb) -> None:
    assert [node["name"] for node in glb.document["nodes"]][:2] == ["Root", "Left_hip"]
    names = [node["name"] for node in crowd.document["nodes"]]
    assert names[:2] == ["Actor00_Root", "Actor00_Left_hip"]
    assert len(set(names)) == len(names)
