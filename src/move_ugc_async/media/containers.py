"""Inspect the container of a clip: whether the video is complete, and its length."""

import struct
from typing import BinaryIO

from move_ugc_async._transfers.file_objects import size_of
from move_ugc_async._transfers.formats import HEAD_SIZE, video_type
from move_ugc_async.media.avi import Chunk, avi_length, find_avi_defect
from move_ugc_async.media.mp4 import Box, find_mp4_defect, mp4_length


def find_defect(clip: BinaryIO) -> str | None:
    """Return why a clip is not a complete video, as the predicate of a sentence; None if no defect is found.

    The clip starts at the current position of the file. Clips in an unknown format are not inspected.
    """
    start, end = _bounds(clip)
    container = video_type(clip.read(HEAD_SIZE))
    if container is None:
        return None
    try:
        if container == "avi":
            return find_avi_defect(Chunk(clip, b"", start, end))
        return find_mp4_defect(Box(clip, b"", start, end))
    except struct.error:
        return "has a damaged header: it is truncated, or not a video"


def clip_length(clip: BinaryIO) -> float | None:
    """Return the length of a clip in seconds, or None if it is unknown."""
    start, end = _bounds(clip)
    container = video_type(clip.read(HEAD_SIZE))
    try:
        if container == "avi":
            return avi_length(Chunk(clip, b"", start, end))
        return mp4_length(Box(clip, b"", start, end))
    except struct.error:
        return None


def _bounds(clip: BinaryIO) -> tuple[int, int]:
    start = clip.tell()
    return start, start + size_of(clip)
