"""Rotations, and the positions of joints."""

import math

from move_ugc_async.sandbox.media.motion import Motion
from move_ugc_async.sandbox.media.skeleton import JOINTS, Vector, add

Quaternion = tuple[float, float, float, float]
"""A unit quaternion: x, y, z, w."""


def quaternion(angles: Vector) -> Quaternion:
    """Return the rotation X·Y·Z of Euler angles in degrees."""
    x, y, z = (math.radians(angle) / 2 for angle in angles)
    about_x = (math.sin(x), 0.0, 0.0, math.cos(x))
    about_y = (0.0, math.sin(y), 0.0, math.cos(y))
    about_z = (0.0, 0.0, math.sin(z), math.cos(z))
    return multiply(multiply(about_x, about_y), about_z)


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


def rotate(rotation: Quaternion, vector: Vector) -> Vector:
    """Return a rotated vector."""
    x, y, z, w = rotation
    inverse = (-x, -y, -z, w)
    return multiply(multiply(rotation, (*vector, 0.0)), inverse)[:3]


def joint_positions(motion: Motion, frame: int) -> list[Vector]:
    """Return the positions of all joints in one frame, in metres from the origin on the floor."""
    positions: list[Vector] = []
    rotations: list[Quaternion] = []
    for joint, angles in zip(JOINTS, motion.rotations[frame], strict=True):
        rotation = quaternion(angles)
        if joint.parent < 0:
            positions.append(motion.root[frame])
            rotations.append(rotation)
            continue
        parent = rotations[joint.parent]
        positions.append(add(positions[joint.parent], rotate(parent, joint.offset)))
        rotations.append(multiply(parent, rotation))
    return positions
