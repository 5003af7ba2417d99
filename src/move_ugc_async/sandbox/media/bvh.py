"""Biovision Hierarchy (BVH) files: a skeleton and its motion as text."""

import math
from collections.abc import Iterator

from move_ugc_async.sandbox.media.motion import Motion
from move_ugc_async.sandbox.media.pose import Angles
from move_ugc_async.sandbox.media.skeleton import JOINTS, Joint, Vector, children, y_up

_CENTIMETRES = 100  # what BVH readers expect, though the format names no unit
# An axis of a Z-up rotation → the channel, and the sign of its angle, in the Y-up axes of BVH.
_CHANNELS = {"x": ("Xrotation", 1), "y": ("Zrotation", -1), "z": ("Yrotation", 1)}


def write_bvh(motion: Motion) -> bytes:
    """Write one actor's motion, Y up.

    Offsets are centimetres, angles degrees; a joint's rotations multiply in channel order.
    Source: "Biovision BVH" (University of Wisconsin, M. Gleicher's course pages).
    """
    stride = [
        " ".join(_angles(joint, angles) for joint, angles in zip(JOINTS[1:], pose.angles[1:], strict=True))
        for pose in motion.stride
    ]
    lines = ["HIERARCHY", *_hierarchy(0, ""), "MOTION"]
    lines += [f"Frames: {motion.frames}", f"Frame Time: {1 / motion.rate:.9f}"]
    for frame, root in enumerate(motion.roots):
        own = f"{_numbers(root.position)} {_angles(JOINTS[0], root.angles)}"
        lines.append(f"{own} {stride[frame % len(stride)]}")
    return ("\n".join(lines) + "\n").encode("ascii")


def _hierarchy(index: int, indent: str) -> Iterator[str]:
    joint = JOINTS[index]
    root = joint.parent < 0
    channels = " ".join(_CHANNELS[axis][0] for axis in _three_axes(joint))
    yield f"{indent}{'ROOT' if root else 'JOINT'} {joint.name}"
    yield f"{indent}{{"
    yield f"{indent}  OFFSET {_numbers(joint.offset)}"
    yield f"{indent}  CHANNELS {'6 Xposition Yposition Zposition' if root else '3'} {channels}"
    for child in children(index):
        yield from _hierarchy(child, indent + "  ")
    if joint.tip:
        yield f"{indent}  End Site"
        yield f"{indent}  {{"
        yield f"{indent}    OFFSET {_numbers(joint.tip)}"
        yield f"{indent}  }}"
    yield f"{indent}}}"


def _three_axes(joint: Joint) -> str:
    # Many readers expect three rotations of every joint; those that a hinge does not have are 0.
    return joint.axes + "".join(axis for axis in "xyz" if axis not in joint.axes)


def _angles(joint: Joint, angles: Angles) -> str:
    degrees = [math.degrees(angle) * _CHANNELS[axis][1] for axis, angle in zip(joint.axes, angles, strict=True)]
    return " ".join(f"{angle + 0.0:.6f}" for angle in (*degrees, 0.0, 0.0)[:3])


def _numbers(metres: Vector) -> str:
    return " ".join(f"{_CENTIMETRES * value:.4f}" for value in y_up(metres))
