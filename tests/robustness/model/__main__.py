"""`python -m tests.robustness.model`: check the small scope, and print a counterexample for each disabled proof."""

import argparse
import platform
import sys
import time
from collections.abc import Iterable, Sequence

from rich.console import Console

from tests.robustness.model.proofs import PROOFS
from tests.robustness.model.scenario import Worlds, sweep
from tests.robustness.model.scopes import Scenario, small_scope, variants
from tests.robustness.model.world import worlds


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all scenarios, and return 1 if a promise is broken or a disabled proof has no counterexample."""
    parser = argparse.ArgumentParser(prog="python -m tests.robustness.model", description=__doc__)
    parser.add_argument("--attempts", type=int, default=3, help="maximum number of attempts")
    attempts = parser.parse_args(arguments).attempts
    _print(f"up to {attempts} attempts, Python {platform.python_version()}\n")
    _print("| scope | scenarios | steps | broken | seconds |\n|---|---|---|---|---|")
    is_good = True
    with worlds() as create:
        is_good &= _row(create, "jobs", small_scope(("job",), attempts))
        is_good &= _row(create, "volumes", small_scope(("volume",), min(attempts, 2)))
        is_good &= _row(create, "jobs, every variant", variants(("job",), min(attempts, 2)))
        is_good &= _row(create, "takes and volumes, every variant", variants(("take", "volume"), 1))
        for proof in PROOFS:
            found = proof.counterexample(create, everywhere=True)
            _print(f"\n## Without the proof that {proof.name}\n")
            if found is None:
                is_good = False
                _print("no counterexample")
            else:
                number, scenario, outcome = found
                _print(f"scenario {number}: {scenario}\n\n{outcome}")
    return 0 if is_good else 1


def _print(text: str) -> None:
    Console(soft_wrap=True).out(text, highlight=False)


def _row(create: Worlds, name: str, scenarios: Iterable[Scenario]) -> bool:
    started = time.monotonic()
    total = sweep(create, scenarios)
    seconds = time.monotonic() - started
    _print(f"| {name} | {total.scenarios:,} | {total.steps:,} | {len(total.failed):,} | {seconds:.0f} |")
    if total.failed:
        _print(f"\n{total}\n")
    return not total.failed


if __name__ == "__main__":
    sys.exit(main())
