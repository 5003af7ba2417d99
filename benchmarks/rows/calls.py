"""One call, again and again, so many at once."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, ratios, values

LEVELS = (1, 50, 500)
_CALLS = {"sdk": 3000, "raw aiohttp": 3000, "raw streams": 3000}
_SLOW_CALLS = 300


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001
    """Give everyone at every level; the official SDK's threads at 500 would take minutes."""
    found = [
        Entry(f"{name}: {level}", module, "calls", {"calls": _calls(name, level, quick), "at_once": level, **options})
        for level in LEVELS
        for name, module, options in (
            ("sdk", "sdk", {}),
            ("raw aiohttp", "aiohttp", {}),
            ("raw streams", "streams", {}),
            ("ariadne-codegen", "ariadne", {}),
            ("gql on aiohttp", "gql", {"transport": "aiohttp"}),
            ("gql on httpx", "gql", {"transport": "httpx"}),
        )
    ]
    # gql prints the document anew for each call, so that a small one is a favour to it.
    small = {"calls": _calls("gql", 50, quick), "at_once": 50, "transport": "aiohttp", "fields_alone": True}
    found.append(Entry("gql on aiohttp, small document: 50", "gql", "calls", small))
    official = {1: 20, 50: 100}
    found += [
        Entry(f"official SDK: {level}", "official", "calls", {"calls": count, "at_once": level}, "official")
        for level, count in official.items()
    ]
    return found


def _calls(name: str, level: int, quick: bool) -> int:  # noqa: FBT001
    return max(_CALLS.get(name, _SLOW_CALLS) // (5 if quick else 1), 2 * level)


def figures(samples: Samples) -> Sequence[Figure]:
    """Judge CPU and wall."""
    found: list[Figure] = []
    for key, shown in (("cpu_us", "CPU"), ("wall_us", "wall")):

        def times(name: str, level: int, bound: float, key: str = key, shown: str = shown) -> Figure:
            ratio = ratios(values(samples, f"{name}: {level}", key), values(samples, f"sdk: {level}", key))
            return Figure(f"{shown}, {level} at once: times faster than {name}", ratio, bound)

        mine, raw = values(samples, "sdk: 50", key), values(samples, "raw aiohttp: 50", key)
        found += [
            Figure(f"{shown}, 50 at once: times raw aiohttp", ratios(mine, raw), 2, at_most=True),
            times("ariadne-codegen", 50, 8),
            times("ariadne-codegen", 500, 10),
            times("gql on aiohttp", 50, 2.5),
            times("official SDK", 50, 30),
        ]
    return found


ROW = Row(
    "calls",
    "One call: `jobs.retrieve`, 1, 50 and 500 at once",
    entries,
    (Column("CPU, µs a call", "cpu_us"), Column("wall, µs a call", "wall_us"), Column("calls", "count")),
    figures,
)
