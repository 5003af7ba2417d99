"""The times of the frames of a video, and the rates that follow from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_TOLERANCE = 0.1
"""Fraction of the median by which an interval may differ: cameras and containers round times."""

_MAX_JITTER = 0.002
"""Seconds by which any interval may differ: cameras stamp frames with a clock that has some jitter, and files that were
converted keep times that another container has rounded, often to milliseconds."""

_MAX_SHARE = 0.01
"""Maximum share of other intervals in a video of constant frame rate, such as after single dropped frames."""

_MIN_OUTLIERS = 2


@dataclass(frozen=True, slots=True)
class FrameRates:
    """The frame rates of a video.

    Attributes:
        average: Average frames per second.
        median: Frames per second of the median interval.
        is_variable: Whether the intervals differ.
    """

    average: float
    median: float
    is_variable: bool


def frame_rates(ticks: Sequence[int], tick: float) -> FrameRates | None:
    """Return the frame rates of a video; None if it has fewer than two frames.

    Args:
        ticks: Times of the frames in ticks, in any order.
        tick: Seconds per tick.
    """
    times = sorted(set(ticks))
    if len(times) < 2:  # noqa: PLR2004 - one interval
        return None
    intervals = [end - start for start, end in pairwise(times)]
    usual = median(intervals)
    # A rate that is no whole number of ticks makes intervals differ by one tick.
    tolerance = max(usual * _TOLERANCE, 1, _MAX_JITTER / tick)
    outliers = sum(abs(interval - usual) > tolerance for interval in intervals)
    is_variable = outliers >= _MIN_OUTLIERS and outliers > _MAX_SHARE * len(intervals)
    average = (len(times) - 1) / ((times[-1] - times[0]) * tick)
    # Ticks are no exact binary fractions; 9.999999999999998 fps are 10.
    return FrameRates(round(average, 6), round(1 / (usual * tick), 6), is_variable)
