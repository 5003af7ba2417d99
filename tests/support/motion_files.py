"""Files of motion data in the form that the Move API publishes."""

import io
import json
import math
import zipfile
from collections.abc import Mapping
from typing import Any

TYPES = {
    "Root": "euler_xyz",
    "Left_hip": "euler_xyz",
    "Left_knee": "euler_x",
    "Left_ankle": "euler_zyx",
    "Left_toe": "euler_x",
    "Right_hip": "euler_xyz",
    "Right_knee": "euler_x",
    "Right_ankle": "euler_zyx",
    "Right_toe": "euler_x",
    "Spine1": "euler_xyz",
    "Spine2": "euler_xyz",
    "Left_shoulder_rotation": "euler_xyz",
    "Left_elbow": "euler_z",
    "Left_wrist": "euler_zyx",
    "Neck": "euler_zyx",
    "Right_shoulder_rotation": "euler_xyz",
    "Right_elbow": "euler_z",
    "Right_wrist": "euler_zyx",
}
"""The types of the documented joints, in the order of the files."""


def joint(name: str, number: int) -> dict[str, Any]:
    """Return a joint in a frame; each value is different."""
    place = list(TYPES).index(name) if name in TYPES else len(TYPES)
    angles = 3 if len(TYPES.get(name, "euler_xyz")) > len("euler_x") else 1
    return {
        "position": [place / 10, math.sin(number / 7 + place), 1 - place / 20],
        "type": TYPES.get(name, "euler_xyz"),
        "rotations": [math.sin(number / 5 + place + angle) for angle in range(angles)],
        "torques": [place + number + angle / 10 for angle in range(angles)],
        "reaction_forces": 1000.5 if name.endswith("toe") else 0.0,
    }


def frame(number: int, *, fps: float = 60) -> dict[str, Any]:
    """Return a frame with all documented joints."""
    return {"timestamp": str(number / fps), "joint_data": {name: joint(name, number) for name in TYPES}}


def document(frames: int = 5, *, fps: float = 60) -> dict[str, Any]:
    """Return the motion data of an actor."""
    return {"mocap_data": [frame(number, fps=fps) for number in range(frames)]}


def encode(content: Any) -> bytes:
    """Return JSON as bytes."""
    return json.dumps(content).encode()


def archive(files: Mapping[str, Any], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive of JSON documents or bytes, by name."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as target:
        for name, content in files.items():
            target.writestr(name, content if isinstance(content, bytes) else encode(content))
    return written.getvalue()
