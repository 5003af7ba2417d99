"""Tables of motions, with a row for each joint of each frame."""

import json
import math
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from move_ugc_async.motion.arrays import MotionArrays
from move_ugc_async.motion.extras import Floats, import_extra, np

if TYPE_CHECKING:
    from pandas import DataFrame
    from pyarrow import Table

TableFormat: TypeAlias = Literal["parquet", "csv", "arrow"]

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


def write_table(table: "Table", path: str | PathLike[str], format: TableFormat) -> None:
    """Write a table to a file, whole or not at all.

    Args:
        table: The table.
        path: The file; an existing one is replaced.
        format: `parquet`, `csv`, or `arrow` (an IPC file, also called Feather 2).

    Raises:
        OSError: The file cannot be written.
    """
    path = Path(path)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        _WRITERS[format](table, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _write_parquet(table: Any, path: Path) -> None:
    import_extra("pyarrow.parquet", "arrow").write_table(table, path, compression="zstd")


def _write_csv(table: Any, path: Path) -> None:
    import_extra("pyarrow.csv", "arrow").write_csv(table, path)


def _write_arrow(table: Any, path: Path) -> None:
    with import_extra("pyarrow", "arrow").ipc.new_file(path, table.schema) as writer:
        writer.write_table(table)


_WRITERS = {"parquet": _write_parquet, "csv": _write_csv, "arrow": _write_arrow}


def _describe(motion: MotionArrays) -> dict[str, Any]:
    fps = None if math.isnan(motion.fps) else motion.fps
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
    angles = [values.shape[1] for each in motions for values in each.rotations.values()]
    parts = [_columns_of(each, names, max(_MIN_ANGLES, *angles, 0)) for each in motions]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _columns_of(motion: MotionArrays, names: Mapping[str, list[str]], angles: int) -> dict[str, Any]:
    joints = [names["joint"].index(joint.name) for joint in motion.joints]
    actor = names["actor"].index(motion.actor)
    rotations, torques = (_widen(motion, values, angles) for values in (motion.rotations, motion.torques))
    return {
        "timestamp": np.repeat(motion.timestamps, len(joints)),
        "joint": np.tile(np.array(joints, np.int32), len(motion)),
        **{f"position_{axis}": motion.positions[..., number].ravel() for number, axis in enumerate("xyz")},
        **{f"rotation_{number}": rotations[..., number].ravel() for number in range(angles)},
        **{f"torque_{number}": torques[..., number].ravel() for number in range(angles)},
        "reaction_force": motion.reaction_forces.ravel(),
        "actor": np.full(len(motion) * len(joints), actor, np.int32),
    }


def _widen(motion: MotionArrays, values: Mapping[str, Floats], width: int) -> Floats:
    """Return the values of all joints as (frames, joints, width), NaN where a joint has fewer or none."""
    wide = np.full((len(motion), len(motion.joints), width), np.nan)
    for number, joint in enumerate(motion.joints):
        if joint.name in values:
            wide[:, number, : values[joint.name].shape[1]] = values[joint.name]
    return wide
