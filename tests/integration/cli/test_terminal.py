"""Commands on a terminal, in a pipe, and on outputs of a limited encoding."""

import io
import re
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from move_ugc_async.sandbox import Sandbox
from tests.integration.cli.conftest import Pauses, exit_code_of, run_program, with_client
from tests.integration.cli.terminal import Terminal
from tests.integration.cli.test_commands import HOSTILE, three_jobs
from tests.support.wait_until import wait_until_sync

CAPTURE = ("capture", "dance.mp4", "-o", "out", "--outputs", "main_fbx")

RunOnTerminal = Callable[..., Terminal]


def test_program_writes_plain_text_into_a_pipe_even_if_color_is_forced(sandbox: Sandbox, folder: Path) -> None:
    result = run_program(*CAPTURE, FORCE_COLOR="1")
    assert result.returncode == 0, result.stderr
    assert result.stdout == f"out/fbx.fbx\tfbx\t{(folder / 'out/fbx.fbx').stat().st_size}\n"
    assert result.stderr.isascii()
    assert "\x1b" not in result.stderr
    assert len(sandbox.ledger) == 1


def test_capture_on_a_terminal_draws_a_bar_that_follows_the_job(
    frozen_sandbox: Sandbox, run_on_terminal: RunOnTerminal
) -> None:
    shown: list[int] = [0]

    def let_job_progress(terminal: Terminal) -> None:
        """Wait until the bar shows the state of the job, and advance the job."""

        def has_advanced() -> bool:
            found = [int(number) for number in re.findall(r"(\d+)%  ?wait", terminal.text)]
            return bool(found) and found[-1] > shown[-1]

        if len(shown) < 4:
            wait_until_sync(has_advanced)
            shown.append(int(re.findall(r"(\d+)%", terminal.text)[-1]))
        frozen_sandbox.clock.advance(2)

    terminal = run_on_terminal(*CAPTURE, while_shown=let_job_progress)
    assert len(shown) == 4
    assert shown == sorted(set(shown))
    assert "━" in terminal.written
    assert terminal.written.index("\x1b[?25l") < terminal.written.rindex("\x1b[?25h"), "the cursor is still hidden"
    assert "dance.mp4: 1 file in out" in terminal.text
    assert re.search(r"path +format +bytes *\r\nout/fbx\.fbx +fbx +[\d,]+ *\r\n", terminal.text)


def test_terminal_output_has_no_color_when_no_color_is_set(
    sandbox: Sandbox, run_on_terminal: RunOnTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_client(sandbox, three_jobs)
    assert "\x1b[32mFINISHED" in run_on_terminal("jobs", "list").written
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[3\dm", run_on_terminal("jobs", "list").written)


def test_dumb_terminal_shows_lines_instead_of_bars(
    sandbox: Sandbox, run_on_terminal: RunOnTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    written = run_on_terminal(*CAPTURE).written
    assert "dance.mp4:  15%  take\r\n" in written
    assert "\x1b[" not in written
    assert len(sandbox.ledger) == 1


def test_control_characters_of_server_names_do_not_reach_the_terminal(
    sandbox: Sandbox, run_on_terminal: RunOnTerminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job, *_) = with_client(sandbox, three_jobs)
    with_client(sandbox, lambda client: client.jobs.update(job, name=HOSTILE))
    monkeypatch.setenv("COLUMNS", "200")
    written = run_on_terminal("jobs", "list").written
    assert "[red]" in written
    for character in ("\x1b]0", "\x07", "\x9b", "\u202e", "\x1b[31m"):
        assert character not in written


def test_name_is_escaped_when_the_output_encoding_lacks_its_characters(sandbox: Sandbox, pauses: Pauses) -> None:
    assert not pauses.seconds
    (job, *_) = with_client(sandbox, three_jobs)
    with_client(sandbox, lambda client: client.jobs.update(job, name="danse à deux"))
    written = io.BytesIO()
    with redirect_stdout(io.TextIOWrapper(written, encoding="ascii")):
        assert exit_code_of("jobs", "list") == 0
        sys.stdout.flush()
        assert b"danse \\xe0 deux" in written.getvalue()
