"""Read the container of a clip: whether it is a whole video, and how long it is."""

import struct
from typing import BinaryIO

from move_ugc_async.capture.boxes import Box, find_all, find_path, read_boxes, read_content
from move_ugc_async.capture.fragments import length_of_fragments, read_time_scale, total_duration
from move_ugc_async.capture.riff import find_avi_defect
from move_ugc_async.transfers.formats import HEAD_SIZE, video_type
from move_ugc_async.transfers.readable import size_of

_TOP_LEVEL = {
    *(b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"free", b"skip", b"wide", b"uuid", b"meta", b"sidx"),
    *(b"ssix", b"prft", b"emsg", b"pdin", b"pnot", b"udta", b"PICT"),
}
"""Boxes of a file itself. Some cameras append data of their own, which only looks like a box."""


def find_defect(clip: BinaryIO) -> str | None:
    """Return why a clip is not a whole video, as the end of a sentence; None where nothing speaks against it.

    A clip of another or an unknown format has no defect.

    Args:
        clip: A file that stands at the clip's start.

    Raises:
        OSError: It cannot be read.
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
    """Read the length of an MP4 or QuickTime clip (ISO/IEC 14496-12, 8.2.2 and 8.8).

    Args:
        clip: A file that stands at the clip's start.

    Returns:
        Seconds; None where the file has no movie header, or nothing in it says.

    Raises:
        OSError: It cannot be read.
    """
    try:
        start, end = _bounds(clip)
        boxes = [box for box in read_boxes(clip, start, end) if box.end <= end and box.kind in (b"moov", b"moof")]
        movie = next((box for box in boxes if box.kind == b"moov"), None)
        return _length(clip, movie, [box for box in boxes if box.kind == b"moof"]) if movie else None
    except struct.error:
        return None


def _bounds(clip: BinaryIO) -> tuple[int, int]:
    start = clip.tell()
    return start, start + size_of(clip)


def _find_mp4_defect(clip: BinaryIO, start: int, end: int) -> str | None:
    movie: Box | None = None
    has_media = False
    for box in read_boxes(clip, start, end):
        if box.end > end:
            if box.kind in _TOP_LEVEL:
                return (
                    f"is cut off: its {box.kind.decode()!r} part ends {box.end - end} bytes after the end of the file"
                )
            break
        movie = movie or (box if box.kind == b"moov" else None)
        has_media = has_media or box.kind == b"mdat"
    if movie is None:
        return "has no movie header: it is truncated, or not a video"
    if not has_media:
        return "is cut off: it has a movie header, and no media data"
    return None if _has_video(clip, movie) else "has no video track"


def _has_video(clip: BinaryIO, movie: Box) -> bool:
    # QuickTime may compress the whole header, tracks included ("QuickTime File Format", Compressed Movie Resources).
    if find_all(clip, movie, b"cmov"):
        return True
    handlers = [find_path(clip, track, b"mdia", b"hdlr") for track in find_all(clip, movie, b"trak")]
    return any(handler and read_content(clip, handler, 12)[8:] == b"vide" for handler in handlers)


def _length(clip: BinaryIO, movie: Box, fragments: list[Box]) -> float | None:
    header = find_path(clip, movie, b"mvhd")
    if header is None:
        return None
    scale, duration = read_time_scale(read_content(clip, header, 36))
    extends = find_path(clip, movie, b"mvex")
    if extends is not None:
        total = total_duration(clip, extends)
        if total in (0, 2**32 - 1, 2**64 - 1):
            return length_of_fragments(clip, movie, extends, fragments)
        duration = total
    return duration / scale if scale and duration else None
