"""The library's log on standard error, `--verbose`."""

import logging
from collections.abc import Callable

import pytest

from move_ugc_async.cli.displays import LiveBars
from move_ugc_async.sandbox import Sandbox, Status
from tests.integration.cli.conftest import Invoke
from tests.integration.cli.terminal import Terminal


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
def test_verbose_writes_the_log_to_standard_error_from_its_level_on(
    arguments: tuple[str, ...], levels: str, sandbox: Sandbox, move_ugc: Invoke
) -> None:
    sandbox.faults.add(Status(503), operation="listJobs", times=1)
    level = logging.getLogger("move_ugc_async").level
    result = move_ugc(*arguments)
    assert (result.code, result.out) == (0, "")
    logged = [line.split() for line in result.err.splitlines() if " move_ugc_async: " in line]
    assert {words[2] for words in logged} == set(levels.split())
    assert logging.getLogger("move_ugc_async").level == level
    # Without -v, the next command writes no log.
    assert " move_ugc_async: " not in move_ugc("jobs", "list").err


def test_log_lines_are_written_above_moving_bars(
    sandbox: Sandbox, run_on_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    above: list[str] = []
    monkeypatch.setattr(LiveBars, "print_above", lambda _bars, line: above.append(line))
    sandbox.faults.add(Status(503), operation="createFile", times=1)
    written = run_on_terminal("files", "upload", "dance.mp4", "-v").text
    assert any("INFO move_ugc_async: createFile: attempt 1 failed" in line for line in above)
    assert "move_ugc_async: " not in written
