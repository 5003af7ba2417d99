"""The program: it reports every broken promise, and its scenarios pass at small scale."""

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
from tests.canaries import Watch
from tests.chaos import __main__ as program
from tests.chaos.row import HEADINGS
from tests.chaos.server import API_KEY
from tests.chaos.table import show
from tests.chaos.trial import ASYNCIO, TRIO, Scenario, Trial, Way

ROOT = Path(__file__).parents[2]


def test_an_outage_passes_at_small_scale() -> None:
    row = program.run_one("outage", program.SCENARIOS["outage"], TRIO, 7, program.QUICK)
    assert row.is_good, row
    # 10 calls, and 5 tokens in the retry budget.
    assert "15 tries of 10 calls" in row.notes


def test_chance_depends_on_the_seed_and_the_names_alone(tmp_path: Path) -> None:
    trial = Trial(name="outage", way=ASYNCIO, seed=7, scale=1.0, folder=tmp_path)
    # The same in every process: no seed of Python's own hashes is in it.
    assert [trial.chance("mix").randrange(1000), trial.chance("kill", 1).randrange(1000)] == [388, 860]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.check(55)] if name == "keys" else []) for name in program.SCENARIOS],
)
def test_every_scenario_passes_at_small_scale(name: str) -> None:
    # In a process of its own, since some limit its descriptors or the size of its files.
    command = [sys.executable, "-m", "tests.chaos", "--quick", "--seed", "7", "--only", name]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.check(35)
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("way", program.SCENARIOS["cancelled calls"].ways, ids=str)
def test_a_pool_of_ten_serves_after_twenty_thousand_calls_most_of_which_were_cancelled(way: Way) -> None:
    row = program.run_one("cancelled calls", program.SCENARIOS["cancelled calls"], way, 35, 1.0)
    assert row.is_good, f"seed 35: {row}"
    assert row.calls == 20_000
    assert "then 100/100" in row.notes


opened: list[int] = []


async def gives(result: object = None) -> object:
    return result


async def is_well(trial: Trial) -> None:
    await trial.call(gives)


async def loses(trial: Trial) -> None:
    trial.lost += 1


async def duplicates(trial: Trial) -> None:
    trial.duplicated += 1


async def leaves_a_file(_: Trial) -> None:
    os.close(tempfile.mkstemp()[0])


async def leaves_a_descriptor(_: Trial) -> None:
    opened.append(os.open(os.devnull, os.O_RDONLY))


async def leaves_a_task(_: Trial) -> None:
    BackgroundTasks().start(anyio.sleep_forever)


async def is_late(trial: Trial) -> None:
    await trial.call(lambda: anyio.sleep(0.01), timeout=-1)


async def never_ends(trial: Trial) -> None:
    await trial.call(anyio.sleep_forever, timeout=-9.9)


async def logs_the_key(_: Trial) -> None:
    logging.getLogger("httpcore.http11").debug("headers: %s", {"Authorization": API_KEY})


async def shows_a_signature(trial: Trial) -> None:
    await trial.call(lambda: gives("http://127.0.0.1/file?AWSAccessKeyId=A&Signature=8Y5aUGTjll4%2Bx"))


async def keeps_the_key_in_a_variable(trial: Trial) -> None:
    async def fails() -> None:
        header = API_KEY
        raise MoveServerError(f"{len(header)}")  # noqa: EM102

    await trial.call(fails)


async def raises_what_is_not_ours(trial: Trial) -> None:
    async def fails() -> None:
        raise ValueError

    await trial.call(fails)


async def fails_too_often(trial: Trial) -> None:
    async def fails() -> None:
        msg = "no"
        raise MoveServerError(msg)

    await trial.call(fails)
    await trial.call(fails)


async def breaks_a_promise(trial: Trial) -> None:
    trial.promise(False, "something else")  # noqa: FBT003


BREAKS: dict[Callable[[Trial], Awaitable[None]], str] = {
    loses: "lost",
    duplicates: "duplicated",
    leaves_a_file: "leaked",
    leaves_a_descriptor: "leaked",
    leaves_a_task: "leaked",
    is_late: "hung",
    never_ends: "hung",
    logs_the_key: "secrets",
    shows_a_signature: "secrets",
    keeps_the_key_in_a_variable: "secrets",
    raises_what_is_not_ours: "broken",
    fails_too_often: "broken",
    breaks_a_promise: "broken",
}


@pytest.fixture
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("tests.chaos.trial._PATIENCE", 0)
    yield
    while opened:
        os.close(opened.pop())


@pytest.mark.usefixtures("_no_patience")
@pytest.mark.parametrize(
    ("breaks", "way"),
    [*((breaks, ASYNCIO) for breaks in BREAKS), (leaves_a_task, TRIO), (never_ends, TRIO)],
    ids=lambda value: str(getattr(value, "__name__", value)),
)
def test_chaos_reports_the_broken_invariant_by_name(
    breaks: Callable[[Trial], Awaitable[None]], way: Way, watch: Watch
) -> None:
    row = program.run_one("one", Scenario(run=breaks, least=0.999), way, 1, 1.0)
    assert not row.is_good
    figures = {name: getattr(row, name) for name in ("lost", "duplicated", "leaked", "hung", "secrets", "broken")}
    assert [name for name, figure in figures.items() if figure] == [BREAKS[breaks]]
    # One of them logs the key, on purpose.
    watch.found.clear()


@pytest.mark.parametrize(("other", "code"), [(is_well, 0), (loses, 1)])
def test_program_exits_with_1_when_one_scenario_fails(
    other: Callable[[Trial], Awaitable[None]],
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    scenarios = {"good": Scenario(run=is_well), "other": Scenario(run=other, ways=(TRIO,))}
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


def test_terminal_shows_a_table_with_failed_scenarios_in_red() -> None:
    row = program.run_one("one", Scenario(run=loses), ASYNCIO, 1, 1.0)
    terminal = Console(file=io.StringIO(), force_terminal=True, width=200, color_system="standard")
    show([row], terminal)
    shown = terminal.file.getvalue()  # type: ignore[attr-defined]
    assert all(heading in shown for heading in HEADINGS)
    assert "\x1b[1;31m" in shown
