"""Plot results.json into plots/, one file per row. Needs matplotlib: `make bench-plots`."""

import json
from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
from matplotlib.axes import Axes

from benchmarks.results import FOLDER
from benchmarks.rows import ROWS
from benchmarks.rows.row import Row
from benchmarks.stats import Samples, Spread, values

_OURS, _OTHERS = "#2a6f97", "#b8c4ce"
_PLOTS = FOLDER / "plots"
_MAX_LINEAR_RATIO = 30
"""Ratio of the largest to the smallest value above which the axis is logarithmic."""


def main() -> None:
    # Makes the files reproducible.
    plt.rcParams["svg.hashsalt"] = "benchmarks"
    known = json.loads((FOLDER / "results.json").read_text(encoding="utf-8"))
    _PLOTS.mkdir(exist_ok=True)
    for row in ROWS:
        if row.name in known:
            _draw(row, known[row.name]["samples"])


def _draw(row: Row, samples: Samples) -> None:
    panels = _panels(samples)
    lines = sum(map(len, panels.values())) + len(panels)
    figure, axes = plt.subplots(
        len(panels),
        figsize=(8, 1.2 + 0.34 * lines),
        squeeze=False,
        height_ratios=[len(each) for each in panels.values()],
    )
    for drawn, (title, names) in zip(axes[:, 0], panels.items(), strict=True):
        _bars(drawn, row, title, names, samples)
    axes[-1, 0].set_xlabel(row.columns[0].title)
    figure.suptitle(row.title.replace("`", ""), x=0.02, ha="left")
    figure.tight_layout()
    figure.savefig(_PLOTS / f"{row.name}.svg", metadata={"Date": None})
    plt.close(figure)


def _panels(samples: Samples) -> Mapping[str, Sequence[str]]:
    """Group entries into panels: `name: concurrency` by concurrency, all others in one panel."""
    panels: dict[str, list[str]] = {}
    for name in samples:
        level = name.rpartition(": ")[2]
        panels.setdefault(level if level.isdecimal() else "", []).append(name)
    return panels


def _bars(axes: Axes, row: Row, title: str, names: Sequence[str], samples: Samples) -> None:
    spreads = [Spread.of(values(samples, name, row.columns[0].key)) for name in names]
    medians = [each.median for each in spreads]
    whiskers = [[each.median - each.low for each in spreads], [each.high - each.median for each in spreads]]
    colours = [_OURS if "sdk" in name or "move_ugc_async" in name else _OTHERS for name in names]
    shown = [name.removesuffix(f": {title}") for name in names]
    axes.barh(shown, medians, xerr=whiskers, color=colours, error_kw={"elinewidth": 1, "capsize": 2})
    axes.invert_yaxis()
    if min(medians) > 0 and max(medians) > _MAX_LINEAR_RATIO * min(medians):
        axes.set_xscale("log")
    axes.set_title(f"{int(title):,} concurrent" if title else "", loc="left", fontsize="medium")
    axes.spines[["top", "right"]].set_visible(False)


if __name__ == "__main__":
    main()
