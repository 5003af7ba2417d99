"""Motion data: one JSON document per actor."""

import json
from collections.abc import Iterator

from move_ugc_async.sandbox.media.gait import Pose
from move_ugc_async.sandbox.media.motion import Motion
from move_ugc_async.sandbox.media.pose import Angles
from move_ugc_async.sandbox.media.skeleton import JOINTS


def write_motion_data(motion: Motion) -> bytes:
    """Write one actor's motion in the shape of the API's sample file.

    Positions are metres in the world, Z up; rotations are radians in the frame of the parent, with the values in the
    order of the joint's type; torques are newton metres, reaction forces newtons. The order of the values is an
    assumption.
    """
    return b'{"mocap_data":[' + ",".join(_frames(motion)).encode("ascii") + b"]}"


def _frames(motion: Motion) -> Iterator[str]:
    # The stride repeats, so all that is the same in each stride is encoded once.
    stride = [_template(pose) for pose in motion.stride]
    for frame, root in enumerate(motion.roots):
        first, *others = motion.positions(frame)
        values = (*first, *root.angles, *(value for position in others for value in position))
        joints = stride[frame % len(stride)] % values
        yield f'{{"timestamp":"{round(motion.seconds(frame), 9)!r}","joint_data":{{{joints}}}}}'


def _template(pose: Pose) -> str:
    """Return the joints of a frame with placeholders for the positions, and for the rotations of the root."""
    return ",".join(
        f'"{joint.name}":{{"position":[%.6f,%.6f,%.6f],"type":"euler_{joint.axes}",'
        f'"rotations":{_numbers(angles) if joint.parent >= 0 else "[%r,%r,%r]"},'
        f'"torques":{_numbers(torques)},"reaction_forces":{force!r}}}'
        for joint, angles, torques, force in zip(JOINTS, pose.angles, pose.torques, pose.forces, strict=True)
    )


def _numbers(values: Angles) -> str:
    return json.dumps(values, separators=(",", ":"))
