"""Samples, and what they say: medians, their spread, and ratios within a round."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Samples = dict[str, list[dict[str, float]]]
"""What was measured, by contestant, one for each round."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of some values, and how far they are apart.

    Attributes:
        median: The middle.
        low: The lowest.
        high: The highest.
    """

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """Describe values."""
        known = sorted(values)
        return cls(statistics.median(known), known[0], known[-1])

    def __str__(self) -> str:
        return f"{number(self.median)} ({number(self.low)} to {number(self.high)})"


def values(samples: Samples, name: str, key: str) -> list[float]:
    """Give one measure of one contestant, round by round."""
    return [sample[key] for sample in samples[name]]


def ratios(over: Sequence[float], under: Sequence[float]) -> Spread:
    """Divide round by round: what slows a round down slows both."""
    return Spread.of(one / other for one, other in zip(over, under, strict=True))


def number(value: float) -> str:
    """Write a number with three digits that count."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
