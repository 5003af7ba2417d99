"""The length of fragmented MP4 files, whose movie header does not include the fragments (ISO/IEC 14496-12, 8.8)."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from move_ugc_async.capture.boxes import Box, find_all, find_path, read_content
from move_ugc_async.capture.tracks import video_tracks

_MAX_TABLE_SIZE = 16 * 1024 * 1024
"""Maximum bytes read of one sample table; a larger one is damaged."""

_DEFAULT_DURATION, _HAS_DESCRIPTION, _HAS_OFFSET = 0x8, 0x2, 0x1
_HAS_DURATIONS, _PER_SAMPLE, _FIRST_FLAGS = 0x100, (0x100, 0x200, 0x400, 0x800), 0x4


@dataclass(slots=True)
class _Track:
    """A track; all times are ticks of its own time scale.

    Attributes:
        scale: Ticks per second.
        duration: Default duration of a sample.
        first: Start of the first sample; None before one was seen.
        end: End of the last sample.
    """

    scale: int
    duration: int
    first: int | None = None
    end: int = 0


def total_duration(file: BinaryIO, extends: Box) -> int:
    """Return the duration in `mehd`, in ticks of the movie; 0 if it is missing."""
    header = find_path(file, extends, b"mehd")
    if header is None:
        return 0
    content = read_content(file, header, 12)
    duration: int
    (duration,) = struct.unpack(">Q", content[4:12]) if content[:1] == b"\x01" else struct.unpack(">I", content[4:8])
    return duration


def length_of_fragments(file: BinaryIO, movie: Box, extends: Box, fragments: Sequence[Box]) -> float | None:
    """Return the seconds of the longest video track, from the samples of all fragments; None without samples."""
    tracks = dict(_tracks(file, movie, extends))
    for fragment in fragments:
        for part in find_all(file, fragment, b"traf"):
            _add(file, tracks, part)
    lengths = [(track.end - (track.first or 0)) / track.scale for track in tracks.values()]
    return max(lengths, default=0) or None


def _tracks(file: BinaryIO, movie: Box, extends: Box) -> Iterator[tuple[int, _Track]]:
    defaults = dict[int, int]()
    for box in find_all(file, extends, b"trex"):
        _, track_id, _, duration = struct.unpack(">IIII", read_content(file, box, 16))
        defaults[track_id] = duration
    for box in video_tracks(file, movie):
        header, media = find_path(file, box, b"tkhd"), find_path(file, box, b"mdia", b"mdhd")
        if header is None or media is None:
            continue
        content = read_content(file, header, 24)
        (track_id,) = struct.unpack(">I", content[20:24] if content[:1] == b"\x01" else content[12:16])
        scale, duration = read_time_scale(read_content(file, media, 36))
        if scale:
            # Samples in the header precede the fragments.
            yield track_id, _Track(scale, defaults.get(track_id, 0), 0 if duration else None, duration)


def read_time_scale(header: bytes) -> tuple[int, int]:
    """Return the time scale and duration of `mvhd` or `mdhd`, which start alike; an unknown duration is 0."""
    is_long = header[:1] == b"\x01"
    layout = ">QQIQ" if is_long else ">IIII"
    _, _, scale, duration = struct.unpack(layout, header[4 : 4 + struct.calcsize(layout)])
    return scale, 0 if duration == (2**64 - 1 if is_long else 2**32 - 1) else duration


def _add(file: BinaryIO, tracks: dict[int, _Track], part: Box) -> None:
    header = find_path(file, part, b"tfhd")
    if header is None:
        return
    content = read_content(file, header, 64)
    flags, track_id = struct.unpack(">II", content[:8])
    track = tracks.get(track_id)
    if track is None:
        return
    duration = track.duration
    if flags & _DEFAULT_DURATION:
        at = 8 + (8 if flags & _HAS_OFFSET else 0) + (4 if flags & _HAS_DESCRIPTION else 0)
        (duration,) = struct.unpack(">I", content[at : at + 4])
    start = _decode_time(file, part)
    track.end = track.end if start is None else start
    track.first = track.end if track.first is None else track.first
    track.end += sum(_run(file, run, duration) for run in find_all(file, part, b"trun"))


def _decode_time(file: BinaryIO, part: Box) -> int | None:
    box = find_path(file, part, b"tfdt")
    if box is None:
        return None
    content = read_content(file, box, 12)
    start: int
    (start,) = struct.unpack(">Q", content[4:12]) if content[:1] == b"\x01" else struct.unpack(">I", content[4:8])
    return start


def _run(file: BinaryIO, run: Box, default: int) -> int:
    """Return the duration of a run of samples in ticks."""
    content = read_content(file, run, _MAX_TABLE_SIZE)
    flags, count = struct.unpack(">II", content[:8])
    if not flags & _HAS_DURATIONS:
        return int(count * default)
    at = 8 + (4 if flags & _HAS_OFFSET else 0) + (4 if flags & _FIRST_FLAGS else 0)
    size = 4 * sum(bool(flags & field) for field in _PER_SAMPLE)
    # The duration is the first field of a sample.
    return sum(duration for duration, *_ in struct.iter_unpack(f">I{size - 4}x", content[at : at + count * size]))
