"""Run mutation tests with mutmut: change the code in small steps, and check that the tests fail.

Usage: python -m scripts.mutants [--only MODULE]

`tool.mutmut` in pyproject.toml lists the mutated modules and the tests. MODULE is a path below `src/move_ugc_async`,
such as `_polling/poller`. The exit code is 1 if a tenth or more of the mutants survive, or if one survives that
`scripts/mutants.toml` does not explain.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.uv import BUILD, ROOT, environment

PACKAGE = "move_ugc_async"
MUTANTS = ROOT / "mutants"
EXPLANATIONS = ROOT / "scripts" / "mutants.toml"
MAX_SURVIVORS = 0.1
"""The share of all mutants below which survivors are accepted, if each is explained."""
WORKERS = 2
OUTCOMES = {None: "unchecked", 0: "survived", 33: "survived", 24: "timeout", -24: "timeout", 152: "timeout"}
"""Outcome by exit code of the tests (33: no test covers it, 24: SIGXCPU). Any other code means killed."""


@dataclass(frozen=True, slots=True)
class Change:
    """The change that a mutant makes, independent of its number."""

    place: str
    """Module and function, such as `_polling/poller Poller.listen`."""
    line: str
    mutated: str

    def __str__(self) -> str:
        return f"{self.place}\n    - {self.line}\n    + {self.mutated}"


@dataclass(slots=True)
class Module:
    """The outcomes of the mutants of a module."""

    name: str
    outcomes: Counter[str] = field(default_factory=Counter[str])
    survivors: list[str] = field(default_factory=list[str])

    @property
    def total(self) -> int:
        return self.outcomes.total()

    def row(self) -> str:
        """Return the module's row of the table."""
        killed, survived, timeouts = (self.outcomes[name] for name in ("killed", "survived", "timeout"))
        score = 1 - survived / self.total
        return f"| {self.name:<23} | {self.total:>7} | {killed:>6} | {timeouts:>8} | {survived:>8} | {score:>6.1%} |"


HEADER = """\
| module                  | mutants | killed | timeouts | survived | score  |
| ----------------------- | ------- | ------ | -------- | -------- | ------ |"""


def mutated() -> list[str]:
    """Return the mutated modules."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    return [path.removeprefix(f"src/{PACKAGE}/").removesuffix(".py") for path in settings["only_mutate"]]


def run(python: Path, names: list[str]) -> None:
    """Create the mutants, and run the tests against each."""
    shutil.rmtree(MUTANTS, ignore_errors=True)
    patterns = [f"{PACKAGE}.{name.replace('/', '.')}.*" for name in names]
    command = [python.with_name("mutmut"), "run", "--max-children", str(WORKERS), *patterns]
    # Tests also start Python processes, which must import the mutated package.
    source = MUTANTS / "src"
    # Python caches that a folder of its path is missing.
    source.mkdir(parents=True)
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(source)}, check=True)


def read(name: str) -> Module:
    """Read the outcomes of the mutants of a module."""
    module = Module(name)
    meta = json.loads((MUTANTS / "src" / PACKAGE / f"{name}.py.meta").read_text(encoding="utf-8"))
    for key, code in meta["exit_code_by_key"].items():
        outcome = OUTCOMES.get(code, "killed")
        module.outcomes[outcome] += 1
        if outcome == "survived":
            module.survivors.append(key)
    return module


def read_change(python: Path, name: str, key: str) -> Change:
    """Return the change that a mutant makes."""
    command = [python.with_name("mutmut"), "show", key]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    function = key.rpartition(".")[2].rpartition("__mutmut_")[0].removeprefix("x")
    function = re.sub(r"^ǁ(\w+)ǁ", r"\1.", function) if function.startswith("ǁ") else function.removeprefix("_")
    line, mutated = (" ".join(re.findall(rf"^{sign}(?!{sign})\s*(.*)$", shown, re.MULTILINE)) for sign in ("-", r"\+"))
    return Change(f"{name} {function}", line, mutated)


def read_explanations() -> dict[Change, str]:
    """Return the explanation of each known survivor."""
    groups: list[dict[str, Any]] = tomllib.loads(EXPLANATIONS.read_text(encoding="utf-8"))["survivors"]
    return {Change(group["in"], line, mutated): group["why"] for group in groups for line, mutated in group["changes"]}


def report(python: Path, modules: list[Module]) -> bool:
    """Print the table and the survivors; return whether these are few and explained."""
    known = read_explanations()
    survived: set[Change] = set()
    for module in modules:
        for change in (read_change(python, module.name, key) for key in module.survivors):
            survived.add(change)
            print(f"\n{change}\n  {known.get(change, 'NOT EXPLAINED')}")
    for change in known.keys() - survived:
        if change.place.split()[0] in {module.name for module in modules}:
            print(f"\n{change}\n  is explained, but no longer survives")
    every = Module("all")
    for module in modules:
        every.outcomes += module.outcomes
    print("", HEADER, *(module.row() for module in [*modules, every]), sep="\n")
    number, unexplained = every.outcomes["survived"], len(survived - known.keys())
    print(f"\n{number} of {every.total} survived; changes without an explanation: {unexplained}")
    return not unexplained and not every.outcomes["unchecked"] and number < MAX_SURVIVORS * every.total


def main(arguments: list[str]) -> int:
    """Run the mutation tests; return 0 if the survivors are few and explained."""
    parser = argparse.ArgumentParser(prog="python -m scripts.mutants")
    parser.add_argument("--only", choices=mutated(), metavar="MODULE", help=", ".join(mutated()))
    only = parser.parse_args(arguments).only
    names = [only] if only else mutated()
    start = time.monotonic()
    python = environment(BUILD / "mutants", ROOT / "requirements" / "mutants.txt")
    run(python, names)
    passed = report(python, [read(name) for name in names])
    print(f"in {(time.monotonic() - start) / 60:.0f} minutes")
    return int(not passed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
