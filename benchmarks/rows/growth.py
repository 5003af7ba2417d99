"""Whether a call costs the same among ten thousand."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Floor, Row
from benchmarks.stats import Samples, ratios, values

LEVELS = (1, 10, 100, 1_000, 10_000)
_COMPARED = (100, 10_000)


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001
    """Give the SDK at every level, and raw aiohttp at those that are compared."""
    return [
        Entry(f"{name}: {level}", module, "calls", {"calls": max(200 if quick else 1000, level), "at_once": level})
        for name, module, levels in (("sdk", "sdk", LEVELS), ("raw aiohttp", "aiohttp", _COMPARED))
        for level in levels
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Judge CPU and wall."""
    return [
        Figure(
            f"{shown} a call at 10,000 at once: times that at 100",
            ratios(values(samples, "sdk: 10000", key), values(samples, "sdk: 100", key)),
            1.5,
            at_most=True,
        )
        for key, shown in (("cpu_us", "CPU"), ("wall_us", "wall"))
    ]


ROW = Row(
    "growth",
    "Growth: 1 to 10,000 calls at once",
    entries,
    (Column("CPU, µs a call", "cpu_us"), Column("wall, µs a call", "wall_us"), Column("calls", "count")),
    figures,
    [Floor("CPU", "cpu_us", f"sdk: {level}", f"raw aiohttp: {level}") for level in _COMPARED],
    rounds=0.6,
)
