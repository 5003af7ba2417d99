"""Find the defect of a clip that its container shows, without reading its streams."""

import os
from os import PathLike
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import BinaryIO

from move_ugc_async._findings import Finding
from move_ugc_async._transfers.file_objects import plain_name, size_of
from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.media.clip_checks import defect_finding
from move_ugc_async.media.containers import read_container


def find_defect(clip: str | PathLike[str]) -> Finding | None:
    """Return why a clip is not a complete video, such as a copy that is still growing.

    It reads only the headers of the container, blocks for some milliseconds, and requires no extra. `inspect` finds
    more.

    Args:
        clip: The path of the clip.

    Returns:
        The finding: `empty`, `truncated`, `unreadable`, `no_video` or `unsupported_format`. None if the container shows
        no defect.

    Raises:
        OSError: The path does not exist or cannot be read.
        MoveError: The path is a device or a pipe.
    """
    label = plain_name(os.fsdecode(clip))
    with open_clip(Path(os.fsdecode(clip)), label) as file:
        if not size_of(file):
            return empty_finding(label)
        found = read_container(file)
    if found.kind is None:
        message = "is not an MP4, MOV or AVI file, or is not written yet"
        return Finding("unsupported_format", "error", label, message, "export it as MP4")
    return None if found.defect is None else defect_finding(label, found.defect)


def empty_finding(label: str) -> Finding:
    """Return the finding of a clip without content."""
    return Finding("empty", "error", label, "is empty", "copy or record it again")


def open_clip(path: Path, label: str) -> BinaryIO:
    """Open a path, except for one whose opening or reading could block or never end, such as a named pipe."""
    try:
        mode = path.stat().st_mode
    except ValueError as error:
        msg = f"cannot read {label!r}: {error}"
        raise MoveInvalidRequestError(msg) from None
    # The system reports folders itself.
    if not (S_ISREG(mode) or S_ISDIR(mode)):
        msg = f"cannot read {label}: it is a device or a pipe; copy it to a file"
        raise MoveInvalidRequestError(msg)
    return path.open("rb")
