"""Arrays of a file's values, collected from batches of frames."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from reprlib import repr as shorten
from types import NoneType
from typing import Any, NoReturn, cast

from move_ugc_async.errors import MotionFormatError
from move_ugc_async.motion.extras import Floats, np
from move_ugc_async.motion.joints import read_axes

MAX_JOINTS = 1_000
MAX_ANGLES = 9
"""Maximum number of rotation values of a joint: those of a matrix."""

MAX_SPARSENESS = 8
"""Maximum ratio of all frames to those that have a joint, on average. The arrays of rarer joints would take more memory
than their file's size justifies."""

_FREE = 1_000_000
"""Missing values that any file may have."""

_DIMENSIONS = 3


@dataclass(slots=True)
class _Field:
    """The numbers of a field of a joint, in runs of frames that have it.

    One growing array takes less memory than one for each run, if a joint is missing in every other frame.
    """

    numbers: "array[float]" = field(default_factory=lambda: array("d"))
    runs: "array[int]" = field(default_factory=lambda: array("q"))
    """For each run, the number of its first frame, and the number of its frames."""

    def append(self, start: int, rows: Floats) -> None:
        self.numbers.frombytes(rows.tobytes())
        if self.runs and self.runs[-2] + self.runs[-1] == start:
            self.runs[-1] += len(rows)
        else:
            self.runs.extend((start, len(rows)))

    def spread(self, frames: int, width: int) -> Floats:
        """Return (frames, width), NaN in frames that lack the field."""
        rows = np.frombuffer(self.numbers).reshape(-1, width)
        if len(rows) == frames:
            return rows
        values, offset = np.full((frames, width), np.nan), 0
        for start, length in zip(self.runs[::2], self.runs[1::2], strict=True):
            values[start : start + length] = rows[offset : offset + length]
            offset += length
        return values


@dataclass(slots=True)
class JointColumns:
    """The values of a joint.

    Attributes:
        type: Type in the file, such as `euler_xyz`.
        axes: Axes of its angles; empty for an unknown type.
        width: Number of angles in a frame, or None while there are none.
        fields: The fields by name.
    """

    type: object
    axes: str
    width: int | None
    fields: dict[str, _Field] = field(default_factory=dict[str, _Field])

    def take(self, name: str, frames: int, width: int) -> Floats | None:
        """Return and forget the values of all frames, NaN where there are none; None if no frame has any.

        Args:
            name: The field.
            frames: Number of all frames.
            width: Number of values in a frame.
        """
        taken = self.fields.pop(name, None)
        return None if taken is None else taken.spread(frames, width)


