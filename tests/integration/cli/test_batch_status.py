"""What `move-ugc batch status` writes, without a batch."""

import json
from pathlib import Path

import pytest

from move_ugc_async import BudgetRemaining
from move_ugc_async.batch import BatchOutcome, BatchStatus, RunningCapture, WorkerStatus
from move_ugc_async.cli.batch_options import DatabaseOptions
from move_ugc_async.cli.batch_status import write_status
from move_ugc_async.cli.local import LocalSession
from move_ugc_async.cli.options import Options

SHARED = DatabaseOptions(database="postgresql://host/name")


def status(*, workers: int = 0, total: int = 3) -> BatchStatus:
    return BatchStatus(
        total=total,
        counts={"queued": max(total - 2, 0), "uploading": 0, "ready": 0, "running": min(total, 1), "quarantined": 1},
        running=(RunningCapture(id="clip-1", path=Path.cwd() / "a.mp4", stage="wait"),),
        quarantined=(BatchOutcome(id="clip-2", path=Path.cwd() / "b.mp4", state="quarantined", message="may exist"),),
        workers=(WorkerStatus(id="w", host="vm", pid=7, heartbeat_age=1.234, clips=1200),) * workers,
        budget_remaining=BudgetRemaining(jobs=5, video_minutes=None),
    )


def test_status_in_a_pipe_has_a_line_for_each_number_clip_and_worker(capsys: pytest.CaptureFixture[str]) -> None:
    write_status(LocalSession(Options()), status(workers=1), SHARED)
    written = capsys.readouterr()
    assert [line.split("\t") for line in written.out.splitlines()] == [
        ["total", "3"],
        ["open", "2"],
        ["queued", "1"],
        ["uploading", "0"],
        ["ready", "0"],
        ["running", "1"],
        ["quarantined", "1"],
        ["remaining jobs", "5"],
        ["remaining video_minutes", ""],
        ["in progress", "a.mp4", "wait", "clip-1"],
        ["quarantined", "b.mp4", "may exist", "clip-2"],
        ["worker", "vm, process 7", "1,200 clips, last heartbeat 1 s ago", "w"],
    ]
    assert written.err == ""


def test_status_as_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    write_status(LocalSession(Options(json=True)), status(workers=1), SHARED)
    record = json.loads(capsys.readouterr().out)
    assert (record["counts"]["queued"], record["running"][0]["id"], record["workers"][0]["pid"]) == (1, "clip-1", 7)


def test_status_says_that_no_worker_runs_only_where_workers_are_known(capsys: pytest.CaptureFixture[str]) -> None:
    write_status(LocalSession(Options()), status(), SHARED)
    assert capsys.readouterr().err == "no worker is running; start one with `move-ugc batch worker`\n"
    write_status(LocalSession(Options()), status(), DatabaseOptions())
    assert capsys.readouterr().err == ""


def test_status_says_that_a_batch_has_no_clips(capsys: pytest.CaptureFixture[str]) -> None:
    write_status(LocalSession(Options()), status(total=0, workers=1), DatabaseOptions(name="film"))
    assert capsys.readouterr().err.startswith("the batch film has no clips; --name selects another batch")
