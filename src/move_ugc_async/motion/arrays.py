"""The arrays of a motion."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from move_ugc_async._suggestions import did_you_mean
from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.motion.extras import Floats
from move_ugc_async.motion.joints import Joint


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class MotionArrays:
    """The values of a motion.

    Missing values are NaN. `len(motion)` is the number of frames.

    Attributes:
        actor: Name of the actor: that of the file without `_motion_data.json`, such as `track00`; empty for bytes.
            Actors of one archive have different names, if necessary with a folder or a number.
        fps: Frames per second: 1 / the median step, averaged over the steps near it. Of an even number of steps, the
            shorter one in the middle is the median. NaN for a single frame. Steps may be uneven.
        timestamps: (frames,), seconds, ascending.
        joints: The joints in the order of the arrays, with names, parents and axes.
        positions: (frames, joints, 3), metres, in world space.
        rotations: By name of the joint: (frames, 1 or 3), radians, in the joint's local frame, one angle for each of
            `Joint.axes`. A joint without rotations is left out; one of an unknown type has up to 9 values.
        torques: By name of the joint: (frames, 1 or 3), newton metres, one for each angle. Joints without are left out.
            One of an unknown type has up to 9, which may be more or fewer than its rotations.
        reaction_forces: (frames, joints), newtons; not 0 for feet in contact with the floor.
        up: The axis that points up: `z`, as in the files, or `y` after `to_y_up()`.
    """

    actor: str
    fps: float
    timestamps: Floats
    joints: tuple[Joint, ...]
    positions: Floats
    rotations: Mapping[str, Floats]
    torques: Mapping[str, Floats]
    reaction_forces: Floats
    up: Literal["y", "z"] = "z"

    def __len__(self) -> int:
        return len(self.timestamps)

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(actor={self.actor!r}, frames={len(self)}, fps={self.fps:g}, "
            f"duration={self.duration:g}, joints={len(self.joints)}, up={self.up!r})"
        )

    @property
    def duration(self) -> float:
        """Seconds from the first to the last frame."""
        return float(self.timestamps[-1] - self.timestamps[0])

    def index(self, joint: str) -> int:
        """Return the index of a joint in `joints`, `positions` and `reaction_forces`.

        Raises:
            MoveInvalidRequestError: There is no such joint.
        """
        names = [each.name for each in self.joints]
        if joint not in names:
            msg = f"joint must be one of the motion; got {joint!r}; {did_you_mean(str(joint), names)}"
            raise MoveInvalidRequestError(msg)
        return names.index(joint)
