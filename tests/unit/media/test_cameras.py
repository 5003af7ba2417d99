"""Comparison of the clips of several cameras."""

from dataclasses import replace
from pathlib import Path

import pytest

from move_ugc_async import media
from move_ugc_async.media import ClipInfo
from tests.support.clips import write_clip

LEFT = ClipInfo(file="left", size=1, duration=10, nominal_fps=30, fps=30, timecode="01:00:00:00")
RIGHT = replace(LEFT, file="right")


def compared(*clips: ClipInfo, use_timecode: bool = False) -> list[tuple[str, str, str]]:
    return [(each.severity, each.code, each.file) for each in media.compare(clips, use_timecode=use_timecode)]


def test_compare_accepts_equal_clips_and_unknown_values() -> None:
    assert compared(LEFT, RIGHT, ClipInfo(file="unknown", size=1)) == []
    assert compared() == []


def test_compare_reports_the_camera_with_another_frame_rate() -> None:
    slow = replace(LEFT, file="slow", nominal_fps=25)
    assert compared(slow, LEFT, RIGHT) == [("warning", "unequal_frame_rates", "slow")]
    assert compared(LEFT, replace(RIGHT, nominal_fps=29.97)) == []


@pytest.mark.parametrize(("seconds", "is_reported"), [(10, False), (9.1, False), (8.9, True), (1, True)])
def test_compare_reports_a_clip_that_is_shorter_than_another(seconds: float, *, is_reported: bool) -> None:
    expected = [("warning", "differing_lengths", "right")] if is_reported else []
    assert compared(LEFT, replace(RIGHT, duration=seconds)) == expected


@pytest.mark.parametrize(
    ("timecode", "expected"),
    [
        ("01:00:08:15", []),
        ("01:00:09:15", [("error", "no_overlap", "left"), ("error", "no_overlap", "right")]),
        ("00:59:50:10", [("error", "no_overlap", "left"), ("error", "no_overlap", "right")]),
        (None, [("warning", "missing_timecode", "right")]),
        ("noon", [("warning", "missing_timecode", "right")]),
    ],
)
def test_compare_demands_a_common_second_of_timecodes(
    timecode: str | None, expected: list[tuple[str, str, str]]
) -> None:
    assert compared(LEFT, replace(RIGHT, timecode=timecode), use_timecode=True) == expected
    assert compared(LEFT, replace(RIGHT, timecode=timecode)) == []


@pytest.mark.parametrize(
    ("left", "right", "is_reported"),
    [
        ("23:59:55:00", "00:00:03:00", False),
        ("00:00:03:00", "23:59:55:00", False),
        ("23:59:55:00", "00:00:04:15", True),
        ("12:00:00:00", "00:00:00:00", True),
    ],
)
def test_compare_accepts_takes_that_pass_midnight(left: str, right: str, *, is_reported: bool) -> None:
    clips = [replace(LEFT, timecode=left), replace(RIGHT, timecode=right)]
    assert bool(compared(*clips, use_timecode=True)) is is_reported


def test_compare_uses_the_timecodes_of_files(tmp_path: Path) -> None:
    left = media.inspect(write_clip(tmp_path / "left.mov", timecode="10:00:00:00"))
    right = media.inspect(write_clip(tmp_path / "right.mov", timecode="11:00:00:00"))
    assert (left.timecode, right.timecode) == ("10:00:00:00", "11:00:00:00")
    assert [each[1] for each in compared(left, right, use_timecode=True)] == ["no_overlap", "no_overlap"]
