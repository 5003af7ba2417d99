"""Inspect the container of a clip: whether the video is complete, and its length."""

import struct
from dataclasses import dataclass
from typing import BinaryIO

from move_ugc_async._transfers.file_objects import size_of
from move_ugc_async._transfers.formats import HEAD_SIZE, video_type
from move_ugc_async.media.avi import Chunk, avi_length, find_avi_defect
from move_ugc_async.media.boxes import Box
from move_ugc_async.media.mp4 import read_mp4

_DAMAGED = "has a damaged header: it is truncated, or not a video"


@dataclass(frozen=True, slots=True)
class Container:
    """What the container of a clip says, without its streams.

    Attributes:
        kind: `mp4`, `mov` or `avi`; None for any other format, which is not inspected.
        defect: Why the clip is not a complete video, as the predicate of a sentence; None if no defect is found.
        length: Length of the video in seconds, or None if it is unknown.
        billed_length: Length for which a job is billed, which differs if the headers of the clip do.
    """

    kind: str | None
    defect: str | None = None
    length: float | None = None
    billed_length: float | None = None


def read_container(clip: BinaryIO) -> Container:
    """Inspect the container of a clip, which starts at the current position of the file."""
    start = clip.tell()
    end = start + size_of(clip)
    kind = video_type(clip.read(HEAD_SIZE))
    if kind is None:
        return Container(None)
    try:
        if kind == "avi":
            return _read_avi(Chunk(clip, b"", start, end))
        found = read_mp4(Box(clip, b"", start, end))
    except struct.error:
        return Container(kind, _DAMAGED)
    return Container(kind, found.defect, found.length, found.billed_length)


def _read_avi(file: Chunk) -> Container:
    defect = find_avi_defect(file)
    try:
        return Container("avi", defect, avi_length(file))
    except struct.error:
        # The length is not needed to play the video.
        return Container("avi", defect)
