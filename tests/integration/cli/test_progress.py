"""Progress bars."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from move_ugc_async import CaptureEvent, MoveConnectionError, ProgressEvent, Unreachable
from move_ugc_async.cli.displays import MAX_VISIBLE, LiveBars, PlainBars


class TerminalStream(io.StringIO):
    def isatty(self) -> bool:
        return True


SINCE = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["wait", "capture"])
def test_plain_bar_prints_one_line_per_outage_with_its_start(kind: str) -> None:
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


def test_live_bar_shows_an_outage() -> None:
    stream = io.StringIO()
    with LiveBars(stream) as bars:
        bar = bars.add("job-1")
        bar.wait(ProgressEvent("job", "job-1", None, None, 1.0, Unreachable(SINCE, MoveConnectionError("m"), SINCE)))
        assert "unreachable since" in str(bars._progress.tasks[0].fields["detail"])


def test_hidden_bar_is_drawn_when_a_visible_one_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("LINES", "40")
    names = [f"clip-{number:02}" for number in range(MAX_VISIBLE + 9)]
    shown = TerminalStream()
    with LiveBars(shown) as bars:
        for name in names:
            bars.add(name)
    assert sorted(set(re.findall(r"clip-\d\d", shown.getvalue()))) == names[:MAX_VISIBLE]
    shown = TerminalStream()
    with LiveBars(shown) as bars:
        first, *_ = [bars.add(name) for name in names]
        first.end("")
    assert max(re.findall(r"clip-\d\d", shown.getvalue())) == names[MAX_VISIBLE]


def test_long_name_of_a_bar_is_shortened_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    shown = TerminalStream()
    with LiveBars(shown) as bars:
        bars.add(f"monday/{'x' * 80}/take-7.mp4")
    assert re.search(r"monday/x+…x+/take-7\.mp4", shown.getvalue())
