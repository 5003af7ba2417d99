"""AVI files (Microsoft, "AVI RIFF File Reference"; OpenDML extensions): whether a video is complete, and its length."""

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

    file: BinaryIO
    kind: bytes
    start: int
    end: int

    def find_all(self, *kinds: bytes) -> Iterator["Chunk"]:
        """Yield the chunks of some types directly inside."""
        return (chunk for chunk in self._children() if chunk.kind in kinds)

    def read(self, size: int) -> bytes:
        """Return the first bytes of the content."""
        self.file.seek(self.start)
        return self.file.read(size)

    def _children(self) -> Iterator["Chunk"]:
        """Yield the chunks inside; the last one may end beyond this one."""
        start = self.start
        for _ in range(_MAX_CHUNKS):
            if self.end - start < 8:  # noqa: PLR2004 - type and size
                return
            self.file.seek(start)
            header = self.file.read(min(12, self.end - start))
            kind, size = struct.unpack("<4sI", header[:8])
            content, following = start + 8, start + 8 + size
            if kind == b"RIFF" and size in _UNKNOWN_SIZES:
                following = self.end
            if kind in (b"RIFF", b"LIST"):
                kind, content = header[8:], content + 4
            yield Chunk(self.file, kind, content, following)
            start = following + size % 2


def find_avi_defect(file: Chunk) -> str | None:
    """Return why a file is not a complete video, as the predicate of a sentence; None if no defect is found."""
    parts = [*file.find_all(b"AVI ", b"AVIX")]
    missing = max((part.end for part in parts), default=0) - file.end
    if missing > 0:
        return f"is truncated: its RIFF data ends {missing} bytes after the end of the file"
    headers = [*parts[0].find_all(b"hdrl")] if parts else []
    if not headers:
        return "has no AVI header: it is truncated, or not a video"
    return None if any(_video_streams(headers[0])) else "has no video track"


def avi_length(file: Chunk) -> float | None:
    """Return the length of the longest video stream in seconds, or None if it is unknown."""
    parts = [*file.find_all(b"AVI ", b"AVIX")]
    header = next(parts[0].find_all(b"hdrl"), None) if parts else None
    (size,) = struct.unpack("<I", file.read(8)[4:])
    if header is None or size in _UNKNOWN_SIZES:
        return None
    extended = (chunk for parent in header.find_all(b"odml") for chunk in parent.find_all(b"dmlh"))
    frames = next((struct.unpack("<I", chunk.read(4))[0] for chunk in extended), 0)
    if len(parts) > 1 and not frames:
        # Some writers count only the frames of the first part.
        return None
    return max((_seconds(stream, frames) for stream in _video_streams(header)), default=0) or None


def _video_streams(header: Chunk) -> Iterator[bytes]:
    """Yield the header of each video stream."""
    for stream in [*header.find_all(b"strl")]:
        content = next((chunk.read(36) for chunk in stream.find_all(b"strh")), b"")
        if content[:4] in _VIDEO:
            yield content


def _seconds(stream: bytes, frames: int) -> float:
    # Type, codec, flags, priority, language and initial frames come before scale, rate, start and length.
    scale, rate, _, length = struct.unpack("<4I", stream[20:36])
    return max(length, frames) * scale / rate if rate else 0
