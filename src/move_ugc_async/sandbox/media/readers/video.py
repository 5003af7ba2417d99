"""MP4 and MOV files, read as a tree of boxes."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from move_ugc_async.sandbox.media.readers.summary import Summary

_MAX_BOXES = 4096  # at one level; a real file has a dozen, a long fragmented one some hundreds
_TO_THE_END, _LARGE = 0, 1  # special values of a box's size
_HEADER, _LARGE_HEADER = 8, 16  # bytes


class Box(NamedTuple):
    """One box: its four-letter type, and where its content starts and ends in the file."""

    kind: bytes
    start: int
    end: int


def video_duration(path: Path) -> float | None:
    """Read how long a video is from its header.

    Returns:
        Seconds, or `None` when the file cannot be read, is no MP4 or MOV, or does not say.
    """
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return _duration(file)
    except (OSError, ValueError):
        return None


def read_video(file: BinaryIO) -> Summary:
    """Check that every box is whole and that there are a header, a track and media data."""
    top = list(_boxes(file, 0, _length(file)))
    kinds = {box.kind for box in top}
    if not kinds & {b"mdat", b"moof"}:
        msg = "there is no media data"
        raise ValueError(msg)
    moov = _first(top, b"moov")
    if b"trak" not in {box.kind for box in _boxes(file, moov.start, moov.end)}:
        msg = "there is no track"
        raise ValueError(msg)
    duration = _duration(file)
    length = "unknown length" if duration is None else f"{duration:.1f} s"
    return Summary(_brand(file, top), (length,))


def _brand(file: BinaryIO, top: list[Box]) -> str:
    # ISO/IEC 14496-12 §4.3. Before there were brands, QuickTime files had none.
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
    # §8.2.2: version 1 has 64-bit times; every bit set says that the duration is not known.
    layout, unknown = (">16xIQ", 2**64 - 1) if content[:1] == b"\1" else (">8xII", 2**32 - 1)
    if len(content) < 4 + struct.calcsize(layout):
        msg = "the movie header is cut short"
        raise ValueError(msg)
    timescale, ticks = struct.unpack_from(layout, content, 4)
    # A fragmented file says zero: its length is in its fragments.
    if timescale == 0 or ticks in (0, unknown):
        return None
    return float(ticks / timescale)


def _first(boxes: Iterator[Box] | list[Box], kind: bytes) -> Box:
    for box in boxes:
        if box.kind == kind:
            return box
    msg = f"there is no {kind.decode()} box"
    raise ValueError(msg)


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """Walk the boxes at one level (§4.2), never beyond `end` and never more than a bound."""
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
            msg = f"a box at byte {start} does not fit"
            raise ValueError(msg)
        yield Box(kind, start + width, start + size)
        start += size
    msg = f"there are more than {_MAX_BOXES} boxes"
    raise ValueError(msg)


def _length(file: BinaryIO) -> int:
    return file.seek(0, 2)
