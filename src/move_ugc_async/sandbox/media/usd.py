"""USD layers and USDZ packages: animated skeletons."""

import functools
import importlib
import importlib.util
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from move_ugc_async.sandbox.media.archive import write_aligned_zip
from move_ugc_async.sandbox.media.motion import Motion
from move_ugc_async.sandbox.media.pose import Angles, quaternion
from move_ugc_async.sandbox.media.skeleton import JOINTS, Joint, Vector, rest_positions

_LAYER = """#usda 1.0
(
    defaultPrim = "Actors"
    doc = "move_ugc_async sandbox"
    endTimeCode = {last}
    framesPerSecond = {rate!r}
    metersPerUnit = 1
    startTimeCode = 0
    timeCodesPerSecond = {rate!r}
    upAxis = "Z"
)

def SkelRoot "Actors"
{{
{skeletons}
}}
"""
_SKELETON = """    def Skeleton "Actor{actor:02}" (
        prepend apiSchemas = ["SkelBindingAPI"]
    )
    {{
        uniform matrix4d[] bindTransforms = [{bind}]
        uniform token[] joints = [{joints}]
        uniform matrix4d[] restTransforms = [{rest}]
        rel skel:animationSource = </Actors/Actor{actor:02}/Walk>

        def SkelAnimation "Walk"
        {{
            uniform token[] joints = [{joints}]
            quatf[] rotations.timeSamples = {{
{rotations}
            }}
            half3[] scales = [{scales}]
            float3[] translations.timeSamples = {{
{translations}
            }}
        }}
    }}"""


_usd_lock = threading.Lock()
"""Serialises all use of usd-core: threads that are the first to use it at the same time wait for each other forever."""


def has_crate_writer() -> bool:
    """Return whether usd-core is installed, which writes binary layers."""
    return importlib.util.find_spec("pxr") is not None


def write_usdc(motions: Sequence[Motion]) -> bytes:
    """Write the actors into one binary layer, in metres, Z up; requires usd-core."""
    text = _layer(motions)
    with _usd_lock, tempfile.TemporaryDirectory(prefix="move-sandbox-") as folder:
        path = Path(folder, "actors.usdc")
        sdf = importlib.import_module("pxr.Sdf")
        layer = sdf.Layer.CreateAnonymous(".usda")
        layer.ImportFromString(text)
        layer.Export(str(path))
        return path.read_bytes()


def write_usdz(motions: Sequence[Motion]) -> bytes:
    """Write the actors into one package, in metres, Z up; its layer is text.

    Source: the USDZ specification, and the UsdSkel schemas of OpenUSD.
    """
    return write_aligned_zip("actors.usda", _layer(motions).encode("ascii"))


def _layer(motions: Sequence[Motion]) -> str:
    skeletons = "\n".join(_skeleton(actor, motion) for actor, motion in enumerate(motions))
    return _LAYER.format(last=motions[0].frames - 1, rate=motions[0].rate, skeletons=skeletons)


def _skeleton(actor: int, motion: Motion) -> str:
    stride = [
        ", ".join(_rotation(joint, angles) for joint, angles in zip(JOINTS[1:], pose.angles[1:], strict=True))
        for pose in motion.stride
    ]
    offsets = ", ".join(_tuple(joint.offset) for joint in JOINTS[1:])
    rotations = [
        f"{_rotation(JOINTS[0], root.angles)}, {stride[i % len(stride)]}" for i, root in enumerate(motion.roots)
    ]
    translations = [f"{_tuple(root.position)}, {offsets}" for root in motion.roots]
    return _SKELETON.format(
        actor=actor,
        joints=", ".join(f'"{path}"' for path in _paths()),
        bind=", ".join(map(_matrix, rest_positions())),
        rest=", ".join(_matrix(joint.offset) for joint in JOINTS),
        scales=", ".join("(1, 1, 1)" for _ in JOINTS),
        rotations=_samples(rotations),
        translations=_samples(translations),
    )


@functools.cache
def _paths() -> list[str]:
    paths: list[str] = []
    for joint in JOINTS:
        parent = f"{paths[joint.parent]}/" if joint.parent >= 0 else ""
        paths.append(parent + joint.name)
    return paths


def _samples(frames: Sequence[str]) -> str:
    return "\n".join(f"                {number}: [{values}]," for number, values in enumerate(frames))


def _rotation(joint: Joint, angles: Angles) -> str:
    # USD writes the real part of a quaternion first.
    x, y, z, w = quaternion(joint.axes, angles)
    return f"({w:.9g}, {x:.9g}, {y:.9g}, {z:.9g})"


def _matrix(translation: Vector) -> str:
    # USD matrices transform row vectors, so the translation is the last row.
    return f"((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), {_tuple((*translation, 1.0))})"


def _tuple(values: Sequence[float]) -> str:
    return f"({', '.join(f'{value:.9g}' for value in values)})"
