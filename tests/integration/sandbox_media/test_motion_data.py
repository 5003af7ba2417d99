"""Motion data has the shape, names, units and bones of the API's sample file."""

import itertools
import json
import math
from collections.abc import Callable
from typing import Any

import pytest

from tests.integration.sandbox_media.conftest import FRAMES, RATE
from tests.integration.sandbox_media.unpacking import unzip
from tests.support.motion_files import TYPES

Motions = list[list[dict[str, Any]]]

# Constant distances in the sample, in metres.
BONES = {
    ("hip", "knee"): 0.395,
    ("knee", "ankle"): 0.401,
    ("ankle", "toe"): 0.180,
    ("shoulder_rotation", "elbow"): 0.288,
    ("elbow", "wrist"): 0.229,
}
SPINE = {
    ("Root", "Spine1"): 0.151,
    ("Spine1", "Left_hip"): 0.183,
    ("Spine1", "Right_hip"): 0.183,
    ("Spine1", "Neck"): 0.489,
    ("Spine2", "Neck"): 0.296,
}


def test_archive_has_one_document_per_actor(make: Callable[..., bytes]) -> None:
    documents = {name: json.loads(data) for name, data in unzip(make("MOTION_DATA", actors=3)).items()}
    assert list(documents) == [f"track0{actor}_motion_data.json" for actor in range(3)]
    assert all(list(document) == ["mocap_data"] for document in documents.values())


def test_frames_have_the_published_members(motions: Motions) -> None:
    for number, frame in enumerate(motions[0]):
        assert list(frame) == ["timestamp", "joint_data"]
        assert isinstance(frame["timestamp"], str)
        assert float(frame["timestamp"]) == pytest.approx(number / RATE)
        assert {name: joint["type"] for name, joint in frame["joint_data"].items()} == TYPES
        for joint in frame["joint_data"].values():
            assert list(joint) == ["position", "type", "rotations", "torques", "reaction_forces"]
            axes = len(joint["type"].removeprefix("euler_"))
            assert [len(joint[key]) for key in ("position", "rotations", "torques")] == [3, axes, axes]
            assert isinstance(joint["reaction_forces"], float)
    assert motions[0][0]["timestamp"] == "0.0"
    assert list(motions[0][0]["joint_data"]) == list(TYPES)
    assert len(motions[0]) == FRAMES


def test_bones_have_the_lengths_of_the_sample_in_each_frame(motions: Motions) -> None:
    sided = {(f"{side}_{a}", f"{side}_{b}"): length for (a, b), length in BONES.items() for side in ("Left", "Right")}
    for frame in itertools.chain(*motions):
        places = {name: joint["position"] for name, joint in frame["joint_data"].items()}
        for (a, b), length in (sided | SPINE).items():
            assert math.dist(places[a], places[b]) == pytest.approx(length, abs=5e-6), (a, b)


def test_actors_walk_on_the_floor_with_z_up(motions: Motions) -> None:
    for motion in motions:
        for frame in motion:
            places = {name: joint["position"] for name, joint in frame["joint_data"].items()}
            assert 0.8 <= places["Root"][2] <= 0.95
            assert min(place[2] for place in places.values()) >= -1e-6
            assert min(places["Left_toe"][2], places["Right_toe"][2]) <= 0.05
            assert places["Neck"][2] > places["Spine2"][2] > places["Spine1"][2] > places["Root"][2]
            assert all(abs(angle) < 3.5 for joint in frame["joint_data"].values() for angle in joint["rotations"])
        path = [frame["joint_data"]["Root"]["position"][:2] for frame in motion]
        assert 1.5 < sum(itertools.starmap(math.dist, itertools.pairwise(path))) < 4  # in two seconds


def test_actors_walk_forward(motions: Motions) -> None:
    for before, after in itertools.pairwise(motions[0]):
        places = {name: joint["position"] for name, joint in before["joint_data"].items()}
        left = [a - b for a, b in zip(places["Left_hip"], places["Right_hip"], strict=True)]
        step = [a - b for a, b in zip(after["joint_data"]["Root"]["position"], places["Root"], strict=True)]
        assert left[1] * step[0] - left[0] * step[1] > 0  # left × up points forward  # noqa: RUF003


def test_floor_carries_the_person(motions: Motions) -> None:
    feet = {"Left_ankle", "Left_toe", "Right_ankle", "Right_toe"}
    for frame in motions[0]:
        forces = {name: joint["reaction_forces"] for name, joint in frame["joint_data"].items()}
        assert {name for name, force in forces.items() if force} <= feet
        assert 700 < sum(forces.values()) < 1100


def test_two_actors_keep_apart(motions: Motions) -> None:
    for first, second in zip(*motions, strict=True):
        places = [frame["joint_data"]["Root"]["position"] for frame in (first, second)]
        assert math.dist(*places) > 0.6