class Columns:
    """The values of a file.

    Args:
        file: Name of the file, for errors.

    Attributes:
        timestamps: Timestamps of all frames.
        joints: The joints by name, in the order in which they first appear.
        count: Number of frames.
    """

    def __init__(self, file: str | None) -> None:
        self._file = file
        self._rows = 0
        self.timestamps = array("d")
        self.joints: dict[str, JointColumns] = {}
        self.count = 0

    def add(self, frames: Sequence[Any]) -> None:
        """Add frames. Those of equal shape are added together, which is several times as fast.

        Raises:
            MotionFormatError: A frame is malformed.
        """
        try:
            self._add_equal(frames)
        except MotionFormatError:
            if len(frames) <= 1:
                raise
            middle = len(frames) // 2
            self.add(frames[:middle])
            self.add(frames[middle:])

    def check_memory(self) -> None:
        """Check that the arrays of all joints are not out of proportion to the file.

        Raises:
            MotionFormatError: Most joints are missing in most frames.
        """
        if self.count * len(self.joints) > MAX_SPARSENESS * self._rows + _FREE:
            msg = f"each joint must be in at least one of {MAX_SPARSENESS} frames, on average; download the file again"
            raise MotionFormatError(msg, file=self._file)

    def _add_equal(self, frames: Sequence[Any]) -> None:
        """Add frames with the same joints and fields, or raise an error about the first of them."""
        try:
            timestamps = np.fromiter([float(frame["timestamp"]) for frame in frames], np.float64, len(frames))
        except (KeyError, TypeError, ValueError, OverflowError):
            got = _value(frames[0], "timestamp")
            self._fail("timestamp must be a number of seconds", got)
        try:
            joints: list[dict[str, Any]] = [frame["joint_data"] for frame in frames]
            names = list(joints[0].keys())
            is_equal = {len(each.keys()) for each in joints} == {len(names)}
        except (KeyError, AttributeError):
            is_equal, names, joints = False, [], []
        if not is_equal:
            got = _value(frames[0], "joint_data")
            self._fail("joint_data must be an object with the joints", got)
        if len(self.joints.keys() | names) > MAX_JOINTS:
            self._fail(f"the file must have at most {MAX_JOINTS:,} joints", names)
        found = {name: self._read_joint(name, _values(joints, name)) for name in names}
        self._append(timestamps, found)

    def _append(self, timestamps: Floats, found: Mapping[str, tuple[JointColumns, Mapping[str, Floats]]]) -> None:
        for name, (joint, fields) in found.items():
            self.joints[name] = joint
            for key, numbers in fields.items():
                joint.fields.setdefault(key, _Field()).append(self.count, numbers)
            if joint.width is None and "rotations" in fields:
                joint.width = fields["rotations"].shape[1]
        self.timestamps.frombytes(timestamps.tobytes())
        self.count += len(timestamps)
        self._rows += len(timestamps) * len(found)

    def _read_joint(self, name: str, values: Sequence[Any]) -> tuple[JointColumns, Mapping[str, Floats]]:
        if set(map(type, values)) != {dict}:
            self._fail("the joint must be an object", values[0], name)
        known = self.joints.get(name)
        if known is None:
            type_ = values[0].get("type")
            axes = read_axes(type_)
            known = JointColumns(type_, axes, len(axes) or None)
        types = _values(values, "type")
        if types.count(known.type) != len(types):
            self._fail(f"type must be {known.type!r} as in the frames before", types[0], name)
        return known, self._read_fields(name, known.width, values)

    def _read_fields(self, name: str, width: int | None, values: Sequence[dict[str, Any]]) -> Mapping[str, Floats]:
        positions = self._read_numbers(name, "position", _DIMENSIONS, values)
        if positions is None:
            self._fail("position must be a list of 3 numbers", values[0].get("position"), name)
        rotations = self._read_numbers(name, "rotations", width, values)
        width = width if rotations is None else rotations.shape[1]
        torques = self._read_numbers(name, "torques", width, values)
        try:
            # numpy reads None as NaN.
            forces = np.fromiter(_values(values, "reaction_forces"), np.float64, len(values))
        except (TypeError, ValueError, OverflowError):
            got = values[0].get("reaction_forces")
            self._fail("reaction_forces must be a number", got, name)
        fields = {"position": positions, "rotations": rotations, "torques": torques, "reaction_forces": forces[:, None]}
        return {key: numbers for key, numbers in fields.items() if numbers is not None}

    def _read_numbers(self, name: str, key: str, width: int | None, values: Sequence[dict[str, Any]]) -> Floats | None:
        """Return the numbers of a field in each frame; None if it is missing or empty in all of them."""
        lists = _values(values, key)
        types = set(map(type, lists))
        widths = set(map(len, lists)) if types == {list} else set[int]()
        if types == {NoneType} or widths == {0}:
            return None
        found = widths.pop() if len(widths) == 1 else 0
        if found == width or (width is None and 0 < found <= MAX_ANGLES):
            try:
                return np.fromiter(chain.from_iterable(lists), np.float64, found * len(lists)).reshape(-1, found)
            except (TypeError, ValueError, OverflowError):
                pass
        return self._fail(f"{key} must be a list of {width or f'1 to {MAX_ANGLES}'} numbers", lists[0], name)

    def _fail(self, message: str, got: object, joint: str | None = None) -> NoReturn:
        message = f"{message}; got {shorten(got)}"
        raise MotionFormatError(message, file=self._file, frame=self.count, joint=joint) from None


def _values(objects: Sequence[dict[str, Any]], key: str) -> list[Any]:
    """Return the value of a key in each object, None where it is missing."""
    try:
        return list(map(itemgetter(key), objects))
    except KeyError:
        return [each.get(key) for each in objects]


def _value(frame: object, key: str) -> object:
    return cast("dict[str, Any]", frame).get(key) if isinstance(frame, dict) else frame
