"""The command line with missing or unwritable standard streams, and under options of the interpreter."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.cli.conftest import COMMAND
from tests.integration.client.workflows import CLIP

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs redirections of a POSIX shell")


def run_redirected(redirections: str, *arguments: str | Path, python: tuple[str, ...] = ()) -> tuple[int, str, str]:
    """Run the program with redirections of the shell, and return its exit code and outputs."""
    command = [COMMAND[0], *python, *COMMAND[1:]]
    result = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {redirections}', "sh", *command, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout, result.stderr


@pytest.mark.parametrize("redirections", [">&- 2>&-", "2>&-", ">&-", "<&- >&- 2>&-", ">/dev/full 2>&1"])
def test_usage_error_keeps_its_exit_code_without_standard_streams(redirections: str) -> None:
    assert run_redirected(redirections, "--nonsense")[0] == 2


@pytest.mark.parametrize("command", ["--nonsense", "jobs gte", "capture", "jobs list --limit 0", "sandbox --prot 1"])
def test_usage_error_keeps_the_exit_code_when_the_message_cannot_be_written(command: str) -> None:
    assert run_redirected("2>/dev/full", *command.split())[0] == 2


@pytest.mark.parametrize("command", ["--help", "--version", "jobs list -h"])
def test_unwritable_help_is_reported_in_one_line(command: str) -> None:
    code, _, errors = run_redirected(">/dev/full", *command.split())
    assert (code, errors) == (1, "move-ugc: cannot write to standard output: No space left on device\n")


@pytest.mark.parametrize("command", ["--help", "--version", "jobs list -h"])
def test_help_exits_with_141_when_its_pipe_is_closed(command: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        result = subprocess.run(
            [*COMMAND, *command.split()], stdout=writer, stderr=subprocess.PIPE, text=True, check=False
        )
    finally:
        os.close(writer)
    assert (result.returncode, result.stderr) == (141, "")


def test_sandbox_stops_with_a_message_when_its_address_cannot_be_written() -> None:
    code, _, errors = run_redirected(">/dev/full", "sandbox", "--port", "0")
    assert (code, errors) == (1, "cannot write to standard output: No space left on device\n")


@pytest.mark.parametrize(
    "redirections",
    [
        "<&- >&- 2>&-",
        "2>/dev/full",
        pytest.param(">&- 2>&-", marks=pytest.mark.slow),
        pytest.param("2>&-", marks=pytest.mark.slow),
        pytest.param(">&-", marks=pytest.mark.slow),
    ],
)
def test_command_keeps_its_exit_code_without_standard_streams(redirections: str) -> None:
    assert run_redirected(redirections, "client")[0] == 3
    assert run_redirected(redirections, "--sandbox", "rigs")[0] == 0


def test_command_fails_when_its_results_cannot_be_written() -> None:
    code, _, errors = run_redirected(">/dev/full", "--sandbox", "rigs")
    assert code == 1
    assert "No space left" in errors


@pytest.mark.parametrize("redirections", [">&- 2>&-", "2>/dev/full"])
def test_capture_keeps_its_exit_code_when_progress_cannot_be_written(tmp_path: Path, redirections: str) -> None:
    clip = tmp_path / "dance.mp4"
    clip.write_bytes(CLIP.read_bytes())
    code, _, _ = run_redirected(
        redirections, "--sandbox", "--sandbox-speed", "1e9", "capture", clip, "--directory", tmp_path / "out"
    )
    assert code == 0
    assert list((tmp_path / "out").rglob("*.fbx"))


def test_capture_opens_no_file_in_the_default_encoding(tmp_path: Path) -> None:
    clip = tmp_path / "dance.mp4"
    clip.write_bytes(CLIP.read_bytes())
    code, _, errors = run_redirected(
        *("", "--sandbox", "--sandbox-speed", "1e9", "capture", clip, "--directory", tmp_path / "out"),
        python=("-X", "warn_default_encoding"),
    )
    assert "EncodingWarning" not in errors
    assert code == 0, errors


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("capture",),
        ("jobs", "list"),
        pytest.param(("jobs",), marks=pytest.mark.slow),
        pytest.param(("jobs", "download"), marks=pytest.mark.slow),
        pytest.param(("files", "get"), marks=pytest.mark.slow),
        pytest.param(("webhooks",), marks=pytest.mark.slow),
    ],
)
def test_help_is_the_same_without_docstrings(command: tuple[str, ...]) -> None:
    expected = run_redirected("", *command, "--help")
    assert expected[0] == 0
    assert run_redirected("", *command, "--help", python=("-OO",)) == expected
