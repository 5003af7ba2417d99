"""What the last run has measured: results.json for plots, results.md and docs/performance.md for people."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.rows import ROWS
from benchmarks.rows.row import Row
from benchmarks.stats import Samples
from benchmarks.table import judged, measures

FOLDER = Path(__file__).parent
_DOCUMENT = FOLDER.parent / "docs" / "performance.md"


def section(row: Row, samples: Samples) -> str:
    """Show one row."""
    return f"## {row.title}\n\n{judged({row.name: row.figures(samples)})}\n\n{measures(row, samples)}\n"


def write(row: Row, samples: Samples, machine: Mapping[str, str], command: str) -> None:
    """Write what was measured of a row; the others stay as they were."""
    path = FOLDER / "results.json"
    known: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    known[row.name] = {"command": command, "machine": dict(machine), "samples": samples}
    path.write_text(json.dumps(known, indent=1) + "\n")
    rows = [each for each in ROWS if each.name in known]
    parts = ["# Results\n\nWritten by `make bench`; [Performance](../docs/performance.md) says what is measured.\n"]
    for each in rows:
        kept = known[each.name]
        lines = "\n".join(f"- {name}: {value}" for name, value in kept["machine"].items())
        parts.append(f"{section(each, kept['samples'])}\n`{kept['command']}`\n\n{lines}\n")
    (FOLDER / "results.md").write_text("\n".join(parts))
    figures = judged({each.name: each.figures(known[each.name]["samples"]) for each in rows})
    embed(
        "figures", f"{figures}\n\n{machine['CPU']}, load {machine['load']}, {machine['Python']}, {machine['kernel']}."
    )


def embed(name: str, text: str) -> None:
    """Write a text into the documentation, between the marks with this name."""
    marked = re.compile(f"(?<=<!-- {name} -->\n).*?(?=<!-- end -->)", re.DOTALL)
    _DOCUMENT.write_text(marked.sub(lambda _: f"\n{text}\n\n", _DOCUMENT.read_text()))
