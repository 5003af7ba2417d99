"""Batched reads."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Floor, Row
from benchmarks.stats import Samples, ratios, values

_MANY, _ONE, _RAW = "sdk: retrieve_many", "sdk: one by one", "raw aiohttp: same batches"
TIMES = 10
"""How often the batches are read, since one time is too short to measure."""


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001
    """Return the SDK in batches and one by one, and raw aiohttp with the same batches."""
    jobs = 200 if quick else 1000
    return [
        Entry(_MANY, "sdk", "many", {"jobs": jobs, "times": TIMES}),
        Entry(_ONE, "sdk", "one by one", {"jobs": jobs}),
        Entry(_RAW, "aiohttp", "many", {"jobs": jobs, "times": TIMES}),
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return the ratio of speed."""
    many, one = values(samples, _MANY, "per_second"), values(samples, _ONE, "per_second")
    return [Figure("jobs per second: times faster than one by one", ratios(many, one), 15)]


ROW = Row(
    "reads",
    "Many reads: `retrieve_many` of 1,000 jobs",
    entries,
    (Column("jobs per second", "per_second"), Column("CPU, µs per job", "cpu_us")),
    figures,
    [Floor("CPU", "cpu_us", _MANY, _RAW), Floor("wall", "wall_us", _MANY, _RAW)],
    rounds=1.4,
)
