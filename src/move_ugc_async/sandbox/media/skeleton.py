"""The skeleton of all outputs: the joints of the API's motion data, at rest in a T-pose."""

from typing import NamedTuple

Vector = tuple[float, float, float]
"""x, y, z. Z is up, the figure at rest faces -Y and its left hand points to +X."""


class Joint(NamedTuple):
    """One joint.

    Args:
        name: Name in motion data.
        parent: Index of the parent, -1 for the root.
        offset: Offset from the parent at rest, in metres.
        axes: The axes of the rotations, from the outermost to the innermost: `xyz` is X·Y·Z of column vectors.
        tip: End of the last bone of a limb, in metres from the joint; None for a joint with children.
    """

    name: str
    parent: int
    offset: Vector
    axes: str
    tip: Vector | None = None


# The lengths of the bones are those of the API's sample file. It has no parents: those of the shoulders are an
# assumption, as is the order of the axes.
JOINTS: tuple[Joint, ...] = (
    Joint("Root", -1, (0.0, 0.0, 0.0), "xyz"),
    Joint("Left_hip", 0, (0.09, 0.0, -0.008342), "xyz"),
    Joint("Left_knee", 1, (0.0, 0.0, -0.395), "x"),
    Joint("Left_ankle", 2, (0.0, 0.0, -0.401), "zyx"),
    Joint("Left_toe", 3, (0.0, -0.165, -0.071937), "x", (0.0, -0.06, 0.0)),
    Joint("Right_hip", 0, (-0.09, 0.0, -0.008342), "xyz"),
    Joint("Right_knee", 5, (0.0, 0.0, -0.395), "x"),
    Joint("Right_ankle", 6, (0.0, 0.0, -0.401), "zyx"),
    Joint("Right_toe", 7, (0.0, -0.165, -0.071937), "x", (0.0, -0.06, 0.0)),
    Joint("Spine1", 0, (0.0, 0.0, 0.151), "xyz"),
    Joint("Spine2", 9, (0.0, 0.0, 0.193), "xyz"),
    Joint("Left_shoulder_rotation", 10, (0.17, 0.0, 0.22), "xyz"),
    Joint("Left_elbow", 11, (0.288, 0.0, 0.0), "z"),
    Joint("Left_wrist", 12, (0.229, 0.0, 0.0), "zyx", (0.16, 0.0, 0.0)),
    Joint("Neck", 10, (0.0, 0.0, 0.296), "zyx", (0.0, 0.0, 0.24)),
    Joint("Right_shoulder_rotation", 10, (-0.17, 0.0, 0.22), "xyz"),
    Joint("Right_elbow", 15, (-0.288, 0.0, 0.0), "z"),
    Joint("Right_wrist", 16, (-0.229, 0.0, 0.0), "zyx", (-0.16, 0.0, 0.0)),
)
"""The joints in the order of motion data: each after its parent, depth first."""

INDEX = {joint.name: index for index, joint in enumerate(JOINTS)}
"""Index of a joint by its name."""


def add(a: Vector, b: Vector) -> Vector:
    """Return the sum of two vectors."""
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def y_up(vector: Vector) -> Vector:
    """Return a Z-up vector in the Y-up axes of glTF and BVH, where the figure faces +Z."""
    return vector[0], vector[2], 0.0 - vector[1]  # not -0.0


def children(index: int) -> list[int]:
    """Return the indices of the children of a joint."""
    return [i for i, joint in enumerate(JOINTS) if joint.parent == index]


def rest_positions() -> list[Vector]:
    """Return the positions of all joints at rest, in metres from the root."""
    positions: list[Vector] = []
    for joint in JOINTS:
        origin = positions[joint.parent] if joint.parent >= 0 else (0.0, 0.0, 0.0)
        positions.append(add(origin, joint.offset))
    return positions
