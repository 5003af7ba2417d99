"""Comparison of what the processes of the scenario "keys" have reported with the server's ledger."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from tests.chaos.keys.server import Report
from tests.chaos.keys.worker import take_key
from tests.chaos.trial import Trial

LONGEST_LAG = 1.0
"""Seconds of delay of an event loop from which on a failure may be the machine's fault: the default settings leave two
between the listing of late work and the conclusive search."""
MOST_SHOWN = 5
"""How many keys of a kind are shown with all their events."""


@dataclass(kw_only=True)
class Outcome:
    """What the processes have reported.

    Attributes:
        ids: The ids that were returned for each key.
        refused: Each call whose error says that it created nothing: key, start, end, error.
        kills: How many processes were killed.
        lag: Seconds that an event loop was late at most.
        descriptors: The most descriptors of a process.
    """

    ids: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    refused: list[tuple[str, float, float, str]] = field(default_factory=list[tuple[str, float, float, str]])
    kills: int = 0
    lag: float = 0.0
    descriptors: int = 0


def check(trial: Trial, outcome: Outcome, report: Report, keys: Mapping[str, str | None], shared: set[str]) -> None:
    """Check that each key has exactly one job, that this is the one that was returned, and that no error was wrong.

    Args:
        trial: Counts what is wrong.
        outcome: What the processes have reported.
        report: What the server has done.
        keys: All keys, each with the take of its job, or None for a take of its own.
        shared: The keys that two processes have worked on.
    """
    jobs, takes, events = report["jobs"], report["takes"], report["events"]
    with_take = {take_key(key) for key, take in keys.items() if take is None}
    wrong = list[str]()
    for kind, created, expected in (("job", jobs, set(keys)), ("take", takes, with_take)):
        for key in sorted(expected | created.keys()):
            ids, returned = {name for name, _ in created.get(key, ())}, outcome.ids[key]
            is_right = len(returned) == 1 and returned <= ids
            trial.duplicated += max(len(ids) - 1, 0)
            trial.lost += not is_right
            if len(ids) != 1 or not is_right:
                wrong.append(f"{key}: {len(ids)} {kind}s, {len(returned)} returned; {events.get(key)}")
    arrivals = {key: [moment for _, moment in each] for key, each in chain(jobs.items(), takes.items())}
    untrue = [
        f"{key}: created, although the error says that it was not: {error}; {events.get(key)}"
        for key, start, end, error in outcome.refused
        if key.removesuffix(" take") not in shared and any(start <= moment <= end for moment in arrivals.get(key, ()))
    ]
    for reasons in (wrong, untrue):
        trial.broken += reasons[:MOST_SHOWN]
        trial.promise(len(reasons) <= MOST_SHOWN, f"{len(reasons) - MOST_SHOWN:,} more of this kind")
    trial.promise("IdempotencyMismatchError" not in trial.errors, "a key is said to have other parameters")
    lag = max(outcome.lag, report["lag"])
    # What is right has been right although the machine was busy.
    is_proof = lag < LONGEST_LAG or not (wrong or untrue)
    trial.promise(
        is_proof, f"an event loop was {lag:.1f} s late, which may be the reason: run it again on an idle machine"
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
        f"{len(outcome.refused)} errors that say that nothing was created, {len(untrue)} of them wrong",
        f"at most {report['connections']} connections, {outcome.descriptors} descriptors of a process",
        f"event loops at most {lag:.2f} s late",
    ]
