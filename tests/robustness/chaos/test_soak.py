"""The soak test distinguishes growth from noise, and runs."""

import itertools
from collections.abc import Sequence
from random import Random
from typing import Any

import anyio
import pytest

from tests.robustness.chaos import soak
from tests.robustness.chaos.soak import SURGE, Sample, Soak, growth, problems
from tests.robustness.chaos.trial import ASYNCIO, Trial, temporary_folder

pytestmark = pytest.mark.check(40)

NOISE = 0.5
"""Megabytes."""


def half_an_hour(megabytes: float = 0.0, descriptors: float = 0.0, tasks: float = 0.0) -> list[Sample]:
    """Return samples of half an hour with this growth in ten minutes, and more during the warm-up."""
    chance = Random(40)
    return [
        Sample(
            at,
            60 + 20 * min(at / 200, 1) + megabytes * at / 600 + chance.gauss(0, NOISE),
            20 + chance.randint(-5, 5) + int(descriptors * at / 600),
            3 + chance.randint(0, 1) + int(tasks * at / 600),
        )
        for at in range(5, 1800, 5)
    ]


@pytest.fixture
def trial(tmp_path: Any) -> Trial:
    return Trial(name="soak", stack=ASYNCIO, seed=1, scale=1.0, folder=tmp_path)


@pytest.mark.parametrize("slope", [-2.0, 0.0, 0.5, 1.5, 30.0])
def test_growth_is_measured_despite_noise(slope: float) -> None:
    assert growth(half_an_hour(slope)[60:]) == pytest.approx(slope, abs=0.1)


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        (half_an_hour(), []),
        (half_an_hour(megabytes=0.8), []),
        (half_an_hour(megabytes=1.2), ["memory grows"]),
        (half_an_hour(descriptors=10), ["descriptors leak"]),
        (half_an_hour(tasks=2), ["tasks leak"]),
        (half_an_hour(30, 30, 30), ["memory grows", "descriptors leak", "tasks leak"]),
        (half_an_hour()[:9], ["5 samples are too few"]),
    ],
)
def test_soak_names_the_resource_that_grows(trial: Trial, samples: Sequence[Sample], expected: list[str]) -> None:
    assert problems(samples, trial) == expected


def test_problems_include_leaks_late_calls_and_foreign_errors(trial: Trial) -> None:
    trial.leaked, trial.hung, trial.broken = 2, 1, ["ValueError is not an error of the library"]
    assert problems(half_an_hour(), trial) == [*trial.broken, "2 resources leaked", "1 calls are late"]


def test_soak_runs_rounds_and_reports_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "CALLS", 5)
    monkeypatch.setattr(soak, "TAKES", 1)
    lines: list[str] = []
    # Each round takes a second of this clock: two rounds of warm-up, and one after it.
    seconds = itertools.count()
    with temporary_folder() as folder:
        trial = Trial(name="soak", stack=ASYNCIO, seed=40, scale=1.0, folder=folder)
        run = Soak(trial, 4, lines.append, pause=60, now=lambda: float(next(seconds)))
        found = anyio.run(run.run)
    assert found == ["0 samples are too few"]
    # Each round has a mix of calls, workflows, and a call of a new client.
    assert trial.calls == (5 * SURGE + SURGE + 1) + 2 * (5 + 1 + 1)
    (line,) = lines
    assert line.startswith(f"asyncio; {trial.calls} calls, ")
    assert line.endswith(f" attempts; {found[0]}")


@pytest.mark.parametrize(("found", "code"), [([], 0), (["memory grows"], 1)])
def test_soak_exits_with_1_when_a_resource_leaks(found: list[str], code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in soak.ALLOCATOR.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(soak, "soak", lambda *_: found)
    assert soak.main(["--loop", "trio"]) == code


@pytest.mark.slow
def test_soak_runs_both_loops_by_default(capfd: pytest.CaptureFixture[str]) -> None:
    assert soak.main(["--minutes", "0", "--seed", "3"]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].startswith("seed 3, 0 minutes")
    assert {line.partition(";")[0] for line in lines[1:]} == {"asyncio", "trio"}
    assert all(line.endswith("samples are too few") for line in lines[1:])
