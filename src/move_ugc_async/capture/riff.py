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


def _is_video(clip: BinaryIO, stream: Chunk) -> bool:
    for chunk in _inside(clip, stream):
        if chunk.kind == b"strh":
            clip.seek(chunk.start)
            return clip.read(4) in _VIDEO
    return False


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
