"""MP4 and QuickTime files (ISO/IEC 14496-12): whether a video is complete, and its length."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

MAX_BOXES = 100_000
"""Maximum number of boxes read on one level: a recording in one-second fragments has 7,200 an hour."""

_TOP_LEVEL = {
    *(b"ftyp", b"styp", b"moov", b"mdat", b"moof", b"mfra", b"free", b"skip", b"wide", b"uuid", b"meta", b"sidx"),
    *(b"ssix", b"prft", b"emsg", b"pdin", b"pnot", b"udta", b"PICT"),
}
"""Known top-level boxes. Some cameras append data of their own that only looks like a box."""

_MAX_MISSING_SECONDS, _MAX_MISSING_FRACTION = 1.0, 0.05
"""By how much a complete fragmented file may be shorter than its header states: writers estimate the length."""

_MAX_TABLE_SIZE = 16 * 1024 * 1024
"""Maximum bytes read of one sample table; a larger one is damaged."""

_TO_THE_END, _LARGE = 0, 1
_UNKNOWN_DURATIONS = (2**32 - 1, 2**64 - 1)
_DEFAULT_DURATION, _HAS_DESCRIPTION, _HAS_OFFSET = 0x8, 0x2, 0x1
_HAS_DURATIONS, _PER_SAMPLE, _FIRST_FLAGS = 0x100, (0x100, 0x200, 0x400, 0x800), 0x4


class Box(NamedTuple):
    """A box: its type, and the start and end of its content according to its header (4.2)."""

    file: BinaryIO
    kind: bytes
    start: int
    end: int

    def children(self) -> Iterator["Box"]:
        """Yield the boxes inside. The last one may end beyond this one; a rest too short for a box is skipped."""
        start = self.start
        for _ in range(MAX_BOXES):
            if self.end - start < 8:  # noqa: PLR2004 - size and type
                return
            self.file.seek(start)
            header = self.file.read(min(16, self.end - start))
            size, kind = struct.unpack(">I4s", header[:8])
            content = start + 8
            if size == _LARGE:
                (size,) = struct.unpack(">Q", header[8:].ljust(8, b"\0"))
                content += 8
            following = self.end if size == _TO_THE_END else start + size
            if following < content:
                return
            yield Box(self.file, kind, content, following)
            start = following

    def find_all(self, kind: bytes) -> list["Box"]:
        """Return the complete boxes of one type directly inside."""
        return [box for box in self.children() if box.kind == kind and box.end <= self.end]

    def find(self, *path: bytes) -> "Box | None":
        """Return the first box at a path of box types, or None."""
        box = self
        for kind in path:
            found = box.find_all(kind)
            if not found:
                return None
            box = found[0]
        return box

    def read(self, max_size: int) -> bytes:
        """Return the content, at most `max_size` bytes."""
        self.file.seek(self.start)
        return self.file.read(min(max_size, self.end - self.start))

    def unpack(self, short: str, long: str) -> tuple[int, ...]:
        """Return the fields after the version and flags, whose layout is `long` in version 1."""
        content = self.read(4 + struct.calcsize(long))
        return struct.unpack_from(long if content[:1] == b"\x01" else short, content, 4)


@dataclass(slots=True)
class _Track:
    """A track of a fragmented file; all times are ticks of its own time scale.

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

    def add(self, fragment: Box, header: bytes) -> None:
        """Add the samples of a track fragment (`traf`) with this `tfhd`."""
        (flags,) = struct.unpack(">I", header[:4])
        duration = self.duration
        if flags & _DEFAULT_DURATION:
            at = 8 + (8 if flags & _HAS_OFFSET else 0) + (4 if flags & _HAS_DESCRIPTION else 0)
            (duration,) = struct.unpack(">I", header[at : at + 4])
        decode_time = fragment.find(b"tfdt")
        if decode_time is not None:
            (self.end,) = decode_time.unpack(">I", ">Q")
        self.first = self.end if self.first is None else self.first
        self.end += sum(_run_duration(run, duration) for run in fragment.find_all(b"trun"))


def find_mp4_defect(file: Box) -> str | None:
    """Return why a file is not a complete video, as the predicate of a sentence; None if no defect is found."""
    boxes = list[Box]()
    for box in file.children():
        if box.end > file.end:
            if box.kind in _TOP_LEVEL:
                missing = box.end - file.end
                return f"is truncated: its {box.kind.decode()!r} box ends {missing} bytes after the end of the file"
            break
        boxes.append(box)
    movie = next((box for box in boxes if box.kind == b"moov"), None)
    if movie is None:
        return "has no movie header: it is truncated, or not a video"
    if not any(box.kind == b"mdat" and box.end > box.start for box in boxes):
        return "is truncated: it has a movie header but no media data"
    # QuickTime may compress the whole header, tracks included ("QuickTime File Format", Compressed Movie Resources).
    if not _video_tracks(movie) and not movie.find_all(b"cmov"):
        return "has no video track"
    extends = movie.find(b"mvex")
    if extends is None or len(boxes) == MAX_BOXES:
        return None
    return _find_missing_fragment(file, movie, extends, boxes)


