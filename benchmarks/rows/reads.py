"""Many reads in few requests."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, ratios, values


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001
    """Give the SDK's two ways, and the least that batches of the same size can cost."""
    jobs = 200 if quick else 1000
    return [
        Entry("sdk: retrieve_many", "sdk", "many", {"jobs": jobs}),
        Entry("sdk: one by one", "sdk", "one by one", {"jobs": jobs}),
        Entry("raw aiohttp: same batches", "aiohttp", "many", {"jobs": jobs}),
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Judge the speed that one sees."""
    many, one = values(samples, "sdk: retrieve_many", "per_second"), values(samples, "sdk: one by one", "per_second")
    return [Figure("jobs a second: times those one by one", ratios(many, one), 15)]


ROW = Row(
    "reads",
    "Many reads: `retrieve_many` of 1,000 jobs",
    entries,
    (Column("jobs a second", "per_second"), Column("CPU, µs a job", "cpu_us")),
    figures,
)
