"""What bars show of an outage."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from move_ugc_async import CaptureEvent, MoveConnectionError, ProgressEvent, Unreachable
from move_ugc_async.cli.progress import LiveBars, PlainBars

SINCE = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["wait", "capture"])
def test_bar_shows_since_when_the_server_is_unreachable_once_for_each_outage(kind: str) -> None:
    stream = io.StringIO()
    bar = PlainBars(stream, quiet=False).add("dance.mp4")

    def show(unreachable: Unreachable | None) -> None:
        if kind == "wait":
            bar.wait(ProgressEvent("job", "job-1", "RUNNING", 40, 10.0, unreachable))
        else:
            bar.capture(CaptureEvent("wait", 0.4, 0.4, "job-1", "RUNNING", unreachable=unreachable))

    show(None)
    for seconds in (5, 10):
        show(Unreachable(SINCE, MoveConnectionError("refused"), SINCE + timedelta(seconds=seconds)))
    show(None)
    stage = "RUNNING" if kind == "wait" else "wait RUNNING"
    assert stream.getvalue().splitlines() == [
        f"dance.mp4:  40%  {stage}",
        f"dance.mp4:  40%  {stage} unreachable since {SINCE.astimezone():%H:%M:%S} (MoveConnectionError)",
        f"dance.mp4:  40%  {stage}",
    ]


def test_live_bar_shows_that_the_server_is_unreachable() -> None:
    stream = io.StringIO()
    with LiveBars(stream) as bars:
        bar = bars.add("job-1")
        bar.wait(ProgressEvent("job", "job-1", None, None, 1.0, Unreachable(SINCE, MoveConnectionError("m"), SINCE)))
        assert "unreachable since" in str(bars._progress.tasks[0].fields["detail"])
