"""Inspect the container of a clip: whether the video is complete, and its length."""

import struct
from collections.abc import Sequence
from typing import BinaryIO

from move_ugc_async._transfers.file_objects import size_of
from move_ugc_async._transfers.formats import HEAD_SIZE, video_type
from move_ugc_async.capture.boxes import MAX_BOXES, Box, find_all, find_path, read_boxes, read_content
from move_ugc_async.capture.fragments import length_of_fragments, read_time_scale, total_duration
from move_ugc_async.capture.riff import avi_length, find_avi_defect
from move_ugc_async.capture.tracks import longest_duration, video_tracks

_TOP_LEVEL = {
    *(b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"free", b"skip", b"wide", b"uuid", b"meta", b"sidx"),
    *(b"ssix", b"prft", b"emsg", b"pdin", b"pnot", b"udta", b"PICT"),
}
"""Known top-level boxes. Some cameras append data of their own that only looks like a box."""

_MAX_MISSING_SECONDS, _MAX_MISSING_FRACTION = 1.0, 0.05
"""By how much a complete fragmented file may be shorter than its header states: writers estimate the length."""


def find_defect(clip: BinaryIO) -> str | None:
    """Return why a clip is not a complete video, as the predicate of a sentence; None if no defect is found.

    Clips in an unknown format are not inspected.

    Args:
        clip: A file positioned at the start of the clip.

    Raises:
        OSError: The file cannot be read.
    """
    start, end = _bounds(clip)
    container = video_type(clip.read(HEAD_SIZE))
    if container is None:
        return None
    try:
        return find_avi_defect(clip, start, end) if container == "avi" else _find_mp4_defect(clip, start, end)
    except struct.error:
        return "has a damaged header: it is truncated, or not a video"


def clip_length(clip: BinaryIO) -> float | None:
    """Return the length of a clip in seconds, or None if it is unknown.

    MP4 and QuickTime files are read as in ISO/IEC 14496-12, 8.2.2 and 8.8.

    Args:
        clip: A file positioned at the start of the clip.

    Raises:
        OSError: The file cannot be read.
    """
    start, end = _bounds(clip)
    container = video_type(clip.read(HEAD_SIZE))
    try:
        if container == "avi":
            return avi_length(clip, start, end)
        boxes = [box for box in read_boxes(clip, start, end) if box.end <= end]
        movie = next((box for box in boxes if box.kind == b"moov"), None)
        return _length(clip, movie, boxes) if movie else None
    except struct.error:
        return None


def _bounds(clip: BinaryIO) -> tuple[int, int]:
    start = clip.tell()
    return start, start + size_of(clip)


def _find_mp4_defect(clip: BinaryIO, start: int, end: int) -> str | None:
    boxes = list[Box]()
    for box in read_boxes(clip, start, end):
        if box.end > end:
            if box.kind in _TOP_LEVEL:
                return (
                    f"is truncated: its {box.kind.decode()!r} box ends {box.end - end} bytes after the end of the file"
                )
            break
        boxes.append(box)
    movie = next((box for box in boxes if box.kind == b"moov"), None)
    if movie is None:
        return "has no movie header: it is truncated, or not a video"
    if not any(box.kind == b"mdat" and box.end > box.start for box in boxes):
        return "is truncated: it has a movie header but no media data"
    # QuickTime may compress the whole header, tracks included ("QuickTime File Format", Compressed Movie Resources).
    if not video_tracks(clip, movie) and not find_all(clip, movie, b"cmov"):
        return "has no video track"
    return _find_missing_fragment(clip, movie, boxes, end)


def _find_missing_fragment(clip: BinaryIO, movie: Box, boxes: Sequence[Box], end: int) -> str | None:
    extends = find_path(clip, movie, b"mvex")
    if extends is None or len(boxes) == MAX_BOXES:
        return None
    # The media data of a fragment follows its header.
    has_media = [box.kind == b"mdat" for box in boxes if box.kind in (b"moof", b"mdat")]
    if not has_media[-1]:
        return "is truncated: its last fragment has no media data"
    if 0 < end - boxes[-1].end < 8:  # noqa: PLR2004 - size and type
        return "is truncated: it ends within the header of a box"
    stated, found = _stated_length(clip, movie, extends), _length_of_fragments(clip, movie, extends, boxes)
    if stated and found and stated - found > max(_MAX_MISSING_SECONDS, _MAX_MISSING_FRACTION * stated):
        return f"is truncated: it has {found:g} of the {stated:g} s that its header states"
    return None


def _length(clip: BinaryIO, movie: Box, boxes: Sequence[Box]) -> float | None:
    extends = find_path(clip, movie, b"mvex")
    if extends is not None:
        lengths = _stated_length(clip, movie, extends), _length_of_fragments(clip, movie, extends, boxes)
        return min((length for length in lengths if length), default=None)
    scale, duration = _movie_duration(clip, movie)
    # The movie is as long as its longest track, which may be audio.
    ticks = [each for each in (duration, longest_duration(clip, video_tracks(clip, movie))) if each]
    return min(ticks) / scale if scale and ticks else None


def _movie_duration(clip: BinaryIO, movie: Box) -> tuple[int, int]:
    header = find_path(clip, movie, b"mvhd")
    return (0, 0) if header is None else read_time_scale(read_content(clip, header, 36))


def _stated_length(clip: BinaryIO, movie: Box, extends: Box) -> float | None:
    scale, _ = _movie_duration(clip, movie)
    total = total_duration(clip, extends)
    return total / scale if scale and total not in (0, 2**32 - 1, 2**64 - 1) else None


def _length_of_fragments(clip: BinaryIO, movie: Box, extends: Box, boxes: Sequence[Box]) -> float | None:
    if len(boxes) == MAX_BOXES:
        return None
    return length_of_fragments(clip, movie, extends, [box for box in boxes if box.kind == b"moof"])
