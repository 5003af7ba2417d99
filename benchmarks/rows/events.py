"""Waiting for a thousand jobs with and without webhooks."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, Spread, values

JOBS = 1000
SECONDS = 60
TARGET = 100
"""Status requests with webhooks: less than this."""

_POLLING, _WEBHOOKS, _BROKEN = "polling", "webhooks", "webhooks, one in five lost, repeated or late"


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001, ARG001
    """Return the same wait without webhooks, with all of them, and with some that are broken."""
    options = {"jobs": JOBS, "seconds": SECONDS}
    deliveries = {_POLLING: "none", _WEBHOOKS: "all", _BROKEN: "broken"}
    return [Entry(name, "sdk_events", "events", {**options, "webhooks": kind}) for name, kind in deliveries.items()]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return status requests, and how long after its end a job is returned."""
    found: list[Figure] = []
    for name in (_POLLING, _WEBHOOKS, _BROKEN):
        target = TARGET - 1 if name == _WEBHOOKS else None
        requests, median, longest = (
            Spread.of(values(samples, name, key)) for key in ("requests", "median_delay", "max_delay")
        )
        found += [
            Figure(f"{name}: status requests", requests, target, at_most=True, unit=""),
            Figure(f"{name}: median delay", median, unit=" s"),
            Figure(f"{name}: maximum delay", longest, unit=" s"),
        ]
    return found


ROW = Row(
    "events",
    f"Waiting for {JOBS:,} jobs that end over {SECONDS} s, with and without webhooks, simulated",
    entries,
    (
        Column("status requests", "requests"),
        Column("reads of ended jobs", "reads"),
        Column("median delay, s", "median_delay"),
        Column("maximum delay, s", "max_delay"),
    ),
    figures,
    rounds=0.6,
)
