"""Summaries and advice of `move-ugc batch`, without a batch."""

from pathlib import Path
from typing import Any

import pytest

from move_ugc_async.batch import BatchOutcome, BatchPlan, PlannedCapture, _export
from move_ugc_async.cli.batch_control import unchanged_text
from move_ugc_async.cli.batch_plan import summary
from move_ugc_async.cli.batch_report import advice
from move_ugc_async.cli.resume import shell_command


def plan(*actions: Any, open: int = 0, others_open: int = 0) -> BatchPlan:
    captures = tuple(
        PlannedCapture(id=f"clip-{number}", path=Path("a.mp4"), action=action, video_minutes=0.5)
        for number, action in enumerate(actions)
    )
    new = actions.count("new")
    return BatchPlan(
        captures=captures,
        jobs=new,
        video_minutes=new / 2,
        open=open,
        others_open=others_open,
        budget_remaining=None,
        exceeds_budget=False,
    )


def test_summary_counts_clips_by_what_happens_to_them() -> None:
    assert summary(plan("new", "new", "duplicate", "rejected")) == (
        "4 clips: 2 jobs with 1.00 minutes of video to pay for, 1 with equal content, 1 that cannot be used"
    )


def test_summary_says_that_jobs_of_open_clips_may_be_paid_for() -> None:
    assert summary(plan("known", "known", "known", open=2)) == (
        "3 clips: 0 new jobs to pay for, 2 to continue, whose jobs are paid for if they do not exist yet, "
        "1 ended before"
    )


def test_summary_names_open_clips_that_are_not_planned() -> None:
    assert summary(plan("new", others_open=2)) == (
        "1 clip: 1 job with 0.50 minutes of video to pay for; 2 clips of the batch with other options or from "
        "elsewhere to continue too, whose jobs are paid for if they do not exist yet: "
        "`move-ugc batch cancel --all` stops all that are open"
    )


def outcome(error_type: str | None, *, state: Any = "failed", stage: str = "wait") -> BatchOutcome:
    return BatchOutcome(id="clip-1", path=Path("a.mp4"), state=state, error_type=error_type, stage=stage)


def test_advice_names_a_command_that_continues_each_kind_of_clip() -> None:
    retry, run = "move-ugc batch retry --out out", "move-ugc batch run clips"
    paying = f"pay for new jobs of clips whose job failed with: {retry} --pay-again && {run}"
    failed, unreachable = outcome("JobFailedError"), outcome("MoveConnectionError")
    quarantined = outcome("AmbiguousCreateError", state="quarantined")
    where, arguments = ["--out", "out"], ["batch", "run", "clips"]
    assert advice([failed], where, arguments) == [paying]
    assert advice([unreachable], where, arguments) == [f"retry with: {retry} && {run}"]
    assert advice([failed, unreachable], where, arguments) == [f"retry with: {retry} && {run}", paying]
    assert advice([outcome("PreflightError", stage="preflight")], where, arguments) == []
    assert advice([quarantined], where, arguments) == [
        "search for the jobs of quarantined clips again with: move-ugc batch retry --out out clip-1 && "
        "move-ugc batch run clips; with --pay-again, jobs that are not found are created"
    ]


@pytest.mark.parametrize("stage", ["upload", "job"])
def test_advice_for_clips_beyond_the_limits_does_not_repeat_the_limits(stage: str) -> None:
    limited, arguments = outcome("BudgetExceededError", stage=stage), ["batch", "run", "clips", "--max-jobs", "5"]
    assert advice([limited], ["--out", "out"], arguments) == [
        "continue clips beyond the limits with: move-ugc batch retry --out out; then run the command again with a "
        "higher --max-jobs or --max-minutes"
    ]


@pytest.mark.parametrize(
    ("states", "pay_again", "start"),
    [
        ([], False, "nothing to retry: no clip has failed"),
        (["done", "queued"], True, "nothing to retry: no clip has failed"),
        (["failed"], False, "no failed clip can continue; those whose job failed need --pay-again"),
        (["failed"], True, "no failed clip can continue; those that cannot be used must be replaced"),
        (["failed", "quarantined"], False, "no job of the quarantined clips was found; --pay-again"),
    ],
)
def test_retry_of_no_clip_says_why(states: list[str], start: str, *, pay_again: bool) -> None:
    assert (unchanged_text(states, pay_again=pay_again) or "").startswith(start)


@pytest.mark.parametrize(
    ("states", "retried", "start"),
    [
        (["failed", "failed", "failed"], 1, "2 of 3 clips cannot continue; those whose job failed need --pay-again"),
        (["failed", "quarantined"], 1, "1 of 2 clips cannot continue; those"),
        (["failed", "done", "cancelled"], 2, None),
        # Others have failed since they were counted.
        (["failed"], 2, None),
    ],
)
def test_retry_of_some_clips_explains_why_others_are_left_out(
    states: list[str], retried: int, start: str | None
) -> None:
    text = unchanged_text(states, retried, pay_again=False)
    assert text is None if start is None else (text or "").startswith(start)
    assert ("may be a second one" in (text or "")) == ("quarantined" in states)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://user:secret@host/name", "postgresql://user:***@host/name"),
        (
            "postgresql://host/name?user=u&password=secret&sslmode=require",
            "postgresql://host/name?user=u&password=***&",
        ),
        ("postgresql://host/name?sslpassword=secret", "postgresql://host/name?sslpassword=***"),
    ],
)
def test_commands_in_advice_hide_passwords(url: str, shown: str) -> None:
    command = shell_command(["batch", "retry", "--database", url])
    assert shown in command
    assert "secret" not in command


def test_error_of_a_report_names_its_file(tmp_path: Path) -> None:
    path = tmp_path / "absent" / "report.csv"
    with pytest.raises(FileNotFoundError) as caught:
        _export.writer_of(path)([])
    assert caught.value.filename == str(path)
