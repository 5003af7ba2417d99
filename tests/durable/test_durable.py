"""The program reports every broken promise, and a short form of its proofs on SQLite passes."""

import base64
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from tests.durable import __main__ as program
from tests.durable.channel import ChildEndedError
from tests.durable.postgresql import Databases
from tests.durable.row import Row
from tests.durable.secrets import database_files, find_secrets
from tests.durable.server import Ledger
from tests.durable.trial import Proof, Trial
from tests.robustness.chaos.server import API_KEY
from tests.support.canaries import Watch

ROOT = Path(__file__).parents[2]
SHORT = ("killed at random moments", "key with other parameters", "ambiguous, quarantined")
"""Proofs whose processes take a few seconds."""


@pytest.mark.check(3)
@pytest.mark.check(8)
@pytest.mark.check(9)
def test_durable_batches_on_sqlite_keep_their_promises_in_a_short_form() -> None:
    names = [argument for name in SHORT for argument in ("--only", name)]
    command = [sys.executable, "-m", "tests.durable", "--quick", "--seed", "7", *names]
    process = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert process.returncode == 0, process.stdout + process.stderr


@pytest.mark.slow
@pytest.mark.check(4)
@pytest.mark.check(5)
@pytest.mark.check(6)
@pytest.mark.check(7)
@pytest.mark.check(50)
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("name", [name for name in program.PROOFS if name not in SHORT])
def test_proof_passes_at_small_scale(name: str) -> None:
    command = [sys.executable, "-m", "tests.durable", "--quick", "--seed", "7", "--only", name]
    process = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert process.returncode == 0, process.stdout + process.stderr


def run(function: Callable[[Trial], None], *, is_measured: bool = False) -> Row:
    with Databases() as databases:
        return program.run_one("one", Proof(run=function, is_measured=is_measured), 1, databases, is_quick=True)


def lose_clip(trial: Trial) -> None:
    trial.check(Ledger([], [], {}, leaks=0, pending=0), [], ["clip.mp4"])


def lose_outputs(trial: Trial) -> None:
    trial.check(Ledger([("key", "job-1")], [], {}, leaks=0, pending=0), [outcome(trial, outputs=[])], ["clip.mp4"])


def lose_job(trial: Trial) -> None:
    ledger = Ledger([("key", "job-1"), ("other", "job-2")], [], {}, leaks=0, pending=0)
    trial.check(ledger, [outcome(trial)], ["clip.mp4"])


def bill_twice(trial: Trial) -> None:
    trial.check_billing(Ledger([("key", "job-1"), ("key", "job-2")], [], {}, leaks=0, pending=0))


def send_api_key_to_storage(trial: Trial) -> None:
    trial.check_billing(Ledger([], [], {}, leaks=1, pending=0))


def store_api_key(trial: Trial) -> None:
    database = trial.databases.sqlite(trial.folder)
    database_files(database)
    Path(database.removeprefix("sqlite:///") + "-wal").write_bytes(b"\0" + API_KEY.encode())
    trial.check_secrets(database)


def break_promise(trial: Trial) -> None:
    trial.promise(False, "something else")  # noqa: FBT003


def end_child(_: Trial) -> None:
    msg = "the server ended"
    raise ChildEndedError(msg)


def outcome(trial: Trial, **changes: object) -> dict[str, object]:
    """Return the outcome of a clip that is done, with a file."""
    output = trial.folder / "main.glb"
    output.touch()
    return {"state": "done", "path": "clip.mp4", "job_id": "job-1", "outputs": [str(output)], **changes}


BREAKERS: dict[Callable[[Trial], None], set[str]] = {
    lose_clip: {"lost", "broken"},
    lose_outputs: {"lost", "broken"},
    lose_job: {"lost"},
    bill_twice: {"duplicated", "broken"},
    send_api_key_to_storage: {"leaked"},
    store_api_key: {"leaked", "broken"},
    break_promise: {"broken"},
    end_child: {"broken"},
}


@pytest.mark.parametrize("breaker", BREAKERS, ids=lambda each: str(each.__name__))
def test_proof_fails_when_a_promise_is_broken(breaker: Callable[[Trial], None], watch: Watch) -> None:
    row = run(breaker)
    assert not row.is_good
    assert row.cells()[-1] == "FAIL"
    assert {name for name in ("lost", "duplicated", "leaked", "broken") if getattr(row, name)} == BREAKERS[breaker]
    # One of them stores the API key on purpose.
    watch.found.clear()


def test_proof_passes_when_every_clip_has_its_job_and_files() -> None:
    row = run(lambda trial: trial.check(Ledger([("key", "job-1")], [], {}, 0, 0), [outcome(trial)], ["clip.mp4"]))
    assert row.cells()[-1] == "PASS"


def test_measurement_neither_passes_nor_fails() -> None:
    row = run(bill_twice, is_measured=True)
    assert row.is_good
    assert row.cells()[-1] == "measured"


@pytest.mark.parametrize(("other", "code"), [(lambda _: None, 0), (bill_twice, 1)])
def test_program_exits_with_1_and_prints_the_seed_when_a_proof_fails(
    other: Callable[[Trial], None], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    proofs = {"good": Proof(run=lambda _: None), "other": Proof(run=other, number="3")}
    monkeypatch.setattr(program, "PROOFS", proofs)
    assert program.main(["--seed", "3", "--quick"]) == code
    lines = capsys.readouterr().out.splitlines()
    assert "seed 3" in lines[0]
    assert [line.split("|")[2].strip() for line in lines[4:]] == ["good", "other"]
    assert program.main(["--only", "good"]) == 0


def test_rows_are_drawn_on_a_terminal() -> None:
    terminal = Console(file=io.StringIO(), force_terminal=True, width=200, color_system="standard")
    program.show([run(bill_twice)], terminal, program.HEADINGS)
    assert "\x1b[1;31m" in terminal.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        f'{{"key": "{API_KEY}"}}',
        base64.b64encode(b'{"url": "https://host/file?X-Amz-Signature=abc"}').decode(),
        f"x{base64.b64encode(b'https://host/share?code=abc&other=1').decode()}",
        "https://host/file?AWSAccessKeyId=a&Signature=abc",
    ],
)
def test_secrets_are_found_in_plain_and_encoded_values(text: str) -> None:
    assert find_secrets(f"\0{text}\0")


def test_ids_and_paths_are_no_secrets() -> None:
    assert not find_secrets(
        '{"job_id": "job-9c4eb80e-860d-40ff-8d39-ea16b57d4e6a", "path": "/tmp/clips/clip-0001.mp4"}'
    )
