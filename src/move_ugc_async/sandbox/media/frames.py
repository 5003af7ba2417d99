"""The frames of a video track that a player shows, and when."""

import math
import struct
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from move_ugc_async.sandbox.media.boxes import Box, Boxes, read_times

_MAX_FRAMES = 1_000_000  # four hours at 60 frames per second


class Edit(NamedTuple):
    """A part of a track that is played (ISO/IEC 14496-12 §8.6.6).

    Args:
        duration: Its length in ticks of the movie; 0 means up to the end.
        start: Where it starts, in ticks of the track; -1 means that nothing is shown.
    """

    duration: int
    start: int


class ShownFrames(NamedTuple):
    """The frames that are shown.

    Args:
        scale: Ticks per second of the track.
        ticks: When each frame is shown in the media of the track, in ascending order.
        end: When the last one ends.
        parts: Number of separate parts of the media that are played.
    """

    scale: int
    ticks: list[int]
    end: int
    parts: int


def shown_frames(boxes: Boxes, movie: Box, track: Box) -> ShownFrames:
    """Return the frames of a track that its edit list shows, or all without one; fragments do not count.

    Raises:
        ValueError: The file is damaged, or there are more than a million frames.
    """
    movie_scale, _ = read_times(b"mvhd", boxes.content(boxes.find(movie, b"mvhd")))
    media = boxes.find(track, b"mdia")
    scale, _ = read_times(b"mdhd", boxes.content(boxes.find(media, b"mdhd")))
    table = boxes.find(media, b"minf", b"stbl")
    ticks, last = _presentation_times(boxes, table)
    edits = [edit for edit in read_edits(boxes, track) if edit.start >= 0]
    if not edits:
        return ShownFrames(scale, ticks, ticks[-1] + last if ticks else 0, 1)
    if not movie_scale:
        msg = "the movie has no time scale"
        raise ValueError(msg)
    shown = list[int]()
    for duration, start in edits:
        # Rounded up: a frame that starts before the end is shown.
        end = start + math.ceil(Fraction(duration * scale, movie_scale)) if duration else math.inf
        shown += ticks[bisect_left(ticks, start) : bisect_left(ticks, end)]
        if len(shown) > _MAX_FRAMES:
            msg = f"more than {_MAX_FRAMES} frames are shown"
            raise ValueError(msg)
    end = next((tick for tick in ticks if shown and tick > shown[-1]), shown[-1] + last if shown else 0)
    return ShownFrames(scale, shown, end, len(edits))


def read_edits(boxes: Boxes, track: Box) -> list[Edit]:
    """Return the edit list of a track, which is empty without one."""
    if all(box.kind != b"edts" for box in boxes.children(track)):
        return []
    content = boxes.content(boxes.find(track, b"edts", b"elst"))
    layout = ">QqI" if content[:1] == b"\1" else ">IiI"
    return [Edit(duration, start) for duration, start, _ in _rows(layout, content)]


def _presentation_times(boxes: Boxes, table: Box) -> tuple[list[int], int]:
    """Return when frames are shown, sorted, and how long the last one is shown."""
    runs = [*_rows(">II", boxes.content(boxes.find(table, b"stts")))]
    if sum(count for count, _ in runs) > _MAX_FRAMES:
        msg = f"the video has more than {_MAX_FRAMES} frames"
        raise ValueError(msg)
    ticks, time = list[int](), 0
    for count, delta in runs:
        ticks += range(time, time + count * delta, delta) if delta else [time] * count
        time += count * delta
    last = runs[-1][1] if runs else 0
    # Frames that are decoded before others which are shown earlier have an offset (§8.6.1.3).
    if any(box.kind == b"ctts" for box in boxes.children(table)):
        offsets = [*_rows(">Ii", boxes.content(boxes.find(table, b"ctts")))]
        delays = (delay for count, delay in offsets for _ in range(min(count, len(ticks))))
        ticks = sorted(tick + delay for tick, delay in zip(ticks, delays, strict=False))
    return ticks, last


def _rows(layout: str, content: bytes) -> Iterator[tuple[int, ...]]:
    """Yield the rows of a table, which follow its version and the number of rows."""
    size = struct.calcsize(layout)
    return struct.iter_unpack(layout, content[8 : 8 + (len(content) - 8) // size * size])
