"""Waiting for a thousand jobs."""

import math
from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, Spread, values

JOBS = 1000
BATCH = 25
SECONDS = 60


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001, ARG001
    """Give both ways to wait for many."""
    options = {"jobs": JOBS, "seconds": SECONDS}
    return [
        Entry("sdk: wait_many", "sdk_waiting", "waiting", {**options, "in_tasks": False}),
        Entry("sdk: 1,000 tasks", "sdk_waiting", "waiting", {**options, "in_tasks": True}),
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Judge requests and CPU."""
    most = math.ceil(JOBS / BATCH)
    found: list[Figure] = []
    for name in ("sdk: wait_many", "sdk: 1,000 tasks"):
        requests = Spread.of(values(samples, name, "requests_a_tick"))
        share = Spread.of(values(samples, name, "cpu_share"))
        found += [
            Figure(f"{name}: requests for one look at all", requests, most, at_most=True, unit=""),
            Figure(f"{name}: share of one core", share, 5, at_most=True, unit="%"),
        ]
    return found


ROW = Row(
    "waiting",
    f"Waiting for {JOBS:,} jobs, {SECONDS} s simulated",
    entries,
    (
        Column("share of one core, %", "cpu_share"),
        Column("requests", "requests"),
        Column("looks at all", "ticks"),
        Column("requests a look", "requests_a_tick"),
    ),
    figures,
    rounds=0.6,
)
