"""The time until the fixtures of the pytest plugin are ready."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, Spread, values

_MODES = {"fixtures: socket": False, "fixtures: in process": True}


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001
    """Return sandboxes with and without a socket."""
    return [
        Entry(name, "sdk_testing", "ready", {"times": 10 if quick else 50, "in_process": is_in_process})
        for name, is_in_process in _MODES.items()
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return the median time per test, with a target."""
    return [
        Figure(f"{name}, ready", Spread.of(values(samples, name, "ready_ms")), 100, at_most=True, unit=" ms")
        for name in _MODES
    ]


ROW = Row(
    "fixtures",
    "Fixtures of the pytest plugin, after the import",
    entries,
    (
        Column("ready, ms", "ready_ms"),
        Column("first of a process, ms", "first_ms"),
        Column("first call of a client, ms", "called_ms"),
    ),
    figures,
    rounds=0.4,
)
