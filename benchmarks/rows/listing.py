"""A long list, page by page."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Floor, Row
from benchmarks.stats import Samples, ratios, values

_SDK, _GQL, _RAW = "sdk", "gql on aiohttp, same models", "raw aiohttp, no models"
_SMALL = "gql on aiohttp, small document"
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
            (_SMALL, "gql", {"transport": "aiohttp", "fields_alone": True}),
            (_RAW, "aiohttp", {}),
        )
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Judge CPU and wall; with the small document, show CPU."""
    return [
        Figure(
            f"{shown}, jobs {way}: times as many as {name}",
            ratios(values(samples, f"{name}: {way}", key), values(samples, f"{_SDK}: {way}", key)),
            bound,
        )
        for way in _WAYS
        for name, key, shown, bound in (
            (_GQL, "cpu_us", "CPU", 2),
            (_GQL, "wall_us", "wall", 2),
            (_SMALL, "cpu_us", "CPU", None),
        )
    ]


ROW = Row(
    "listing",
    "Listing 10,000 jobs, 100 to a page",
    entries,
    (Column("jobs a second", "per_second"), Column("CPU, µs a job", "cpu_us")),
    figures,
    [Floor("CPU", "cpu_us", f"{_SDK}: {way}", f"{_RAW}: {way}") for way in _WAYS],
)
