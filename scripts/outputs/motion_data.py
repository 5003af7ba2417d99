"""Reader of motion data."""

import itertools
import json
import statistics
from typing import Any

from scripts.outputs.track import Content, Track, content_of


def read_json(data: bytes) -> Content:
    """Read motion data, or any other JSON."""
    document = json.loads(data)
    if not isinstance(document, dict) or "mocap_data" not in document:
        return Content("JSON")
    frames: list[dict[str, Any]] = document["mocap_data"]  # pyright: ignore[reportUnknownVariableType]
    times = [float(frame["timestamp"]) for frame in frames]
    steps = [after - before for before, after in itertools.pairwise(times)]
    # The last frame is shown for the usual time; rounded times must not change the length.
    rate = len(times) / (times[-1] - times[0] + statistics.median(steps)) if steps else 1.0
    poses = [[tuple(joint["position"]) for joint in frame["joint_data"].values()] for frame in frames]
    joints = tuple(frames[0]["joint_data"]) if frames else ()
    return content_of("motion data", [Track(joints, len(frames), rate, poses.__getitem__)])
