"""The FBX file is complete: each object has an id and a place in the scene, and each curve a value for each frame."""

import re
from collections.abc import Callable

from tests.integration.sandbox_media.conftest import FRAMES, RATE

TICKS = 46_186_158_000


def test_fbx_objects_and_links_are_complete(make: Callable[..., bytes]) -> None:
    text = make("MAIN_FBX", actors=2).decode("ascii")
    assert text.startswith("; FBX 7.4.0 project file\n")
    assert text.count("{") == text.count("}")
    objects = re.findall(r"^  (\w+): (\d+), ", text, re.MULTILINE)
    ids = [number for _, number in objects]
    assert len(set(ids)) == len(ids)
    kinds = [kind for kind, _ in objects]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "AnimationCurve": 2 * 3 * 19,
        "AnimationCurveNode": 2 * 19,
        "AnimationLayer": 1,
        "AnimationStack": 1,
        "Model": 36,
        "NodeAttribute": 36,
    }
    links = re.findall(r'^  C: "O[OP]",(\d+),(\d+)', text, re.MULTILINE)
    assert {child for child, _ in links} == set(ids) - {"1"}
    assert {parent for _, parent in links} <= {"0", *ids}
    # The roots of the actors are in the scene, whose id is 0.
    assert sum(parent == "0" for _, parent in links) == 2


def test_fbx_curves_have_a_key_for_each_frame(make: Callable[..., bytes]) -> None:
    text = make("MAIN_FBX").decode("ascii")
    arrays = re.findall(r"(KeyTime|KeyValueFloat): \*(\d+) \{\n      a: (\S+)\n", text)
    assert len(arrays) == 2 * 3 * 19
    for name, count, values in arrays:
        keys = values.split(",")
        assert int(count) == len(keys) == FRAMES
        if name == "KeyTime":
            assert [int(key) for key in keys] == [round(frame / RATE * TICKS) for frame in range(FRAMES)]


def test_fbx_joints_name_the_order_of_their_rotations(make: Callable[..., bytes]) -> None:
    text = make("MAIN_FBX").decode("ascii")
    orders = dict(re.findall(r'"Model::(\w+)".*?"RotationOrder", "enum", "", "",(\d)', text, re.DOTALL))
    # FBX names the axes from the innermost one: 0 is XYZ, 5 is ZYX.
    assert {joint for joint, order in orders.items() if order == "0"} == {
        "Left_ankle",
        "Left_wrist",
        "Neck",
        "Right_ankle",
        "Right_wrist",
    }
    assert set(orders.values()) == {"0", "5"}
