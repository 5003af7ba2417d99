"""The video tracks of MP4 and QuickTime files (ISO/IEC 14496-12, 8.3.2 and 8.4.3)."""

import struct
from collections.abc import Sequence
from typing import BinaryIO

from move_ugc_async.capture.boxes import Box, find_all, find_path, read_content


def video_tracks(file: BinaryIO, movie: Box) -> list[Box]:
    """Return the video tracks in a movie header."""
    return [track for track in find_all(file, movie, b"trak") if _is_video(file, track)]


def longest_duration(file: BinaryIO, tracks: Sequence[Box]) -> int:
    """Return the duration of the longest track in ticks of the movie; 0 if one of them is unknown."""
    durations = [_duration(file, track) for track in tracks]
    return max(durations, default=0) if all(durations) else 0


def _is_video(file: BinaryIO, track: Box) -> bool:
    handler = find_path(file, track, b"mdia", b"hdlr")
    return handler is not None and read_content(file, handler, 12)[8:] == b"vide"


def _duration(file: BinaryIO, track: Box) -> int:
    header = find_path(file, track, b"tkhd")
    if header is None:
        return 0
    content = read_content(file, header, 36)
    is_long = content[:1] == b"\x01"
    duration: int
    (duration,) = struct.unpack(">Q", content[28:36]) if is_long else struct.unpack(">I", content[20:24])
    return 0 if duration == (2**64 - 1 if is_long else 2**32 - 1) else duration
