"""Motion data of one actor, in the form that the API publishes."""

import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FPS = 60
TYPES = {
    **dict.fromkeys(("Root", "Left_hip", "Right_hip", "Spine1", "Spine2"), "euler_xyz"),
    **dict.fromkeys(("Left_shoulder_rotation", "Right_shoulder_rotation"), "euler_xyz"),
    **dict.fromkeys(("Left_ankle", "Right_ankle", "Left_wrist", "Right_wrist", "Neck"), "euler_zyx"),
    **dict.fromkeys(("Left_knee", "Left_toe", "Right_knee", "Right_toe"), "euler_x"),
    **dict.fromkeys(("Left_elbow", "Right_elbow"), "euler_z"),
}


def write(path: Path, frames: int) -> None:
    """Write a ZIP archive with one actor, unless it exists. Values are random, so that they compress like real ones."""
    if path.exists():
        return
    partial = path.with_suffix(".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("track00.json", "w") as file:
        file.write(b'{"mocap_data": [')
        for number, frame in enumerate(_frames(frames)):
            file.write((", " if number else "").encode() + json.dumps(frame).encode())
        file.write(b"]}")
    partial.replace(path)


def _frames(count: int) -> Iterator[dict[str, Any]]:
    rng = random.Random(1)
    for number in range(count):
        joints = {name: _joint(rng, name, kind) for name, kind in TYPES.items()}
        yield {"timestamp": str(number / FPS), "joint_data": joints}


def _joint(rng: random.Random, name: str, kind: str) -> dict[str, Any]:
    angles = len(kind.removeprefix("euler_"))
    return {
        "position": [rng.random() for _ in range(3)],
        "type": kind,
        "rotations": [rng.random() - 0.5 for _ in range(angles)],
        "torques": [rng.random() * 10 for _ in range(angles)],
        "reaction_forces": rng.random() * 1000 if "toe" in name else 0.0,
    }
