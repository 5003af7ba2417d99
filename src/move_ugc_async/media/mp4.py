"""MP4 and QuickTime files (ISO/IEC 14496-12): whether a video is complete, and its length."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from move_ugc_async.media.boxes import HEADER_SIZE, MAX_BOXES, MAX_TABLE_SIZE, Box, known_duration
from move_ugc_async.media.fragments import fragments_length
from move_ugc_async.media.samples import media_seconds

_TOP_LEVEL = {
    *(b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"free", b"skip", b"wide", b"uuid", b"meta", b"sidx"),
    *(b"ssix", b"prft", b"emsg", b"pdin", b"pnot", b"udta", b"PICT"),
}
"""Known top-level boxes. Some cameras append data of their own that only looks like a box."""

_MAX_MISSING_SECONDS, _MAX_MISSING_FRACTION = 1.0, 0.05
"""By how much a complete fragmented file may be shorter than its header states: writers estimate the length."""


@dataclass(frozen=True, slots=True)
class Mp4File:
    """What the boxes of a file say.

    Attributes:
        defect: Why the file is not a complete video, as the predicate of a sentence; None if no defect is found.
        length: Length of the longest video track in seconds, or None if it is unknown. If headers differ, the shortest.
        billed_length: The same, but if headers differ, the playing time.
    """

    defect: str | None
    length: float | None = None
    billed_length: float | None = None


def read_mp4(file: Box) -> Mp4File:
    """Read the boxes of a file, each at most once, since a recording may have one fragment for each frame."""
    boxes, defect = _top_level(file)
    movie = next((box for box in boxes if box.kind == b"moov"), None)
    if movie is None:
        return Mp4File(defect or "has no movie header: it is truncated, or not a video")
    tracks = [track for track in movie.find_all(b"trak") if _handler(track) == b"vide"]
    extends = movie.find(b"mvex")
    stated = found = billed = None
    try:
        if extends is None:
            stated, billed = _movie_lengths(movie, tracks)
        else:
            # The movie header does not include the fragments (8.8).
            stated = _stated_length(movie, extends)
            found, billed = (None, None) if len(boxes) == MAX_BOXES else fragments_length(extends, tracks, boxes)
    except struct.error:
        # Players need no length, but the headers of fragments.
        if extends is not None and defect is None:
            raise
    known = [each for each in (stated, found) if each]
    length = min(known, default=None)
    if extends is not None or billed is None:
        billed = max((each for each in (*known, billed) if each), default=None)
    if defect is None:
        defect = _media_defect(movie, tracks, boxes)
    if defect is None and extends is not None and len(boxes) < MAX_BOXES:
        defect = _fragment_defect(file, boxes, stated, found)
    return Mp4File(defect, length, billed)


def _top_level(file: Box) -> tuple[list[Box], str | None]:
    """Return the complete boxes of a file, and its defect if one of a known type is incomplete."""
    boxes = list[Box]()
    for box in file.children():
        if box.end > file.end:
            if box.kind in _TOP_LEVEL:
                missing = box.end - file.end
                defect = f"is truncated: its {box.kind.decode()!r} box ends {missing} bytes after the end of the file"
                return boxes, defect
            break
        boxes.append(box)
    return boxes, None


def _media_defect(movie: Box, tracks: Sequence[Box], boxes: Sequence[Box]) -> str | None:
    if not any(box.kind == b"mdat" and box.end > box.start for box in boxes):
        return "is truncated: it has a movie header but no media data"
    # QuickTime may compress the whole header, tracks included ("QuickTime File Format", Compressed Movie Resources).
    return None if tracks or movie.find_all(b"cmov") else "has no video track"


def _fragment_defect(file: Box, boxes: Sequence[Box], stated: float | None, found: float | None) -> str | None:
    # The media data of a fragment follows its header.
    has_media = [box.kind == b"mdat" for box in boxes if box.kind in (b"moof", b"mdat")]
    if not has_media[-1]:
        return "is truncated: its last fragment has no media data"
    if _is_start_of_box(file._replace(start=boxes[-1].end)):
        return "is truncated: it ends within the header of a box"
    if stated and found and stated - found > max(_MAX_MISSING_SECONDS, _MAX_MISSING_FRACTION * stated):
        return f"is truncated: it has {found:g} of the {stated:g} s that its header states"
    return None


def _is_start_of_box(rest: Box) -> bool:
    """Return whether the last bytes of a file, too few for a box, include the start of a known type.

    Writers pad files with a few bytes. Those before a type are only its size, which any bytes may be.
    """
    kind = rest.read(HEADER_SIZE)[4:]
    return 0 < rest.end - rest.start < HEADER_SIZE and any(kind and each.startswith(kind) for each in _TOP_LEVEL)


def _handler(track: Box) -> bytes:
    handler = track.find(b"mdia", b"hdlr")
    return b"" if handler is None else handler.read(12)[8:]


def _movie_lengths(movie: Box, tracks: Sequence[Box]) -> tuple[float | None, float | None]:
    """Return the shortest length that headers state in seconds, and that of the video tracks (8.2.2 and 8.3.2)."""
    header = movie.find(b"mvhd")
    if header is None:
        return None, None
    scale, total = header.unpack(">8xII", ">16xIQ")
    durations = [_track_duration(track) for track in tracks]
    longest = max(durations, default=0)
    # The movie is as long as its longest track, which may be audio.
    ticks = [each for each in (known_duration(total), longest if all(durations) else 0) if each]
    if not scale or not ticks:
        return None, None
    shown = [_shown_seconds(track, scale) for track in tracks]
    billed = max(shown, default=0) if shown and all(shown) else max(*(each / scale for each in ticks), *shown, 0)
    return min(ticks) / scale, billed


def _shown_seconds(track: Box, scale: int) -> float:
    """Return the seconds for which players show frames of a track: its edits, or else all its media."""
    return _edited_duration(track) / scale or max(_track_duration(track) / scale, media_seconds(track))


def _track_duration(track: Box) -> int:
    """Return the ticks of the movie in which a track shows frames; 0 if they are unknown."""
    header = track.find(b"tkhd")
    if header is None:
        return 0
    (duration,) = header.unpack(">16xI", ">24xQ")
    return _edited_duration(track) or known_duration(duration)


def _edited_duration(track: Box) -> int:
    """Return the ticks of the edits that show frames, without those that are pauses (8.6.6); 0 if there are none."""
    edits = track.find(b"edts", b"elst")
    if edits is None:
        return 0
    content = edits.read(MAX_TABLE_SIZE)
    layout, sign = (">QQ4x", 2**63) if content[:1] == b"\x01" else (">II4x", 2**31)
    table = content[8:]
    entries = struct.iter_unpack(layout, table[: len(table) // struct.calcsize(layout) * struct.calcsize(layout)])
    # An empty edit starts at -1.
    return sum(known_duration(ticks) for ticks, start in entries if start < sign)


def _stated_length(movie: Box, extends: Box) -> float | None:
    """Return the seconds of the whole file that `mehd` states, or None."""
    times, header = movie.find(b"mvhd"), extends.find(b"mehd")
    if times is None or header is None:
        return None
    scale, _ = times.unpack(">8xII", ">16xIQ")
    total = known_duration(header.unpack(">I", ">Q")[0])
    return total / scale if scale and total else None
