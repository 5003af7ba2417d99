"""What can be checked before anything is sent, and so before anything is billed."""

import os
from collections.abc import Sequence
from pathlib import Path

import anyio
from anyio import to_thread

from move_ugc_async._generated.enums import OutputType
from move_ugc_async.capture.clip import Clip
from move_ugc_async.capture.probe import clip_length
from move_ugc_async.errors import MoveInvalidRequestError
from move_ugc_async.inputs import ClipWindow, output_types
from move_ugc_async.transfers.formats import upload_type
from move_ugc_async.transfers.sources import open_source

TOLERANCE = 0.05
"""Seconds by which a clip window may end after its clip: lengths are rounded in headers."""


async def check_clip(clip: Clip, window: ClipWindow | None) -> None:
    """Check that a clip can be uploaded, and that the window lies inside it where its length can be read.

    Raises:
        MoveInvalidRequestError: Something is wrong with the clip or the window.
    """
    path = clip.path
    if await anyio.Path(path).exists() and not os.access(path, os.R_OK):
        msg = f"{path} cannot be read"
        raise MoveInvalidRequestError(msg)
    async with open_source(path) as source:
        upload_type(source.head, named=path.suffix, given=clip.file_type)
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
    if not os.access(folder, os.W_OK | os.X_OK):
        msg = f"{folder} cannot be written to"
        raise MoveInvalidRequestError(msg)
