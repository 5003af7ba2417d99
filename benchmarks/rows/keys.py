"""The cost of a creation with a new idempotency key."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, Spread, values

A_DAY = (10, 1_000, 10_000)
KEYS = 10_000
ONE_BY_ONE = 100


def _name(a_day: int, how: str) -> str:
    return f"sdk: {a_day:,} takes per day, {how}"


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001
    """Return each number of takes, with keys one by one and all concurrently."""
    keys = KEYS // 5 if quick else KEYS
    return [
        Entry(_name(a_day, how), "sdk_keys", "fresh", {"a_day": a_day, "keys": count, "concurrency": concurrency})
        for a_day in A_DAY
        for how, count, concurrency in (("one by one", ONE_BY_ONE, 1), ("concurrent", keys, keys))
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return the requests of many new keys, relative to one search of the whole window."""
    return [
        Figure(
            f"{name}: pages, relative to one window",
            Spread.of(values(samples, name, "requests_a_window")),
            # If one page holds the window, two searches are twice as many requests.
            2 if a_day > max(A_DAY[:1]) else None,
            at_most=True,
        )
        for a_day in A_DAY
        if (name := _name(a_day, "concurrent")) in samples
    ]


ROW = Row(
    "keys",
    "New idempotency keys: requests and time of the search before a creation",
    entries,
    (
        Column("search requests per key", "requests_a_key"),
        Column("ms per key", "ms_a_key"),
        Column("requests of the first key", "first_requests"),
        Column("ms of the first key", "first_ms"),
    ),
    figures,
    # The number of requests does not vary.
    rounds=0.2,
)
