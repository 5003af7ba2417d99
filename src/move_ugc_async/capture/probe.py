"""The header of a clip."""

import os
import struct
from typing import BinaryIO

from move_ugc_async.transfers.formats import HEAD_SIZE, video_type

_MOST_BOXES = 1000
_UNKNOWN = {0: 2**32 - 1, 1: 2**64 - 1}


def clip_length(clip: BinaryIO) -> float | None:
    """Read the length of an MP4 or QuickTime clip from its movie header (ISO/IEC 14496-12, 8.2.2).

    Args:
        clip: A file that stands at the clip's start.

    Returns:
        Seconds; None where the file has no such header, or the header does not say.
    """
    try:
        header = _find(clip, b"moov", *_bounds(clip))
        found = header and _find(clip, b"mvhd", *header)
        return _length(clip, *found) if found else None
    except (OSError, struct.error):
        return None


def is_whole(clip: BinaryIO) -> bool:
    """Return whether an MP4 or QuickTime clip has its movie header, without which nobody can read it.

    A clip of another or an unknown format counts as whole.

    Args:
        clip: A file that stands at the clip's start.
    """
    try:
        start, end = _bounds(clip)
        if video_type(clip.read(HEAD_SIZE)) not in ("mp4", "mov"):
            return True
        return _find(clip, b"moov", start, end) is not None
    except (OSError, struct.error):
        return False


def _bounds(clip: BinaryIO) -> tuple[int, int]:
    start = clip.tell()
    end = clip.seek(0, os.SEEK_END)
    clip.seek(start)
    return start, end


def _find(clip: BinaryIO, kind: bytes, start: int, end: int) -> tuple[int, int] | None:
    """Return where the content of the first box of a kind starts and ends."""
    for _ in range(_MOST_BOXES):
        if start >= end:
            break
        clip.seek(start)
        size, name = struct.unpack(">I4s", clip.read(8))
        content = start + 8
        if size == 1:  # the size follows, in 64 bits
            (size,) = struct.unpack(">Q", clip.read(8))
            content += 8
        following = start + size if size else end
        if following < content or following > end:
            break
        if name == kind:
            return content, following
        start = following
    return None


def _length(clip: BinaryIO, start: int, end: int) -> float | None:
    clip.seek(start)
    version = clip.read(4)[:1] == b"\x01"
    layout = ">QQIQ" if version else ">IIII"
    _, _, scale, duration = struct.unpack(layout, clip.read(min(struct.calcsize(layout), end - start)))
    if scale == 0 or duration in (0, _UNKNOWN[version]):
        return None
    return float(duration / scale)
