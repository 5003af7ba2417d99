"""Statistics of samples: medians, spread, and ratios within a round."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Samples = dict[str, list[dict[str, float]]]
"""Measurements by entry, one per round."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and range of values.

    Attributes:
        median: The median.
        low: The minimum.
        high: The maximum.
    """

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """Return the spread of values."""
        ordered = sorted(values)
        return cls(statistics.median(ordered), ordered[0], ordered[-1])

    def __str__(self) -> str:
        return f"{number(self.median)} ({number(self.low)} to {number(self.high)})"


def values(samples: Samples, name: str, key: str) -> list[float]:
    """Return a measurement of an entry, round by round."""
    return [sample[key] for sample in samples[name]]


def ratios(over: Sequence[float], under: Sequence[float]) -> Spread:
    """Return the ratio of each round, since both values of a round are affected by the same load."""
    return Spread.of(one / other for one, other in zip(over, under, strict=True))


def number(value: float) -> str:
    """Format a number with three significant digits."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
