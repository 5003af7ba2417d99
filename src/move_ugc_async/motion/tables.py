"""Tables of motions, with a row for each joint of each frame."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from move_ugc_async.motion.arrays import MotionArrays
from move_ugc_async.motion.extras import Floats, import_extra, np

if TYPE_CHECKING:
    from pandas import DataFrame
    from pyarrow import Table

METADATA = "move_ugc_async"
"""Key in the metadata of an Arrow schema."""

_CATEGORIES = ("joint", "actor")
_MIN_ANGLES = 3


def to_arrow(motions: Sequence[MotionArrays]) -> "Table":
    """Return the Arrow table of motions, as `Motion.to_arrow` documents."""
    pa = import_extra("pyarrow", "arrow")
    columns = {
        name: pa.DictionaryArray.from_arrays(pa.array(values), pa.array(_categories(motions)[name], pa.string()))
        if name in _CATEGORIES
        # NaN is how numpy has no value.
        else pa.array(values, from_pandas=True)
        for name, values in _columns(motions).items()
    }
    table: Table = pa.table(columns, metadata={METADATA: json.dumps({"actors": [_describe(each) for each in motions]})})
    return table


def to_pandas(motions: Sequence[MotionArrays]) -> "DataFrame":
    """Return the data frame of motions, as `Motion.to_pandas` documents."""
    pd = import_extra("pandas", "pandas")
    columns = {
        name: pd.Categorical.from_codes(values, _categories(motions)[name]) if name in _CATEGORIES else values
        for name, values in _columns(motions).items()
    }
    frame: DataFrame = pd.DataFrame(columns, copy=False)
    return frame


def _describe(motion: MotionArrays) -> dict[str, Any]:
    # JSON has neither NaN nor infinity.
    fps = motion.fps if math.isfinite(motion.fps) else None
    return {"actor": motion.actor, "fps": fps, "up": motion.up, "joints": [asdict(joint) for joint in motion.joints]}


def _categories(motions: Iterable[MotionArrays]) -> dict[str, list[str]]:
    """Return the distinct names of joints and of actors, in their order."""
    motions = list(motions)
    return {
        "joint": list(dict.fromkeys(joint.name for each in motions for joint in each.joints)),
        "actor": list(dict.fromkeys(each.actor for each in motions)),
    }


def _columns(motions: Sequence[MotionArrays]) -> dict[str, Any]:
    """Return the columns as arrays; names are indices of `_categories`."""
    names = _categories(motions)
    widths = {
        "rotation": _width(values for each in motions for values in each.rotations.values()),
        "torque": _width(values for each in motions for values in each.torques.values()),
    }
    parts = [_columns_of(each, names, widths) for each in motions] or [_no_rows(widths)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _width(fields: Iterable[Floats]) -> int:
    """Return the number of columns for values of joints; those of an unknown type may be more than three."""
    widths: list[int] = [values.shape[1] for values in fields]
    return max([_MIN_ANGLES, *widths])


def _columns_of(motion: MotionArrays, names: Mapping[str, list[str]], widths: Mapping[str, int]) -> dict[str, Any]:
    joints = [names["joint"].index(joint.name) for joint in motion.joints]
    actor = names["actor"].index(motion.actor)
    fields = {"rotation": motion.rotations, "torque": motion.torques}
    wide = {name: _widen(motion, fields[name], width) for name, width in widths.items()}
    return {
        "timestamp": np.repeat(motion.timestamps, len(joints)),
        "joint": np.tile(np.array(joints, np.int32), len(motion)),
        **{f"position_{axis}": motion.positions[..., number].ravel() for number, axis in enumerate("xyz")},
        **{f"{name}_{each}": wide[name][..., each].ravel() for name, width in widths.items() for each in range(width)},
        "reaction_force": motion.reaction_forces.ravel(),
        "actor": np.full(len(motion) * len(joints), actor, np.int32),
    }


def _no_rows(widths: Mapping[str, int]) -> dict[str, Any]:
    numbers = ["position_x", "position_y", "position_z"]
    numbers += [f"{name}_{each}" for name, width in widths.items() for each in range(width)]
    floats, indices = np.empty(0), np.empty(0, np.int32)
    middle = dict.fromkeys([*numbers, "reaction_force"], floats)
    return {"timestamp": floats, "joint": indices, **middle, "actor": indices}


def _widen(motion: MotionArrays, values: Mapping[str, Floats], width: int) -> Floats:
    """Return the values of all joints as (frames, joints, width), NaN where a joint has fewer or none."""
    wide = np.full((len(motion), len(motion.joints), width), np.nan)
    for number, joint in enumerate(motion.joints):
        if joint.name in values:
            wide[:, number, : values[joint.name].shape[1]] = values[joint.name]
    return wide
