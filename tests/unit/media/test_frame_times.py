"""Frame rates that follow from the times of frames."""

import random
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


@pytest.mark.parametrize("fps", [24, 30, 60, 120, 240])
@pytest.mark.parametrize("deviation", [0.0003, 0.001])
def test_random_jitter_of_a_millisecond_is_constant(fps: int, deviation: float) -> None:
    numbers = random.Random(fps)
    for _ in range(10):
        ticks = [round((number / fps + numbers.gauss(0, deviation)) * 90000) for number in range(fps * 20)]
        rates = frame_rates(ticks, 1 / 90000)
        assert rates is not None
        assert not rates.is_variable


@pytest.mark.parametrize(
    ("parts", "is_variable"),
    [
        pytest.param([(30, 20)], False, id="constant"),
        pytest.param([(30, 18), (24, 2)], True, id="two seconds in the dark"),
        pytest.param([(60, 10), (48, 10)], True, id="60 and 48 fps"),
        pytest.param([(240, 10), (120, 10)], True, id="240 and 120 fps"),
        pytest.param([(30, 1), (15, 1)] * 5, True, id="alternating seconds"),
        pytest.param([(30, 10), (29, 10)], False, id="a clock that drifts"),
        pytest.param([(30, 30), (3, 1), (30, 30)], False, id="one short pause"),
    ],
)
@pytest.mark.parametrize("deviation", [0, 0.001])
def test_rate_that_changes_is_variable(
    parts: Sequence[tuple[int, int]], deviation: float, *, is_variable: bool
) -> None:
    numbers, now, times = random.Random(1), 0.0, list[float]()
    for fps, seconds in parts:
        for _ in range(fps * seconds):
            times.append(now + numbers.gauss(0, deviation))
            now += 1 / fps
    rates = frame_rates([round(time * 90000) for time in times], 1 / 90000)
    assert rates is not None
    assert rates.is_variable is is_variable


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


def test_length_includes_the_last_frame() -> None:
    rates = frame_rates([500, 530, 560, 590], 1 / 900)
    assert rates is not None
    assert (rates.length, rates.average) == (pytest.approx(4 / 30, abs=1e-6), 30)


def test_one_long_pause_is_variable() -> None:
    rates = frame_rates([*range(0, 60 * 20, 20), *range(2_160_000, 2_160_000 + 60 * 20, 20)], 1 / 600)
    assert rates is not None
    assert (rates.is_variable, rates.median) == (True, 30)
    assert rates.average == pytest.approx(119 / 3601.97, rel=1e-3)


def test_rates_of_damaged_times_are_above_zero() -> None:
    rates = frame_rates([0, 20, 2**62], 1 / 600)
    assert rates is not None
    assert rates.average > 0
