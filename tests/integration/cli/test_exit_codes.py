"""Exit codes and their error messages."""

from pathlib import Path

import pytest

from move_ugc_async import (
    CaptureError,
    CaptureState,
    IdempotencyMismatchError,
    JobFailedError,
    MoveSourceChangedError,
    WaitTimeoutError,
)
from move_ugc_async.cli.exit_codes import MEANINGS, ExitCode, combine_exit_codes, exit_code_for
from move_ugc_async.sandbox import Sandbox
from tests.integration.cli.conftest import Invoke, Pauses, with_client
from tests.integration.cli.test_commands import three_jobs


def test_help_and_documentation_list_every_exit_code(move_ugc: Invoke) -> None:
    shown = move_ugc("--help").out
    document = (Path(__file__).parents[3] / "docs" / "cli.md").read_text(encoding="utf-8")
    assert set(MEANINGS) == set(ExitCode)
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
def test_exit_code_is_2_and_nothing_is_created_when_usage_is_invalid(
    command: str, sandbox: Sandbox, move_ugc: Invoke
) -> None:
    result = move_ugc(*command.split())
    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines()[-1].startswith(("move-ugc: ", "Error: "))
    assert not [entry for entry in sandbox.journal.filter(kind="graphql") if "create" in (entry.operation or "")]


def test_exit_code_is_3_with_remedies_when_api_key_is_missing(move_ugc: Invoke) -> None:
    result = move_ugc("jobs", "list")
    assert result.code == 3
    assert "MOVE_API_KEY" in result.err
    assert "--sandbox" in result.err


def test_exit_code_is_3_without_printing_the_key_when_the_server_rejects_the_key(
    sandbox: Sandbox, move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sandbox
    monkeypatch.setenv("MOVE_API_KEY", "mv_key_of_somebody")
    result = move_ugc("jobs", "list")
    assert (result.code, len(result.err.splitlines())) == (3, 1)
    assert "mv_key_of_somebody" not in result.err


@pytest.mark.parametrize(
    ("key", "flags", "named"),
    [("short", [], "MOVE_API_KEY"), ("mv_key_of_somebody", ["--endpoint-url", "nonsense"], "--endpoint-url")],
)
def test_invalid_setting_is_reported_by_its_variable_or_option(
    key: str, flags: list[str], named: str, move_ugc: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOVE_API_KEY", key)
    result = move_ugc("rigs", *flags)
    assert result.code == 2
    assert result.err.rstrip().endswith(named)
    assert "=" not in result.err


def test_exit_code_is_4_when_an_object_does_not_exist(sandbox: Sandbox, move_ugc: Invoke) -> None:
    assert sandbox
    result = move_ugc("takes", "get", "take-1")
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith("move-ugc: getTake: take-1 was not found; check the id, and that")
    assert result.err.count("take-1") == 1


def test_exit_code_is_5_and_resume_hint_is_printed_after_timeout(frozen_sandbox: Sandbox, move_ugc: Invoke) -> None:
    (job, *_) = with_client(frozen_sandbox, three_jobs)
    result = move_ugc("jobs", "wait", job, "--timeout", "0.5")
    assert result.code == 5
    assert result.err.splitlines()[-2:] == [
        "move-ugc: timed out after 0.5 s; the work continues on the server",
        f"move-ugc: resume with: move-ugc jobs wait {job} --timeout 0.5",
    ]


def test_exit_code_is_1_for_a_failed_job_and_6_when_some_of_several_fail(sandbox: Sandbox, move_ugc: Invoke) -> None:
    sandbox.fail_next_job("Record the whole body.")
    failed, *fine = with_client(sandbox, three_jobs)
    assert move_ugc("jobs", "wait", failed).code == 1
    some = move_ugc("jobs", "wait", failed, *fine)
    assert some.code == 6
    assert sorted(row[0] for row in some.rows) == sorted(fine)


def test_exit_code_is_1_after_retries_when_connections_are_refused(
    move_ugc: Invoke, pauses: Pauses, refusing_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOVE_API_KEY", "mv_key_of_somebody")
    result = move_ugc("webhooks", "upsert", "--uid", "a", "--url", "http://b", "--endpoint-url", f"{refusing_url}/x")
    assert result.code == 1
    assert len(result.err.splitlines()) == 1
    assert pauses.seconds


def test_exit_code_of_capture_error_is_that_of_its_cause() -> None:
    error = CaptureError("wait: late", stage="wait", state=CaptureState())
    assert exit_code_for(error) is ExitCode.FAILED
    error.__cause__ = WaitTimeoutError("late", id="job-1")
    assert exit_code_for(error) is ExitCode.TIMED_OUT
    assert exit_code_for(JobFailedError("no", id="job-1")) is ExitCode.FAILED
    assert exit_code_for(MoveSourceChangedError("it grew")) is ExitCode.FAILED
    assert exit_code_for(IdempotencyMismatchError("other options", id="job-1")) is ExitCode.INVALID


def test_exit_codes_of_several_objects_are_combined() -> None:
    assert combine_exit_codes([]) is ExitCode.SUCCESS
    assert combine_exit_codes([ExitCode.NOT_FOUND, ExitCode.NOT_FOUND]) is ExitCode.NOT_FOUND
    assert combine_exit_codes([ExitCode.SUCCESS, ExitCode.NOT_FOUND]) is ExitCode.SOME_FAILED
    assert combine_exit_codes([ExitCode.FAILED, ExitCode.NOT_FOUND]) is ExitCode.FAILED
