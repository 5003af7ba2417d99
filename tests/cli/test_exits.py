"""Exit codes, and the one line that goes with each."""

import pytest

from move_ugc_async import CaptureError, CaptureState, JobFailedError, MoveSourceChangedError, WaitTimeoutError
from move_ugc_async.cli.exits import MEANINGS, Exit, exit_of, exit_of_many
from move_ugc_async.sandbox import Sandbox
from tests.cli.conftest import Invoke, ask
from tests.cli.test_commands import three_jobs


def test_the_table_in_the_help_and_in_the_document_is_the_one_that_is_used(move_ugc: Invoke) -> None:
    from pathlib import Path

    shown = move_ugc("--help").out
    document = (Path(__file__).parents[2] / "docs" / "cli.md").read_text()
    assert set(MEANINGS) == set(Exit)
    for code, meaning in MEANINGS.items():
        assert f"{code.value:>5}  {meaning}" in shown
        assert f"| {code.value} | {meaning} |" in document


@pytest.mark.parametrize(
    "command",
    [
        "nonsense",
        "jobs get",
        "jobs list --limit 0",
        "capture dance.mp4 --start 1",
        "capture dance.mp4 --start 2 --end 1",
        "capture dance.mp4 --metadata {",
        "capture dance.mp4 --metadata [1]",
        "capture dance.mp4 other.mp4 --move-file a.move",
        "capture dance.mp4 --outputs main_fbz",
        "capture dance.mp4 --start 3 --end 400",
        "capture nothing.mp4",
        "files upload nothing.mp4",
        "files upload dance.mp4 --metadata {",
        "jobs get x --expand nonsense",
        "jobs list --endpoint-url nonsense",
        "jobs list --sandbox --sandbox-speed -1",
    ],
)
def test_wrong_usage_is_2_and_sends_nothing(command: str, sandbox: Sandbox, move_ugc: Invoke) -> None:
    ran = move_ugc(*command.split())
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[-1].startswith(("move-ugc: ", "Error: "))
    assert not [entry for entry in sandbox.journal.filter(kind="graphql") if "create" in (entry.operation or "")]


def test_no_key_is_3_and_names_the_two_ways_out(move_ugc: Invoke) -> None:
    ran = move_ugc("jobs", "list")
    assert ran.code == 3
    assert "MOVE_API_KEY" in ran.err
    assert "--sandbox" in ran.err


def test_a_wrong_key_is_3_and_not_printed(sandbox: Sandbox, move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sandbox
    monkeypatch.setenv("MOVE_API_KEY", "mv_key_of_somebody")
    ran = move_ugc("jobs", "list")
    assert (ran.code, len(ran.err.splitlines())) == (3, 1)
    assert "mv_key_of_somebody" not in ran.err


@pytest.mark.parametrize(
    ("key", "flags", "named"),
    [("short", [], "MOVE_API_KEY"), ("mv_key_of_somebody", ["--endpoint-url", "nonsense"], "--endpoint-url")],
)
def test_a_setting_that_is_wrong_is_named_as_a_shell_knows_it(
    key: str, flags: list[str], named: str, move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOVE_API_KEY", key)
    ran = move_ugc("rigs", *flags)
    assert ran.code == 2
    assert ran.err.rstrip().endswith(named)
    assert "=" not in ran.err


def test_what_is_not_there_is_4(sandbox: Sandbox, move_ugc: Invoke) -> None:
    assert sandbox
    ran = move_ugc("takes", "get", "take-1")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("move-ugc: take-1: ")


def test_out_of_time_is_5_and_says_what_goes_on(frozen_sandbox: Sandbox, move_ugc: Invoke) -> None:
    (job, *_) = ask(frozen_sandbox, three_jobs)
    ran = move_ugc("jobs", "wait", job, "--timeout", "0.5")
    assert ran.code == 5
    assert ran.err.splitlines()[-2:] == [
        "move-ugc: time ran out after 0.5 s; what was waited for goes on on the server",
        f"move-ugc: go on with: move-ugc jobs wait {job} --timeout 0.5",
    ]


def test_a_failed_job_is_1_and_some_of_several_is_6(sandbox: Sandbox, move_ugc: Invoke) -> None:
    sandbox.fail_next_job("Record the whole body.")
    failed, *fine = ask(sandbox, three_jobs)
    assert move_ugc("jobs", "wait", failed).code == 1
    some = move_ugc("jobs", "wait", failed, *fine)
    assert some.code == 6
    assert sorted(row[0] for row in some.rows) == sorted(fine)


def test_a_server_that_is_not_there_is_1(move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOVE_API_KEY", "mv_key_of_somebody")
    # Port 9 is `discard`: nothing listens there, and the connection is refused at once.
    ran = move_ugc("webhooks", "upsert", "--uid", "a", "--url", "b", "--endpoint-url", "http://127.0.0.1:9/x")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1


def test_an_error_of_a_journey_counts_as_what_caused_it() -> None:
    error = CaptureError("wait: late", stage="wait", state=CaptureState())
    assert exit_of(error) is Exit.FAILED
    error.__cause__ = WaitTimeoutError("late", id="job-1")
    assert exit_of(error) is Exit.OUT_OF_TIME
    assert exit_of(JobFailedError("no", id="job-1")) is Exit.FAILED
    assert exit_of(MoveSourceChangedError("it grew")) is Exit.FAILED


def test_several_exits_make_one() -> None:
    assert exit_of_many([]) is Exit.DONE
    assert exit_of_many([Exit.NOT_FOUND, Exit.NOT_FOUND]) is Exit.NOT_FOUND
    assert exit_of_many([Exit.DONE, Exit.NOT_FOUND]) is Exit.SOME_FAILED
    assert exit_of_many([Exit.FAILED, Exit.NOT_FOUND]) is Exit.FAILED
