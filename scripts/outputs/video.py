"""Reader of the headers of MP4 and MOV files."""

import struct
from collections.abc import Iterator

from scripts.outputs.track import Content

_LARGE = 16
_MAX_FRAMES = 10_000_000


def read_video(data: bytes) -> Content:
    """Read the number of frames that a player shows, and the length of the first video track.

    Of a file without a readable video track, only the length in the header of the movie is read.
    """
    top = [*_boxes(data)]
    kinds = {kind for kind, _ in top}
    if b"moov" not in kinds or not kinds & {b"mdat", b"moof"}:
        msg = "the header or the media are missing"
        raise ValueError(msg)
    movie = next(content for kind, content in top if kind == b"moov")
    scale, duration = _times(_find(movie, b"mvhd"))
    fragments = [content for kind, content in top if kind == b"moof"]
    frames, seconds = None, duration / scale
    for kind, track in _boxes(movie):
        if kind == b"trak" and _find(track, b"mdia", b"hdlr")[8:12] == b"vide":
            frames, seconds = _measure(movie, track, scale, fragments)
            break
    return Content("MP4" if b"ftyp" in kinds and data[8:12] != b"qt  " else "MOV", (), frames, seconds or None)


def _measure(movie: bytes, track: bytes, movie_scale: int, fragments: list[bytes]) -> tuple[int | None, float]:
    """Return how many frames of a track are shown, and for how many seconds."""
    scale, _ = _times(_find(track, b"mdia", b"mdhd"))
    table = _find(track, b"mdia", b"minf", b"stbl")
    durations = [delta for count, delta in _rows(">II", _find(table, b"stts")) for _ in range(_limited(count))]
    if fragments:
        durations += _fragments(movie, track, fragments)
    if not durations:
        return None, 0.0
    times, time = list[int](), 0
    for delta in durations:
        times.append(time)
        time += delta
    offsets = [offset for count, offset in _rows(">Ii", _find(table, b"ctts")) for _ in range(_limited(count))]
    times[: len(offsets)] = [a + b for a, b in zip(times, offsets, strict=False)]
    edits = _find(track, b"edts", b"elst")
    parts = [(part[0], part[1]) for part in _rows(">QqI" if edits[:1] == b"\1" else ">IiI", edits) if part[1] >= 0]
    if not parts or fragments:  # players apply edit lists only to the frames in the header
        return len(times), time / scale
    # A duration of 0 ends with the media.
    shown = sum(
        start <= each and (not length or (each - start) * movie_scale < length * scale)
        for length, start in parts
        for each in times
    )
    return shown, shown * time / len(times) / scale


def _fragments(movie: bytes, track: bytes, fragments: list[bytes]) -> Iterator[int]:
    """Yield the durations of the frames of a track in fragments (ISO/IEC 14496-12 §8.8)."""
    header = _find(track, b"tkhd")
    (number,) = struct.unpack_from(">I", header, 20 if header[0] == 1 else 12)
    default = 0
    for kind, content in _boxes(_find(movie, b"mvex")):
        if kind == b"trex" and struct.unpack_from(">I", content, 4) == (number,):
            (default,) = struct.unpack_from(">I", content, 12)
    for fragment in fragments:
        for kind, content in _boxes(fragment):
            if kind == b"traf":
                yield from _runs(content, number, default)


def _runs(fragment: bytes, number: int, default: int) -> Iterator[int]:
    header = _find(fragment, b"tfhd")
    flags, track = struct.unpack_from(">II", header)
    if track != number:
        return
    if flags & 0x8:
        (default,) = struct.unpack_from(">I", header, 8 + 8 * (flags & 1) + 4 * (flags >> 1 & 1))
    for kind, run in _boxes(fragment):
        if kind == b"trun":
            flags, count = struct.unpack_from(">II", run)
            start = 8 + 4 * (flags & 1) + 4 * (flags >> 2 & 1)
            width = 4 * (flags >> 8 & 0xF).bit_count()
            for frame in range(_limited(count)):
                yield struct.unpack_from(">I", run, start + width * frame)[0] if flags & 0x100 else default


def _limited(count: int) -> int:
    if count > _MAX_FRAMES:
        msg = f"it has more than {_MAX_FRAMES} frames"
        raise ValueError(msg)
    return count


def _times(content: bytes) -> tuple[int, int]:
    """Return time scale and duration (§8.2.2, §8.4.2)."""
    scale, duration = struct.unpack_from(">IQ" if content[0] == 1 else ">II", content, 20 if content[0] == 1 else 12)
    return scale, duration


def _rows(layout: str, content: bytes) -> Iterator[tuple[int, ...]]:
    """Yield the rows of a table, which follow its version and the number of rows; none of an absent table."""
    size = struct.calcsize(layout)
    return struct.iter_unpack(layout, content[8 : 8 + max(len(content) - 8, 0) // size * size])


def _find(content: bytes, *path: bytes) -> bytes:
    """Return the content of the first box at each step of a path; empty without one."""
    for kind in path:
        content = next((inner for each, inner in _boxes(content) if each == kind), b"")
    return content


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield type and content of the boxes at one level; media are not copied."""
    start, end = 0, len(data)
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
        start += size
