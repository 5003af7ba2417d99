"""Plots of motions with matplotlib."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.motion.arrays import MotionArrays
from move_ugc_async.motion.extras import import_extra, np
from move_ugc_async.motion.joints import bones

if TYPE_CHECKING:
    from mpl_toolkits.mplot3d import Axes3D  # pyright: ignore[reportMissingTypeStubs]


_ZOOM = 0.8
_DEFAULT = ("Root", "Neck", "Left_wrist", "Right_wrist", "Left_toe", "Right_toe")


def plot(motion: MotionArrays, joints: Sequence[str] | None, axes: "Axes3D | None") -> "Axes3D":
    """Draw the paths of joints, as `Motion.plot` documents."""
    names = [joint.name for joint in motion.joints]
    if joints is None:
        # A file may have none of the documented joints.
        joints = [name for name in _DEFAULT if name in names] or names
    elif isinstance(joints, str):
        joints = [joints]
    if not isinstance(joints, Iterable) or not (joints := list(joints)):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"joints must be one or more names; got {joints!r}; leave it out for the default"
        raise MoveInvalidRequestError(msg)
    paths = {name: motion.positions[:, motion.index(name)] for name in joints}
    target: Any = axes
    if target is not None and not hasattr(target, "set_zlabel"):
        msg = f'axes must have projection="3d"; got {type(target).__name__}'
        raise MoveInvalidRequestError(msg)
    if target is None:
        target = import_extra("matplotlib.pyplot", "plot").figure(layout="constrained").add_subplot(projection="3d")
    # matplotlib's vertical axis is its third one.
    order = [0, 1, 2] if motion.up == "z" else [2, 0, 1]
    for child, parent in bones(motion.joints):
        target.plot(*motion.positions[0, [child, parent]][:, order].T, color="0.6", linewidth=2)
    for name, path in paths.items():
        target.plot(*path[:, order].T, label=_plain(name), linewidth=1)
    for axis, number in zip("xyz", order, strict=True):
        getattr(target, f"set_{axis}label")(f"{'xyz'[number]} (m)")
    known = motion.positions[~np.isnan(motion.positions).any(axis=-1)]
    span = np.ptp(known, axis=0) if known.size else np.zeros(3)
    # The layout reserves no space for the labels of 3-D axes, so a smaller box leaves it free.
    target.set_box_aspect(span[order] + 0.1, zoom=_ZOOM)
    target.set_title(f"{_plain(motion.actor)} {motion.duration:.1f} s, {motion.fps:g} fps".lstrip())
    target.locator_params(nbins=5)
    if axes is None:
        # The layout reserves space only for a legend of the figure.
        target.figure.legend(fontsize="small", loc="outside right center")
    else:
        target.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.1, 0.5))
    return target


def _plain(name: str) -> str:
    """Return a name as matplotlib shows it unchanged.

    Two dollar signs enclose mathematical text, and a label that starts with an underscore is left out of the legend.
    """
    escaped = name.replace("$", r"\$")
    return f" {escaped}" if name.startswith("_") else escaped
