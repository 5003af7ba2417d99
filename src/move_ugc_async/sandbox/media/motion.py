"""The motion of the actors of a job, from which all of its outputs derive."""

import functools
import math
import random
from dataclasses import dataclass

from move_ugc_async.sandbox.media.gait import SOLES, Pose, make_stride
from move_ugc_async.sandbox.media.pose import Angles, place, quaternion
from move_ugc_async.sandbox.media.skeleton import Vector

_RADIUS = 1.6  # of the two circles of the path, in metres
_SPACING = 4.0  # metres between the paths of two actors
_STRIDE = 1.1  # seconds


@dataclass(frozen=True, slots=True)
class Root:
    """The root in one frame: its position in metres and its rotations, as those of a joint."""

    position: Vector
    angles: Angles


@dataclass(frozen=True, slots=True)
class Motion:
    """The motion of one actor.

    Args:
        rate: Frames per second.
        roots: The root in each frame.
        stride: The poses of the other joints, which repeat: frame `i` has `stride[i % len(stride)]`.
    """

    rate: float
    roots: tuple[Root, ...]
    stride: tuple[Pose, ...]

    @property
    def frames(self) -> int:
        """Number of frames."""
        return len(self.roots)

    def seconds(self, frame: int) -> float:
        """Return the time of a frame, in seconds from the first."""
        return frame / self.rate

    def positions(self, frame: int) -> list[Vector]:
        """Return the positions of all joints in one frame, in metres, Z up, from the origin on the floor."""
        root = self.roots[frame]
        pose = self.stride[frame % len(self.stride)]
        return place(quaternion("xyz", root.angles), root.position, pose.positions)


@functools.lru_cache(maxsize=4)
def make_motions(*, actors: int, seed: int, frames: int, rate: float) -> tuple[Motion, ...]:
    """Create the motion of all actors: each walks along a figure of eight beside the others.

    Args:
        actors: Number of actors, at least 1.
        seed: Varies stride, vigour and start.
        frames: Number of frames, at least 1.
        rate: Frames per second.
    """
    offsets = [_SPACING * (actor - (actors - 1) / 2) for actor in range(actors)]
    generators = [random.Random(f"{seed}/{actor}") for actor in range(actors)]  # noqa: S311 - no secret
    return tuple(_walk(*each, frames, rate) for each in zip(generators, offsets, strict=True))


def _walk(generator: random.Random, y: float, frames: int, rate: float) -> Motion:
    count = max(4, round(rate * _STRIDE * generator.uniform(0.9, 1.1)))
    stride = make_stride(count, rate, generator.uniform(0.85, 1.15))
    first = generator.randrange(count)
    stride = stride[first:] + stride[:first]
    distance = generator.uniform(0, 4 * math.pi * _RADIUS)
    roots: list[Root] = []
    for frame in range(frames):
        pose = stride[frame % count]
        roots.append(_root(pose, distance, y))
        distance += pose.advance
    return Motion(rate, tuple(roots), stride)


def _root(pose: Pose, distance: float, y: float) -> Root:
    """Return the root that puts the lower foot on the floor, at a distance along the path."""
    arc = distance / _RADIUS % (4 * math.pi)
    # One circle to the left, one to the right: the heading stays between -π and π.
    side = 1 if arc < math.tau else -1
    heading = arc - math.pi if side > 0 else 3 * math.pi - arc
    pitch, roll, twist = pose.angles[0]
    sine, cosine = math.sin(heading), math.cos(heading)
    # The outer two rotations are about the axes of the world, the inner one is the heading.
    lean_x = pitch * cosine - roll * sine
    lean_y = pitch * sine + roll * cosine
    angles = (round(lean_x, 6) + 0.0, round(lean_y, 6) + 0.0, round(heading + twist, 6) + 0.0)
    feet = place(quaternion("xyz", angles), (0.0, 0.0, 0.0), [pose.positions[foot] for foot in SOLES])
    lowest = min(foot[2] - height for foot, height in zip(feet, SOLES.values(), strict=True))
    x = -side * _RADIUS * (cosine + 1)
    position = (round(x, 6) + 0.0, round(y - side * _RADIUS * sine, 6) + 0.0, round(-lowest, 6))
    return Root(position, angles)
