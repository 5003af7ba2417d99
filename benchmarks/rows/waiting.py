"""Waiting for a thousand jobs."""

import math
from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, Spread, values

JOBS = 1000
BATCH = 25
SECONDS = 60


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001, ARG001
    """Return one call for all jobs, and one task per job."""
    options = {"jobs": JOBS, "seconds": SECONDS}
    return [
        Entry("sdk: wait_many", "sdk_waiting", "waiting", {**options, "in_tasks": False}),
        Entry("sdk: 1,000 tasks", "sdk_waiting", "waiting", {**options, "in_tasks": True}),
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return requests and CPU time."""
    max_requests = math.ceil(JOBS / BATCH)
    found: list[Figure] = []
    for name in ("sdk: wait_many", "sdk: 1,000 tasks"):
        requests = Spread.of(values(samples, name, "requests_a_poll"))
        share = Spread.of(values(samples, name, "cpu_share"))
        found += [
            Figure(f"{name}: requests per poll of all jobs", requests, max_requests, at_most=True, unit=""),
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
        Column("polls", "polls"),
        Column("requests per poll", "requests_a_poll"),
    ),
    figures,
    rounds=0.6,
)
