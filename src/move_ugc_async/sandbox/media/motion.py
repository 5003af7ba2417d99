"""A second of dance: the numbers that every output of one job shares."""

import math
import random
from dataclasses import dataclass

from move_ugc_async.sandbox.media.skeleton import JOINTS, Vector, add

FRAME_RATE = 30
"""Frames a second."""
FRAME_COUNT = 30
_SPACING = 1.5  # metres between two actors
_STILL: tuple[Vector, Vector, int] = ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 1)

# Joint → (mean angles, swing in degrees, swings a second). Whole swings a second make it loop.
_DANCE: dict[str, tuple[Vector, Vector, int]] = {
    "Hips": ((0.0, 0.0, 0.0), (0.0, 12.0, 4.0), 1),
    "Spine": ((4.0, 0.0, 0.0), (3.0, -8.0, -4.0), 1),
    "Chest": ((2.0, 0.0, 0.0), (2.0, -6.0, -3.0), 1),
    "Neck": ((-4.0, 0.0, 0.0), (5.0, 0.0, 0.0), 2),
    "Head": ((0.0, 0.0, 0.0), (6.0, 4.0, 0.0), 2),
    "LeftArm": ((0.0, 0.0, -45.0), (0.0, 25.0, 30.0), 1),
    "LeftForeArm": ((0.0, -50.0, 0.0), (0.0, 30.0, 0.0), 2),
    "LeftHand": ((0.0, 0.0, 0.0), (0.0, 0.0, 15.0), 2),
    "RightArm": ((0.0, 0.0, 45.0), (0.0, 25.0, 30.0), 1),
    "RightForeArm": ((0.0, 50.0, 0.0), (0.0, 30.0, 0.0), 2),
    "RightHand": ((0.0, 0.0, 0.0), (0.0, 0.0, 15.0), 2),
    "LeftUpLeg": ((-15.0, 0.0, 2.0), (22.0, 0.0, 0.0), 1),
    "LeftLeg": ((28.0, 0.0, 0.0), (24.0, 0.0, 0.0), 1),
    "LeftFoot": ((-10.0, 0.0, 0.0), (8.0, 0.0, 0.0), 1),
    "RightUpLeg": ((-15.0, 0.0, -2.0), (-22.0, 0.0, 0.0), 1),
    "RightLeg": ((28.0, 0.0, 0.0), (-24.0, 0.0, 0.0), 1),
    "RightFoot": ((-10.0, 0.0, 0.0), (-8.0, 0.0, 0.0), 1),
}


@dataclass(frozen=True, slots=True)
class Motion:
    """One actor's second.

    `root` holds the hips' place for each frame, in metres. `rotations[frame][joint]` are Euler
    angles in degrees; the rotation is X·Y·Z of column vectors, so Z is applied first.
    """

    root: tuple[Vector, ...]
    rotations: tuple[tuple[Vector, ...], ...]


def make_motions(actors: int, seed: int) -> list[Motion]:
    """Make every actor's dance, side by side on the X axis; `seed` varies phase and vigour."""
    places = [_SPACING * (actor - (actors - 1) / 2) for actor in range(actors)]
    dice = [random.Random(f"{seed}/{actor}") for actor in range(actors)]  # noqa: S311 - no secret
    return [_dance(own, x) for own, x in zip(dice, places, strict=True)]


def seconds(frame: int) -> float:
    """Tell when a frame is shown, in seconds from the first."""
    return frame / FRAME_RATE


def _dance(dice: random.Random, x: float) -> Motion:
    phase = dice.random()
    vigour = dice.uniform(0.7, 1.2)
    turns = [seconds(frame) + phase for frame in range(FRAME_COUNT)]
    root = tuple(_rounded(add(JOINTS[0].offset, _bounce(turn, vigour, x))) for turn in turns)
    rotations = tuple(tuple(_angles(joint.name, turn, vigour) for joint in JOINTS) for turn in turns)
    return Motion(root, rotations)


def _bounce(turn: float, vigour: float, x: float) -> Vector:
    sway = 0.06 * vigour * math.sin(math.tau * turn)
    return x + sway, -0.03 * vigour * (1 + math.cos(2 * math.tau * turn)), 0.0


def _angles(name: str, turn: float, vigour: float) -> Vector:
    mean, swing, frequency = _DANCE.get(name, _STILL)
    share = vigour * math.sin(math.tau * frequency * turn)
    return _rounded((mean[0] + share * swing[0], mean[1] + share * swing[1], mean[2] + share * swing[2]))


def _rounded(value: Vector) -> Vector:
    # The last bits of a sine differ between C libraries; the files must not. Adding zero turns
    # a negative zero into a plain one.
    return round(value[0], 4) + 0.0, round(value[1], 4) + 0.0, round(value[2], 4) + 0.0
