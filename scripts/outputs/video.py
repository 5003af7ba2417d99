"""Reader of the headers of MP4 and MOV files."""

import struct
from collections.abc import Iterator

from scripts.outputs.track import Content

_CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf"}
_LARGE = 16


def read_video(data: bytes) -> Content:
    """Read the length from the header of the movie, and the frame rate from the first video track."""
    boxes = [*_boxes(data, 0, len(data))]
    kinds = {kind for kind, _ in boxes}
    if not {b"moov", b"mvhd"} <= kinds or not kinds & {b"mdat", b"moof"}:
        msg = "the header or the media are missing"
        raise ValueError(msg)
    _, ticks, scale = _times(next(content for kind, content in boxes if kind == b"mvhd"))
    seconds = ticks / scale
    frames = _frames(boxes, seconds) if seconds else None
    return Content("MP4" if b"ftyp" in kinds and data[8:12] != b"qt  " else "MOV", (), frames, seconds or None)


def _frames(boxes: list[tuple[bytes, bytes]], seconds: float) -> int | None:
    """Return the frames that are shown; an edit list may hide others that are in the file."""
    scale, is_video = 0, False
    for kind, content in boxes:
        if kind == b"mdhd":
            _, _, scale = _times(content)
        elif kind == b"hdlr" and content[8:12] in {b"vide", b"soun"}:
            is_video = content[8:12] == b"vide"
        elif kind == b"stts" and is_video:
            runs = [*struct.iter_unpack(">II", content[8:])]
            ticks = sum(count * delta for count, delta in runs)
            return round(seconds * scale * sum(count for count, _ in runs) / ticks) if ticks else None
    return None


def _times(content: bytes) -> tuple[int, int, int]:
    """Return version, duration and time scale (ISO/IEC 14496-12 §8.2.2, §8.3.2)."""
    if content[0] == 1:
        scale, ticks = struct.unpack_from(">IQ", content, 20)
    else:
        scale, ticks = struct.unpack_from(">II", content, 12)
    return content[0], ticks, scale


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield type and content of all boxes; media are not copied."""
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        width = 8
        if size == 1:
            size, width = struct.unpack_from(">Q", data, start + 8)[0], _LARGE
        size = size or end - start
        if size < width or start + size > end:
            msg = f"the box at byte {start} is truncated"
            raise ValueError(msg)
        yield kind, b"" if kind == b"mdat" else data[start + width : start + size]
        if kind in _CONTAINERS:
            yield from _boxes(data, start + width, start + size)
        start += size
