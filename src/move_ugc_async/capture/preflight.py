"""What can be checked before anything is sent, and so before anything is billed."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anyio
from anyio import to_thread

from move_ugc_async._generated.enums import OutputType
from move_ugc_async._idempotency.metadata import put_in
from move_ugc_async.capture.clip import Clip
from move_ugc_async.capture.probe import clip_length, is_whole
from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.inputs import ClipWindow, output_types
from move_ugc_async.scalars import encode_json
from move_ugc_async.transfers.formats import upload_type, video_type
from move_ugc_async.transfers.sources import open_source

TOLERANCE = 0.05
"""Seconds by which a clip window may end after its clip: lengths are rounded in headers."""


def check_request(
    clips: Sequence[Clip],
    fewest: int,
    window: ClipWindow | None,
    outputs: Sequence[OutputType | str] | None,
    metadata: Mapping[str, Any] | None,
) -> None:
    """Check what can be checked without a look at a file.

    Raises:
        MoveInvalidRequestError: Something makes no sense.
    """
    if len(clips) < fewest:
        msg = f"this takes {fewest} clips or more, one a camera, not {len(clips)}"
        raise MoveInvalidRequestError(msg)
    for clip in clips:
        _check_label(clip.device_label)
    if window is not None and not isinstance(window, ClipWindow):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"clip_window is a ClipWindow, not {type(window).__name__}"
        raise MoveInvalidRequestError(msg)
    check_outputs(outputs)
    try:
        encode_json(put_in(metadata, "key", ""))
    except (ValueError, TypeError) as error:
        msg = f"metadata is a JSON object, and this is none: {error}"
        raise MoveInvalidRequestError(msg) from None


def _check_label(label: str) -> None:
    if not isinstance(label, str) or not label.strip():  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"device_label is your name for a device, not {label!r}"
        raise MoveInvalidRequestError(msg)


async def check_clip(clip: Clip, window: ClipWindow | None) -> None:
    """Check that a clip is what it is said to be, and that the window lies inside it where its length can be read.

    Raises:
        MoveInvalidRequestError: Something is wrong with the clip or the window.
    """
    path = Path(clip.path)
    if await anyio.Path(path).exists() and not os.access(path, os.R_OK):
        msg = f"{path} cannot be read"
        raise MoveInvalidRequestError(msg)
    async with open_source(path) as source:
        kind = upload_type(source.head, named=path.suffix, given=clip.file_type)
        is_video = video_type(source.head) is not None
    if kind == "move" and is_video:
        msg = f"{path} is a video, and not the recording of a device"
        raise MoveInvalidRequestError(msg)
    if kind == "move" and clip.file_type is None:
        msg = f"{path} is the recording of a device, and not a video"
        raise MoveInvalidRequestError(msg)
    if not await to_thread.run_sync(is_whole, path):
        msg = f"{path} has no movie header: it is cut off, or no video"
        raise MoveInvalidRequestError(msg)
    length = await to_thread.run_sync(clip_length, path) if window else None
    if window is not None and length is not None and window.end_time > length + TOLERANCE:
        msg = f"the clip window ends at {window.end_time:g} s, after the end of {path} at {length:g} s"
        raise MoveInvalidRequestError(msg)


def check_outputs(outputs: Sequence[OutputType | str] | None) -> None:
    """Check that the names of outputs are known: a slip of the pen would be found out after the upload.

    Raises:
        MoveInvalidRequestError: One is not.
    """
    for output in output_types(outputs) or ():
        if output is not None and not output.is_known:
            msg = f"there is no output {output.value!r}; there are {', '.join(OutputType.__members__)}"
            raise MoveInvalidRequestError(msg)


def check_folder(folder: Path) -> None:
    """Make the folder if need be, and check that it can be written to.

    Raises:
        MoveInvalidRequestError: It cannot.
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
