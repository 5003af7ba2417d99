"""One call, repeated, at several levels of concurrency."""

from collections.abc import Mapping, Sequence

from benchmarks.rows.row import Column, Entry, Figure, Floor, Row
from benchmarks.stats import Samples, ratios, values

LEVELS = (1, 50, 500)
_CONTESTANTS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "sdk": ("sdk", {}),
    "raw aiohttp": ("aiohttp", {}),
    "raw streams": ("streams", {}),
    "ariadne-codegen": ("ariadne", {}),
    "gql on aiohttp": ("gql", {"transport": "aiohttp"}),
    "gql on httpx": ("gql", {"transport": "httpx"}),
    # gql prints the document for each call, so a small document favours it.
    "gql on aiohttp, small document": ("gql", {"transport": "aiohttp", "small": True}),
    "official SDK": ("official", {}),
}
_CALLS: Mapping[str, Mapping[int, int]] = {
    "sdk": {1: 3000, 50: 3000, 500: 3000},
    "raw aiohttp": {1: 3000, 50: 3000, 500: 3000},
    "raw streams": {1: 3000, 50: 3000, 500: 3000},
    "ariadne-codegen": {1: 200, 50: 200, 500: 1500},
    "gql on aiohttp": {1: 200, 50: 200, 500: 500},
    "gql on httpx": {1: 50, 50: 100, 500: 300},
    "gql on aiohttp, small document": {50: 1000},
    "official SDK": {1: 20, 50: 50},
}
"""Calls by concurrency: fewer for slow contestants, and none where they would take minutes."""


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001
    """Return all contestants at each level."""
    return [
        Entry(
            f"{name}: {level}",
            _CONTESTANTS[name][0],
            "calls",
            {"calls": max(calls // 5, level) if quick else calls, "concurrency": level, **_CONTESTANTS[name][1]},
            "official" if name == "official SDK" else "bench",
        )
        for level in LEVELS
        for name, levels in _CALLS.items()
        for concurrency, calls in levels.items()
        if concurrency == level
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return ratios of CPU and wall time, with a target where there is one."""
    found: list[Figure] = []
    for key, shown in (("cpu_us", "CPU"), ("wall_us", "wall")):

        def times(name: str, level: int, bound: float | None, key: str = key, shown: str = shown) -> Figure:
            ratio = ratios(values(samples, f"{name}: {level}", key), values(samples, f"sdk: {level}", key))
            return Figure(f"{shown}, {level} concurrent: times faster than {name}", ratio, bound)

        mine, raw = values(samples, "sdk: 50", key), values(samples, "raw aiohttp: 50", key)
        found += [
            Figure(f"{shown}, 50 concurrent: relative to raw aiohttp", ratios(mine, raw), 2, at_most=True),
            times("ariadne-codegen", 50, 8),
            times("ariadne-codegen", 500, 10),
            times("gql on aiohttp", 50, 2.5),
            times("gql on aiohttp", 500, None),
            times("gql on aiohttp, small document", 50, None),
            times("gql on httpx", 50, None),
            times("gql on httpx", 500, None),
            times("official SDK", 50, 30),
            times("official SDK", 1, None),
        ]
    return found


ROW = Row(
    "calls",
    "One call: `jobs.retrieve`, 1, 50 and 500 concurrent",
    entries,
    (Column("CPU, µs per call", "cpu_us"), Column("wall, µs per call", "wall_us"), Column("calls", "count")),
    figures,
    [
        Floor("CPU", "cpu_us", f"sdk: {level}", f"{floor}: {level}")
        for level in LEVELS
        for floor in ("raw aiohttp", "raw streams")
    ],
    rounds=0.6,
)
