"""What the readers return: the joints of each actor, and their positions."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

Vector = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]
"""A unit quaternion: x, y, z, w."""


class Track(NamedTuple):
    """The motion of one actor.

    Args:
        joints: Names of the joints.
        frames: Number of frames.
        rate: Frames per second.
        positions: Returns the positions of the joints in one frame, in metres, Z up.
    """

    joints: tuple[str, ...]
    frames: int
    rate: float
    positions: Callable[[int], list[Vector]]

    @property
    def seconds(self) -> float:
        """Length, with the time for which the last frame is shown."""
        return self.frames / self.rate


class Content(NamedTuple):
    """What a file contains.

    Args:
        kind: The format, such as `BVH`.
        tracks: The actors, if the file has motion that was read.
        frames: Number of frames, None if it is unknown.
        seconds: Length, None if it is unknown.
    """

    kind: str
    tracks: tuple[Track, ...] = ()
    frames: int | None = None
    seconds: float | None = None


def content_of(kind: str, tracks: Sequence[Track]) -> Content:
    """Return the content of a file with motion."""
    longest = max(tracks, key=lambda track: track.frames, default=None)
    if longest is None:
        return Content(kind)
    return Content(kind, tuple(tracks), longest.frames, longest.seconds)


def world_positions(
    parents: Sequence[int], translations: Sequence[Vector], rotations: Sequence[Quaternion]
) -> list[Vector]:
    """Return the positions of joints from their local transforms; each parent stands before its children."""
    places: list[Vector] = []
    turns: list[Quaternion] = []
    for parent, translation, rotation in zip(parents, translations, rotations, strict=True):
        if parent < 0:
            places.append(translation)
            turns.append(rotation)
            continue
        x, y, z = rotate(turns[parent], translation)
        u, v, w = places[parent]
        places.append((u + x, v + y, w + z))
        turns.append(multiply(turns[parent], rotation))
    return places


# Not shared with the sandbox: an error in shared code would be in its files and in the check of them.
def about(axis: str, radians: float) -> Quaternion:
    """Return the rotation about an axis: X, Y or Z."""
    sine = math.sin(radians / 2)
    x, y, z = (sine if axis == each else 0.0 for each in "XYZ")
    return x, y, z, math.cos(radians / 2)


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
    return multiply(multiply(rotation, (*vector, 0.0)), (-x, -y, -z, w))[:3]


def z_up(vector: Vector) -> Vector:
    """Return a Y-up vector in Z-up axes."""
    x, y, z = vector
    return x, -z, y
