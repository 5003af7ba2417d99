"""The motion of the actors, which all outputs of a job share: one second of dance."""

import math
import random
from dataclasses import dataclass

from move_ugc_async.sandbox.media.skeleton import JOINTS, Vector, add

FRAME_RATE = 30
"""Frames per second."""
FRAME_COUNT = 30
_SPACING = 1.5  # metres between two actors
_STILL: tuple[Vector, Vector, int] = ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 1)

# Joint → (mean angles, amplitude in degrees, swings per second). An integer number of swings makes the motion loop.
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
    """The motion of one actor.

    `root` is the position of the hips in each frame, in metres. `rotations[frame][joint]` are Euler angles in degrees;
    the rotation is X·Y·Z of column vectors, so Z is applied first.
    """

    root: tuple[Vector, ...]
    rotations: tuple[tuple[Vector, ...], ...]


def make_motions(actors: int, seed: int) -> list[Motion]:
    """Create the motion of all actors, side by side on the X axis; `seed` varies phase and amplitude."""
    positions = [_SPACING * (actor - (actors - 1) / 2) for actor in range(actors)]
    generators = [random.Random(f"{seed}/{actor}") for actor in range(actors)]  # noqa: S311 - no secret
    return [_dance(generator, x) for generator, x in zip(generators, positions, strict=True)]


def seconds(frame: int) -> float:
    """Return the time of a frame, in seconds from the first."""
    return frame / FRAME_RATE


def _dance(generator: random.Random, x: float) -> Motion:
    phase = generator.random()
    scale = generator.uniform(0.7, 1.2)
    times = [seconds(frame) + phase for frame in range(FRAME_COUNT)]
    root = tuple(_rounded(add(JOINTS[0].offset, _bounce(time, scale, x))) for time in times)
    rotations = tuple(tuple(_angles(joint.name, time, scale) for joint in JOINTS) for time in times)
    return Motion(root, rotations)


def _bounce(time: float, scale: float, x: float) -> Vector:
    sway = 0.06 * scale * math.sin(math.tau * time)
    return x + sway, -0.03 * scale * (1 + math.cos(2 * math.tau * time)), 0.0


def _angles(name: str, time: float, scale: float) -> Vector:
    mean, swing, frequency = _DANCE.get(name, _STILL)
    factor = scale * math.sin(math.tau * frequency * time)
    return _rounded((mean[0] + factor * swing[0], mean[1] + factor * swing[1], mean[2] + factor * swing[2]))


def _rounded(value: Vector) -> Vector:
    # The last bits of a sine differ between C libraries, but the files must not. Adding 0.0 converts -0.0 to 0.0.
    return round(value[0], 4) + 0.0, round(value[1], 4) + 0.0, round(value[2], 4) + 0.0
