"""The chunks of AVI files (Microsoft, "AVI RIFF File Reference"; OpenDML AVI file format extensions)."""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_MAX_CHUNKS = 10_000
_UNKNOWN_SIZES = (0, 2**32 - 1)
"""Sizes left by a writer that cannot seek back, such as one to a pipe."""

_VIDEO = (b"vids", b"iavs")
"""Types of video streams; `iavs` is DV, which interleaves audio."""


class Chunk(NamedTuple):
    """A chunk: its type, or its list type, and the start and end of its content according to its header."""

    kind: bytes
    start: int
    end: int


def find_avi_defect(clip: BinaryIO, start: int, end: int) -> str | None:
    """Return why an AVI file is not a complete video, as the predicate of a sentence; None if no defect is found."""
    parts = [chunk for chunk in _chunks(clip, start, end) if chunk.kind in (b"AVI ", b"AVIX")]
    missing = max((part.end for part in parts), default=0) - end
    if missing > 0:
        return f"is truncated: its RIFF data ends {missing} bytes after the end of the file"
    headers = [chunk for chunk in _children(clip, parts[0]) if chunk.kind == b"hdrl"] if parts else []
    if not headers:
        return "has no AVI header: it is truncated, or not a video"
    streams = [chunk for chunk in _children(clip, headers[0]) if chunk.kind == b"strl"]
    return None if any(_is_video(clip, stream) for stream in streams) else "has no video track"


def avi_length(clip: BinaryIO, start: int, end: int) -> float | None:
    """Return the length of the longest video stream in seconds, or None if it is unknown."""
    parts = [chunk for chunk in _chunks(clip, start, end) if chunk.kind in (b"AVI ", b"AVIX")]
    clip.seek(start + 4)
    (size,) = struct.unpack("<I", clip.read(4))
    header = next((chunk for chunk in _children(clip, parts[0]) if chunk.kind == b"hdrl"), None) if parts else None
    if header is None or size in _UNKNOWN_SIZES:
        return None
    frames = _total_frames(clip, header)
    if len(parts) > 1 and not frames:
        # Some writers count only the frames of the first part.
        return None
    streams = [_stream_header(clip, chunk) for chunk in _children(clip, header) if chunk.kind == b"strl"]
    lengths = [_seconds(stream, frames) for stream in streams if stream[:4] in _VIDEO]
    return max(lengths, default=0) or None


def _total_frames(clip: BinaryIO, header: Chunk) -> int:
    for extended in (chunk for chunk in _children(clip, header) if chunk.kind == b"odml"):
        for chunk in (each for each in _children(clip, extended) if each.kind == b"dmlh"):
            clip.seek(chunk.start)
            (frames,) = struct.unpack("<I", clip.read(4))
            return int(frames)
    return 0


def _seconds(stream: bytes, frames: int) -> float:
    # Type, codec, flags, priority, language and initial frames come before scale, rate, start and length.
    scale, rate, _, length = struct.unpack("<4I", stream[20:36])
    return max(length, frames) * scale / rate if rate else 0


def _is_video(clip: BinaryIO, stream: Chunk) -> bool:
    return _stream_header(clip, stream)[:4] in _VIDEO


def _stream_header(clip: BinaryIO, stream: Chunk) -> bytes:
    for chunk in _children(clip, stream):
        if chunk.kind == b"strh":
            clip.seek(chunk.start)
            return clip.read(36)
    return b""


def _children(clip: BinaryIO, parent: Chunk) -> Iterator[Chunk]:
    return _chunks(clip, parent.start, parent.end)


def _chunks(clip: BinaryIO, start: int, end: int) -> Iterator[Chunk]:
    """Yield the chunks of a part of a file; the last one may end beyond it."""
    for _ in range(_MAX_CHUNKS):
        if end - start < 8:  # noqa: PLR2004 - type and size
            return
        clip.seek(start)
        header = clip.read(min(12, end - start))
        kind, size = struct.unpack("<4sI", header[:8])
        content, following = start + 8, start + 8 + size
        if kind == b"RIFF" and size in _UNKNOWN_SIZES:
            following = end
        if kind in (b"RIFF", b"LIST"):
            kind, content = header[8:], content + 4
        yield Chunk(kind, content, following)
        start = following + size % 2
