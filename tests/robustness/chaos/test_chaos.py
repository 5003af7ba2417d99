"""The chaos program reports every broken promise, and its scenarios pass at small scale."""

import io
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import anyio
import pytest
from rich.console import Console

from move_ugc_async import MoveServerError
from move_ugc_async._concurrency.background import BackgroundTasks
from tests.robustness.chaos import __main__ as program
from tests.robustness.chaos.row import HEADINGS
from tests.robustness.chaos.server import API_KEY
from tests.robustness.chaos.table import show
from tests.robustness.chaos.trial import ASYNCIO, TRIO, Scenario, Stack, Trial
from tests.support.canaries import Watch

ROOT = Path(__file__).parents[3]


def test_chaos_outage_passes_at_small_scale() -> None:
    row = program.run_one("outage", program.SCENARIOS["outage"], TRIO, 7, program.QUICK)
    assert row.is_good, row
    # 10 calls, and 5 tokens in the retry budget.
    assert "15 attempts for 10 calls" in row.notes


def test_trial_chance_depends_only_on_the_seed_and_names(tmp_path: Path) -> None:
    trial = Trial(name="outage", stack=ASYNCIO, seed=7, scale=1.0, folder=tmp_path)
    # Independent of Python's hash seed, so the same in every process.
    assert [trial.chance("mix").randrange(1000), trial.chance("kill", 1).randrange(1000)] == [388, 860]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.check(55)] if name == "keys" else []) for name in program.SCENARIOS],
)
def test_chaos_scenario_passes_at_small_scale(name: str) -> None:
    # In a separate process, since some scenarios limit descriptors or file sizes.
    command = [sys.executable, "-m", "tests.robustness.chaos", "--quick", "--seed", "7", "--only", name]
    process = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert process.returncode == 0, process.stdout + process.stderr


@pytest.mark.slow
@pytest.mark.check(35)
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("stack", program.SCENARIOS["cancelled calls"].stacks, ids=str)
def test_pool_of_ten_is_usable_after_twenty_thousand_mostly_cancelled_calls(stack: Stack) -> None:
    row = program.run_one("cancelled calls", program.SCENARIOS["cancelled calls"], stack, 35, 1.0)
    assert row.is_good, f"seed 35: {row}"
    assert row.calls == 20_000
    assert "then 100/100" in row.notes


opened: list[int] = []


async def return_later(result: object = None) -> object:
    return result


async def succeed(trial: Trial) -> None:
    await trial.call(return_later)


async def lose_job(trial: Trial) -> None:
    trial.lost += 1


async def duplicate_job(trial: Trial) -> None:
    trial.duplicated += 1


async def leak_file(_: Trial) -> None:
    os.close(tempfile.mkstemp()[0])


async def leak_descriptor(_: Trial) -> None:
    opened.append(os.open(os.devnull, os.O_RDONLY))


async def leak_task(_: Trial) -> None:
    BackgroundTasks().start(anyio.sleep_forever)


async def return_late(trial: Trial) -> None:
    await trial.call(lambda: anyio.sleep(0.01), timeout=-1)


async def hang(trial: Trial) -> None:
    await trial.call(anyio.sleep_forever, timeout=-9.9)


async def log_api_key(_: Trial) -> None:
    logging.getLogger("httpcore.http11").debug("headers: %s", {"Authorization": API_KEY})


async def return_signature(trial: Trial) -> None:
    await trial.call(lambda: return_later("http://127.0.0.1/file?AWSAccessKeyId=A&Signature=8Y5aUGTjll4%2Bx"))


async def raise_with_api_key_in_local(trial: Trial) -> None:
    async def fail() -> None:
        header = API_KEY
        raise MoveServerError(f"{len(header)}")  # noqa: EM102

    await trial.call(fail)


async def raise_foreign_error(trial: Trial) -> None:
    async def fail() -> None:
        raise ValueError

    await trial.call(fail)


async def fail_too_often(trial: Trial) -> None:
    async def fail() -> None:
        msg = "no"
        raise MoveServerError(msg)

    await trial.call(fail)
    await trial.call(fail)


async def break_promise(trial: Trial) -> None:
    trial.promise(False, "something else")  # noqa: FBT003


BREAKERS: dict[Callable[[Trial], Awaitable[None]], str] = {
    lose_job: "lost",
    duplicate_job: "duplicated",
    leak_file: "leaked",
    leak_descriptor: "leaked",
    leak_task: "leaked",
    return_late: "hung",
    hang: "hung",
    log_api_key: "secrets",
    return_signature: "secrets",
    raise_with_api_key_in_local: "secrets",
    raise_foreign_error: "broken",
    fail_too_often: "broken",
    break_promise: "broken",
}


@pytest.fixture
def _no_cleanup_timeout(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("tests.robustness.chaos.trial._CLEANUP_TIMEOUT", 0)
    yield
    while opened:
        os.close(opened.pop())


@pytest.mark.usefixtures("_no_cleanup_timeout")
@pytest.mark.parametrize(
    ("breaker", "stack"),
    [*((breaker, ASYNCIO) for breaker in BREAKERS), (leak_task, TRIO), (hang, TRIO)],
    ids=lambda value: str(getattr(value, "__name__", value)),
)
def test_chaos_reports_the_broken_invariant(
    breaker: Callable[[Trial], Awaitable[None]], stack: Stack, watch: Watch
) -> None:
    row = program.run_one("one", Scenario(run=breaker, min_success=0.999), stack, 1, 1.0)
    assert not row.is_good
    figures = {name: getattr(row, name) for name in ("lost", "duplicated", "leaked", "hung", "secrets", "broken")}
    assert [name for name, figure in figures.items() if figure] == [BREAKERS[breaker]]
    # One of them logs the API key on purpose.
    watch.found.clear()


@pytest.mark.parametrize(("other", "code"), [(succeed, 0), (lose_job, 1)])
def test_chaos_exits_with_1_when_a_scenario_fails(
    other: Callable[[Trial], Awaitable[None]],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    scenarios = {"good": Scenario(run=succeed), "other": Scenario(run=other, stacks=(TRIO,))}
    monkeypatch.setattr(program, "SCENARIOS", scenarios)
    assert program.main(["--seed", "3"]) == code
    lines = capsys.readouterr().out.splitlines()
    assert "seed 3" in lines[0]
    assert [line.split("|")[1:3] for line in lines[4:]] == [
        [" good     ", " asyncio "],
        [" good     ", " trio    "],
        [" other    ", " trio    "],
    ]
    assert program.main(["--only", "good"]) == 0


def test_chaos_shows_failed_scenarios_in_red_on_a_terminal() -> None:
    row = program.run_one("one", Scenario(run=lose_job), ASYNCIO, 1, 1.0)
    terminal = Console(file=io.StringIO(), force_terminal=True, width=200, color_system="standard")
    show([row], terminal)
    shown = terminal.file.getvalue()  # type: ignore[attr-defined]
    assert all(heading in shown for heading in HEADINGS)
    assert "\x1b[1;31m" in shown
