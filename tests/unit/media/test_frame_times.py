"""Frame rates that follow from the times of frames."""

from collections.abc import Sequence

import pytest

from move_ugc_async.media.frame_times import frame_rates

JITTER = (0.0, 0.0005, -0.0004, 0.0006, -0.0005, 0.0002)
"""Seconds by which a phone stamps frames too late or early."""


@pytest.mark.parametrize("fps", [24, 30, 60, 120, 240])
def test_jitter_of_half_a_millisecond_is_constant(fps: int) -> None:
    ticks = [round((number / fps + JITTER[number % 6]) * 90000) for number in range(600)]
    rates = frame_rates(ticks, 1 / 90000)
    assert rates is not None
    assert not rates.is_variable


@pytest.mark.parametrize(("fps", "unit"), [(119.88, 1000), (240, 600), (60, 1000), (59.94, 600)])
def test_times_that_another_container_rounded_are_constant(fps: float, unit: int) -> None:
    # Converters keep rounded times in ticks that are finer.
    ticks = [round(number / fps * unit) * 90 for number in range(600)]
    rates = frame_rates(ticks, 1 / unit / 90)
    assert rates is not None
    assert not rates.is_variable


@pytest.mark.parametrize(
    ("intervals", "is_variable"),
    [
        ([4] * 198 + [8] * 2, False),  # exactly 1 %
        ([4] * 198 + [8] * 3, True),
        ([4] * 20 + [8], False),
        ([4] * 20 + [5] * 20, True),
        ([4, 6] * 20, True),
    ],
)
def test_more_than_one_percent_of_other_intervals_is_variable(intervals: Sequence[int], *, is_variable: bool) -> None:
    ticks = [sum(intervals[:number]) * 750 for number in range(len(intervals) + 1)]
    rates = frame_rates(ticks, 1 / 90000)
    assert rates is not None
    assert rates.is_variable is is_variable
