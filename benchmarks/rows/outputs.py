"""How long the sandbox takes for all outputs of a job."""

from collections.abc import Sequence

from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, Spread, values

RATE = 60.0
"""Frames per second of the clips."""

_TEN, _SIXTY, _FIVE = "10 s", "60 s", "10 s, 5 actors"


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001
    """Return a short and a long clip, and one with many actors."""
    return [
        Entry(
            name,
            "sandbox_media",
            "outputs",
            {"seconds": seconds // (5 if quick else 1), "rate": RATE, "actors": actors},
        )
        for name, seconds, actors in ((_TEN, 10, 1), (_SIXTY, 60, 1), (_FIVE, 10, 5))
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return the time for all outputs, and that for a second of a long clip relative to a short one."""
    pairs = zip(values(samples, _SIXTY, "cpu_s"), values(samples, _TEN, "cpu_s"), strict=True)
    return [
        Figure(
            "wall: all outputs of a 10 s clip", Spread.of(values(samples, _TEN, "wall_s")), 0.5, at_most=True, unit=" s"
        ),
        Figure(
            "CPU: all outputs of a 10 s clip", Spread.of(values(samples, _TEN, "cpu_s")), 0.5, at_most=True, unit=" s"
        ),
        Figure("CPU: all outputs of a 60 s clip", Spread.of(values(samples, _SIXTY, "cpu_s")), unit=" s"),
        Figure(
            "CPU: a second of a 60 s clip, relative to a 10 s clip",
            Spread.of(long / 6 / short for long, short in pairs),
            1.5,
            at_most=True,
        ),
    ]


ROW = Row(
    "outputs",
    f"All outputs of a sandbox job, at {RATE:.0f} frames per second",
    entries,
    (Column("CPU, s", "cpu_s"), Column("wall, s", "wall_s"), Column("MB", "mb")),
    figures,
)
