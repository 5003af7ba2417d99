"""Reader of the skeletons in FBX 7 files that are text."""

import math
import re
from typing import NamedTuple

from scripts.outputs.track import Content, Quaternion, Track, Vector, about, content_of, multiply, world_positions, z_up

_BINARY = b"Kaydara FBX Binary"
_TICKS = 46_186_158_000  # in a second
_CENTIMETRES = 100
_PREFIX = re.compile(r"^Actor\d\d_")
_MODEL = re.compile(r'\bModel: (\d+), "Model::([^"]*)", "LimbNode" \{(.*?)\n  \}', re.DOTALL)
_CURVE = re.compile(r"\bAnimationCurve: (\d+),.*?KeyTime:.*?a: ([^}]*)\}.*?KeyValueFloat:.*?a: ([^}]*)\}", re.DOTALL)
_LINK = re.compile(r'\bC: "O[OP]",(\d+),(\d+)(?:, "([^"]*)")?')
_ORDERS = {"0": "ZYX", "5": "XYZ"}  # the value of RotationOrder → the axes, from the outermost to the innermost

Curves = dict[tuple[int, str], list[float]]
"""The values by model and property, such as `Lcl Rotation X`."""


class _Joint(NamedTuple):
    model: int
    name: str
    offset: Vector
    axes: str


def read_fbx(data: bytes) -> Content:
    """Read the limb nodes and the curves that move them."""
    if data.startswith(_BINARY):
        return Content("binary FBX, which is not read")
    text = data.decode("utf-8")
    if not re.search(r"\bFBXVersion: 7\d{3}\b", text):
        msg = "it is neither binary FBX nor FBX 7 as text"
        raise ValueError(msg)
    if "\nConnections:" not in text or not text.rstrip().endswith("}"):
        msg = "it is truncated"
        raise ValueError(msg)
    links = [(int(child), int(parent), path) for child, parent, path in _LINK.findall(text)]
    joints = [_joint(int(model), name, body) for model, name, body in _MODEL.findall(text)]
    known = {joint.model for joint in joints}
    parents = {child: parent for child, parent, path in links if child in known and parent in known and not path}
    properties = {child: (parent, path) for child, parent, path in links if parent in known and path}
    keys = {int(curve): (times.split(","), values.split(",")) for curve, times, values in _CURVE.findall(text)}
    times = max((each for each, _ in keys.values()), key=len, default=[])
    curves: Curves = {}
    for child, node, axis in links:
        if child in keys and node in properties:
            model, path = properties[node]
            curves[model, f"{path} {axis[-1]}"] = [float(value) for value in keys[child][1]]
    span = (int(times[-1]) - int(times[0])) / _TICKS if times else 0.0
    rate = (len(times) - 1) / span if span else 1.0
    is_z_up = '"UpAxis", "int", "Integer", "",2' in text
    tracks: list[Track] = []
    for root in (joint for joint in joints if joint.model not in parents):
        actor = [joint for joint in joints if _root(joint.model, parents) == root.model]
        tracks.append(_track(actor, parents, curves, len(times), rate, is_z_up=is_z_up))
    return content_of("FBX", tracks)


def _joint(model: int, name: str, body: str) -> _Joint:
    order = re.search(r'"RotationOrder", "enum", "", "",(\d+)', body)
    offset = re.search(r'"Lcl Translation", "Lcl Translation", "", "A",(\S+)', body)
    x, y, z = (float(value) for value in (offset[1] if offset else "0,0,0").split(","))
    return _Joint(model, _PREFIX.sub("", name), (x, y, z), _ORDERS[order[1] if order else "0"])


def _root(model: int, parents: dict[int, int]) -> int:
    while model in parents:
        model = parents[model]
    return model


def _track(
    joints: list[_Joint], parents: dict[int, int], curves: Curves, frames: int, rate: float, *, is_z_up: bool
) -> Track:
    places = {joint.model: index for index, joint in enumerate(joints)}
    above = [places.get(parents.get(joint.model, -1), -1) for joint in joints]

    def value(joint: _Joint, name: str, frame: int, rest: float) -> float:
        keys = curves.get((joint.model, name), [rest])
        return keys[min(frame, len(keys) - 1)]

    def rotation(joint: _Joint, frame: int) -> Quaternion:
        turn: Quaternion = (0.0, 0.0, 0.0, 1.0)
        for axis in joint.axes:
            turn = multiply(turn, about(axis, math.radians(value(joint, f"Lcl Rotation {axis}", frame, 0.0))))
        return turn

    def translation(joint: _Joint, frame: int) -> Vector:
        x, y, z = joint.offset
        x, y, z = (value(joint, f"Lcl Translation {a}", frame, rest) for a, rest in zip("XYZ", (x, y, z), strict=True))
        return x / _CENTIMETRES, y / _CENTIMETRES, z / _CENTIMETRES

    def positions(frame: int) -> list[Vector]:
        moves = [translation(joint, frame) for joint in joints]
        found = world_positions(above, moves, [rotation(joint, frame) for joint in joints])
        return found if is_z_up else [z_up(place) for place in found]

    return Track(tuple(joint.name for joint in joints), frames, rate, positions)
