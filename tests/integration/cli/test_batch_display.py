"""Progress and outcomes of a batch, without a batch."""

import io
import re
from pathlib import Path

import pytest

from move_ugc_async.batch import BatchStatus, RunningCapture
from move_ugc_async.cli.batch_display import BatchDisplay
from move_ugc_async.cli.displays import LiveBars, PlainBars
from tests.integration.cli.test_progress import TerminalStream

STATES = ("queued", "uploading", "ready", "running", "done", "failed", "quarantined", "cancelled", "duplicate")


def status(*running: tuple[str, str], **counts: int) -> BatchStatus:
    return BatchStatus(
        total=sum(counts.values()),
        counts={state: counts.get(state, 0) for state in STATES},
        running=tuple(RunningCapture(id=name, path=Path.cwd() / f"{name}.mp4", stage=stage) for name, stage in running),
        quarantined=(),
        workers=(),
        budget_remaining=None,
    )


def test_pipe_gets_a_line_per_stage_and_per_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    stream = io.StringIO()
    display = BatchDisplay(PlainBars(stream, quiet=False))
    display.show(status(("a", "upload"), uploading=1, queued=1))
    display.show(status(("a", "upload"), uploading=1, queued=1))
    display.show(status(("a", "wait"), ("b", "upload"), running=1, uploading=1))
    display.end("a", tmp_path / "a.mp4", "1 file (job-1)")
    display.show(status(("b", "upload"), uploading=1, done=1))
    display.close()
    assert stream.getvalue().splitlines() == [
        "a.mp4:  10%  upload",
        "all clips:   0%  0 of 2",
        "a.mp4:  40%  wait",
        "b.mp4:  10%  upload",
        "a.mp4: 1 file (job-1)",
        "all clips:  50%  1 of 2: 1 done",
    ]


def test_terminal_shows_counts_of_all_states_and_a_line_per_running_clip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")
    stream = TerminalStream()
    with LiveBars(stream) as bars:
        display = BatchDisplay(bars)
        display.show(status(("a", "wait"), ("b", "download"), running=2, queued=4000, done=1234, failed=2))
        bars._progress.refresh()
        display.close()
    written = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", stream.getvalue())
    assert "1,236 of 5,238: 4,000 queued, 2 running, 1,234 done, 2 failed" in written
    assert re.search(r"a\.mp4 .* 40% .*wait", written)
    assert re.search(r"b\.mp4 .* 90% .*download", written)


@pytest.mark.parametrize("height", [1, 2, 5, 12])
def test_terminal_never_shows_more_bars_than_it_has_lines(height: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINES", "40")
    stream = TerminalStream()
    with LiveBars(stream) as bars:
        display = BatchDisplay(bars)
        display.show(status(*((f"clip-{number:02}", "wait") for number in range(30)), running=30))
        assert sum(task.visible for task in bars._progress.tasks) == 16
        monkeypatch.setattr(bars._progress.console, "_height", height)
        display.show(status(*((f"clip-{number:02}", "wait") for number in range(30)), running=30))
        assert sum(task.visible for task in bars._progress.tasks) == max(height - 1, 1)
        assert bars._progress.tasks[0].visible, "the bar of all clips is hidden"
        display.end("clip-00", Path("clip-00.mp4"), "")
        assert sum(task.visible for task in bars._progress.tasks) == max(height - 1, 1)
        display.close()


def test_long_stage_does_not_wrap_on_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    stream = TerminalStream()
    with LiveBars(stream) as bars:
        display = BatchDisplay(bars)
        display.show(status(running=1, **dict.fromkeys(set(STATES) - {"running"}, 1000)))
        bars._progress.refresh()
        lines = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", stream.getvalue()).splitlines()
        display.close()
    assert all(len(line.rpartition("\r")[2]) <= 60 for line in lines)
    assert len({line for line in lines if line.strip()}) <= 2
