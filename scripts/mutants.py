"""Break the code on purpose, a little at a time, and see whether the tests notice.

Usage: python -m scripts.mutants [--only MODULE]

What is broken, and which tests look, stands in pyproject.toml under `tool.mutmut`. MODULE is a path below
`src/move_ugc_async`, such as `_polling/poller`. Ends with 1 where a tenth or more of the mutants survives, or where one
does that `scripts/mutants.toml` does not explain.
"""

import argparse
import json
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
TOLERATED = 0.1
"""The share of all mutants that may survive, if each is explained."""
WORKERS = 2
OUTCOMES = {None: "unchecked", 0: "survived", 33: "survived", 24: "timeout", -24: "timeout", 152: "timeout"}
"""By how the tests ended (33: no test reaches it, 24: SIGXCPU); all else is a kill."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a mutant is, whatever its number."""

    place: str
    """Module and function, such as `_polling/poller Poller.listen`."""
    line: str
    becomes: str

    def __str__(self) -> str:
        return f"{self.place}\n    - {self.line}\n    + {self.becomes}"


@dataclass(slots=True)
class Module:
    """What became of a module's mutants."""

    name: str
    outcomes: Counter[str] = field(default_factory=Counter[str])
    survivors: list[str] = field(default_factory=list[str])

    @property
    def total(self) -> int:
        return self.outcomes.total()

    def row(self) -> str:
        """Give the module's row of the table."""
        killed, survived, timeouts = (self.outcomes[name] for name in ("killed", "survived", "timeout"))
        score = 1 - survived / self.total
        return f"| {self.name:<22} | {self.total:>7} | {killed:>6} | {timeouts:>8} | {survived:>8} | {score:>6.1%} |"


HEADER = """\
| module                 | mutants | killed | timeouts | survived | score  |
| ---------------------- | ------- | ------ | -------- | -------- | ------ |"""


def mutated() -> list[str]:
    """Give the modules that are mutated."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    return [path.removeprefix(f"src/{PACKAGE}/").removesuffix(".py") for path in settings["only_mutate"]]


def run(python: Path, names: list[str]) -> None:
    """Make the mutants, and run the tests against each."""
    shutil.rmtree(MUTANTS, ignore_errors=True)
    patterns = [f"{PACKAGE}.{name.replace('/', '.')}.*" for name in names]
    command = [python.with_name("mutmut"), "run", "--max-children", str(WORKERS), *patterns]
    subprocess.run(command, cwd=ROOT, check=True)


def read(name: str) -> Module:
    """Read what became of a module's mutants."""
    module = Module(name)
    meta = json.loads((MUTANTS / "src" / PACKAGE / f"{name}.py.meta").read_text(encoding="utf-8"))
    for key, code in meta["exit_code_by_key"].items():
        outcome = OUTCOMES.get(code, "killed")
        module.outcomes[outcome] += 1
        if outcome == "survived":
            module.survivors.append(key)
    return module


def described(python: Path, name: str, key: str) -> Change:
    """Tell a mutant by what it changes."""
    command = [python.with_name("mutmut"), "show", key]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    function = key.rpartition(".")[2].rpartition("__mutmut_")[0].removeprefix("x")
    function = re.sub(r"^ǁ(\w+)ǁ", r"\1.", function) if function.startswith("ǁ") else function.removeprefix("_")
    line, becomes = (" ".join(re.findall(rf"^{sign}(?!{sign})\s*(.*)$", shown, re.MULTILINE)) for sign in ("-", r"\+"))
    return Change(f"{name} {function}", line, becomes)


def explained() -> dict[Change, str]:
    """Read the explanations."""
    groups: list[dict[str, Any]] = tomllib.loads(EXPLANATIONS.read_text(encoding="utf-8"))["survivors"]
    return {Change(group["in"], line, becomes): group["why"] for group in groups for line, becomes in group["changes"]}


def report(python: Path, modules: list[Module]) -> bool:
    """Print the table and the survivors, and tell whether these are few and explained."""
    known = explained()
    survived: set[Change] = set()
    for module in modules:
        for change in (described(python, module.name, key) for key in module.survivors):
            survived.add(change)
            print(f"\n{change}\n  {known.get(change, 'NOT EXPLAINED')}")
    for change in known.keys() - survived:
        if change.place.split()[0] in {module.name for module in modules}:
            print(f"\n{change}\n  is explained, and does not survive any more")
    every = Module("all")
    for module in modules:
        every.outcomes += module.outcomes
    print("", HEADER, *(module.row() for module in [*modules, every]), sep="\n")
    number, unexplained = every.outcomes["survived"], len(survived - known.keys())
    print(f"\n{number} of {every.total} survived; changes without an explanation: {unexplained}")
    return not unexplained and not every.outcomes["unchecked"] and number < TOLERATED * every.total


def main(arguments: list[str]) -> int:
    """Run all there is, and tell whether the tests are good enough."""
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
