"""Biovision Hierarchy (BVH) files: a skeleton and its motion as text."""

from collections.abc import Iterator

from move_ugc_async.sandbox.media.motion import FRAME_COUNT, FRAME_RATE, Motion
from move_ugc_async.sandbox.media.skeleton import JOINTS, TIPS, Vector, children

_ROTATIONS = "Xrotation Yrotation Zrotation"
_CENTIMETRES = 100  # what BVH readers expect, though the format names no unit


def write_bvh(motion: Motion) -> bytes:
    """Write one actor's motion.

    Offsets are centimetres, angles degrees; a joint's rotations multiply in channel order.
    Source: "Biovision BVH" (University of Wisconsin, M. Gleicher's course pages).
    """
    lines = ["HIERARCHY", *_hierarchy(0, ""), "MOTION"]
    lines += [f"Frames: {FRAME_COUNT}", f"Frame Time: {1 / FRAME_RATE:.6f}"]
    lines += [_frame(motion, frame) for frame in range(FRAME_COUNT)]
    return ("\n".join(lines) + "\n").encode("ascii")


def _hierarchy(index: int, indent: str) -> Iterator[str]:
    joint = JOINTS[index]
    root = joint.parent < 0
    # Every frame has the position of the root, so its offset is zero.
    offset = (0.0, 0.0, 0.0) if root else joint.offset
    positions = "6 Xposition Yposition Zposition" if root else "3"
    yield f"{indent}{'ROOT' if root else 'JOINT'} {joint.name}"
    yield f"{indent}{{"
    yield f"{indent}  OFFSET {_numbers(offset)}"
    yield f"{indent}  CHANNELS {positions} {_ROTATIONS}"
    for child in children(index):
        yield from _hierarchy(child, indent + "  ")
    if joint.name in TIPS:
        yield f"{indent}  End Site"
        yield f"{indent}  {{"
        yield f"{indent}    OFFSET {_numbers(TIPS[joint.name])}"
        yield f"{indent}  }}"
    yield f"{indent}}}"


def _frame(motion: Motion, frame: int) -> str:
    angles = (f"{angle:.4f}" for joint in motion.rotations[frame] for angle in joint)
    return " ".join((_numbers(motion.root[frame]), *angles))


def _numbers(metres: Vector) -> str:
    return " ".join(f"{_CENTIMETRES * value:.4f}" for value in metres)
