"""Arrays of a file's values, collected from batches of frames."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from reprlib import repr as shorten
from types import NoneType
from typing import Any, NamedTuple, NoReturn, cast

from move_ugc_async.errors import MotionFormatError
from move_ugc_async.motion.extras import Floats, Indices, np
from move_ugc_async.motion.joints import read_axes

MAX_JOINTS = 1_000
MAX_ANGLES = 9
"""Maximum number of rotation values of a joint: those of a matrix."""

MAX_SPARSENESS = 8
"""Maximum ratio of all frames to those that have a joint, on average. The arrays of rarer joints would take more memory
than their file's size justifies."""

_FREE = 1_000_000
"""Missing values that any file may have."""

_WIDTHS = {"position": 3, "reaction_forces": 1}
"""Number of values of the fields that are the same for all joints."""


class _Rows(NamedTuple):
    """Values of a field, with the numbers of their frames in a batch."""

    frames: Indices
    numbers: Floats


@dataclass(slots=True)
class _Field:
    """The numbers of a field of a joint, in runs of frames that have it.

    One growing array takes less memory than one for each run, if a joint is missing in every other frame.
    """

    width: int
    """Number of values in a frame."""
    numbers: "array[float]" = field(default_factory=lambda: array("d"))
    runs: "array[int]" = field(default_factory=lambda: array("q"))
    """For each run, the number of its first frame, and the number of its frames."""

    def append(self, frames: Indices, rows: Floats) -> None:
        """Append the values of frames, which are in ascending order and later than those before."""
        self.numbers.frombytes(rows.tobytes())
        starts, lengths = [int(frames[0])], [len(frames)]
        if int(frames[-1]) - starts[0] >= len(frames):
            firsts = np.flatnonzero(np.diff(frames, prepend=-2) != 1)
            starts, lengths = frames[firsts].tolist(), np.diff(firsts, append=len(frames)).tolist()
        for start, length in zip(starts, lengths, strict=True):
            if self.runs and self.runs[-2] + self.runs[-1] == start:
                self.runs[-1] += length
            else:
                self.runs.extend((start, length))

    def spread(self, frames: int) -> Floats:
        """Return (frames, width), NaN in frames that lack the field."""
        rows = np.frombuffer(self.numbers).reshape(-1, self.width)
        if len(rows) == frames:
            return rows
        values, offset = np.full((frames, self.width), np.nan), 0
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
        fields: The fields by name.
    """

    type: object
    axes: str
    fields: dict[str, _Field] = field(default_factory=dict[str, _Field])

    def width(self, name: str) -> int | None:
        """Return the number of values that a field has in a frame, or None if any number is valid.

        Rotations and torques are as many as axes. Those of an unknown type, such as `quaternion`, may differ from each
        other: each has as many as in the first frame that has any.
        """
        if name in self.fields:
            return self.fields[name].width
        return _WIDTHS.get(name, len(self.axes) or None)

    def take(self, name: str, frames: int) -> Floats | None:
        """Return and forget the values of all frames, NaN where there are none; None if no frame has any.

        Args:
            name: The field.
            frames: Number of all frames.
        """
        taken = self.fields.pop(name, None)
        return None if taken is None else taken.spread(frames)


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
        """Add frames. All of them are added together, which is several times as fast as one by one.

        Raises:
            MotionFormatError: A frame is malformed.
        """
        try:
            self._add_all(frames)
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

    def _add_all(self, frames: Sequence[Any]) -> None:
        """Add frames, or raise an error that is about the first of them if there is only one."""
        try:
            timestamps = np.fromiter([float(frame["timestamp"]) for frame in frames], np.float64, len(frames))
        except (KeyError, TypeError, ValueError, OverflowError):
            got = _value(frames[0], "timestamp")
            self._fail("timestamp must be a number of seconds", got)
        joints: list[Any] = [_value(frame, "joint_data") for frame in frames]
        if set(map(type, joints)) != {dict}:
            self._fail("joint_data must be an object with the joints", joints[0])
        names = dict.fromkeys(chain.from_iterable(joints))
        if len(self.joints.keys() | names) > MAX_JOINTS:
            self._fail(f"the file must have at most {MAX_JOINTS:,} joints", list(names))
        found = {name: self._read_joint(name, joints) for name in names}
        self.joints.update((name, joint) for name, (joint, _) in found.items())
        for joint, fields in found.values():
            for key, (rows, numbers) in fields.items():
                joint.fields.setdefault(key, _Field(numbers.shape[1])).append(self.count + rows, numbers)
            self._rows += len(fields["position"].frames)
        self.timestamps.frombytes(timestamps.tobytes())
        self.count += len(timestamps)

    def _read_joint(self, name: str, joints: Sequence[dict[str, Any]]) -> tuple[JointColumns, Mapping[str, _Rows]]:
        frames = np.arange(len(joints))
        try:
            values: list[Any] = list(map(itemgetter(name), joints))
        except KeyError:
            present = [number for number, each in enumerate(joints) if name in each]
            frames, values = frames[present], [joints[number][name] for number in present]
        if set(map(type, values)) != {dict}:
            self._fail("the joint must be an object", values[0], name)
        known = self.joints.get(name)
        if known is None:
            self._check_name(name)
            type_ = values[0].get("type")
            known = JointColumns(type_, read_axes(type_))
        types = _values(values, "type")
        if types.count(known.type) != len(types):
            self._fail(f"type must be {known.type!r} as in the frames before", types[0], name)
        return known, self._read_fields(name, known, frames, values)

    def _read_fields(
        self, name: str, joint: JointColumns, frames: Indices, values: Sequence[dict[str, Any]]
    ) -> Mapping[str, _Rows]:
        fields = {
            key: self._read_numbers(name, key, joint.width(key), frames, _values(values, key))
            for key in ("position", "rotations", "torques")
        }
        positions = fields["position"]
        if positions is None or len(positions.frames) < len(frames):
            self._fail("position must be a list of 3 numbers", values[0].get("position"), name)
        try:
            # numpy reads None as NaN.
            forces = np.fromiter(_values(values, "reaction_forces"), np.float64, len(values))
        except (TypeError, ValueError, OverflowError):
            got = values[0].get("reaction_forces")
            self._fail("reaction_forces must be a number", got, name)
        fields["reaction_forces"] = _Rows(frames, forces[:, None])
        return {key: rows for key, rows in fields.items() if rows is not None}

    def _read_numbers(
        self, name: str, key: str, width: int | None, frames: Indices, lists: Sequence[Any]
    ) -> _Rows | None:
        """Return the numbers of a field in the frames that have it; None if it is missing or empty in all of them."""
        types = set(map(type, lists))
        widths = set(map(len, lists)) if types == {list} else set[int]()
        if NoneType in types or 0 in widths:
            present = [number for number, each in enumerate(lists) if each is not None and each != []]
            if not present:
                return None
            return self._read_numbers(name, key, width, frames[present], [lists[number] for number in present])
        found = widths.pop() if len(widths) == 1 else 0
        if found == width or (width is None and 0 < found <= MAX_ANGLES):
            try:
                numbers = np.fromiter(chain.from_iterable(lists), np.float64, found * len(lists))
                return _Rows(frames, numbers.reshape(-1, found))
            except (TypeError, ValueError, OverflowError):
                pass
        return self._fail(f"{key} must be a list of {width or f'1 to {MAX_ANGLES}'} numbers", lists[0], name)

    def _check_name(self, name: str) -> None:
        try:
            name.encode()
        except UnicodeEncodeError:
            msg = "the joint's name must be valid Unicode"
            self._fail(msg, name.encode("ascii", "backslashreplace").decode())

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
