"""The scenario "keys": faults that do not depend on the order of requests, and a check that reports every failure."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.robustness.chaos import __main__ as program
from tests.robustness.chaos.keys import scenario
from tests.robustness.chaos.keys.check import Outcome, check
from tests.robustness.chaos.keys.rule import LATEST_LISTING, LATEST_WORK, Rule
from tests.robustness.chaos.keys.server import Report
from tests.robustness.chaos.trial import ASYNCIO, Scenario, Trial

STACKS = program.SCENARIOS["keys"].stacks


def test_a_fault_depends_only_on_the_seed_the_key_and_the_attempt() -> None:
    rule = Rule(seed=1, pace=1.0)
    later = rule.attempt("key-0007", 1)
    assert rule.attempt("key-0007", 0) != later
    assert Rule(seed=1, pace=1.0).attempt("key-0007", 1) == later
    assert Rule(seed=2, pace=1.0).attempt("key-0007", 1) != later


def test_every_fault_ends_within_the_documented_limits() -> None:
    rule = Rule(seed=1, pace=1.0)
    attempts = [rule.attempt(f"key-{number}", attempt) for number in range(1_000) for attempt in range(2)]
    late = [attempt.work_after for attempt in attempts if attempt.work == "later"]
    assert max(late) == LATEST_WORK
    assert len({attempt.kind for attempt in attempts}) == 10
    assert max(rule.listed_after(f"job-{number}") for number in range(1_000)) == LATEST_LISTING


def two_keys() -> tuple[Outcome, Report]:
    outcome = Outcome(kills=1)
    outcome.ids |= {"key-0": {"job-0"}, "key-1": {"job-1"}, "key-1 take": {"take-1"}}
    report = Report(
        jobs={"key-0": [("job-0", 10.0)], "key-1": [("job-1", 20.0)]},
        takes={"key-1 take": [("take-1", 15.0)]},
        events={"key-0": ["10.000 attempt 0"], "key-1": []},
        faults={"work later": 1},
        requests=9,
        attempts=3,
        connections=2,
        pending=0,
        lag=0.0,
        cpu=0.0,
    )
    return outcome, report


def duplicates_a_job(_: Outcome, report: Report) -> None:
    report["jobs"]["key-0"].append(("job-2", 40.0))


def duplicates_a_take(_: Outcome, report: Report) -> None:
    report["takes"]["key-1 take"].append(("take-2", 40.0))


def loses_a_job(_: Outcome, report: Report) -> None:
    report["jobs"]["key-0"].clear()


def returns_another(outcome: Outcome, _: Report) -> None:
    outcome.ids["key-0"] = {"job-9"}


def returns_two(outcome: Outcome, _: Report) -> None:
    outcome.ids["key-0"].add("job-1")


def reports_a_refusal(outcome: Outcome, _: Report) -> None:
    outcome.refused.append(("key-0", 9.5, 11.0, "not found"))


BREAKS: dict[Callable[[Outcome, Report], None], tuple[str, int, int]] = {
    duplicates_a_job: ("key-0: 2 jobs", 1, 0),
    duplicates_a_take: ("key-1 take: 2 takes", 1, 0),
    loses_a_job: ("key-0: 0 jobs", 0, 1),
    returns_another: ("key-0: 1 jobs", 0, 1),
    returns_two: ("key-0: 1 jobs, 2 returned", 0, 1),
    reports_a_refusal: ("key-0: created although", 0, 0),
}


def checked(tmp_path: Path, outcome: Outcome, report: Report) -> Trial:
    trial = Trial(name="keys", stack=ASYNCIO, seed=1, scale=1.0, folder=tmp_path)
    check(trial, outcome, report, {"key-0": "take-0", "key-1": None}, set())
    return trial


def test_check_accepts_one_job_for_each_key(tmp_path: Path) -> None:
    trial = checked(tmp_path, *two_keys())
    assert (trial.broken, trial.duplicated, trial.lost) == ([], 0, 0)
    assert "2 jobs for 2 keys (0 of them in two processes)" in trial.notes


@pytest.mark.parametrize("breaks", BREAKS, ids=lambda each: str(each.__name__))
def test_check_reports_the_key_and_its_events_after_a_failure(
    breaks: Callable[[Outcome, Report], None], tmp_path: Path
) -> None:
    outcome, report = two_keys()
    breaks(outcome, report)
    trial = checked(tmp_path, outcome, report)
    start, duplicated, lost = BREAKS[breaks]
    assert [reason[: len(start)] for reason in trial.broken] == [start]
    assert (trial.duplicated, trial.lost) == (duplicated, lost)


@pytest.mark.parametrize(("is_wrong", "reasons"), [(False, 0), (True, 2)])
def test_check_reports_a_busy_machine_after_a_failure(is_wrong: bool, reasons: int, tmp_path: Path) -> None:  # noqa: FBT001
    outcome, report = two_keys()
    outcome.lag = 3.0
    if is_wrong:
        duplicates_a_job(outcome, report)
    broken = checked(tmp_path, outcome, report).broken
    assert len(broken) == reasons
    assert is_wrong == any("3.0 s late" in reason for reason in broken)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_keys_are_duplicated_when_clients_search_before_the_server_has_finished() -> None:
    early = Scenario(run=partial(scenario.run, options={"server_timeout": 0.0, "settle": 0.0}), stacks=STACKS)
    row = program.run_one("keys", early, STACKS[0], 7, program.QUICK)
    assert row.duplicated, row
