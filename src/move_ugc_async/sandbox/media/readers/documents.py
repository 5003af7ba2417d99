"""Reader of JSON documents: motion data and the documents of volumes."""

import json
from typing import BinaryIO

from move_ugc_async.sandbox.media.readers.summary import (
    MAX_TEXT,
    Summary,
    as_list,
    as_object,
    is_number,
    plural,
    read_all,
)

_AXES = 3


def read_json(file: BinaryIO) -> Summary:
    """Validate JSON and, if it is motion data, every frame."""
    data = read_all(file, MAX_TEXT)
    document: object = json.loads(data)
    if b'"mocap_data"' not in data:
        return Summary("JSON")
    frames = as_list(as_object(document, "the document").get("mocap_data"), "mocap_data")
    for number, frame in enumerate(frames):
        _check_frame(as_object(frame, f"frame {number}"), f"frame {number}")
    return Summary("motion", (plural(len(frames), "frame"),))


def _check_frame(frame: dict[str, object], where: str) -> None:
    timestamp = frame.get("timestamp")
    if not is_number(float(timestamp) if isinstance(timestamp, str) else timestamp):
        msg = f"the timestamp of {where} is not a number"
        raise ValueError(msg)
    for name, value in as_object(frame.get("joint_data"), f"{where}'s joint_data").items():
        joint = as_object(value, f"{name[:40]} in {where}")
        for key in ("position", "rotations"):
            numbers = as_list(joint.get(key), f"{name[:40]}'s {key} in {where}")
            if len(numbers) < _AXES or not all(map(is_number, numbers)):
                msg = f"{name[:40]}'s {key} in {where} is not three numbers"
                raise ValueError(msg)
