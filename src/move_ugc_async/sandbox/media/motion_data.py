"""Motion data: one JSON document per actor."""

import json

from move_ugc_async.sandbox.media.motion import FRAME_COUNT, Motion, seconds
from move_ugc_async.sandbox.media.pose import joint_positions
from move_ugc_async.sandbox.media.skeleton import JOINTS


def write_motion_data(motion: Motion) -> bytes:
    """Write one actor's motion in the documented shape.

    `position` is in metres from the origin on the floor, and `rotations` in degrees about X, Y and Z, relative to the
    parent joint. The shape is documented; the units are assumptions.
    """
    document = {"mocap_data": [_frame(motion, frame) for frame in range(FRAME_COUNT)]}
    return json.dumps(document, separators=(",", ":")).encode()


def _frame(motion: Motion, frame: int) -> dict[str, object]:
    positions = joint_positions(motion, frame)
    joints = {
        joint.name: {
            "position": [round(value, 4) + 0.0 for value in position],
            "type": "euler_xyz",
            "rotations": list(angles),
        }
        for joint, position, angles in zip(JOINTS, positions, motion.rotations[frame], strict=True)
    }
    return {"timestamp": str(round(seconds(frame), 6)), "joint_data": joints}
