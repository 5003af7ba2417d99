"""Joints, their parents, and the axes of their rotations."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

_TYPE_OF_EULER_ANGLES = re.compile(r"euler_([xyz]{1,3})")


@dataclass(frozen=True, slots=True)
class Joint:
    """A joint of the skeleton.

    Attributes:
        name: Name in the file, such as `Left_knee`.
        parent: Name of the parent; None for the root, and for joints that this version does not know.
        axes: Axes of the rotation angles in the order of the angles, such as `xyz`, `zyx` or `x`; empty if the type of
            the joint is unknown.
    """

    name: str
    parent: str | None = None
    axes: str = ""


_DOCUMENTED = (
    Joint("Root", None, "xyz"),
    Joint("Left_hip", "Root", "xyz"),
    Joint("Left_knee", "Left_hip", "x"),
    Joint("Left_ankle", "Left_knee", "zyx"),
    Joint("Left_toe", "Left_ankle", "x"),
    Joint("Right_hip", "Root", "xyz"),
    Joint("Right_knee", "Right_hip", "x"),
    Joint("Right_ankle", "Right_knee", "zyx"),
    Joint("Right_toe", "Right_ankle", "x"),
    Joint("Spine1", "Root", "xyz"),
    Joint("Spine2", "Spine1", "xyz"),
    Joint("Left_shoulder_rotation", "Spine2", "xyz"),
    Joint("Left_elbow", "Left_shoulder_rotation", "z"),
    Joint("Left_wrist", "Left_elbow", "zyx"),
    Joint("Neck", "Spine2", "zyx"),
    Joint("Right_shoulder_rotation", "Spine2", "xyz"),
    Joint("Right_elbow", "Right_shoulder_rotation", "z"),
    Joint("Right_wrist", "Right_elbow", "zyx"),
)
"""The files do not contain parents. Distances that are constant in the official sample show them, except those of the
shoulders, which move against the spine."""

JOINTS: Mapping[str, Joint] = MappingProxyType({joint.name: joint for joint in _DOCUMENTED})
"""The joints that the Move API documents, by name, in the order of its files."""


def read_axes(type: object) -> str:
    """Return the axes of a joint's `type`, such as `xyz` for `euler_xyz`; empty if the type is unknown."""
    match = _TYPE_OF_EULER_ANGLES.fullmatch(type) if isinstance(type, str) else None
    return match[1] if match else ""


def connect(axes: Mapping[str, str]) -> tuple[Joint, ...]:
    """Return the joints of a file, each with its nearest documented ancestor in the file as parent.

    Args:
        axes: The axes by name of the joint.
    """
    return tuple(Joint(name, _nearest_ancestor(name, axes), each) for name, each in axes.items())


def _nearest_ancestor(name: str, names: Container[str]) -> str | None:
    parent = JOINTS[name].parent if name in JOINTS else None
    while parent is not None and parent not in names:
        parent = JOINTS[parent].parent
    return parent


def bones(joints: Sequence[Joint]) -> list[tuple[int, int]]:
    """Return the index of each joint whose parent is among the joints, with the index of its parent."""
    index = {joint.name: number for number, joint in enumerate(joints)}
    return [(index[joint.name], index[joint.parent]) for joint in joints if joint.parent and joint.parent in index]
