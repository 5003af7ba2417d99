"""Rotations, and the positions of joints."""

import math
from collections.abc import Sequence

from move_ugc_async.sandbox.media.skeleton import JOINTS, Vector, add

Angles = tuple[float, ...]
"""The rotations of a joint in radians, one for each of its axes."""
Quaternion = tuple[float, float, float, float]
"""A unit quaternion: x, y, z, w."""


def quaternion(axes: str, angles: Angles) -> Quaternion:
    """Return the rotation of Euler angles; the first axis is the outermost."""
    result = (0.0, 0.0, 0.0, 1.0)
    for axis, angle in zip(axes, angles, strict=True):
        sine, cosine = math.sin(angle / 2), math.cos(angle / 2)
        x, y, z = (sine if axis == other else 0.0 for other in "xyz")
        result = multiply(result, (x, y, z, cosine))
    return result


def multiply(a: Quaternion, b: Quaternion) -> Quaternion:
    """Return the rotation that applies `b`, then `a`."""
    ax, ay, az, aw = a
    bx, by, bz, bw = b
    return (
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    )


def matrix(rotation: Quaternion) -> tuple[Vector, Vector, Vector]:
    """Return the rows of the rotation matrix of a quaternion."""
    x, y, z, w = rotation
    return (
        (1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
        (2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
        (2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
    )


def place(rotation: Quaternion, origin: Vector, vectors: Sequence[Vector]) -> list[Vector]:
    """Return rotated vectors, added to an origin."""
    (a, b, c), (d, e, f), (g, h, i) = matrix(rotation)
    u, v, w = origin
    return [(u + a * x + b * y + c * z, v + d * x + e * y + f * z, w + g * x + h * y + i * z) for x, y, z in vectors]


def joint_positions(angles: Sequence[Angles]) -> list[Vector]:
    """Return the positions of all joints relative to the root and its rotation, in metres."""
    positions: list[Vector] = [(0.0, 0.0, 0.0)]
    rotations: list[Quaternion] = [(0.0, 0.0, 0.0, 1.0)]
    for joint, turn in zip(JOINTS[1:], angles[1:], strict=True):
        parent = rotations[joint.parent]
        rotations.append(multiply(parent, quaternion(joint.axes, turn)))
        (offset,) = place(parent, (0.0, 0.0, 0.0), [joint.offset])
        positions.append(add(positions[joint.parent], offset))
    return positions
