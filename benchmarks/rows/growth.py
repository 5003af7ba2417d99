"""The cost of a call by concurrency, up to 10,000."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Floor, Row
from benchmarks.stats import Samples, ratios, values

LEVELS = (1, 10, 100, 1_000, 10_000)
_COMPARED = (100, 10_000)


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001
    """Return the SDK at each level, and raw aiohttp at the compared levels."""
    return [
        Entry(f"{name}: {level}", module, "calls", {"calls": max(200 if quick else 1000, level), "concurrency": level})
        for name, module, levels in (("sdk", "sdk", LEVELS), ("raw aiohttp", "aiohttp", _COMPARED))
        for level in levels
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return the ratios of CPU and wall time."""
    return [
        Figure(
            f"{shown} per call, 10,000 concurrent: relative to 100",
            ratios(values(samples, "sdk: 10000", key), values(samples, "sdk: 100", key)),
            1.5,
            at_most=True,
        )
        for key, shown in (("cpu_us", "CPU"), ("wall_us", "wall"))
    ]


ROW = Row(
    "growth",
    "Growth: 1 to 10,000 concurrent calls",
    entries,
    (Column("CPU, µs per call", "cpu_us"), Column("wall, µs per call", "wall_us"), Column("calls", "count")),
    figures,
    [Floor("CPU", "cpu_us", f"sdk: {level}", f"raw aiohttp: {level}") for level in _COMPARED],
    rounds=0.6,
)
