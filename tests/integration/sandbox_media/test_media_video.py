"""`video_duration`, on headers of every form and on invalid files."""

import random
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from move_ugc_async.sandbox.media import describe, video_duration

Save = Callable[[str, bytes], Path]
CLIP = Path(__file__).parents[3] / "examples" / "assets" / "dance.mp4"
FTYP = struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0)


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def _large_box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4sQ", 1, kind, 16 + len(content)) + content


def _short_header(timescale: int, ticks: int) -> bytes:
    return _box(b"mvhd", struct.pack(">B3xIIII", 0, 1, 1, timescale, ticks) + bytes(80))


def _long_header(timescale: int, ticks: int) -> bytes:
    return _box(b"mvhd", struct.pack(">B3xQQIQ", 1, 1, 1, timescale, ticks) + bytes(80))


def test_the_demo_clip_is_a_small_streamable_four_second_video() -> None:
    data = CLIP.read_bytes()
    assert len(data) < 100_000
    assert data.index(b"moov") < data.index(b"mdat")
    assert b"avc1" in data
    assert video_duration(CLIP) == 4.0
    assert describe(CLIP) == "MP4, 4.0 s"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (FTYP + _box(b"moov", _short_header(1000, 2500)), 2.5),
        (FTYP + _box(b"moov", _long_header(90_000, 2**40)), 2**40 / 90_000),
        (FTYP + _large_box(b"mdat", bytes(99)) + _box(b"moov", _short_header(600, 60)), 0.1),
        (FTYP + _large_box(b"moov", _box(b"free", b"") + _short_header(10, 15)), 1.5),
        (FTYP + struct.pack(">I4s", 0, b"moov") + _short_header(10, 15), 1.5),
        (_box(b"moov", _short_header(10, 15)) + _box(b"mdat", bytes(50))[:20], 1.5),
    ],
    ids=["short", "long", "large mdat first", "large moov", "to the end", "cut after moov"],
)
def test_duration_is_read(content: bytes, expected: float, saved: Save) -> None:
    assert video_duration(saved("clip.mp4", content)) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no video at all, only text",
        FTYP,
        FTYP + _box(b"moov", b""),
        FTYP + _box(b"moov", _short_header(0, 100)),
        FTYP + _box(b"moov", _short_header(1000, 0)),
        FTYP + _box(b"moov", _short_header(1000, 2**32 - 1)),
        FTYP + _box(b"moov", _long_header(1000, 2**64 - 1)),
        FTYP + _box(b"moov", _box(b"mvhd", bytes(10))),
        FTYP + _box(b"moov", _box(b"mvhd", b"\1" + bytes(20))),
        FTYP + _box(b"moov", _short_header(1000, 2500))[:-40],
        FTYP + struct.pack(">I4s", 7, b"moov") + _short_header(1000, 2500),
        FTYP + struct.pack(">I4sQ", 1, b"moov", 2**64 - 1) + _short_header(1000, 2500),
        FTYP + struct.pack(">I4sQ", 1, b"moov", 3) + _short_header(1000, 2500),
        _box(b"free", b"") * 5000 + _box(b"moov", _short_header(1000, 2500)),
    ],
)
def test_duration_of_an_unreadable_clip_is_none(content: bytes, saved: Save) -> None:
    assert video_duration(saved("clip.mp4", content)) is None


@pytest.mark.parametrize("size", [b"\0\0\0\7moov", b"\0\0\0\1moov" + bytes(8)])
def test_a_box_smaller_than_its_header_is_refused(size: bytes, saved: Save) -> None:
    with pytest.raises(ValueError, match="the box at byte 16 is truncated"):
        describe(saved("clip.mp4", FTYP + size + bytes(20)))


def test_duration_of_a_missing_file_is_none(tmp_path: Path) -> None:
    assert video_duration(tmp_path) is None
    assert video_duration(tmp_path / "missing.mp4") is None


def test_damaged_clips_never_raise(saved: Save) -> None:
    dice = random.Random(11)
    header = CLIP.read_bytes()[:1200]
    for _ in range(100):
        data = bytearray(header)
        for _ in range(dice.randint(1, 12)):
            data[dice.randrange(len(data))] = dice.choice((0, 1, 255, dice.randrange(256)))
        duration = video_duration(saved("clip.mp4", bytes(data)))
        assert duration is None or duration > 0


def test_quicktime_is_recognised_by_its_brand(saved: Save) -> None:
    rest = _box(b"moov", _short_header(10, 15) + _box(b"trak", b"")) + _box(b"mdat", b"1234")
    ftyp = struct.pack(">I4s4sI", 16, b"ftyp", b"qt  ", 0)
    assert describe(saved("clip.mov", ftyp + rest)) == "MOV, 1.5 s"
    assert describe(saved("old.mov", rest)) == "MOV, 1.5 s"
