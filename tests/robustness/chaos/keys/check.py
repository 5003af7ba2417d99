"""Compare the results of the processes in the scenario "keys" with the server's ledger."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from tests.robustness.chaos.keys.server import Report
from tests.robustness.chaos.keys.worker import take_key
from tests.robustness.chaos.trial import Trial

MAX_LAG = 1.0
"""Delay of an event loop in seconds above which a failure may be caused by the machine: the default settings leave two
seconds between the listing of late work and the conclusive search."""
MAX_SHOWN = 5
"""Maximum number of keys of a kind that are shown with all their events."""


@dataclass(kw_only=True)
class Outcome:
    """The results of the processes.

    Attributes:
        ids: The ids that were returned for each key.
        refused: Each call whose error says that it created nothing: key, start, end, error.
        kills: Number of killed processes.
        lag: Maximum delay of an event loop in seconds.
        descriptors: Maximum number of file descriptors of a process.
    """

    ids: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    refused: list[tuple[str, float, float, str]] = field(default_factory=list[tuple[str, float, float, str]])
    kills: int = 0
    lag: float = 0.0
    descriptors: int = 0


def check(trial: Trial, outcome: Outcome, report: Report, keys: Mapping[str, str | None], shared: set[str]) -> None:
    """Check that each key has exactly one job, which was returned, and that no error was wrong.

    Args:
        trial: Records the failures.
        outcome: The results of the processes.
        report: The report of the server.
        keys: All keys, each with the take of its job, or None for a new take.
        shared: Keys used by two processes.
    """
    jobs, takes, events = report["jobs"], report["takes"], report["events"]
    with_take = {take_key(key) for key, take in keys.items() if take is None}
    wrong = list[str]()
    for kind, created, expected in (("job", jobs, set(keys)), ("take", takes, with_take)):
        for key in sorted(expected | created.keys()):
            ids, returned = {name for name, _ in created.get(key, ())}, outcome.ids[key]
            is_correct = len(returned) == 1 and returned <= ids
            trial.duplicated += max(len(ids) - 1, 0)
            trial.lost += not is_correct
            if len(ids) != 1 or not is_correct:
                wrong.append(f"{key}: {len(ids)} {kind}s, {len(returned)} returned; {events.get(key)}")
    arrivals = {key: [moment for _, moment in each] for key, each in chain(jobs.items(), takes.items())}
    false_refusals = [
        f"{key}: created although the error reports a refusal: {error}; {events.get(key)}"
        for key, start, end, error in outcome.refused
        if key.removesuffix(" take") not in shared and any(start <= moment <= end for moment in arrivals.get(key, ()))
    ]
    for reasons in (wrong, false_refusals):
        trial.broken += reasons[:MAX_SHOWN]
        trial.promise(len(reasons) <= MAX_SHOWN, f"{len(reasons) - MAX_SHOWN:,} more of this kind")
    trial.promise("IdempotencyMismatchError" not in trial.errors, "a mismatch was raised for equal parameters")
    lag = max(outcome.lag, report["lag"])
    # A correct result is also valid on a busy machine.
    is_proof = lag < MAX_LAG or not (wrong or false_refusals)
    trial.promise(
        is_proof, f"an event loop was {lag:.1f} s late, which may be the cause; run it again on an idle machine"
    )
    faults = ", ".join(f"{number:,} {name}" for name, number in sorted(report["faults"].items()))
    errors = ", ".join(f"{number:,} {name}" for name, number in sorted(trial.errors.items()))
    trial.notes += [
        f"{sum(map(len, jobs.values())):,} jobs for {len(keys):,} keys ({len(shared):,} of them in two processes)",
        f"{sum(map(len, takes.values())):,} takes for {len(with_take):,} keys",
        f"{outcome.kills} kills",
        f"{report['requests']:,} requests, {report['attempts']:,} attempts",
        faults,
        errors,
        f"{len(outcome.refused)} errors that report a refusal, {len(false_refusals)} of them wrong",
        f"at most {report['connections']} connections, {outcome.descriptors} descriptors of a process",
        f"event loops at most {lag:.2f} s late",
    ]
