"""FBX 7.4 files as text: animated skeletons, in centimetres, Z up."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

from move_ugc_async.sandbox.media.motion import Motion
from move_ugc_async.sandbox.media.skeleton import JOINTS, Joint

_TICKS = 46_186_158_000  # in a second
_CENTIMETRES = 100
_LINEAR = 4  # interpolation between keys
_DOCUMENT = """; FBX 7.4.0 project file
FBXHeaderExtension: {{
  FBXHeaderVersion: 1003
  FBXVersion: 7400
  Creator: "move_ugc_async sandbox"
}}
GlobalSettings: {{
  Version: 1000
  Properties70: {{
    P: "UpAxis", "int", "Integer", "",2
    P: "UpAxisSign", "int", "Integer", "",1
    P: "FrontAxis", "int", "Integer", "",1
    P: "FrontAxisSign", "int", "Integer", "",-1
    P: "CoordAxis", "int", "Integer", "",0
    P: "CoordAxisSign", "int", "Integer", "",1
    P: "UnitScaleFactor", "double", "Number", "",1
    P: "TimeMode", "enum", "", "",14
    P: "CustomFrameRate", "double", "Number", "",{rate!r}
  }}
}}
Objects: {{
  AnimationStack: 1, "AnimStack::Walk", "" {{
    Properties70: {{
      P: "LocalStop", "KTime", "Time", "",{stop}
    }}
  }}
  AnimationLayer: 2, "AnimLayer::Walk", "" {{
  }}
{objects}}}
Connections: {{
  C: "OO",2,1
{links}}}
"""
_MODEL = """  NodeAttribute: {attribute}, "NodeAttribute::{name}", "LimbNode" {{
    TypeFlags: "Skeleton"
  }}
  Model: {model}, "Model::{name}", "LimbNode" {{
    Version: 232
    Properties70: {{
      P: "RotationActive", "bool", "", "",1
      P: "RotationOrder", "enum", "", "",{order}
      P: "Lcl Translation", "Lcl Translation", "", "A",{x:.4f},{y:.4f},{z:.4f}
    }}
  }}
"""


def write_fbx(motions: Sequence[Motion]) -> bytes:
    """Write the actors into one file; a joint is a limb node, whose rotation has a curve for each axis.

    FBX has no public specification. Source: "FBX binary file format specification" (Blender's developer blog), and what
    Blender imports.
    """
    objects: list[str] = []
    links: list[str] = []
    ids = itertools.count(3)
    for actor, motion in enumerate(motions):
        prefix = f"Actor{actor:02}_" if len(motions) > 1 else ""
        models = [next(ids) for _ in JOINTS]
        for joint, model in zip(JOINTS, models, strict=True):
            attribute, parent = next(ids), models[joint.parent] if joint.parent >= 0 else 0
            objects.append(_model(joint, prefix + joint.name, model, attribute))
            links += [f'  C: "OO",{attribute},{model}\n', f'  C: "OO",{model},{parent}\n']
        times = [str(round(motion.seconds(frame) * _TICKS)) for frame in range(motion.frames)]
        for index, path, values in _curves(motion):
            node = next(ids)
            objects.append(f'  AnimationCurveNode: {node}, "AnimCurveNode::{path[0]}", "" {{\n  }}\n')
            links += [f'  C: "OO",{node},2\n', f'  C: "OP",{node},{models[index]}, "Lcl {path}"\n']
            for axis, keys in values.items():
                curve = next(ids)
                objects.append(_curve(curve, times, keys))
                links.append(f'  C: "OP",{curve},{node}, "d|{axis.upper()}"\n')
    stop = round(motions[0].seconds(motions[0].frames - 1) * _TICKS)
    document = _DOCUMENT.format(rate=motions[0].rate, stop=stop, objects="".join(objects), links="".join(links))
    return document.encode("ascii")


def _model(joint: Joint, name: str, model: int, attribute: int) -> str:
    x, y, z = (_CENTIMETRES * value for value in joint.offset)
    order = 0 if joint.axes == "zyx" else 5  # from the innermost axis to the outermost: XYZ or ZYX
    return _MODEL.format(name=name, model=model, attribute=attribute, order=order, x=x, y=y, z=z)


def _curve(curve: int, times: Sequence[str], values: Sequence[str]) -> str:
    arrays = {
        "KeyTime": times,
        "KeyValueFloat": values,
        "KeyAttrFlags": [str(_LINEAR)],
        "KeyAttrDataFloat": ["0"] * 4,
        "KeyAttrRefCount": [str(len(times))],
    }
    lines = [f"    {name}: *{len(array)} {{\n      a: {','.join(array)}\n    }}\n" for name, array in arrays.items()]
    return f'  AnimationCurve: {curve}, "AnimCurve::", "" {{\n    KeyVer: 4008\n{"".join(lines)}  }}\n'


def _curves(motion: Motion) -> Iterator[tuple[int, str, Mapping[str, list[str]]]]:
    """Yield joint, property, and the values for each axis."""
    places = zip("xyz", zip(*(root.position for root in motion.roots), strict=True), strict=True)
    yield 0, "Translation", {axis: [f"{_CENTIMETRES * value:.4f}" for value in values] for axis, values in places}
    still = dict.fromkeys("xyz", ["0"] * motion.frames)  # Blender ignores a curve about Z without the other two
    repeats = -(-motion.frames // len(motion.stride))
    for index, joint in enumerate(JOINTS):
        poses = [pose.angles[index] for pose in motion.stride] if index else [root.angles for root in motion.roots]
        columns = zip(joint.axes, zip(*poses, strict=True), strict=True)
        turns = {axis: [f"{math.degrees(angle):.6f}" for angle in angles] for axis, angles in columns}
        yield index, "Rotation", still | {axis: (keys * repeats)[: motion.frames] for axis, keys in turns.items()}
