"""A long list, page by page."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, ratios, values

_SDK, _GQL, _RAW = "sdk", "gql on aiohttp, same models", "raw aiohttp, no models"
_WAYS = {"let go": False, "kept": True}
TIMES = 3
"""How often each reads the list: Python's garbage collector walks over everything once in a while, and with a single
list it is chance whether it does."""


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001
    """Give everyone who can list, with jobs that are let go one by one and with all of them kept in a list."""
    return [
        Entry(
            f"{name}: {way}",
            contestant,
            "listing",
            {"times": 1 if quick else TIMES, "page_size": 100, "keep": keep, **options},
        )
        for way, keep in _WAYS.items()
        for name, contestant, options in (
            (_SDK, "sdk", {}),
            (_GQL, "gql", {"transport": "aiohttp"}),
            (_RAW, "aiohttp", {}),
        )
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Judge CPU and wall."""
    return [
        Figure(
            f"{shown}, jobs {way}: times as many as gql and the same models",
            ratios(values(samples, f"{_GQL}: {way}", key), values(samples, f"{_SDK}: {way}", key)),
            2,
        )
        for way in _WAYS
        for key, shown in (("cpu_us", "CPU"), ("wall_us", "wall"))
    ]


ROW = Row(
    "listing",
    "Listing 10,000 jobs, 100 to a page",
    entries,
    (Column("jobs a second", "per_second"), Column("CPU, µs a job", "cpu_us")),
    figures,
)
