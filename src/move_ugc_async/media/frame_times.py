"""The times of the frames of a video, and the rates that follow from them.

Cameras record a constant frame rate in times that are not quite regular: phones stamp frames when they are delivered,
with a jitter of about a millisecond, and containers round times, to milliseconds or 1/600 s. Such an error is never
carried over: a late frame is followed by a shorter interval. A variable rate differs in one of two ways:

- single intervals differ by more than jitter can explain, such as those of dropped or repeated frames;
- half a second of video has more or fewer frames than another, such as when a phone in the dark exposes for longer. The
  jitter of the first and the last frame changes that by less than one percent. A single long pause counts as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_MAX_INTERVAL_DIFFERENCE, _MAX_JITTER = 0.15, 0.006
"""Fraction of the median, and seconds, by which any interval may differ. The times of two frames whose jitter has a
standard deviation of 1 ms differ by more than 6 ms once in 45,000 intervals."""

_MAX_INTERVALS = 0.01
"""Maximum share of other intervals in a video of constant frame rate, such as after single dropped frames."""

_SPAN = 0.5
"""Seconds of the spans whose rates are compared: a dropped frame changes one by less than 10 % at 24 fps."""

_MAX_SPAN_DIFFERENCE, _MAX_SPANS = 0.1, 0.05
"""Fraction by which the length of a span may differ from the median of all, and maximum share of those that do."""

_MAX_MEAN_DIFFERENCE, _MAX_ROUNDING = 0.1, 0.001
"""Fraction of the median, and seconds, by which the average interval may differ from it, which a long pause changes."""

_MIN_OUTLIERS = 2


@dataclass(frozen=True, slots=True)
class FrameRates:
    """The frame rates of a video.

    Attributes:
        average: Average frames per second.
        median: Frames per second of the median interval.
        is_variable: Whether the frame rate is variable.
        length: Seconds from the first frame to the end of the last one, which lasts as long as most frames.
    """

    average: float
    median: float
    is_variable: bool
    length: float


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
    tolerance = max(usual * _MAX_INTERVAL_DIFFERENCE, 1, _MAX_JITTER / tick)
    length = times[-1] - times[0]
    mean = length / len(intervals)
    is_variable = (
        _differ(intervals, tolerance, _MAX_INTERVALS)
        or _changes_rate(times, usual, tick)
        or abs(mean - usual) > max(usual * _MAX_MEAN_DIFFERENCE, 1, _MAX_ROUNDING / tick)
    )
    return FrameRates(
        _rounded(1 / (mean * tick)), _rounded(1 / (usual * tick)), is_variable, _rounded((length + usual) * tick)
    )


def _rounded(value: float) -> float:
    # The seconds per tick are not an exact binary fraction: 9.999999999999998 fps are 10.
    return float(f"{value:.8g}")


def _changes_rate(times: Sequence[int], usual: float, tick: float) -> bool:
    """Return whether spans with the same number of frames differ in length."""
    frames = max(round(_SPAN / (usual * tick)), 1)
    spans = [end - start for start, end in pairwise(times[::frames])]
    return bool(spans) and _differ(spans, max(median(spans) * _MAX_SPAN_DIFFERENCE, 1), _MAX_SPANS)


def _differ(lengths: Sequence[int], tolerance: float, max_share: float) -> bool:
    usual = median(lengths)
    outliers = sum(abs(length - usual) > tolerance for length in lengths)
    return outliers >= _MIN_OUTLIERS and outliers > max_share * len(lengths)