def mp4_length(file: Box) -> float | None:
    """Return the length of a file in seconds, or None if it is unknown (8.2.2 and 8.8)."""
    boxes = [box for box in file.children() if box.end <= file.end]
    movie = next((box for box in boxes if box.kind == b"moov"), None)
    if movie is None:
        return None
    extends = movie.find(b"mvex")
    if extends is not None:
        lengths = _stated_length(movie, extends), _length_of_fragments(movie, extends, boxes)
        return min((length for length in lengths if length), default=None)
    scale, duration = _time_scale(movie.find(b"mvhd"))
    # The movie is as long as its longest track, which may be audio.
    ticks = [each for each in (duration, _longest_duration(_video_tracks(movie))) if each]
    return min(ticks) / scale if scale and ticks else None


def _find_missing_fragment(file: Box, movie: Box, extends: Box, boxes: Sequence[Box]) -> str | None:
    # The media data of a fragment follows its header.
    has_media = [box.kind == b"mdat" for box in boxes if box.kind in (b"moof", b"mdat")]
    if not has_media[-1]:
        return "is truncated: its last fragment has no media data"
    if 0 < file.end - boxes[-1].end < 8:  # noqa: PLR2004 - size and type
        return "is truncated: it ends within the header of a box"
    stated, found = _stated_length(movie, extends), _length_of_fragments(movie, extends, boxes)
    if stated and found and stated - found > max(_MAX_MISSING_SECONDS, _MAX_MISSING_FRACTION * stated):
        return f"is truncated: it has {found:g} of the {stated:g} s that its header states"
    return None


def _video_tracks(movie: Box) -> list[Box]:
    handlers = [(track, track.find(b"mdia", b"hdlr")) for track in movie.find_all(b"trak")]
    return [track for track, handler in handlers if handler is not None and handler.read(12)[8:] == b"vide"]


def _longest_duration(tracks: Sequence[Box]) -> int:
    """Return the duration of the longest track in ticks of the movie; 0 if one of them is unknown."""
    headers = [track.find(b"tkhd") for track in tracks]
    durations = [_known(header.unpack(">16xI", ">24xQ")[0]) if header else 0 for header in headers]
    return max(durations, default=0) if all(durations) else 0


def _time_scale(header: Box | None) -> tuple[int, int]:
    """Return the time scale and duration in `mvhd` or `mdhd`, which start alike; 0 if one is unknown."""
    if header is None:
        return 0, 0
    scale, duration = header.unpack(">8xII", ">16xIQ")
    return scale, _known(duration)


def _known(duration: int) -> int:
    return 0 if duration in _UNKNOWN_DURATIONS else duration


def _stated_length(movie: Box, extends: Box) -> float | None:
    """Return the seconds of the whole file that `mehd` states, or None."""
    header = extends.find(b"mehd")
    scale, _ = _time_scale(movie.find(b"mvhd"))
    total = 0 if header is None else _known(header.unpack(">I", ">Q")[0])
    return total / scale if scale and total else None


def _length_of_fragments(movie: Box, extends: Box, boxes: Sequence[Box]) -> float | None:
    """Return the seconds of the longest video track, from the samples of all fragments; None if it is unknown.

    The movie header does not include the fragments (8.8).
    """
    if len(boxes) == MAX_BOXES:
        return None
    tracks = dict(_fragmented_tracks(movie, extends))
    for fragment in (part for box in boxes if box.kind == b"moof" for part in box.find_all(b"traf")):
        header = fragment.find(b"tfhd")
        if header is not None:
            content = header.read(64)
            (track_id,) = struct.unpack(">I", content[4:8])
            if track_id in tracks:
                tracks[track_id].add(fragment, content)
    lengths = [(track.end - (track.first or 0)) / track.scale for track in tracks.values()]
    return max(lengths, default=0) or None


def _fragmented_tracks(movie: Box, extends: Box) -> Iterator[tuple[int, _Track]]:
    defaults = dict[int, int]()
    for box in extends.find_all(b"trex"):
        _, track_id, _, duration = struct.unpack(">IIII", box.read(16))
        defaults[track_id] = duration
    for box in _video_tracks(movie):
        header, media = box.find(b"tkhd"), box.find(b"mdia", b"mdhd")
        if header is None or media is None:
            continue
        (track_id,) = header.unpack(">8xI", ">16xI")
        scale, duration = _time_scale(media)
        if scale:
            # Samples in the header precede the fragments.
            yield track_id, _Track(scale, defaults.get(track_id, 0), 0 if duration else None, duration)


def _run_duration(run: Box, default: int) -> int:
    """Return the duration of a run of samples in ticks."""
    content = run.read(_MAX_TABLE_SIZE)
    flags, count = struct.unpack(">II", content[:8])
    if not flags & _HAS_DURATIONS:
        return int(count * default)
    at = 8 + (4 if flags & _HAS_OFFSET else 0) + (4 if flags & _FIRST_FLAGS else 0)
    size = 4 * sum(bool(flags & field) for field in _PER_SAMPLE)
    # The duration is the first field of a sample.
    return sum(duration for duration, *_ in struct.iter_unpack(f">I{size - 4}x", content[at : at + count * size]))
