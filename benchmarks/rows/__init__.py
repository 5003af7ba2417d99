"""The rows of the benchmark: each has contestants, columns, and figures with targets."""

from collections.abc import Sequence

from benchmarks.rows import (
    calls,
    clips,
    events,
    fixtures,
    growth,
    idle,
    imports,
    keys,
    listing,
    motion,
    outputs,
    prefetch,
    reads,
    transfers,
    waiting,
)
from benchmarks.rows.row import Row

ROWS: Sequence[Row] = (
    calls.ROW,
    reads.ROW,
    listing.ROW,
    prefetch.ROW,
    waiting.ROW,
    events.ROW,
    keys.ROW,
    transfers.ROW,
    motion.ROW,
    clips.ROW,
    imports.ROW,
    idle.ROW,
    growth.ROW,
    outputs.ROW,
    fixtures.ROW,
)
