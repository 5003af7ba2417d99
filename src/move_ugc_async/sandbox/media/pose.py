"""Rotations, and where they put the joints."""

import math

from move_ugc_async.sandbox.media.motion import Motion
from move_ugc_async.sandbox.media.skeleton import JOINTS, Vector, add

Quaternion = tuple[float, float, float, float]
"""x, y, z, w; of unit length."""


def quaternion(angles: Vector) -> Quaternion:
    """Turn Euler angles in degrees into the rotation X·Y·Z."""
    x, y, z = (math.radians(angle) / 2 for angle in angles)
    about_x = (math.sin(x), 0.0, 0.0, math.cos(x))
    about_y = (0.0, math.sin(y), 0.0, math.cos(y))
    about_z = (0.0, 0.0, math.sin(z), math.cos(z))
    return multiply(multiply(about_x, about_y), about_z)


def multiply(a: Quaternion, b: Quaternion) -> Quaternion:
    """Compose two rotations: first `b`, then `a`."""
    ax, ay, az, aw = a
    bx, by, bz, bw = b
    return (
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
        aw * bw - ax * bx - ay * by - az * bz,
    )


def rotate(turn: Quaternion, vector: Vector) -> Vector:
    """Rotate a vector."""
    x, y, z, w = turn
    inverse = (-x, -y, -z, w)
    return multiply(multiply(turn, (*vector, 0.0)), inverse)[:3]


def joint_positions(motion: Motion, frame: int) -> list[Vector]:
    """Place every joint in one frame, in metres from the middle of the floor."""
    places: list[Vector] = []
    turns: list[Quaternion] = []
    for joint, angles in zip(JOINTS, motion.rotations[frame], strict=True):
        own = quaternion(angles)
        if joint.parent < 0:
            places.append(motion.root[frame])
            turns.append(own)
            continue
        above = turns[joint.parent]
        places.append(add(places[joint.parent], rotate(above, joint.offset)))
        turns.append(multiply(above, own))
    return places
