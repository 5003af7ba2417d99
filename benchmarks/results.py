"""The results of runs: results.json for plots, results.md and docs/performance.md for readers."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.rows import ROWS
from benchmarks.rows.row import Row
from benchmarks.stats import Samples
from benchmarks.table import format_figures, format_floors, format_measurements

FOLDER = Path(__file__).parent
_DOCUMENT = FOLDER.parent / "docs" / "performance.md"


def section(row: Row, samples: Samples) -> str:
    """Return the section of a row."""
    tables = [
        format_figures({row: samples}),
        *([format_floors({row: samples})] if row.floors else []),
        format_measurements(row, samples),
    ]
    return "\n\n".join([f"## {row.title}", *tables]) + "\n"


def write(measured: Mapping[Row, Samples], run: Mapping[str, str]) -> None:
    """Write the results of a run. Rows that were not run keep their former results.

    Args:
        measured: The samples of each row.
        run: The command, duration, machine and software.
    """
    path = FOLDER / "results.json"
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known |= {row.name: {"run": dict(run), "samples": samples} for row, samples in measured.items()}
    # Results of a row whose entries have changed are dropped.
    known = {
        row.name: known[row.name] for row in ROWS if row.name in known and _is_current(row, known[row.name]["samples"])
    }
    path.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    parts = ["# Results\n\nWritten by `make bench`; [Performance](../docs/performance.md) explains the measurements.\n"]
    for row in ROWS:
        if row.name in known:
            samples = known[row.name]["samples"]
            rounds = len(next(iter(samples.values())))
            lines = "\n".join(f"- {name}: {value}" for name, value in known[row.name]["run"].items())
            parts.append(f"{section(row, samples)}\n- rounds: {rounds}\n{lines}\n")
    (FOLDER / "results.md").write_text("\n".join(parts), encoding="utf-8")


def publish(measured: Mapping[Row, Samples], run: Mapping[str, str]) -> None:
    """Write the results of a complete run into docs/performance.md."""
    machine = f"{run['CPU']}, load {run['load']} before, {run['Python']}, {run['kernel']}. All rows in {run['took']}."
    embed("figures", f"{format_figures(measured)}\n\n{machine}")
    embed("floors", format_floors(measured))


def embed(name: str, text: str) -> None:
    """Write a text into docs/performance.md, between the markers with this name."""
    marker = re.compile(f"(?<=<!-- {name} -->\n).*?(?=<!-- end -->)", re.DOTALL)
    _DOCUMENT.write_text(
        marker.sub(lambda _: f"\n{text}\n\n", _DOCUMENT.read_text(encoding="utf-8"), count=1), encoding="utf-8"
    )


def _is_current(row: Row, samples: Samples) -> bool:
    return {entry.name for entry in row.entries(False)} == samples.keys()  # noqa: FBT003 - a row takes it by position
