"""What it costs to create with a key that nobody has used before."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, Spread, values

A_DAY = (10, 1_000, 10_000)
KEYS = 10_000
ONE_BY_ONE = 100


def _name(a_day: int, how: str) -> str:
    return f"sdk: {a_day:,} takes a day, {how}"


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001
    """Return the sizes of the list, each with keys one by one and all at once."""
    keys = KEYS // 5 if quick else KEYS
    return [
        Entry(_name(a_day, how), "sdk_keys", "fresh", {"a_day": a_day, "keys": count, "at_once": at_once})
        for a_day in A_DAY
        for how, count, at_once in (("one by one", ONE_BY_ONE, 1), ("at once", keys, keys))
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Judge the requests of many new keys against those of one search of the whole window."""
    return [
        Figure(
            f"{name}: pages, times those of one window",
            Spread.of(values(samples, name, "requests_a_window")),
            # Where one page holds the window, the two readings of so many keys are twice as many.
            2 if a_day > max(A_DAY[:1]) else None,
            at_most=True,
        )
        for a_day in A_DAY
        if (name := _name(a_day, "at once")) in samples
    ]


ROW = Row(
    "keys",
    "New idempotency keys: requests and time of the search before a creation",
    entries,
    (
        Column("searches' requests a key", "requests_a_key"),
        Column("ms a key", "ms_a_key"),
        Column("requests of the first key", "first_requests"),
        Column("ms of the first key", "first_ms"),
    ),
    figures,
    # Requests are always the same.
    rounds=0.2,
)
