"""The memory of those who wait."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Floor, Row
from benchmarks.stats import Samples, Spread, values

TASKS = 10_000
_WAITER, _BARE = "sdk: jobs.wait", "asyncio: event.wait"


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001, ARG001
    """Give waiters, and tasks that wait for nothing."""
    return [
        Entry(_WAITER, "sdk_waiting", "idle", {"tasks": TASKS}),
        Entry(_BARE, "sdk_waiting", "bare", {"tasks": TASKS}),
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Judge what a waiter weighs above its task."""
    pairs = zip(values(samples, _WAITER, "bytes_each"), values(samples, _BARE, "bytes_each"), strict=True)
    above = Spread.of((waiter - task) / 1024 for waiter, task in pairs)
    return [Figure("memory of a waiter over a bare task", above, 8, at_most=True, unit=" KiB")]


ROW = Row(
    "idle",
    f"{TASKS:,} idle waiters",
    entries,
    (Column("bytes each", "bytes_each"), Column("all, MB", "megabytes")),
    figures,
    [Floor("bytes", "bytes_each", _WAITER, _BARE)],
    rounds=0.4,
)
