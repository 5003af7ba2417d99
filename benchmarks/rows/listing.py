"""A long list, page by page."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, ratios, values

PAGE = {"page_size": 100}


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001, ARG001
    """Give everyone who can list."""
    return [
        Entry("sdk", "sdk", "listing", PAGE),
        Entry("gql on aiohttp, same models", "gql", "listing", {**PAGE, "transport": "aiohttp"}),
        Entry("raw aiohttp, no models", "aiohttp", "listing", PAGE),
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Judge CPU and wall."""
    return [
        Figure(
            f"{shown}: times as many jobs as gql and the same models",
            ratios(values(samples, "gql on aiohttp, same models", key), values(samples, "sdk", key)),
            2,
        )
        for key, shown in (("cpu_us", "CPU"), ("wall_us", "wall"))
    ]


ROW = Row(
    "listing",
    "Listing 10,000 jobs, 100 to a page",
    entries,
    (Column("jobs a second", "per_second"), Column("CPU, µs a job", "cpu_us")),
    figures,
)
