"""Reader of MP4 and MOV files, which are trees of boxes."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from move_ugc_async.sandbox.media.readers.summary import Summary

_MAX_BOXES = 4096  # at one level; a typical file has a dozen, a long fragmented file some hundreds
_TO_THE_END, _LARGE = 0, 1  # special values of a box's size
_HEADER, _LARGE_HEADER = 8, 16  # bytes


class Box(NamedTuple):
    """A box: its four-letter type, and the start and end of its content in the file."""

    kind: bytes
    start: int
    end: int


def video_duration(path: Path) -> float | None:
    """Read the duration of a video from its header.

    Returns:
        Seconds, or None if the file cannot be read, is not MP4 or MOV, or has no duration.
    """
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return _duration(file)
    except (OSError, ValueError):
        return None


def read_video(file: BinaryIO) -> Summary:
    """Validate the boxes, and that there are a header, a track and media data."""
    top = list(_boxes(file, 0, _length(file)))
    kinds = {box.kind for box in top}
    if not kinds & {b"mdat", b"moof"}:
        msg = "media data is missing"
        raise ValueError(msg)
    moov = _first(top, b"moov")
    if b"trak" not in {box.kind for box in _boxes(file, moov.start, moov.end)}:
        msg = "the track is missing"
        raise ValueError(msg)
    duration = _duration(file)
    length = "unknown length" if duration is None else f"{duration:.1f} s"
    return Summary(_brand(file, top), (length,))


def _brand(file: BinaryIO, top: list[Box]) -> str:
    # ISO/IEC 14496-12 §4.3. Old QuickTime files have no brand.
    files = [box for box in top if box.kind == b"ftyp"]
    if not files:
        return "MOV"
    file.seek(files[0].start)
    return "MOV" if file.read(4) == b"qt  " else "MP4"


def _duration(file: BinaryIO) -> float | None:
    moov = _first(_boxes(file, 0, _length(file)), b"moov")
    mvhd = _first(_boxes(file, moov.start, moov.end), b"mvhd")
    file.seek(mvhd.start)
    content = file.read(min(mvhd.end - mvhd.start, 32))
    # §8.2.2: version 1 has 64-bit times; all bits set mean that the duration is unknown.
    layout, unknown = (">16xIQ", 2**64 - 1) if content[:1] == b"\1" else (">8xII", 2**32 - 1)
    if len(content) < 4 + struct.calcsize(layout):
        msg = "the movie header is truncated"
        raise ValueError(msg)
    timescale, ticks = struct.unpack_from(layout, content, 4)
    # The duration of a fragmented file is 0 here, since it is in the fragments.
    if timescale == 0 or ticks in (0, unknown):
        return None
    return float(ticks / timescale)


def _first(boxes: Iterator[Box] | list[Box], kind: bytes) -> Box:
    for box in boxes:
        if box.kind == kind:
            return box
    msg = f"the {kind.decode()} box is missing"
    raise ValueError(msg)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes at one level (§4.2), up to `end` and a maximum number."""
    for _ in range(_MAX_BOXES):
        if start + _HEADER > end:
            return
        file.seek(start)
        header = file.read(_LARGE_HEADER)
        size, kind = struct.unpack_from(">I4s", header)
        width = _HEADER
        if size == _LARGE and len(header) == _LARGE_HEADER:
            size, width = struct.unpack_from(">Q", header, _HEADER)[0], _LARGE_HEADER
        elif size == _TO_THE_END:
            size = end - start
        if size < width or start + size > end:
            msg = f"the box at byte {start} is truncated"
            raise ValueError(msg)
        yield Box(kind, start + width, start + size)
        start += size
    msg = f"there are more than {_MAX_BOXES} boxes"
    raise ValueError(msg)


def _length(file: BinaryIO) -> int:
    return file.seek(0, 2)
