"""Reading motion data of ten minutes."""

from collections.abc import Sequence

from benchmarks import motion_data
from benchmarks.documents import BUILD
from benchmarks.rows.row import Column, Entry, Figure, Row
from benchmarks.stats import Samples, Spread, ratios, values

FRAMES = 36_000
_SOURCE = BUILD / f"motion-{FRAMES}.zip"
_ARRAYS, _TABLE, _NOTEBOOK = "sdk: motion.read", "sdk: motion.read, to_pandas", "json and pandas"


def prepare() -> None:
    """Write the file to read, unless it exists."""
    motion_data.write(_SOURCE, FRAMES)


def entries(quick: bool) -> Sequence[Entry]:  # noqa: FBT001, ARG001
    """Return the SDK, with arrays and with a data frame, and `json` with pandas."""
    return [
        Entry(name, "motion", workload, {"source": str(_SOURCE)})
        for name, workload in ((_ARRAYS, "arrays"), (_TABLE, "table"), (_NOTEBOOK, "notebook"))
    ]


def figures(samples: Samples) -> Sequence[Figure]:
    """Return time and memory of the SDK, with targets, and relative to `json` with pandas."""
    found = [
        Figure("arrays: CPU", Spread.of(values(samples, _ARRAYS, "cpu_s")), 4, at_most=True, unit=" s"),
        Figure("arrays: wall", Spread.of(values(samples, _ARRAYS, "wall_s")), 4, at_most=True, unit=" s"),
        Figure(
            "arrays: growth of memory",
            Spread.of(values(samples, _ARRAYS, "growth_mib")),
            400,
            at_most=True,
            unit=" MiB",
        ),
    ]
    for name, shown in ((_ARRAYS, "arrays"), (_TABLE, "data frame")):
        for key, title in (("cpu_s", "CPU"), ("growth_mib", "memory")):
            ratio = ratios(values(samples, _NOTEBOOK, key), values(samples, name, key))
            found.append(Figure(f"{shown}: times less {title} than {_NOTEBOOK}", ratio))
    return found


ROW = Row(
    "motion",
    "Reading 10 minutes of motion data at 60 fps, 170 MB of JSON in a ZIP archive",
    entries,
    (
        Column("CPU, s", "cpu_s"),
        Column("wall, s", "wall_s"),
        Column("growth, MiB", "growth_mib"),
        Column("MB per second", "mb_per_second"),
    ),
    figures,
    rounds=0.6,
    prepare=prepare,
)
