"""Length and frame rate of clips, on headers of every form and on invalid files."""

import random
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from move_ugc_async.sandbox.media import video_duration
from move_ugc_async.sandbox.media.clip import Section, read_clip, section_of
from tests.integration.sandbox_media.conftest import CLIP

Save = Callable[[str, bytes], Path]
CLIPS = Path(__file__).parents[2] / "media"
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
    assert section_of(read_clip(CLIP), None) == Section(0.0, 100, 25.0)


@pytest.mark.parametrize(
    "name",
    ["dash.mp4", "faststart.mp4", "fragmented.mp4", "fragmented_later.mp4", "quicktime.mov", "video.avi"],
)
def test_clips_of_each_container_have_thirty_frames(name: str) -> None:
    assert section_of(read_clip(CLIPS / name), None) == Section(0.0, 30, 10.0)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ((0.0, 1.0), Section(0.0, 10, 10.0)),
        ((1.0, 2.5), Section(1.0, 15, 10.0)),
        ((2.04, 9.0), Section(2.0, 10, 10.0)),
        ((2.0, 2.01), Section(2.0, 1, 10.0)),
        ((7.0, 8.0), Section(2.9, 1, 10.0)),
    ],
    ids=["start", "middle", "to the end", "too short", "after the end"],
)
def test_section_is_the_window_in_whole_frames(window: tuple[float, float], expected: Section) -> None:
    section = section_of(read_clip(CLIPS / "faststart.mp4"), window)
    assert (section.start, section.rate) == pytest.approx((expected.start, expected.rate))
    assert section.frames == expected.frames


def test_clip_without_video_counts_as_thirty_frames_per_second() -> None:
    clip = read_clip(CLIPS / "audio.mp4")
    assert clip is not None
    assert section_of(clip, None) == Section(0.0, round(30 * clip.seconds), 30.0)


def test_clip_that_cannot_be_read_counts_as_ten_seconds() -> None:
    assert section_of(read_clip(CLIPS / "audio.avi"), None) == Section(0.0, 300, 30.0)
    assert section_of(None, (1.0, 3.0)) == Section(1.0, 60, 30.0)


def test_section_of_an_endless_clip_ends_after_ten_minutes(saved: Save) -> None:
    endless = saved("clip.mp4", FTYP + _box(b"moov", _long_header(1, 2**40)))
    assert section_of(read_clip(endless), None).frames == 36_000


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
