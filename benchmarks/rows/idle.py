"""The memory of idle waiters."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Floor, Row
from benchmarks.stats import Samples, Spread, values

TASKS = 10_000
_WAITER, _BARE = "sdk: jobs.wait", "asyncio: event.wait"


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001, ARG001
    """Return waiters of the SDK, and bare tasks."""
    return [
        Entry(_WAITER, "sdk_waiting", "idle", {"tasks": TASKS}),
        Entry(_BARE, "sdk_waiting", "bare", {"tasks": TASKS}),
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return the memory of a waiter above that of a bare task."""
    pairs = zip(values(samples, _WAITER, "bytes_each"), values(samples, _BARE, "bytes_each"), strict=True)
    difference = Spread.of((waiter - task) / 1024 for waiter, task in pairs)
    return [Figure("memory of a waiter above a bare task", difference, 8, at_most=True, unit=" KiB")]


ROW = Row(
    "idle",
    f"{TASKS:,} idle waiters",
    entries,
    (Column("bytes per waiter", "bytes_each"), Column("total, MB", "megabytes")),
    figures,
    [Floor("bytes", "bytes_each", _WAITER, _BARE)],
    rounds=0.4,
)
