"""Rendered videos: the part of the clip that a job processes, or plain grey if it cannot be cut."""

import io
import itertools
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from move_ugc_async.sandbox.media.boxes import Box, Boxes, read_times, with_duration, write_box
from move_ugc_async.sandbox.media.clip import Section, video_track
from move_ugc_async.sandbox.media.fallback import FALLBACK_CLIP
from move_ugc_async.sandbox.media.frames import read_edits, shown_frames

_CHUNK = 1024 * 1024
_DELTA = 1000  # ticks of a frame of the grey video
_CONTAINERS = frozenset({b"moov", b"trak", b"edts", b"mdia", b"minf", b"stbl"})
_PATHS = {
    b"mvhd": (b"moov", b"mvhd"),
    b"tkhd": (b"moov", b"trak", b"tkhd"),
    b"mdhd": (b"moov", b"trak", b"mdia", b"mdhd"),
}


def cut_video(path: Path, section: Section) -> Iterator[bytes]:
    """Return the parts of an MP4 or MOV file that plays a part of another one.

    The media stay as they are: the old `moov` box becomes `free`, so that no offset changes, and a new one with an edit
    list (ISO/IEC 14496-12 §8.6.6) follows at the end.

    Raises:
        ValueError: The file is damaged, or ends with a box without a size.
    """
    with path.open("rb") as file:
        boxes = Boxes(file)
        *_, last = boxes.top()
        if boxes.read(last.offset, 4) == bytes(4):
            msg = "its last box has no size"
            raise ValueError(msg)
        movie = boxes.find(None, b"moov")
        return _parts(path, movie.offset + 4, _movie(boxes, movie, section))


def grey_video(section: Section) -> bytes:
    """Write a grey video: H.264 in MP4, 32 x 32 pixels, with as many frames as the section."""
    template = Boxes(io.BytesIO(FALLBACK_CLIP))
    key, following = _samples(template)
    frames, scale = section.frames, round(_DELTA * section.rate)
    # Every other frame is a key frame: two in a row would have to differ (H.264 §7.4.3).
    media = (key + following) * (frames // 2) + key * (frames % 2)
    sizes = [(len(key), len(following))[number % 2] for number in range(frames)]
    keys = range(1, frames + 1, 2)
    brand, movie = (template.find(None, kind) for kind in (b"ftyp", b"moov"))
    start = brand.end + 8
    tables = {
        b"stts": struct.pack(">4I", 0, 1, frames, _DELTA),
        b"stss": struct.pack(f">2I{len(keys)}I", 0, len(keys), *keys),
        b"stsc": struct.pack(">5I", 0, 1, 1, frames, 1),
        b"stsz": struct.pack(f">3I{frames}I", 0, 0, frames, *sizes),
        b"stco": struct.pack(">3I", 0, 1, start),
        b"elst": struct.pack(">3IiI", 0, 1, _DELTA * frames, 0, 1 << 16),
        b"mdhd": _with_length(template, b"mdhd", _DELTA * frames, scale),
        b"mvhd": _with_length(template, b"mvhd", _DELTA * frames, scale),
        b"tkhd": _with_length(template, b"tkhd", _DELTA * frames),
    }
    head = template.read(0, brand.end)
    return head + write_box(b"mdat", media) + _rewritten(template, movie, tables)


def _parts(path: Path, kind: int, movie: bytes) -> Iterator[bytes]:
    """Yield the file with another type of the box whose type is at byte `kind`, and a new box at the end."""
    with path.open("rb") as file:
        for position in range(0, kind, _CHUNK):
            yield file.read(min(_CHUNK, kind - position))
        yield b"free"
        file.seek(4, io.SEEK_CUR)
        while chunk := file.read(_CHUNK):
            yield chunk
    yield movie


def _movie(boxes: Boxes, movie: Box, section: Section) -> bytes:
    """Return a `moov` box that plays a section.

    Its time scale is that of the video. In a coarser one, a player would show a part of the frame after the last.
    """
    video = video_track(boxes, movie)
    if video is None:
        msg = "it has no video"
        raise ValueError(msg)
    shown = shown_frames(boxes, movie, video)
    first = round(section.start * section.rate)
    following = first + section.frames
    if shown.parts != 1 or following > len(shown.ticks):
        msg = "its edit list has several parts, or is too short"
        raise ValueError(msg)
    start = shown.ticks[first]
    ticks = (shown.ticks[following] if following < len(shown.ticks) else shown.end) - start
    seconds = (start - shown.ticks[0]) / shown.scale + _pause(boxes, movie, video)
    parts: list[bytes] = []
    for box in boxes.children(movie):
        if box.kind == b"mvhd":
            parts.append(write_box(b"mvhd", with_duration(b"mvhd", boxes.content(box), ticks, shown.scale)))
        elif box.kind == b"trak":
            tick = start if box == video else _tick(boxes, box, seconds - _pause(boxes, movie, box))
            parts.append(write_box(b"trak", *_track(boxes, box, tick, ticks)))
        else:
            parts.append(boxes.read(box.offset, box.end - box.offset))
    return write_box(b"moov", *parts)


def _track(boxes: Boxes, track: Box, start: int, ticks: int) -> Iterator[bytes]:
    """Yield the boxes of a track that plays `ticks` of the movie's time scale from a tick of its own."""
    edit = struct.pack(">2IQqI", 1 << 24, 1, ticks, start, 1 << 16)  # version 1: 64 bits
    for box in boxes.children(track):
        if box.kind == b"tkhd":
            yield write_box(b"tkhd", with_duration(b"tkhd", boxes.content(box), ticks))
            yield write_box(b"edts", write_box(b"elst", edit))
        elif box.kind != b"edts":
            yield boxes.read(box.offset, box.end - box.offset)


def _pause(boxes: Boxes, movie: Box, track: Box) -> float:
    """Return the seconds before the media of a track start to play."""
    scale, _ = read_times(b"mvhd", boxes.content(boxes.find(movie, b"mvhd")))
    pauses = itertools.takewhile(lambda edit: edit.start < 0, read_edits(boxes, track))
    return sum(edit.duration for edit in pauses) / scale if scale else 0.0


def _tick(boxes: Boxes, track: Box, seconds: float) -> int:
    """Return the tick of a track that plays some seconds after its first one."""
    scale, _ = read_times(b"mdhd", boxes.content(boxes.find(track, b"mdia", b"mdhd")))
    first = next((edit.start for edit in read_edits(boxes, track) if edit.start >= 0), 0)
    return first + max(round(seconds * scale), 0)


def _rewritten(boxes: Boxes, box: Box, contents: Mapping[bytes, bytes]) -> bytes:
    """Return a box with other contents of some of the boxes in it."""
    if box.kind in contents:
        return write_box(box.kind, contents[box.kind])
    if box.kind in _CONTAINERS:
        return write_box(box.kind, *(_rewritten(boxes, child, contents) for child in boxes.children(box)))
    return boxes.read(box.offset, box.end - box.offset)


def _with_length(template: Boxes, kind: bytes, ticks: int, scale: int | None = None) -> bytes:
    return with_duration(kind, template.content(template.find(None, *_PATHS[kind])), ticks, scale)


def _samples(template: Boxes) -> tuple[bytes, bytes]:
    """Return the two frames of the template: a key frame, and one that depends on it."""
    sizes = template.content(template.find(None, b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsz"))
    key, following = struct.unpack_from(">2I", sizes, 12)
    media = template.content(template.find(None, b"mdat"))
    return media[:key], media[key : key + following]
