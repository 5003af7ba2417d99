"""Fragments of MP4 files, in which recorders and servers write a movie piece by piece (ISO/IEC 14496-12, 8.8)."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from move_ugc_async.media.boxes import MAX_TABLE_SIZE, Box, known_duration
from move_ugc_async.media.samples import samples_duration

_DEFAULT_DURATION, _HAS_DESCRIPTION, _HAS_OFFSET = 0x8, 0x2, 0x1
"""Flags of `tfhd` (8.8.7). `_HAS_OFFSET` is one of `trun` as well."""

_HAS_DURATIONS, _PER_SAMPLE, _FIRST_FLAGS = 0x100, (0x100, 0x200, 0x400, 0x800), 0x4
"""Flags of `trun` (8.8.8)."""


@dataclass(slots=True)
class _Track:
    """A track of a fragmented file; all times are ticks of its own time scale.

    Attributes:
        scale: Ticks per second.
        duration: Default duration of a sample.
        first: Start of the first sample; None before one was seen.
        end: End of the last sample.
        samples: Sum of the durations of all samples, which differs from the end if start times are wrong.
    """

    scale: int
    duration: int
    first: int | None = None
    end: int = 0
    samples: int = 0

    def add(self, header: bytes, decode_time: Box | None, runs: Sequence[Box]) -> None:
        """Add the samples of a track fragment: its `tfhd`, `tfdt` and `trun` boxes."""
        (flags,) = struct.unpack(">I", header[:4])
        duration = self.duration
        if flags & _DEFAULT_DURATION:
            offset = 8 + (8 if flags & _HAS_OFFSET else 0) + (4 if flags & _HAS_DESCRIPTION else 0)
            (duration,) = struct.unpack(">I", header[offset : offset + 4])
        if decode_time is not None:
            (self.end,) = decode_time.unpack(">I", ">Q")
        self.first = self.end if self.first is None else self.first
        added = sum(_run_duration(run, duration) for run in runs)
        self.end += added
        self.samples += added


def fragments_length(extends: Box, tracks: Sequence[Box], boxes: Sequence[Box]) -> tuple[float | None, float | None]:
    """Return the seconds of the longest video track, by the times of all fragments and by their samples.

    Each is None if it is unknown.

    Args:
        extends: The `mvex` box of the movie.
        tracks: The `trak` boxes of its video tracks.
        boxes: The boxes of the file, fragments (`moof`) among them.
    """
    known = dict(_fragmented_tracks(extends, tracks))
    for box in boxes:
        if box.kind == b"moof":
            for part in box.load().find_all(b"traf"):
                _add(part, known)
    lengths = [(track.end - (track.first or 0)) / track.scale for track in known.values()]
    samples = [track.samples / track.scale for track in known.values()]
    # Those of damaged fragments may be negative.
    return max([*lengths, 0]) or None, max([*samples, 0]) or None


def _add(part: Box, tracks: dict[int, _Track]) -> None:
    """Add the samples of a track fragment (`traf`) to its track, if that is a video."""
    header = decode_time = None
    runs = list[Box]()
    for box in part.children():
        if box.end > part.end:
            break
        if box.kind == b"tfhd":
            header = header or box
        elif box.kind == b"tfdt":
            decode_time = decode_time or box
        elif box.kind == b"trun":
            runs.append(box)
    if header is None:
        return
    content = header.read(64)
    (track_id,) = struct.unpack(">I", content[4:8])
    if track_id in tracks:
        tracks[track_id].add(content, decode_time, runs)


def _fragmented_tracks(extends: Box, tracks: Sequence[Box]) -> Iterator[tuple[int, _Track]]:
    defaults = dict[int, int]()
    for box in extends.find_all(b"trex"):
        _, track_id, _, duration = struct.unpack(">IIII", box.read(16))
        defaults[track_id] = duration
    for track in tracks:
        header, media = track.find(b"tkhd"), track.find(b"mdia", b"mdhd")
        if header is None or media is None:
            continue
        (track_id,) = header.unpack(">8xI", ">16xI")
        scale, duration = media.unpack(">8xII", ">16xIQ")
        duration = known_duration(duration)
        if scale:
            # Samples in the header precede the fragments.
            samples = samples_duration(track)
            yield track_id, _Track(scale, defaults.get(track_id, 0), 0 if duration else None, duration, samples)


def _run_duration(run: Box, default: int) -> int:
    """Return the duration of a run of samples in ticks."""
    content = run.read(MAX_TABLE_SIZE)
    flags, count = struct.unpack(">II", content[:8])
    if not flags & _HAS_DURATIONS:
        return int(count * default)
    offset = 8 + (4 if flags & _HAS_OFFSET else 0) + (4 if flags & _FIRST_FLAGS else 0)
    size = 4 * sum(bool(flags & field) for field in _PER_SAMPLE)
    # The duration is the first field of a sample.
    return sum(
        duration for duration, *_ in struct.iter_unpack(f">I{size - 4}x", content[offset : offset + count * size])
    )
