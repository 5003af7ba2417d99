"""What is measured: each row has its contestants, its columns, and the figures that it has to reach."""

from collections.abc import Sequence

from benchmarks.rows import calls, growth, idle, imports, keys, listing, prefetch, reads, transfers, waiting
from benchmarks.rows.row import Row

ROWS: Sequence[Row] = (
    calls.ROW,
    reads.ROW,
    listing.ROW,
    prefetch.ROW,
    waiting.ROW,
    keys.ROW,
    transfers.ROW,
    imports.ROW,
    idle.ROW,
    growth.ROW,
)
