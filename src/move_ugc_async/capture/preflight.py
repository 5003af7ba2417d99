"""Validate a workflow before anything is sent or billed."""

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

WINDOW_TOLERANCE = 0.05
"""Seconds by which a clip window may end after its clip, since headers round lengths."""


def check_request(
    clips: Sequence[Clip],
    minimum_clips: int,
    metadata: Mapping[str, Any] | None,
) -> None:
    """Validate everything that does not need the content of a clip.

    Raises:
        MoveInvalidRequestError: An argument is invalid.
    """
    if len(clips) < minimum_clips:
        msg = f"sources must be at least {minimum_clips} clips, one for each camera; got {len(clips)}"
        raise MoveInvalidRequestError(msg)
    for clip in clips:
        _check_label(clip.device_label)
    _check_distinct_labels(clips)
    try:
        encode_json(insert_key(metadata, "key", ""))
    except (ValueError, TypeError) as error:
        msg = f"cannot send metadata as a JSON object: {error}"
        raise MoveInvalidRequestError(msg) from None


def _check_label(label: str) -> None:
    if not isinstance(label, str) or not label.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"device_label must be a non-empty string; got {label!r}"
        raise MoveInvalidRequestError(msg)


def _check_distinct_labels(clips: Sequence[Clip]) -> None:
    labels = [clip.device_label for clip in clips if not _is_recording(clip)]
    repeated = [label for label in dict.fromkeys(labels) if labels.count(label) > 1]
    if repeated:
        # The server cannot match clips and lenses, and bills the job all the same.
        msg = f"device_label must be different for each camera; got {', '.join(map(repr, repeated))} more than once"
        raise MoveInvalidRequestError(msg)


def _is_recording(clip: Clip) -> bool:
    """Return whether a clip is a sensor recording, which has the same label as its video."""
    suffix = Path(os.fsdecode(clip.path)).suffix if isinstance(clip.path, str | PathLike) else ""
    return (clip.file_type or suffix).lower().removeprefix(".") == "move"


async def check_clip(clip: Clip, content: ClipContent, window: ClipWindow | None) -> None:
    """Validate the format of a clip, and that the window lies inside it if its length can be read.

    Raises:
        MoveInvalidRequestError: The clip or the window is invalid.
    """
    kind = upload_type(content.head, suffix=Path(content.name or "").suffix, file_type=clip.file_type)
    is_video = video_type(content.head) is not None
    if kind == "move" and is_video:
        msg = f"{content} must be a sensor recording (.move); got a video"
        raise MoveInvalidRequestError(msg)
    if kind == "move" and clip.file_type is None:
        msg = f"{content} must be a video; got a sensor recording (.move)"
        raise MoveInvalidRequestError(msg)
    defect = await to_thread.run_sync(_probe, content, find_defect)
    if defect is not None:
        msg = f"cannot use {content}: it {defect}"
        raise MoveInvalidRequestError(msg)
    length = await to_thread.run_sync(_probe, content, clip_length) if window else None
    if window is not None and length is not None and window.end_time > length + WINDOW_TOLERANCE:
        msg = f"clip_window must end by the end of {content} at {length:g} s; got {window.end_time:g} s"
        raise MoveInvalidRequestError(msg)


def _probe(content: ClipContent, probe: Callable[[BinaryIO], T]) -> T:
    with content.open() as file, map_read_errors(str(content)):
        return probe(file)


def check_folder(folder: Path) -> None:
    """Create a folder if it does not exist, and verify that it is writable.

    Raises:
        MoveInvalidRequestError: It cannot be created or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"cannot create the folder {folder}: {error.strerror}"
        raise MoveInvalidRequestError(msg) from None
    try:
        # Permission bits do not show a read-only file system, nor what root may do.
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        msg = f"cannot write to the folder {folder}: {error.strerror}"
        raise MoveInvalidRequestError(msg) from None
