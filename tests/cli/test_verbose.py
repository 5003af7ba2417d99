"""`--verbose`: the library's log on standard error."""

import logging
from collections.abc import Callable

import pytest

from move_ugc_async.cli.progress import LiveBars
from move_ugc_async.sandbox import Sandbox, Status
from tests.cli.conftest import Invoke
from tests.cli.terminal import Terminal


@pytest.mark.parametrize(
    ("arguments", "levels"),
    [
        (("jobs", "list"), ""),
        (("jobs", "list", "-v"), "INFO"),
        (("--verbose", "jobs", "list"), "INFO"),
        (("jobs", "list", "-vv"), "DEBUG INFO"),
        (("--verbose", "--verbose", "jobs", "list", "--quiet"), "DEBUG INFO"),
    ],
)
def test_log_is_written_to_standard_error_from_the_level_that_was_asked_for(
    arguments: tuple[str, ...], levels: str, sandbox: Sandbox, move_ugc: Invoke
) -> None:
    sandbox.faults.add(Status(503), operation="listJobs", times=1)
    level = logging.getLogger("move_ugc_async").level
    ran = move_ugc(*arguments)
    assert (ran.code, ran.out) == (0, "")
    logged = [line.split() for line in ran.err.splitlines() if " move_ugc_async: " in line]
    assert {words[2] for words in logged} == set(levels.split())
    assert logging.getLogger("move_ugc_async").level == level
    # The next command writes none.
    assert " move_ugc_async: " not in move_ugc("jobs", "list").err


def test_log_lines_are_written_above_moving_bars(
    sandbox: Sandbox, run_on_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    above: list[str] = []
    monkeypatch.setattr(LiveBars, "above", lambda _bars, line: above.append(line))
    sandbox.faults.add(Status(503), operation="createFile", times=1)
    written = run_on_terminal("files", "upload", "dance.mp4", "-v").text
    assert any("INFO move_ugc_async: createFile: try 1 failed" in line for line in above)
    assert "move_ugc_async: " not in written
