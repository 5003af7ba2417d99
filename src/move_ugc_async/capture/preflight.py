"""Checks before anything is sent, and so before anything is billed."""

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from move_ugc_async._concurrency import to_thread
from move_ugc_async._schema.keyed_metadata import insert_key
from move_ugc_async._schema.scalars import encode_json
from move_ugc_async._transfers.file_objects import map_read_errors
from move_ugc_async._transfers.formats import upload_type, video_type
from move_ugc_async.capture.clip import Clip
from move_ugc_async.capture.content import ClipContent
from move_ugc_async.capture.probe import clip_length, find_defect
from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.services.inputs import ClipWindow

T = TypeVar("T")

TOLERANCE = 0.05
"""Seconds by which a clip window may end after its clip: lengths are rounded in headers."""


def check_request(
    clips: Sequence[Clip],
    minimum: int,
    metadata: Mapping[str, Any] | None,
) -> None:
    """Check everything that does not need the content of a clip.

    Raises:
        MoveInvalidRequestError: An argument is invalid.
    """
    if len(clips) < minimum:
        msg = f"sources must be at least {minimum} clips, one for each camera; got {len(clips)}"
        raise MoveInvalidRequestError(msg)
    for clip in clips:
        _check_label(clip.device_label)
    _check_cameras(clips)
    try:
        encode_json(insert_key(metadata, "key", ""))
    except (ValueError, TypeError) as error:
        msg = f"metadata must be a JSON object: {error}"
        raise MoveInvalidRequestError(msg) from None


def _check_label(label: str) -> None:
    if not isinstance(label, str) or not label.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"device_label must be a name; got {label!r}"
        raise MoveInvalidRequestError(msg)


def _check_cameras(clips: Sequence[Clip]) -> None:
    labels = [clip.device_label for clip in clips if not _is_recording(clip)]
    twice = [label for label in dict.fromkeys(labels) if labels.count(label) > 1]
    if twice:
        # Nobody could tell which clip belongs to which lens, and the job is billed all the same.
        msg = f"device_label must be different for each camera; {', '.join(map(repr, twice))} is given more than once"
        raise MoveInvalidRequestError(msg)


def _is_recording(clip: Clip) -> bool:
    """Return whether a clip is the recording of a device, which has the label of its video."""
    suffix = Path(os.fsdecode(clip.path)).suffix if isinstance(clip.path, str | PathLike) else ""
    return (clip.file_type or suffix).lower().removeprefix(".") == "move"


async def check_clip(clip: Clip, content: ClipContent, window: ClipWindow | None) -> None:
    """Check that a clip is what it is said to be, and that the window lies inside it where its length can be read.

    Raises:
        MoveInvalidRequestError: The clip or the window is invalid.
    """
    kind = upload_type(content.head, suffix=Path(content.name or "").suffix, file_type=clip.file_type)
    is_video = video_type(content.head) is not None
    if kind == "move" and is_video:
        msg = f"{content} is a video, and not the recording of a device"
        raise MoveInvalidRequestError(msg)
    if kind == "move" and clip.file_type is None:
        msg = f"{content} is the recording of a device, and not a video"
        raise MoveInvalidRequestError(msg)
    defect = await to_thread.run_sync(_probe, content, find_defect)
    if defect is not None:
        msg = f"{content} {defect}"
        raise MoveInvalidRequestError(msg)
    length = await to_thread.run_sync(_probe, content, clip_length) if window else None
    if window is not None and length is not None and window.end_time > length + TOLERANCE:
        msg = f"clip_window ends at {window.end_time:g} s, after the end of {content} at {length:g} s"
        raise MoveInvalidRequestError(msg)


def _probe(content: ClipContent, probe: Callable[[BinaryIO], T]) -> T:
    with content.open() as file, map_read_errors(str(content)):
        return probe(file)


def check_folder(folder: Path) -> None:
    """Create a folder if it does not exist, and check that it can be written to.

    Raises:
        MoveInvalidRequestError: It cannot be created or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{folder} cannot be made: {error.strerror}"
        raise MoveInvalidRequestError(msg) from None
    try:
        # What the permissions say is not all: file systems may be read-only, and root may do anything but write there.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        msg = f"{folder} cannot be written to: {error.strerror}"
        raise MoveInvalidRequestError(msg) from None
