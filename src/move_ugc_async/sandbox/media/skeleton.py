"""The humanoid skeleton of all outputs."""

from typing import NamedTuple

Vector = tuple[float, float, float]
"""x, y, z. Y is up, the figure faces +Z and its left hand points to +X, as in glTF 2.0 §3.4."""


class Joint(NamedTuple):
    """One joint: its parent's index (-1 for the root) and its offset from it at rest, in metres."""

    name: str
    parent: int
    offset: Vector


JOINTS: tuple[Joint, ...] = (
    Joint("Hips", -1, (0.0, 0.95, 0.0)),
    Joint("Spine", 0, (0.0, 0.12, 0.0)),
    Joint("Chest", 1, (0.0, 0.18, 0.0)),
    Joint("Neck", 2, (0.0, 0.2, 0.0)),
    Joint("Head", 3, (0.0, 0.1, 0.0)),
    Joint("LeftShoulder", 2, (0.06, 0.14, 0.0)),
    Joint("LeftArm", 5, (0.12, 0.0, 0.0)),
    Joint("LeftForeArm", 6, (0.28, 0.0, 0.0)),
    Joint("LeftHand", 7, (0.25, 0.0, 0.0)),
    Joint("RightShoulder", 2, (-0.06, 0.14, 0.0)),
    Joint("RightArm", 9, (-0.12, 0.0, 0.0)),
    Joint("RightForeArm", 10, (-0.28, 0.0, 0.0)),
    Joint("RightHand", 11, (-0.25, 0.0, 0.0)),
    Joint("LeftUpLeg", 0, (0.1, -0.03, 0.0)),
    Joint("LeftLeg", 13, (0.0, -0.42, 0.0)),
    Joint("LeftFoot", 14, (0.0, -0.42, 0.0)),
    Joint("RightUpLeg", 0, (-0.1, -0.03, 0.0)),
    Joint("RightLeg", 16, (0.0, -0.42, 0.0)),
    Joint("RightFoot", 17, (0.0, -0.42, 0.0)),
)
"""The joints at rest in a T-pose, each after its parent and in depth-first order."""

TIPS: dict[str, Vector] = {
    "Head": (0.0, 0.18, 0.0),
    "LeftHand": (0.1, 0.0, 0.0),
    "RightHand": (-0.1, 0.0, 0.0),
    "LeftFoot": (0.0, -0.04, 0.15),
    "RightFoot": (0.0, -0.04, 0.15),
}
"""The end of the last bone of each limb, in metres from its joint."""


def add(a: Vector, b: Vector) -> Vector:
    """Return the sum of two vectors."""
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def children(index: int) -> list[int]:
    """Return the indices of the children of a joint."""
    return [i for i, joint in enumerate(JOINTS) if joint.parent == index]


def rest_positions() -> list[Vector]:
    """Return the positions of all joints at rest, in metres from the floor below the hips."""
    positions: list[Vector] = []
    for joint in JOINTS:
        origin = positions[joint.parent] if joint.parent >= 0 else (0.0, 0.0, 0.0)
        positions.append(add(origin, joint.offset))
    return positions
