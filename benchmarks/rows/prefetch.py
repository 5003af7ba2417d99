"""How much of a server's delay prefetching hides."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Floor, Row
from benchmarks.stats import Samples, Spread, values

PAGES = 25
DELAY = 50
"""Milliseconds that the server takes per page."""

_PREFETCH, _NO_DELAY = "sdk: prefetch", "sdk: prefetch, no delay"
_OPTIONS = {"after": f'{{"page": {100 - PAGES}}}', "work": 0.006}


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001, ARG001
    """Return the SDK with prefetching (the default), with and without delay, and without prefetching."""
    return [
        Entry(name, "sdk", "consuming", {**_OPTIONS, "delay": delay, "prefetch": prefetch})
        for name, delay, prefetch in (
            (_PREFETCH, DELAY, True),
            (_NO_DELAY, 0, True),
            ("sdk: no prefetch", DELAY, False),
        )
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return the share of all delays that is hidden from the consumer."""
    pairs = zip(values(samples, _PREFETCH, "wall_ms"), values(samples, _NO_DELAY, "wall_ms"), strict=True)
    hidden = Spread.of((1 - (delayed - immediate) / (PAGES * DELAY)) * 100 for delayed, immediate in pairs)
    return [Figure("share of the server's delay that is hidden", hidden, 80, unit="%")]


ROW = Row(
    "prefetch",
    f"Listing {PAGES} pages with a delay of {DELAY} ms each, while the consumer works for 60 ms per page",
    entries,
    (Column("wall, ms", "wall_ms"), Column("CPU, µs per job", "cpu_us")),
    figures,
    [Floor("wall", "wall_ms", _PREFETCH, _NO_DELAY)],
    rounds=0.6,
)
