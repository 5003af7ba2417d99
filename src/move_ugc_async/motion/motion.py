"""The motion of one actor."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING

from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.motion.arguments import ensure_number
from move_ugc_async.motion.arrays import MotionArrays
from move_ugc_async.motion.extras import Floats, np
from move_ugc_async.motion.timing import between_frames, continuous_angles, continuous_torques, interpolate

if TYPE_CHECKING:
    from mpl_toolkits.mplot3d import Axes3D  # pyright: ignore[reportMissingTypeStubs]
    from pandas import DataFrame
    from pyarrow import Table

MAX_FPS = 10_000

MAX_RESAMPLED = 40_000_000
"""Maximum number of frames times joints that `resample` returns: ten hours of one actor at 60 fps, in about 3 GB."""

_ROUNDING = 1e-6
"""Seconds by which a timestamp may miss the start or end of a window because it was rounded."""

_Y_UP = {"x": ("x", 1), "y": ("z", -1), "z": ("y", 1)}
"""The axis and the sign in a Y-up space of each axis of a Z-up space, which is turned by -90° about x."""


@dataclass(frozen=True, slots=True, eq=False, repr=False, kw_only=True)
class Motion(MotionArrays):
    """The motion of one actor: arrays of its joints' positions, rotations and torques in each frame.

    `MotionArrays` documents the attributes with their shapes and units. Missing values are NaN. Methods return other
    motions, and change nothing.
    """

    def window(self, start: float, end: float) -> "Motion":
        """Return the frames from `start` up to, but without, `end`. They keep their timestamps.

        Args:
            start: Seconds, as in `timestamps`.
            end: Seconds, after `start`.

        Raises:
            MoveInvalidRequestError: The window is invalid, or contains no frame.
        """
        start, end = ensure_number(start, "start"), ensure_number(end, "end")
        if not start < end:
            msg = f"start must be before end; got start={start!r} and end={end!r}"
            raise MoveInvalidRequestError(msg)
        first, last = np.searchsorted(self.timestamps, np.array([start, end]) - _ROUNDING)
        if first == last:
            first_time, last_time = self.timestamps[[0, -1]]
            msg = f"the window must contain a frame from {first_time:g} to {last_time:g} s; got {start:g} to {end:g} s"
            raise MoveInvalidRequestError(msg)
        return _select(self, self.timestamps[first:last].copy(), lambda values: values[first:last].copy())

    def resample(self, fps: float) -> "Motion":
        """Return the motion with even steps from its first timestamp on, linearly interpolated.

        Angles take the shortest way between frames: they may differ from those of the file by whole turns, or be the
        other three angles of the same rotation, (a + π, π - b, c + π) for (a, b, c). With the latter, the torque of the
        middle angle is negated, since its axis points the other way. At the time of a frame, all other values are those
        of the frame.

        Args:
            fps: Frames per second, above 0 and at most 10,000.

        Raises:
            MoveInvalidRequestError: `fps` is invalid, or the result would exceed 40,000,000 frames times joints.
        """
        fps = ensure_number(fps, "fps")
        if not 0 < fps <= MAX_FPS:
            msg = f"fps must be a number above 0 and at most {MAX_FPS:,}; got {fps!r}"
            raise MoveInvalidRequestError(msg)
        most = MAX_RESAMPLED // len(self.joints)
        if self.duration * fps >= most:
            msg = (
                f"fps must result in at most {most:,} frames; got {fps:g} for {self.duration:g} s; "
                "pass a lower one, or resample each window() between gaps"
            )
            raise MoveInvalidRequestError(msg)
        count = math.floor(self.duration * fps + _ROUNDING * fps) + 1
        times = self.timestamps[0] + np.arange(count) / fps
        before, share = between_frames(self.timestamps, times)
        even = partial(interpolate, before=before, share=share)
        axes = {joint.name: joint.axes for joint in self.joints}
        rotations = {name: continuous_angles(each, axes[name]) for name, each in self.rotations.items()}
        torques = {
            name: continuous_torques(each, self.rotations[name], axes[name]) if name in self.rotations else each
            for name, each in self.torques.items()
        }
        return replace(_select(replace(self, rotations=rotations, torques=torques), times, even), fps=fps)

    def to_y_up(self) -> "Motion":
        """Return the motion in a space whose y axis points up, as in Maya and glTF: (x, y, z) becomes (x, z, -y).

        Local frames turn with the world: `Joint.axes` and the signs of angles and torques change with the axes.
        """
        if self.up == "y":
            return self
        signs = {joint.name: np.array([_Y_UP[axis][1] for axis in joint.axes] or [1]) for joint in self.joints}
        return replace(
            self,
            joints=tuple(replace(joint, axes="".join(_Y_UP[axis][0] for axis in joint.axes)) for joint in self.joints),
            positions=self.positions[..., [0, 2, 1]] * [1.0, 1.0, -1.0],
            rotations={name: values * signs[name] for name, values in self.rotations.items()},
            torques={name: values * signs[name] for name, values in self.torques.items()},
            up="y",
        )

    def to_arrow(self) -> "Table":
        """Return a table with a row for each joint of each frame (extra `arrow`).

        Columns: `timestamp` (s), `joint`, `position_x`, `position_y`, `position_z` (m), `rotation_0` to `rotation_2`
        (rad, in the order of the joint's axes), `torque_0` to `torque_2` (N·m), `reaction_force` (N) and `actor`.
        Missing values are null. The schema's metadata `move_ugc_async` is JSON: a list `actors`, each with `actor`,
        `fps`, `up` and `joints`.

        Raises:
            ImportError: The extra is not installed.
        """
        from move_ugc_async.motion.tables import to_arrow

        return to_arrow([self])

    def to_pandas(self) -> "DataFrame":
        """Return a data frame with the columns of `to_arrow` (extra `pandas`). Missing values are NaN.

        Raises:
            ImportError: The extra is not installed.
        """
        from move_ugc_async.motion.tables import to_pandas

        return to_pandas([self])

    def to_parquet(self, path: str | PathLike[str]) -> None:
        """Write the table of `to_arrow` to a Parquet file, whole or not at all (extra `arrow`).

        Args:
            path: The file; an existing one is replaced. A symbolic link is followed, and a pipe or device written to.

        Raises:
            MoveInvalidRequestError: The path is invalid.
            OSError: The file cannot be written.
            ImportError: The extra is not installed.
        """
        from move_ugc_async.motion.table_files import write_table

        write_table(self.to_arrow(), path, "parquet")

    def plot(self, *, joints: Sequence[str] | None = None, axes: "Axes3D | None" = None) -> "Axes3D":
        """Draw the paths of joints in space, and the skeleton in the first frame (extra `plot`).

        Args:
            joints: Names of the joints. Default: root, neck, wrists and toes.
            axes: Axes of matplotlib with `projection="3d"` to draw into. Default: those of a new figure.

        Returns:
            The axes, in metres.

        Raises:
            MoveInvalidRequestError: There is no such joint, or an argument is invalid.
            ImportError: The extra is not installed.
        """
        from move_ugc_async.motion.plotting import plot

        return plot(self, joints, axes)

    def _repr_html_(self) -> str:
        from move_ugc_async.motion.preview import preview

        return preview([self])


def _select(motion: Motion, timestamps: Floats, select: Callable[[Floats], Floats]) -> Motion:
    """Return a motion with other frames.

    Args:
        motion: The motion.
        timestamps: The timestamps of the other frames.
        select: Returns the values of these frames for an array of the motion's frames.
    """
    return replace(
        motion,
        timestamps=timestamps,
        positions=select(motion.positions),
        rotations={name: select(values) for name, values in motion.rotations.items()},
        torques={name: select(values) for name, values in motion.torques.items()},
        reaction_forces=select(motion.reaction_forces),
    )
