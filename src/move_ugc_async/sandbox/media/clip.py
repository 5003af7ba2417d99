"""Length and frame rate of clips, which all outputs of a job share."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from move_ugc_async.sandbox.media.boxes import Box, Boxes, read_times
from move_ugc_async.sandbox.media.frames import shown_frames

_DEFAULT_SECONDS, _DEFAULT_RATE = 10.0, 30.0  # of a clip that cannot be read
_MIN_RATE, _MAX_RATE = 1.0, 240.0
_MAX_FRAMES = 36_000  # ten minutes at 60 frames per second
_AVI = struct.Struct("<4s4x4s4s4x4s4s4xI12xI")  # up to the number of frames in the main header


class Clip(NamedTuple):
    """A clip: its length in seconds, and its frames per second if it has video at a usual rate.

    The length is that of the frames of the video that a player shows, without a pause before them. Sound may be longer.

    Args:
        is_playable: Whether it is MP4 or MOV with video, which rendered videos may repeat.
        is_fragmented: Whether its frames are in fragments, to which edit lists do not apply.
    """

    seconds: float
    rate: float | None
    is_playable: bool = False
    is_fragmented: bool = False


class Section(NamedTuple):
    """The part of a clip that a job processes: start in seconds, number of frames, and frames per second."""

    start: float
    frames: int
    rate: float


def read_clip(path: Path) -> Clip | None:
    """Read the header of an MP4, MOV or AVI file; return None if it has no length or cannot be read."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            return _avi(file) or _mp4(Boxes(file))
    except (OSError, ValueError, struct.error):
        return None


def video_duration(path: Path) -> float | None:
    """Return the seconds of a video, or None if they cannot be read."""
    clip = read_clip(path)
    return None if clip is None else clip.seconds


def section_of(clip: Clip | None, window: tuple[float, float] | None) -> Section:
    """Return the part of a clip in a window of seconds, or all of it; it has from 1 to 36,000 frames.

    A clip that cannot be read counts as 10 s, and one without a valid frame rate has 30 frames per second.
    """
    seconds = _DEFAULT_SECONDS if clip is None else clip.seconds
    rate = (clip and clip.rate) or _DEFAULT_RATE
    start, end = window or (0.0, seconds)
    # A whole number of frames, so that videos are as long as motions.
    first = min(round(start * rate), max(0, round(seconds * rate) - 1))
    last = round(min(end, seconds) * rate)
    return Section(first / rate, min(max(last - first, 1), _MAX_FRAMES), rate)


def _avi(file: BinaryIO) -> Clip | None:
    """Read the main header of an AVI file, which is its first chunk."""
    start = file.read(_AVI.size)
    if len(start) < _AVI.size:
        return None
    *kinds, microseconds, frames = _AVI.unpack(start)
    if kinds != [b"RIFF", b"AVI ", b"LIST", b"hdrl", b"avih"] or not microseconds or not frames:
        return None
    return Clip(frames * microseconds / 1e6, _valid(1e6 / microseconds))


def _mp4(boxes: Boxes) -> Clip | None:
    movie = boxes.find(None, b"moov")
    scale, ticks = read_times(b"mvhd", boxes.content(boxes.find(movie, b"mvhd")))
    track = video_track(boxes, movie)
    # The duration of a fragmented file is 0 here, since it is in the fragments.
    if track is None:
        return Clip(ticks / scale, None) if scale and ticks else None
    return _video(boxes, movie, track, ticks / scale if scale and ticks else None)


def video_track(boxes: Boxes, movie: Box) -> Box | None:
    """Return the first track with video, or None without one."""
    try:
        for box in boxes.children(movie):
            if box.kind == b"trak" and boxes.content(boxes.find(box, b"mdia", b"hdlr"))[8:12] == b"vide":
                return box
    except ValueError:
        return None
    return None


def _video(boxes: Boxes, movie: Box, track: Box, seconds: float | None) -> Clip | None:
    """Measure a video track; `seconds` is the length in the header of the movie, for one without frames."""
    media = boxes.find(track, b"mdia")
    scale, _ = read_times(b"mdhd", boxes.content(boxes.find(media, b"mdhd")))
    table = boxes.content(boxes.find(media, b"minf", b"stbl", b"stts"))[8:]
    runs = [*struct.iter_unpack(">II", table[: len(table) // 8 * 8])]
    (track_id,) = struct.unpack_from(">I", boxes.content(boxes.find(track, b"tkhd")), 12)
    fragments = [*_fragments(boxes, track_id)]
    frames = sum(count for count, _ in (*runs, *fragments))
    ticks = sum(count * delta for count, delta in (*runs, *fragments))
    if not frames or not ticks or not scale:
        return None if seconds is None else Clip(seconds, None)
    shown = 0 if fragments else _count_shown(boxes, movie, track)
    rate = _valid(frames * scale / ticks)
    return Clip((shown or frames) * ticks / frames / scale, rate, rate is not None, bool(fragments))


def _count_shown(boxes: Boxes, movie: Box, track: Box) -> int:
    """Return the number of frames that are shown; 0 if it is unknown."""
    try:
        return len(shown_frames(boxes, movie, track).ticks)
    except (ValueError, struct.error):
        return 0


def _fragments(boxes: Boxes, track_id: int) -> Iterator[tuple[int, int]]:
    """Yield count and duration of the frames of a track in fragments (ISO/IEC 14496-12 §8.8)."""
    default = 0
    for movie in boxes.top():
        if movie.kind == b"moov":
            defaults = [box for box in boxes.children(movie) if box.kind == b"mvex"]
            for box in (box for each in defaults for box in boxes.children(each) if box.kind == b"trex"):
                number, _, delta = struct.unpack_from(">3I", boxes.content(box), 4)
                default = delta if number == track_id else default
        for box in boxes.children(movie) if movie.kind == b"moof" else ():
            if box.kind == b"traf":
                yield from _fragment(boxes, box, track_id, default)


def _fragment(boxes: Boxes, fragment: Box, track_id: int, default: int) -> Iterator[tuple[int, int]]:
    header = boxes.content(boxes.find(fragment, b"tfhd"))
    flags, number = struct.unpack_from(">II", header)
    if number != track_id:
        return
    if flags & 0x8:  # the fragment's own default, after two optional fields
        default = struct.unpack_from(">I", header, 8 + 8 * (flags & 1) + 4 * (flags >> 1 & 1))[0]
    for run in (box for box in boxes.children(fragment) if box.kind == b"trun"):
        content = boxes.content(run)
        flags, count = struct.unpack_from(">II", content)
        if not flags & 0x100:
            yield count, default
            continue
        start = 8 + 4 * (flags & 1) + 4 * (flags >> 2 & 1)
        width = 4 * (flags >> 8 & 0xF).bit_count()  # of the optional fields of a frame; the first is its duration
        yield from ((1, struct.unpack_from(">I", content, start + width * frame)[0]) for frame in range(count))


def _valid(rate: float) -> float | None:
    return rate if _MIN_RATE <= rate <= _MAX_RATE else None
