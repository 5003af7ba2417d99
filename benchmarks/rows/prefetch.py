"""How much of a slow server's time a consumer gets back."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Floor, Row
from benchmarks.stats import Samples, Spread, values

PAGES = 25
DELAY = 50
"""How long the server takes for a page, in milliseconds."""

_AHEAD, _AT_ONCE = "sdk: prefetch", "sdk: prefetch, no delay"
_OPTIONS = {"after": f'{{"page": {100 - PAGES}}}', "work": 0.006}


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001, ARG001
    """Give the SDK, fetching ahead as it does by default, with and without that delay, and not fetching ahead."""
    return [
        Entry(name, "sdk", "consuming", {**_OPTIONS, "delay": delay, "prefetch": prefetch})
        for name, delay, prefetch in (
            (_AHEAD, DELAY, True),
            (_AT_ONCE, 0, True),
            ("sdk: no prefetch", DELAY, False),
        )
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Judge the share of all delays that the consumer does not notice."""
    pairs = zip(values(samples, _AHEAD, "wall_ms"), values(samples, _AT_ONCE, "wall_ms"), strict=True)
    hidden = Spread.of((1 - (delayed - at_once) / (PAGES * DELAY)) * 100 for delayed, at_once in pairs)
    return [Figure("share of the server's delay that is hidden", hidden, 80, unit="%")]


ROW = Row(
    "prefetch",
    f"Listing {PAGES} pages of a server that takes {DELAY} ms for each, while the consumer works for 60 ms",
    entries,
    (Column("wall, ms", "wall_ms"), Column("CPU, µs a job", "cpu_us")),
    figures,
    [Floor("wall", "wall_ms", _AHEAD, _AT_ONCE)],
    rounds=0.6,
)
