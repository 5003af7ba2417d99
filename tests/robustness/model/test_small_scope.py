"""Every small scenario: nothing is billed twice, and nothing billed is reported as not created."""

import sys
import time
from collections.abc import Callable, Iterator
from itertools import chain, islice

import pytest

from tests.robustness.model.faults import RESPONSES
from tests.robustness.model.proofs import PROOFS, Proof, rely_on_the_store
from tests.robustness.model.scenario import Sweep, Worlds, run, sweep
from tests.robustness.model.scopes import Scenario, small_scope, variants
from tests.robustness.model.things import Kind
from tests.robustness.model.world import worlds as new_worlds

RecordProperty = Callable[[str, object], None]
_EVERY = 61
"""A prime number, so that the sample includes each combination of two properties."""


pytestmark = pytest.mark.check(54)


@pytest.fixture
def worlds() -> Iterator[Worlds]:
    """Yield a function that creates worlds."""
    with new_worlds() as create:
        yield create


def report(total: Sweep, record_property: RecordProperty) -> None:
    """Print a summary, and fail if a promise was broken."""
    sys.stdout.write(f"{total}\n")
    record_property("scenarios", total.scenarios)
    record_property("steps", total.steps)
    assert not total.failed, str(total)


def test_key_is_billed_once_in_a_sample_of_the_scenarios(worlds: Worlds, record_property: RecordProperty) -> None:
    jobs, volumes = small_scope(("job",), attempts=2), small_scope(("volume",), attempts=2)
    sample = chain(islice(jobs, 0, None, _EVERY), islice(volumes, 7, None, 2 * _EVERY))
    report(sweep(worlds, sample), record_property)


@pytest.mark.parametrize("every", [29, pytest.param(1, marks=pytest.mark.slow)])
def test_key_is_billed_once_when_the_store_proves_that_nothing_was_sent(
    worlds: Worlds, every: int, monkeypatch: pytest.MonkeyPatch, record_property: RecordProperty
) -> None:
    sample = islice(small_scope(("job", "volume"), attempts=1), 0, None, every)
    report(sweep(worlds, sample, **rely_on_the_store(monkeypatch)), record_property)


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.name)
def test_promise_is_broken_when_a_proof_is_disabled(worlds: Worlds, proof: Proof) -> None:
    found = proof.counterexample(worlds, everywhere=False)
    assert found is not None
    assert not any(proof.breaks in violation for violation in run(worlds, proof.example).violations)


@pytest.mark.slow
@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: proof.name)
def test_search_finds_a_counterexample_when_a_proof_is_disabled(worlds: Worlds, proof: Proof) -> None:
    found = proof.counterexample(worlds, everywhere=True)
    assert found is not None
    number, scenario, outcome = found
    sys.stdout.write(f"without the proof that {proof.name}, scenario {number}: {scenario}\n{outcome}\n")


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("timeout", [8.0, 20.0, 60.0])
def test_key_is_billed_once_when_calls_end_early(
    worlds: Worlds, timeout: float, record_property: RecordProperty
) -> None:
    report(sweep(worlds, small_scope(("job", "volume"), attempts=1, timeout=timeout)), record_property)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_key_is_billed_once_when_nothing_is_sent_again(worlds: Worlds, record_property: RecordProperty) -> None:
    report(sweep(worlds, small_scope(("job",), attempts=2), on_ambiguous="raise"), record_property)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("first", RESPONSES)
@pytest.mark.parametrize("kind", ["job", "volume"])
def test_key_is_billed_once_in_every_scenario(
    worlds: Worlds, kind: Kind, first: str, record_property: RecordProperty
) -> None:
    began = time.monotonic()
    scenarios = (each for each in small_scope((kind,), _attempts(kind)) if each.responses[0] == first)
    report(sweep(worlds, scenarios), record_property)
    sys.stdout.write(f"{time.monotonic() - began:.0f} s\n")


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", ["take", "job", "volume"])
def test_key_is_billed_once_with_every_variant_of_a_fault(
    worlds: Worlds, kind: Kind, record_property: RecordProperty
) -> None:
    report(sweep(worlds, variants((kind,), 2 if kind == "job" else 1)), record_property)


def test_scenario_is_printed_as_one_line() -> None:
    assert (
        str(Scenario(("lost", "ok"), processes=2))
        == "job; lost, ok; lists complete; no event; 2 processes; timeout 300 s"
    )


def _attempts(kind: Kind) -> int:
    return 3 if kind == "job" else 2
