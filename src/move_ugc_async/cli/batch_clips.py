"""The clips of a batch, and the output folder of each."""

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from move_ugc_async import CaptureSpec, MoveInvalidRequestError


def check_folders(folder: Path, out: Path) -> None:
    """Validate that no output of a clip can be taken for a clip.

    Raises:
        MoveInvalidRequestError: The outputs would be written into the folder of the clips, or it is missing.
    """
    if not folder.is_dir():
        problem = "it is a file; pass the folder around it" if folder.exists() else "it does not exist"
        msg = f"cannot read the folder {folder}: {problem}"
        raise MoveInvalidRequestError(msg)
    if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(out)):
        msg = f"--out must not be FOLDER or contain it; got {out}; pass a folder of its own, such as {folder}-out"
        raise MoveInvalidRequestError(msg)


def list_clips(folder: Path, out: Path) -> list[Path]:
    """Return the clips in a folder, without those among the outputs.

    Raises:
        MoveInvalidRequestError: The folder is missing or has no clips, or contains the outputs of clips.
    """
    from move_ugc_async.batch import find_clips

    check_folders(folder, out)
    clips = find_clips(folder, ignore=[out])
    if not clips:
        msg = f"cannot find clips in {folder}: it contains no file named *.mp4, *.mov or *.avi"
        raise MoveInvalidRequestError(msg)
    return clips


def capture_specs(
    clips: Sequence[Path], folder: Path, out: Path, options: Mapping[str, Any], *, beside: Iterable[Path] = ()
) -> list[CaptureSpec]:
    """Return the specs of clips.

    A clip's outputs are written to a folder at the same place in `out` as the clip has in its folder. It is named after
    the clip, with its extension if another clip beside it differs in nothing else.

    Args:
        clips: The clips.
        folder: The folder in which they are.
        out: The folder of all outputs.
        options: Options of the captures.
        beside: Further clips, whose names matter only.
    """
    stems = Counter(_place(clip) for clip in {*clips, *beside})
    return [
        CaptureSpec(
            clip,
            out / clip.parent.relative_to(folder) / (clip.stem if stems[_place(clip)] == 1 else clip.name),
            {**options},  # type: ignore[typeddict-item]
        )
        for clip in clips
    ]


def _place(clip: Path) -> tuple[Path, str]:
    # Many file systems ignore letter case, and macOS decomposes accented letters.
    return clip.parent, unicodedata.normalize("NFC", unicodedata.normalize("NFC", clip.stem).casefold())
