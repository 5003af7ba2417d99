"""Reader of BVH files, which have centimetres, degrees and Y up."""

import math
from collections.abc import Iterator

from scripts.outputs.track import Quaternion, Track, Vector, about, multiply, world_positions, z_up


class _Joint:
    def __init__(self, name: str, parent: int) -> None:
        self.name = name
        self.parent = parent
        self.offset: Vector = (0.0, 0.0, 0.0)
        self.channels: list[str] = []


def read_bvh(data: bytes) -> Track:
    """Parse the hierarchy and the frames."""
    hierarchy, separator, motion = data.decode("utf-8").partition("MOTION")
    if not separator:
        msg = "MOTION is missing"
        raise ValueError(msg)
    joints = _joints(hierarchy)
    count, interval, *rows = motion.strip().splitlines()
    frames = [[float(value) for value in row.split()] for row in rows if row.strip()]
    width = sum(len(joint.channels) for joint in joints)
    if len(frames) != int(count.removeprefix("Frames:")) or any(len(frame) != width for frame in frames):
        msg = f"it has {len(frames)} frames, and declares {count!r} of {width} numbers"
        raise ValueError(msg)
    rate = 1 / float(interval.removeprefix("Frame Time:"))
    return Track(tuple(joint.name for joint in joints), len(frames), rate, lambda frame: _pose(joints, frames[frame]))


def _joints(hierarchy: str) -> list[_Joint]:
    joints: list[_Joint] = []
    open_joints: list[int] = []  # -1 stands for an end site
    for words in map(str.split, hierarchy.splitlines()):
        if not words:
            continue
        if words[0] in {"ROOT", "JOINT"}:
            joints.append(_Joint(" ".join(words[1:]).removesuffix("{").strip(), open_joints[-1] if open_joints else -1))
            open_joints.append(len(joints) - 1)
        elif words[0] == "End":
            open_joints.append(-1)
        elif words[0] == "}":
            open_joints.pop()
        elif words[0] == "OFFSET" and open_joints[-1] >= 0:
            joints[open_joints[-1]].offset = (float(words[1]), float(words[2]), float(words[3]))
        elif words[0] == "CHANNELS":
            joints[open_joints[-1]].channels = words[2:]
    return joints


def _pose(joints: list[_Joint], frame: list[float]) -> list[Vector]:
    values = iter(frame)
    local = [_transform(joint, values) for joint in joints]
    translations = [translation for translation, _ in local]
    places = world_positions([joint.parent for joint in joints], translations, [rotation for _, rotation in local])
    return [z_up((x / 100, y / 100, z / 100)) for x, y, z in places]


def _transform(joint: _Joint, values: Iterator[float]) -> tuple[Vector, Quaternion]:
    place = dict(zip("XYZ", joint.offset, strict=True))
    rotation: Quaternion = (0.0, 0.0, 0.0, 1.0)
    for channel in joint.channels:
        value = next(values)
        if channel.endswith("position"):
            place[channel[0]] += value
        else:
            rotation = multiply(rotation, about(channel[0], math.radians(value)))
    return (place["X"], place["Y"], place["Z"]), rotation
