"""The chunks of AVI files (Microsoft, "AVI RIFF File Reference"; OpenDML AVI file format extensions)."""

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_MOST_CHUNKS = 10_000
_NOT_FINISHED = (0, 2**32 - 1)
"""Sizes that a writer leaves that cannot seek back, such as one to a pipe."""

_VIDEO = (b"vids", b"iavs")
"""Streams of video; `iavs` is DV, with sound in between."""


class Chunk(NamedTuple):
    """A chunk: its type, or that of a list, and where its content starts and ends by its header."""

    kind: bytes
    start: int
    end: int


def find_avi_defect(clip: BinaryIO, start: int, end: int) -> str | None:
    """Return why an AVI file is not a whole video, as the end of a sentence; None where nothing speaks against it."""
    parts = [chunk for chunk in _chunks(clip, start, end) if chunk.kind in (b"AVI ", b"AVIX")]
    missing = max((part.end for part in parts), default=0) - end
    if missing > 0:
        return f"is cut off: its RIFF data ends {missing} bytes after the end of the file"
    headers = [chunk for chunk in _inside(clip, parts[0]) if chunk.kind == b"hdrl"] if parts else []
    if not headers:
        return "has no AVI header: it is truncated, or not a video"
    streams = [chunk for chunk in _inside(clip, headers[0]) if chunk.kind == b"strl"]
    return None if any(_is_video(clip, stream) for stream in streams) else "has no video track"


def avi_length(clip: BinaryIO, start: int, end: int) -> float | None:
    """Return the seconds of the longest video stream; None where the header does not say."""
    parts = [chunk for chunk in _chunks(clip, start, end) if chunk.kind in (b"AVI ", b"AVIX")]
    clip.seek(start + 4)
    (size,) = struct.unpack("<I", clip.read(4))
    header = next((chunk for chunk in _inside(clip, parts[0]) if chunk.kind == b"hdrl"), None) if parts else None
    if header is None or size in _NOT_FINISHED:
        return None
    frames = _frames_of_all_parts(clip, header)
    if len(parts) > 1 and not frames:
        # Some writers count the frames of the first part alone.
        return None
    streams = [_stream_header(clip, chunk) for chunk in _inside(clip, header) if chunk.kind == b"strl"]
    lengths = [_seconds(stream, frames) for stream in streams if stream[:4] in _VIDEO]
    return max(lengths, default=0) or None


def _frames_of_all_parts(clip: BinaryIO, header: Chunk) -> int:
    for extended in (chunk for chunk in _inside(clip, header) if chunk.kind == b"odml"):
        for chunk in (each for each in _inside(clip, extended) if each.kind == b"dmlh"):
            clip.seek(chunk.start)
            (frames,) = struct.unpack("<I", clip.read(4))
            return int(frames)
    return 0


def _seconds(stream: bytes, frames: int) -> float:
    # After type, codec, flags, priority, language and initial frames: scale, rate, start, length.
    scale, rate, _, length = struct.unpack("<4I", stream[20:36])
    return max(length, frames) * scale / rate if rate else 0


def _is_video(clip: BinaryIO, stream: Chunk) -> bool:
    return _stream_header(clip, stream)[:4] in _VIDEO


def _stream_header(clip: BinaryIO, stream: Chunk) -> bytes:
    for chunk in _inside(clip, stream):
        if chunk.kind == b"strh":
            clip.seek(chunk.start)
            return clip.read(36)
    return b""


def _inside(clip: BinaryIO, parent: Chunk) -> Iterator[Chunk]:
    return _chunks(clip, parent.start, parent.end)


def _chunks(clip: BinaryIO, start: int, end: int) -> Iterator[Chunk]:
    """Yield the chunks of a part of a file; the last one may end beyond it."""
    for _ in range(_MOST_CHUNKS):
        if end - start < 8:  # noqa: PLR2004 - type and size
            return
        clip.seek(start)
        header = clip.read(min(12, end - start))
        kind, size = struct.unpack("<4sI", header[:8])
        content, following = start + 8, start + 8 + size
        if kind == b"RIFF" and size in _NOT_FINISHED:
            following = end
        if kind in (b"RIFF", b"LIST"):
            kind, content = header[8:], content + 4
        yield Chunk(kind, content, following)
        start = following + size % 2
