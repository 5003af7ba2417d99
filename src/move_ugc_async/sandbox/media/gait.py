"""One stride of a walk: the pose of each moment, with the forces that act on the body."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from move_ugc_async.sandbox.media.pose import Angles, joint_positions
from move_ugc_async.sandbox.media.skeleton import INDEX, JOINTS, Vector

_STANCE = 0.62  # share of a stride in which a foot is on the floor
_TRANSFER = _STANCE - 0.5  # share in which the weight moves from one foot to the other
_WEIGHT = 90 * 9.81  # of the body, in newtons
# Joint, without its side → moment of inertia of the limb that it moves, in kg·m².
_INERTIA = {
    "hip": 2.0,
    "knee": 0.3,
    "ankle": 0.02,
    "toe": 0.002,
    "Spine1": 3.0,
    "Spine2": 2.5,
    "shoulder_rotation": 0.3,
    "elbow": 0.06,
    "wrist": 0.005,
    "Neck": 0.06,
}
_SOLE = {"ankle": 0.072, "toe": 0.0}
_LEG = ("hip", "knee", "ankle")

SOLES = {INDEX[f"{side}_{joint}"]: height for side in ("Left", "Right") for joint, height in _SOLE.items()}
"""Height of a joint of the feet above the floor when it touches it, in metres."""


class Pose(NamedTuple):
    """One moment of a stride; tuples of joints are in the order of `JOINTS`.

    Args:
        angles: The rotations of each joint, in radians.
        positions: The positions relative to the root and its rotation, in metres.
        torques: A torque for each angle, in newton metres.
        forces: Reaction force of the floor on each joint, in newtons.
        advance: Distance that the body moves forward until the next pose, in metres.
    """

    angles: tuple[Angles, ...]
    positions: tuple[Vector, ...]
    torques: tuple[Angles, ...]
    forces: tuple[float, ...]
    advance: float


def make_stride(count: int, rate: float, vigour: float) -> tuple[Pose, ...]:
    """Create the poses of one stride, which repeats.

    Args:
        count: Number of poses, at least 1.
        rate: Poses per second.
        vigour: Factor of the movements; 1 is a usual walk.
    """
    angles = [_angles(number / count, vigour) for number in range(count)]
    positions = [_rounded(joint_positions(each)) for each in angles]
    forces = [_forces(number / count) for number in range(count)]
    poses: list[Pose] = []
    for number in range(count):
        after = (number + 1) % count
        around = (angles[number - 1], angles[number], angles[after])
        torques = _torques(around, positions[number], forces[number], rate)
        advance = _advance(positions[number], positions[after], forces[number])
        poses.append(Pose(angles[number], positions[number], torques, forces[number], advance))
    return tuple(poses)


def _angles(phase: float, vigour: float) -> tuple[Angles, ...]:
    """Return the rotations at a share of the stride; 0 is when the left heel touches the floor."""
    sway = vigour * math.sin(math.tau * phase)
    swing = vigour * math.cos(math.tau * phase)  # above 0 while the left leg is in front
    turns = {
        "Root": (2.0 + sway, swing, -4 * swing),  # of the pelvis, relative to the direction of the walk
        "Spine1": (2.0, -swing, 5 * swing),
        # Turns about the spine only: in the sample, the distance from Spine1 to the neck is constant.
        "Spine2": (0.0, 0.0, 4 * swing),
        "Neck": (-5 * swing, 0.0, -2.0 + 2 * math.cos(2 * math.tau * phase)),
        **_leg("Left", phase, vigour),
        **_leg("Right", phase + 0.5, vigour),
        **_arm("Left", 1, swing),
        **_arm("Right", -1, -swing),
    }
    return tuple(tuple(round(math.radians(angle), 6) + 0.0 for angle in turns[joint.name]) for joint in JOINTS)


def _leg(side: str, phase: float, vigour: float) -> dict[str, Angles]:
    """Return the angles of a leg in degrees, fitted so that the feet hardly slide and stay above the floor.

    A positive angle about X moves the end of a bone back.
    """
    hip = -19.3 * math.cos(math.tau * (phase - 0.014))
    knee = 6.7 + 8 * _bump(phase, 0.1, 12) + 45 * _bump(phase, 0.688, 3)
    ankle = -1.8 + 8 * _bump(phase, 0.7, 14) - 6.6 * _bump(phase, 0.324, 8) - 13.9 * _bump(phase, 0.793, 8)
    return {
        f"{side}_hip": (vigour * hip, 0.0, 0.0),
        f"{side}_knee": (vigour * knee,),
        f"{side}_ankle": (0.0, 0.0, vigour * ankle),
        f"{side}_toe": (-24 * vigour * _bump(phase, 0.58, 14),),
    }


def _arm(side: str, sign: int, swing: float) -> dict[str, Angles]:
    """Return the angles of an arm in degrees; it swings against the leg of its side."""
    return {
        f"{side}_shoulder_rotation": (18 * swing, sign * 74.0, 0.0),
        f"{side}_elbow": (-sign * (24.0 - 10 * swing),),
        f"{side}_wrist": (-sign * 4.0, 0.0, 3 * swing),
    }


def _bump(phase: float, centre: float, sharpness: float) -> float:
    """Return a smooth periodic curve with the maximum 1 at `centre`."""
    return math.exp(sharpness * (math.cos(math.tau * (phase - centre)) - 1))


def _forces(phase: float) -> tuple[float, ...]:
    """Return the reaction forces: the weight rolls from heel to toe, and from one foot to the other."""
    forces = [0.0] * len(JOINTS)
    for side, moment in (("Left", phase % 1), ("Right", (phase + 0.5) % 1)):
        if moment < _STANCE:
            share = min(1.0, moment / _TRANSFER, (_STANCE - moment) / _TRANSFER)
            load = _WEIGHT * share * (1.2 - 0.3 * math.sin(math.pi * moment / _STANCE))
            forces[INDEX[f"{side}_ankle"]] = round(load * (1 - moment / _STANCE), 3)
            forces[INDEX[f"{side}_toe"]] = round(load * moment / _STANCE, 3)
    return tuple(forces)


def _torques(
    around: Sequence[Sequence[Angles]], positions: Sequence[Vector], forces: Sequence[float], rate: float
) -> tuple[Angles, ...]:
    """Return inertia times angular acceleration, less the moment of the floor on the joints of a leg."""
    torques: list[Angles] = []
    for index, joint in enumerate(JOINTS):
        inertia = _INERTIA.get(joint.name.removeprefix("Left_").removeprefix("Right_"), 0.0)
        moment = _moment(joint.name, positions, forces)
        before, now, after = (each[index] for each in around)
        torques.append(
            tuple(
                round(inertia * rate * rate * (a - 2 * b + c) - moment["xyz".index(axis)], 4) + 0.0
                for axis, a, b, c in zip(joint.axes, before, now, after, strict=True)
            )
        )
    return tuple(torques)


def _moment(joint: str, positions: Sequence[Vector], forces: Sequence[float]) -> Vector:
    side, _, part = joint.partition("_")
    if part not in _LEG:
        return 0.0, 0.0, 0.0
    x, y, _ = positions[INDEX[joint]]
    feet = [INDEX[f"{side}_ankle"], INDEX[f"{side}_toe"]]
    about_x = sum((positions[foot][1] - y) * forces[foot] for foot in feet)
    about_y = sum((x - positions[foot][0]) * forces[foot] for foot in feet)
    return about_x, about_y, 0.0


def _advance(now: Sequence[Vector], after: Sequence[Vector], forces: Sequence[float]) -> float:
    """Return how far the point on the floor moves back, which is how far the body moves forward."""
    loaded = (foot for foot in SOLES if forces[foot])
    contact = min(loaded, key=lambda foot: now[foot][2] - SOLES[foot])
    return max(0.0, after[contact][1] - now[contact][1])


def _rounded(positions: Sequence[Vector]) -> tuple[Vector, ...]:
    # The last bits of a sine differ between C libraries, but the files must not. Adding 0.0 converts -0.0 to 0.0.
    return tuple((round(x, 9) + 0.0, round(y, 9) + 0.0, round(z, 9) + 0.0) for x, y, z in positions)
