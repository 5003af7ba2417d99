"""Reading of files with motion data."""

from dataclasses import replace
from typing import Any

from move_ugc_async.errors import MotionFormatError, MoveInvalidRequestError
from move_ugc_async.motion.actor_names import name_actors
from move_ugc_async.motion.archive import BoundedStream, Stream, read_files
from move_ugc_async.motion.columns import Columns
from move_ugc_async.motion.extras import Floats, np
from move_ugc_async.motion.joints import connect
from move_ugc_async.motion.json_frames import JsonFrames
from move_ugc_async.motion.motion import Motion
from move_ugc_async.motion.motions import Motions
from move_ugc_async.motion.sources import MotionSource, open_source
from move_ugc_async.motion.timing import frame_rate

MAX_SIZE = 4 * 2**30
"""Default maximum of JSON bytes: four hours of one actor at 60 fps."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PICKLE = b"\x80"

MAX_TIME = 1e30
"""Maximum of a timestamp in seconds. Larger ones would overflow in durations and frame rates."""


def read(source: MotionSource, *, max_size: int = MAX_SIZE) -> Motions:
    """Read motion data: the output MOTION_DATA, which is a ZIP archive with a JSON file per actor, or one such file.

    Frames are read one batch at a time. Missing joints, torques and numbers are read as NaN, and unknown joints like
    the others. Archives are never extracted, and pickles, such as the output SYNC_DATA, never loaded.

    ```python
    (dancer,) = motion.read("outputs/motion_data.zip")
    wrist = dancer.positions[:, dancer.index("Left_wrist")]  # (frames, 3), metres
    ```

    Args:
        source: Path of the file or of a pipe, or the content as bytes. JSON may be UTF-8, UTF-16 or UTF-32.
        max_size: Maximum size of the JSON, all actors together, in bytes. Default: 4 GiB.

    Returns:
        The actors, in order of their files' names. They may have different numbers of frames. Their names differ: where
        files in several folders share a name, it is `folder/track00`, and in one folder, `track00` and `track00 (2)`.

    Raises:
        MotionFormatError: The file is malformed, damaged, larger than `max_size` or unsafe to read. `file`, `frame` and
            `joint` say where.
        MoveInvalidRequestError: An argument is invalid.
        OSError: The file cannot be read.
        ImportError: The extra `motion` is not installed.
    """
    if isinstance(max_size, bool) or not isinstance(max_size, int) or max_size <= 0:  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"max_size must be a number of bytes above 0; got {max_size!r}"
        raise MoveInvalidRequestError(msg)
    file, name = open_source(source, max_size)
    with file:
        start = file.read(4)
        file.seek(0)
        if start in _ZIP:
            found = [(each, _read_motion(stream, each)) for each, stream in read_files(file, name, max_size)]
            names = name_actors([each for each, _ in found])
            return Motions(replace(actor, actor=each) for each, (_, actor) in zip(names, found, strict=True))
        if start.startswith(_PICKLE):
            msg = (
                "the file must be ZIP or JSON; got a pickle, such as SYNC_DATA, which is never loaded; pass MOTION_DATA"
            )
            raise MotionFormatError(msg, file=name)
        return Motions([_read_motion(BoundedStream(file, name, max_size), name)])


def _read_motion(stream: Stream, file: str | None) -> Motion:
    columns = Columns(file)
    for frames in JsonFrames(stream, file).batches():
        columns.add(frames)
    if not columns.joints:
        msg = "the file must have frames with joints; got none"
        raise MotionFormatError(msg, file=file)
    columns.check_memory()
    timestamps = _join_timestamps(columns, file)
    return Motion(
        actor=name_actors([file or ""])[0],
        fps=frame_rate(timestamps),
        timestamps=timestamps,
        joints=connect({name: joint.axes for name, joint in columns.joints.items()}),
        **_join_fields(columns, file),
    )


def _join_timestamps(columns: Columns, file: str | None) -> Floats:
    timestamps = np.frombuffer(columns.timestamps)
    # NaN is not later than anything.
    wrong = ~(np.abs(timestamps) <= MAX_TIME)
    wrong[1:] |= ~(timestamps[1:] >= timestamps[:-1])
    if wrong.any():
        frame = int(np.argmax(wrong))
        before = f"{timestamps[frame - 1]:g} s or later, as in the frame before" if frame else "a finite number"
        if abs(timestamps[frame]) > MAX_TIME:
            before = f"a number from {-MAX_TIME:g} to {MAX_TIME:g}"
        msg = f"timestamp must be {before}; got {timestamps[frame]:g}"
        raise MotionFormatError(msg, file=file, frame=frame)
    return timestamps


def _join_fields(columns: Columns, file: str | None) -> dict[str, Any]:
    count = columns.count
    positions = np.full((count, len(columns.joints), 3), np.nan)
    forces = np.full((count, len(columns.joints)), np.nan)
    fields: dict[str, dict[str, Floats]] = {"rotations": {}, "torques": {}}
    for number, (name, joint) in enumerate(columns.joints.items()):
        for key in ("position", "reaction_forces", *fields):
            values = joint.take(key, count)
            if values is None:
                continue
            infinite = np.isinf(values).any(axis=1)
            if infinite.any():
                msg = f"{key} must be finite"
                raise MotionFormatError(msg, file=file, frame=int(np.argmax(infinite)), joint=name)
            if key == "position":
                positions[:, number] = values
            elif key == "reaction_forces":
                forces[:, number] = values[:, 0]
            else:
                fields[key][name] = values
    return {"positions": positions, "reaction_forces": forces, **fields}
