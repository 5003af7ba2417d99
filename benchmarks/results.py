"""What runs have measured: results.json for plots, results.md and docs/performance.md for people."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.rows import ROWS
from benchmarks.rows.row import Row
from benchmarks.stats import Samples
from benchmarks.table import distances, judged, measures

FOLDER = Path(__file__).parent
_DOCUMENT = FOLDER.parent / "docs" / "performance.md"


def section(row: Row, samples: Samples) -> str:
    """Show one row."""
    tables = [judged({row: samples}), *([distances({row: samples})] if row.floors else []), measures(row, samples)]
    return "\n\n".join([f"## {row.title}", *tables]) + "\n"


def write(measured: Mapping[Row, Samples], run: Mapping[str, str]) -> None:
    """Write what a run has measured; rows that it has left out stay as they were.

    Args:
        measured: What was measured of each row.
        run: The command, how long it took, and what it ran on.
    """
    path = FOLDER / "results.json"
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known |= {row.name: {"run": dict(run), "samples": samples} for row, samples in measured.items()}
    # A row that has other contestants now has to be measured anew.
    known = {row.name: known[row.name] for row in ROWS if row.name in known and _is_of(row, known[row.name]["samples"])}
    path.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    parts = ["# Results\n\nWritten by `make bench`; [Performance](../docs/performance.md) says what is measured.\n"]
    for row in ROWS:
        if row.name in known:
            samples = known[row.name]["samples"]
            rounds = len(next(iter(samples.values())))
            lines = "\n".join(f"- {name}: {value}" for name, value in known[row.name]["run"].items())
            parts.append(f"{section(row, samples)}\n- rounds: {rounds}\n{lines}\n")
    (FOLDER / "results.md").write_text("\n".join(parts), encoding="utf-8")


def publish(measured: Mapping[Row, Samples], run: Mapping[str, str]) -> None:
    """Write what a whole run has measured into the documentation."""
    where = f"{run['CPU']}, load {run['load']} before, {run['Python']}, {run['kernel']}. All rows in {run['took']}."
    embed("figures", f"{judged(measured)}\n\n{where}")
    embed("floors", distances(measured))


def embed(name: str, text: str) -> None:
    """Write a text into the documentation, between the marks with this name."""
    marked = re.compile(f"(?<=<!-- {name} -->\n).*?(?=<!-- end -->)", re.DOTALL)
    _DOCUMENT.write_text(
        marked.sub(lambda _: f"\n{text}\n\n", _DOCUMENT.read_text(encoding="utf-8"), count=1), encoding="utf-8"
    )


def _is_of(row: Row, samples: Samples) -> bool:
    return {entry.name for entry in row.entries(False)} == samples.keys()  # noqa: FBT003 - a row takes it by position
