"""Plots of motions with matplotlib."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from move_ugc_async.motion.arrays import MotionArrays
from move_ugc_async.motion.extras import import_extra, np
from move_ugc_async.motion.joints import bones

if TYPE_CHECKING:
    from mpl_toolkits.mplot3d import Axes3D  # pyright: ignore[reportMissingTypeStubs]


_DEFAULT = ("Root", "Neck", "Left_wrist", "Right_wrist", "Left_toe", "Right_toe")


def plot(motion: MotionArrays, joints: Sequence[str] | None, axes: "Axes3D | None") -> "Axes3D":
    """Draw the paths of joints, as `Motion.plot` documents."""
    names = [joint.name for joint in motion.joints]
    if joints is None:
        # A file may have none of the documented joints.
        joints = [name for name in _DEFAULT if name in names] or names
    paths = {
        name: motion.positions[:, motion.index(name)] for name in ([joints] if isinstance(joints, str) else joints)
    }
    target: Any = axes
    if target is None:
        target = import_extra("matplotlib.pyplot", "plot").figure(layout="constrained").add_subplot(projection="3d")
    # matplotlib's vertical axis is its third one.
    order = [0, 1, 2] if motion.up == "z" else [2, 0, 1]
    for child, parent in bones(motion.joints):
        target.plot(*motion.positions[0, [child, parent]][:, order].T, color="0.6", linewidth=2)
    for name, path in paths.items():
        target.plot(*path[:, order].T, label=name, linewidth=1)
    for axis, number in zip("xyz", order, strict=True):
        getattr(target, f"set_{axis}label")(f"{'xyz'[number]} (m)")
    span = np.nanmax(motion.positions, axis=(0, 1)) - np.nanmin(motion.positions, axis=(0, 1))
    target.set_box_aspect(np.nan_to_num(span, nan=0)[order] + 0.1)
    target.set_title(f"{motion.actor} {motion.duration:.1f} s, {motion.fps:g} fps".lstrip())
    target.locator_params(nbins=5)
    target.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.1, 0.5))
    return target
