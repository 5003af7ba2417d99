"""USDZ packages: animated skeletons as one USD text layer."""

from collections.abc import Iterator, Sequence

from move_ugc_async.sandbox.media.archive import write_aligned_zip
from move_ugc_async.sandbox.media.motion import FRAME_COUNT, FRAME_RATE, Motion
from move_ugc_async.sandbox.media.pose import quaternion
from move_ugc_async.sandbox.media.skeleton import JOINTS, Vector, rest_positions

_HEADER = f"""#usda 1.0
(
    defaultPrim = "Actors"
    doc = "move_ugc_async sandbox"
    endTimeCode = {FRAME_COUNT - 1}
    framesPerSecond = {FRAME_RATE}
    metersPerUnit = 1
    startTimeCode = 0
    timeCodesPerSecond = {FRAME_RATE}
    upAxis = "Y"
)

def SkelRoot "Actors"
{{
"""
_SKELETON = """    def Skeleton "Actor{actor:02}" (
        prepend apiSchemas = ["SkelBindingAPI"]
    )
    {{
        uniform matrix4d[] bindTransforms = [{bind}]
        uniform token[] joints = [{joints}]
        uniform matrix4d[] restTransforms = [{rest}]
        rel skel:animationSource = </Actors/Actor{actor:02}/Dance>

        def SkelAnimation "Dance"
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
    }}
"""


def write_usdz(motions: Sequence[Motion]) -> bytes:
    """Write the actors into one package, in metres, Y up.

    Source: the USDZ specification, and the UsdSkel schemas of OpenUSD.
    """
    skeletons = (_skeleton(actor, motion) for actor, motion in enumerate(motions))
    layer = _HEADER + "".join(skeletons) + "}\n"
    return write_aligned_zip("actors.usda", layer.encode("ascii"))


def _skeleton(actor: int, motion: Motion) -> str:
    return _SKELETON.format(
        actor=actor,
        joints=", ".join(f'"{path}"' for path in _paths()),
        bind=", ".join(map(_matrix, rest_positions())),
        rest=", ".join(_matrix(joint.offset) for joint in JOINTS),
        scales=", ".join("(1, 1, 1)" for _ in JOINTS),
        rotations="\n".join(_samples([_rotations(frame) for frame in motion.rotations])),
        translations="\n".join(_samples([_translations(root) for root in motion.root])),
    )


def _paths() -> list[str]:
    paths: list[str] = []
    for joint in JOINTS:
        parent = f"{paths[joint.parent]}/" if joint.parent >= 0 else ""
        paths.append(parent + joint.name)
    return paths


def _samples(frames: Sequence[str]) -> Iterator[str]:
    for number, values in enumerate(frames):
        yield f"                {number}: [{values}],"


def _rotations(angles: Sequence[Vector]) -> str:
    # USD writes the real part of a quaternion first.
    quaternions = (quaternion(angle) for angle in angles)
    return ", ".join(_tuple((w, x, y, z)) for x, y, z, w in quaternions)


def _translations(root: Vector) -> str:
    offsets = [root if joint.parent < 0 else joint.offset for joint in JOINTS]
    return ", ".join(map(_tuple, offsets))


def _matrix(translation: Vector) -> str:
    # USD matrices transform row vectors, so the translation is the last row.
    return f"((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), {_tuple((*translation, 1.0))})"


def _tuple(values: Sequence[float]) -> str:
    # Adding 0.0 converts -0.0 to 0.0.
    return f"({', '.join(f'{round(value, 6) + 0.0:g}' for value in values)})"
