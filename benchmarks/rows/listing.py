"""Iteration over a long list."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Floor, Row
from benchmarks.stats import Samples, ratios, values

_SDK, _GQL, _RAW = "sdk", "gql on aiohttp, same models", "raw aiohttp, no models"
_SMALL = "gql on aiohttp, small document"
_MODES = {"discarded": False, "kept": True}
TIMES = 3
"""How often each contestant reads the list. With one list, it is random whether a full garbage collection runs."""


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001
    """Return the contestants with lists, with jobs that are discarded one by one and with jobs that are kept."""
    return [
        Entry(
            f"{name}: {mode}",
            contestant,
            "listing",
            {"times": 1 if quick else TIMES, "page_size": 100, "keep": keep, **options},
        )
        for mode, keep in _MODES.items()
        for name, contestant, options in (
            (_SDK, "sdk", {}),
            (_GQL, "gql", {"transport": "aiohttp"}),
            (_SMALL, "gql", {"transport": "aiohttp", "small": True}),
            (_RAW, "aiohttp", {}),
        )
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return ratios of CPU and wall time; for the small document, of CPU time without a target."""
    return [
        Figure(
            f"{shown}, jobs {mode}: times faster than {name}",
            ratios(values(samples, f"{name}: {mode}", key), values(samples, f"{_SDK}: {mode}", key)),
            bound,
        )
        for mode in _MODES
        for name, key, shown, bound in (
            (_GQL, "cpu_us", "CPU", 2),
            (_GQL, "wall_us", "wall", 2),
            (_SMALL, "cpu_us", "CPU", None),
        )
    ]


ROW = Row(
    "listing",
    "Listing 10,000 jobs, 100 per page",
    entries,
    (Column("jobs per second", "per_second"), Column("CPU, µs per job", "cpu_us")),
    figures,
    [Floor("CPU", "cpu_us", f"{_SDK}: {mode}", f"{_RAW}: {mode}") for mode in _MODES],
)
