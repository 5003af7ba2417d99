"""Batches on the command line, with the engine and a sandbox, in real time."""

import importlib
import json
import os
import pty
import shutil
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import dbos
import pytest
import sqlalchemy as sa

import move_ugc_async
from move_ugc_async import CaptureSpec
from move_ugc_async.batch import Batch
from move_ugc_async.cli import confirmation
from move_ugc_async.sandbox import Sandbox
from tests.integration.cli.conftest import CompletedCommand, exit_code_of
from tests.integration.cli.terminal import Terminal
from tests.integration.client.workflows import LONG_ENOUGH, write_variant
from tests.support.wait_until import wait_until_sync

RUN = ("batch", "run", "clips", "--out", "out", "--outputs", "main_fbx", "--yes")


class Program:
    """Runs command lines in this process, on the real event loop."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> CompletedCommand:
        code = exit_code_of(*arguments)
        written = self._capsys.readouterr()
        return CompletedCommand(code, written.out, written.err)

    def stopped_by(self, number: int, condition: Callable[[], object], *arguments: str) -> CompletedCommand:
        """Run a command line, and send a signal once a condition holds."""

        ended, missing = threading.Event(), list[AssertionError]()

        def stop() -> None:
            try:
                wait_until_sync(lambda: ended.is_set() or condition())
            except AssertionError as error:
                missing.append(error)
            finally:
                # Afterwards, the signal would end the tests.
                if not ended.is_set():
                    os.kill(os.getpid(), number)

        thread = threading.Thread(target=stop)
        with _restored_handlers():
            thread.start()
            try:
                result = self(*arguments)
            finally:
                ended.set()
                thread.join()
        assert not missing, (missing, result)
        return result


@contextmanager
def _restored_handlers() -> Iterator[None]:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("move_ugc_async.cli.batch_run._STATUS_SECONDS", 0.5)
    (tmp_path / "clips" / "monday").mkdir(parents=True)
    write_variant(tmp_path / "clips" / "a.mp4", 1)
    write_variant(tmp_path / "clips" / "monday" / "b.mp4", 2)
    return Program(capsys)


def states(result: CompletedCommand) -> dict[str, str]:
    return {path: state for state, path, *_ in result.rows}


def test_run_captures_a_folder_once_and_says_when_all_is_done(sandbox: Sandbox, program: Program) -> None:
    write_variant(Path("clips/copy.mp4"), 1)
    Path("clips/bad.mp4").write_bytes(b"no video")
    result = program(*RUN, "--max-jobs", "10")
    assert result.code == 6, result.err
    assert states(result) == {
        "clips/a.mp4": "done",
        "clips/bad.mp4": "failed",
        "clips/copy.mp4": "duplicate",
        "clips/monday/b.mp4": "done",
    }
    assert sorted(path.as_posix() for path in Path("out").rglob("*.fbx")) == ["out/a/fbx.fbx", "out/monday/b/fbx.fbx"]
    *_, total, error = result.err.splitlines()
    assert total == "4 clips: 2 done, 1 failed, 1 duplicate"
    assert error.startswith("move-ugc: clips/bad.mp4: failed: preflight: cannot use ")
    assert len(sandbox.ledger) == 2
    check_control(program, result)
    # Removed clips, and those that are done, are not work any more.
    Path("clips/bad.mp4").unlink()
    again = program(*RUN)
    assert (again.code, again.err.splitlines()[-1]) == (0, "nothing to do: 3 clips in clips, all done")
    assert states(again) == {path: state for path, state in states(result).items() if state != "failed"}
    # Only a new clip is paid for.
    write_variant(Path("clips/c.mp4"), 3)
    more = program(*RUN, "--json")
    assert more.code == 0, more.err
    found = {each["path"]: each for each in map(json.loads, more.out.splitlines())}
    assert len(found) == 4
    assert found[str(Path("clips/c.mp4").absolute())]["outputs"] == [str(Path("out/c/fbx.fbx").absolute())]
    assert len(sandbox.ledger) == 3


def check_control(program: Program, result: CompletedCommand) -> None:
    """Read and change the batch; only retrying needs an API key."""
    key = os.environ.pop("MOVE_API_KEY")
    status = json.loads(program("batch", "status", "--out", "out", "--json", "--max-jobs", "10").out)
    assert (status["total"], status["open"], status["counts"]["done"]) == (4, 0, 2)
    assert status["budget_remaining"]["jobs"] == 8
    assert program("batch", "export", "report.csv", "--out", "out").err == "4 rows in report.csv\n"
    assert len(Path("report.csv").read_text(encoding="utf-8").splitlines()) == 5
    ids = {row[1]: row[3] for row in result.rows}
    cancelled = program("batch", "cancel", ids["clips/a.mp4"], "unknown", "--out", "out")
    assert (cancelled.code, cancelled.out) == (4, "cancelled\t0\n")
    assert cancelled.err == "2 of 2 ids are unknown, or their clips have ended\n"
    assert program("batch", "retry", "--out", "out").code == 3
    os.environ["MOVE_API_KEY"] = key
    assert program("batch", "retry", "--out", "out").out == "retried\t0\n"
    unknown = program("batch", "retry", "unknown", "--out", "out")
    assert (unknown.code, unknown.out) == (4, "")
    assert unknown.err == "move-ugc: the batch default has no clip with the id 'unknown'\n"


@pytest.mark.slow
def test_run_after_a_clip_was_replaced_before_its_upload_reports_its_new_content(
    sandbox: Sandbox, program: Program
) -> None:
    submit_as_killed("clips/a.mp4")
    write_variant(Path("clips/a.mp4"), 3)
    replaced = program(*RUN)
    assert (replaced.code, replaced.err.count("the clip was changed after it was submitted")) == (6, 1)
    again = program(*RUN)
    assert (again.code, again.err.splitlines()[-1]) == (0, "nothing to do: 2 clips in clips, all done")
    assert len(sandbox.ledger) == 2


@pytest.mark.slow
def test_retry_of_a_duplicate_says_why_its_original_cannot_continue(sandbox: Sandbox, program: Program) -> None:
    Path("clips/monday/b.mp4").unlink()
    write_variant(Path("clips/copy.mp4"), 1)
    sandbox.fail_next_job()
    (duplicate,) = [row[3] for row in program(*RUN).rows if row[0] == "duplicate"]
    result = program("batch", "retry", duplicate, "--out", "out")
    assert (result.out, result.err.split(";")[0]) == ("retried\t0\n", "no failed clip can continue")


def test_run_reports_only_what_holds_for_clips_that_were_corrected(sandbox: Sandbox, program: Program) -> None:
    # None of them can be used: for its options, or for its content.
    whole = Path("clips/a.mp4").read_bytes()
    Path("clips/a.mp4").write_bytes(whole[:-1])
    Path("clips/bad.mp4").write_bytes(b"no video")
    misspelt = program(*RUN[:-2], "mian_fbx", "--yes")
    assert misspelt.code == 2, misspelt.err
    assert set(states(misspelt).values()) == {"failed"}
    Path("clips/a.mp4").write_bytes(whole)
    corrected = program(*RUN)
    assert (corrected.code, corrected.err.count("clips/bad.mp4: failed: ")) == (6, 1)
    assert sorted(row[:2] for row in corrected.rows) == [
        ["done", "clips/a.mp4"],
        ["done", "clips/monday/b.mp4"],
        ["failed", "clips/bad.mp4"],
    ]
    assert len(sandbox.ledger) == 2


def test_unknown_names_are_sent_only_with_force(sandbox: Sandbox, program: Program) -> None:
    options = ("batch", "run", "clips", "--out", "out", "--outputs", "mian_fbx", "--dry-run")
    assert {row[0] for row in program(*options).rows} == {"rejected"}
    assert {row[0] for row in program(*options, "--force").rows} == {"new"}
    assert not sandbox.journal.count("createFile")


def test_run_interrupted_by_ctrl_c_says_how_to_resume_and_pays_once(frozen_sandbox: Sandbox, program: Program) -> None:
    stopped = program.stopped_by(
        signal.SIGINT, lambda: frozen_sandbox.journal.count("createSingleCamJob") == 2, *RUN, "--json"
    )
    assert stopped.code == 130
    assert stopped.err.splitlines()[-2:] == [
        "move-ugc: interrupted; work that was started continues on the server, and is paid for once",
        f"move-ugc: resume with: move-ugc {' '.join(RUN)} --json",
    ]
    unfinished = [json.loads(line) for line in stopped.out.splitlines()]
    assert {each["error"]["type"] for each in unfinished} <= {"InterruptedError"}
    frozen_sandbox.clock.advance(LONG_ENOUGH)
    resumed = program(*RUN)
    assert resumed.code == 0, resumed.err
    assert states(resumed) == {"clips/a.mp4": "done", "clips/monday/b.mp4": "done"}
    assert len(frozen_sandbox.ledger) == 2


@pytest.mark.slow
def test_watch_captures_clips_that_arrive_until_a_signal(sandbox: Sandbox, program: Program) -> None:
    Path("clips/half.mp4").write_bytes(Path("clips/a.mp4").read_bytes()[:-1])

    def is_captured() -> bool:
        if Path("out/a/fbx.fbx").exists() and not Path("clips/new.mp4").exists():
            write_variant(Path("clips/new.mp4.part"), 3).rename("clips/new.mp4")
        return Path("out/new/fbx.fbx").exists()

    stopped = program.stopped_by(
        signal.SIGTERM,
        is_captured,
        *("batch", "watch", "clips", "--out", "out", "--outputs", "main_fbx", "--yes", "--stable-seconds", "0.1"),
    )
    assert stopped.code == 0, stopped.err
    lines = stopped.err.splitlines()
    assert lines[0] == "watching clips; press Ctrl-C to stop"
    assert lines[-1].startswith("stopped; work that was started continues on the server")
    assert [line for line in lines if "half.mp4" in line] == [
        line for line in lines if line.startswith("move-ugc: clips/half.mp4 is truncated")
    ]
    assert len(sandbox.ledger) == 3


def test_dry_run_prints_a_plan_and_creates_nothing(sandbox: Sandbox, program: Program) -> None:
    write_variant(Path("clips/copy.mp4"), 1)
    result = program(*RUN, "--dry-run")
    assert result.code == 0, result.err
    assert sorted(result.rows) == [
        ["duplicate", "0.07", "clips/copy.mp4", ""],
        ["new", "0.07", "clips/a.mp4", ""],
        ["new", "0.07", "clips/monday/b.mp4", ""],
    ]
    assert result.err.splitlines()[-1] == (
        "3 clips: 2 jobs with 0.13 minutes of video to pay for, 1 with equal content"
    )
    assert "reading clips: 100%  3 of 3" in result.err
    assert not Path("out").exists()
    assert not sandbox.journal.count("createFile")


def test_dry_run_exits_with_6_or_2_if_some_or_all_clips_cannot_be_used(program: Program) -> None:
    Path("clips/empty.mp4").touch()
    some = program(*RUN, "--sandbox", "--dry-run")
    assert (some.code, sorted(row[0] for row in some.rows)) == (6, ["new", "new", "rejected"])
    for clip in Path("clips").glob("**/*.mp4"):
        clip.write_bytes(b"")
    assert program(*RUN, "--sandbox", "--dry-run").code == 2


def test_run_reports_a_disk_that_is_full_when_the_engine_starts(
    sandbox: Sandbox, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "database or disk is full"
    full = sqlite3.OperationalError(text)
    full.sqlite_errorcode = sqlite3.SQLITE_FULL
    error = sa.exc.OperationalError("COMMIT", None, full)

    def launch() -> None:
        raise error

    monkeypatch.setattr(dbos.DBOS, "launch", launch)
    result = program(*RUN)
    assert result.code == 1
    assert "batch.db: database or disk is full; check that its folder" in result.err.splitlines()[-1]
    assert not sandbox.ledger


@pytest.mark.parametrize("command", [RUN, ("batch", "worker"), ("batch", "status")])
def test_empty_database_url_is_refused(command: tuple[str, ...], program: Program) -> None:
    result = program(*command, "--database", "")
    assert (result.code, "the URL is empty" in result.err) == (2, True)
    assert not Path("batch.db").exists()


def test_plan_beyond_the_limits_is_refused_before_anything_is_sent(sandbox: Sandbox, program: Program) -> None:
    for limit, allowed in ((("--max-jobs", "1"), "1 jobs"), (("--max-minutes", "0.1"), "0.10 minutes of video")):
        result = program(*RUN, *limit, "--dry-run")
        assert result.code == 2, result.out
        assert [row[0] for row in result.rows] == ["new", "new"]
        needed = "2 jobs with 0.13 minutes of video"
        assert f"cannot pay for {needed}: the limits still allow {allowed}; raise --max-jobs" in result.err
    assert not sandbox.journal.count("createFile")


@pytest.mark.slow
def test_temporary_sandbox_leaves_outputs_and_no_database(program: Program) -> None:
    result = program(
        "batch", "run", "clips", "--out", "out", "--outputs", "main_fbx", "--sandbox", "--sandbox-speed", "1000"
    )
    assert result.code == 0, result.err
    assert not Path("out/batch.db").exists()
    assert Path("out/a/fbx.fbx").exists()


@pytest.mark.parametrize("missing", ["watchfiles", "dbos"])
def test_missing_extra_is_named(
    missing: str, sandbox: Sandbox, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not sandbox.ledger
    # Also restores the attribute, which importing the package again replaces.
    monkeypatch.setattr(move_ugc_async, "batch", importlib.import_module("move_ugc_async.batch"), raising=False)
    for name in [name for name in sys.modules if name.startswith(("move_ugc_async.batch", missing))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    result = program(*RUN)
    assert result.code == 1
    assert result.err.splitlines()[-1] == (
        f'move-ugc: cannot import {missing}: the extra is not installed; run pip install "move-ugc-async[batch]"'
    )


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1), ("", 1)])
def test_run_on_a_terminal_asks_before_it_pays(
    answer: str, code: int, sandbox: Sandbox, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answering(answer, monkeypatch), Terminal() as terminal:
        assert program(*RUN[:-1]).code == code
    assert "2 clips: 2 jobs with 0.13 minutes of video to pay for\r\n" in terminal.text
    assert "Pay for 2 jobs with 0.13 minutes of video? [y/N] " in terminal.text
    assert ("move-ugc: nothing was created; --yes answers the question" in terminal.text) == bool(code)
    assert len(sandbox.ledger) == (0 if code else 2)
    if not code:
        # Nothing is left to pay for, so nothing is asked.
        with Terminal() as terminal:
            monkeypatch.setattr(sys, "stdin", sys.stderr)
            assert program(*RUN[:-1]).code == 0
        assert "nothing to do: 2 clips in clips, all done" in terminal.text


def test_question_names_clips_with_other_options_that_continue_until_they_are_cancelled(
    sandbox: Sandbox, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit_as_killed("clips/a.mp4", "clips/monday/b.mp4")
    for arguments, text in [
        (RUN[:-1], "Pay for 2 jobs with 0.13 minutes of video, besides 2 clips to continue? [y/N] "),
        ((*RUN[:-1], "--version", "2"), "2 clips of the batch with other options or from elsewhere to continue too"),
    ]:
        with answering("n", monkeypatch), Terminal() as terminal:
            assert program(*arguments).code == 1
        assert text in terminal.text.replace("\r\n", " ")
    assert program("batch", "cancel", "--out", "out").code == 2
    assert program("batch", "cancel", "clip-1", "--all", "--out", "out").code == 2
    assert program("batch", "cancel", "--all", "--out", "out").out == "cancelled\t2\n"
    assert program("batch", "cancel", "--all", "--out", "out").code == 0
    # What the user has cancelled is no failure.
    result = program(*RUN)
    assert (result.code, result.err.splitlines()[-1]) == (0, "4 clips: 2 done, 2 cancelled")
    assert len(sandbox.ledger) == 2


def submit_as_killed(*clips: str) -> None:
    async def submit() -> None:
        async with Batch("sqlite:///out/batch.db", worker=False) as batch:
            await batch.submit([CaptureSpec(each, f"out/{Path(each).stem}") for each in clips])

    Path("out").mkdir(exist_ok=True)
    anyio.run(submit)


@contextmanager
def answering(answer: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    master, slave = pty.openpty()
    with os.fdopen(slave, encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        os.write(master, f"{answer}\n".encode())
        yield
    os.close(master)


def test_ctrl_c_at_the_question_ends_the_command(
    sandbox: Sandbox, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    master, slave = pty.openpty()
    with os.fdopen(slave, encoding="utf-8") as stream, Terminal() as terminal:
        monkeypatch.setattr(sys, "stdin", stream)
        stopped = program.stopped_by(signal.SIGINT, lambda: "[y/N]" in terminal.text, *RUN[:-1])
    os.close(master)
    assert stopped.code == 130
    assert not sandbox.ledger


def test_clips_that_change_while_the_question_waits_are_not_paid_for(
    sandbox: Sandbox, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("clips/bad.mp4").write_bytes(b"no video")
    read_line = confirmation._read_line

    async def read_and_change() -> str:
        write_variant(Path("clips/a.mp4"), 4)
        write_variant(Path("clips/bad.mp4"), 5)
        return await read_line()

    monkeypatch.setattr(confirmation, "_read_line", read_and_change)
    with answering("y", monkeypatch), Terminal() as terminal:
        assert program(*RUN[:-1]).code == 6
    assert "Pay for 2 jobs with 0.13 minutes of video? [y/N] " in terminal.text
    for name in ("a", "bad"):
        assert f"clips/{name}.mp4: failed: preflight: cannot pay for the clip: it has changed" in terminal.text
    assert len(sandbox.ledger) == 1
    monkeypatch.setattr(confirmation, "_read_line", read_line)
    with answering("n", monkeypatch), Terminal() as terminal:
        assert program(*RUN[:-1]).code == 1
    assert "Pay for 2 jobs with 0.13 minutes of video? [y/N] " in terminal.text


@pytest.mark.parametrize("database", [(), ("--database", "sqlite:///state/batches.db")])
def test_plan_and_refused_question_create_no_database(
    database: tuple[str, ...], sandbox: Sandbox, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {*Path().rglob("*")}
    assert program(*RUN, *database, "--dry-run").code == 0
    with answering("n", monkeypatch), Terminal():
        assert program(*RUN[:-1], *database).code == 1
    assert {*Path().rglob("*")} == before
    assert not sandbox.ledger


@pytest.mark.slow
def test_watch_reports_why_clips_fail_and_that_the_folder_vanished(sandbox: Sandbox, program: Program) -> None:
    arguments = ("--outputs", "main_fbx", "--yes", "--stable-seconds", "0.1", "--max-jobs", "0")
    done = threading.Event()
    with Terminal() as terminal:

        def remove() -> None:
            wait_until_sync(lambda: done.is_set() or terminal.text.count("raise --max-jobs") == 2)
            shutil.rmtree("clips")

        thread = threading.Thread(target=remove)
        thread.start()
        try:
            result = program("batch", "watch", "clips", "--out", "out", *arguments)
        finally:
            done.set()
            thread.join()
    assert result.code == 1
    (failed,) = (line for line in terminal.text.splitlines() if "clips/a.mp4: failed: " in line)
    assert "cannot create a job or volume: the budget has 0 of 0 jobs left" in failed
    last = terminal.text.splitlines()[-1]
    assert last.startswith("move-ugc: cannot watch clips any more: No such file or directory; work that was started")
    assert not sandbox.ledger


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("-v",)])
def test_worker_reports_each_failed_clip_once(options: tuple[str, ...], sandbox: Sandbox, program: Program) -> None:
    submit_as_killed("clips/a.mp4")
    with Terminal() as terminal:
        arguments = ("batch", "worker", "--out", "out", "--max-jobs", "0", *options)
        result = program.stopped_by(signal.SIGTERM, lambda: "BudgetExceededError" in terminal.text, *arguments)
    assert result.code == 0
    assert terminal.text.count("failed in the step upload: BudgetExceededError") == 1
    assert not sandbox.ledger


@pytest.mark.slow
def test_database_of_the_environment_is_named_in_errors_and_not_in_advice(
    sandbox: Sandbox, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOVE_UGC_BATCH_DATABASE", "sqlite:///state.db")
    result = program(*RUN, "--max-jobs", "0")
    assert result.code == 2
    assert "continue clips beyond the limits with: move-ugc batch retry;" in result.err.splitlines()[-1]
    assert "MOVE_UGC_BATCH_DATABASE" in program("batch", "status", "--out", "out").err
    assert not sandbox.ledger
