"""Fixtures that run the command line in this process, and helpers that run it in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any, Protocol

import anyio
import pytest
import typer

from move_ugc_async import AsyncMoveUgc
from move_ugc_async import client as client_module
from move_ugc_async.cli.app import run
from move_ugc_async.sandbox import Sandbox
from tests.integration.cli.terminal import Terminal
from tests.integration.client.workflows import CLIP
from tests.support.clocks import FakeClock
from tests.support.loop_time import StoppedTime

COMMAND = [sys.executable, "-W", "error", "-m", "move_ugc_async.cli"]


@dataclass
class CompletedCommand:
    """The exit code and the outputs of a command."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.out.splitlines()]


class Invoke(Protocol):
    """Runs the command line to its end."""

    def __call__(self, *arguments: str | Path) -> CompletedCommand: ...


@dataclass
class Pauses:
    """The sleeps of the client. Each advances the time of the event loop instead of taking real time.

    Attributes:
        seconds: Duration of each sleep so far.
        before_each: Called in each sleep, before time advances.
    """

    seconds: list[float] = field(default_factory=list)
    before_each: Callable[[], object] | None = None


@pytest.fixture
def pauses(stopped_time: StoppedTime, monkeypatch: pytest.MonkeyPatch) -> Pauses:
    """Run every client and event loop of the test on a time that advances only when a client sleeps."""
    pauses = Pauses()

    def advance(seconds: float) -> None:
        if pauses.before_each:
            pauses.before_each()
        stopped_time.advance(seconds)

    clock = FakeClock(waits=pauses.seconds, on_sleep=advance)
    backend, options = stopped_time.backend("asyncio")
    monkeypatch.setattr(client_module, "Clock", lambda: clock)
    monkeypatch.setattr(anyio, "run", partial(anyio.run, backend=backend, backend_options=options))
    return pauses


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Create a clip in a folder, and make the folder the current directory."""
    (tmp_path / "dance.mp4").write_bytes(CLIP.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def move_ugc(folder: Path, pauses: Pauses, capsys: pytest.CaptureFixture[str]) -> Invoke:
    """Run the command line in this process with pipes as its outputs."""
    assert folder
    assert not pauses.seconds

    def invoke(*arguments: str | Path) -> CompletedCommand:
        code = exit_code_of(*arguments)
        written = capsys.readouterr()
        return CompletedCommand(code, written.out, written.err)

    return invoke


@pytest.fixture
def run_on_terminal(folder: Path, pauses: Pauses, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Terminal]:
    """Run the command line in this process with a terminal as its outputs."""
    assert folder
    assert not pauses.seconds
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("NO_COLOR", raising=False)

    def run_on_terminal(*arguments: str, while_shown: Callable[[Terminal], None] | None = None) -> Terminal:
        with Terminal() as terminal:
            pauses.before_each = while_shown and partial(while_shown, terminal)
            assert exit_code_of(*arguments) == 0, terminal.text[-500:]
        return terminal

    return run_on_terminal


@pytest.fixture
def sandbox(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """Return a sandbox whose key and URL are in the environment."""
    return point_to(sandbox, monkeypatch)


@pytest.fixture
def frozen_sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """Yield a sandbox whose jobs progress only when the test advances its clock."""
    with Sandbox(clock="manual") as sandbox:
        yield point_to(sandbox, monkeypatch)


def point_to(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    monkeypatch.setenv("MOVE_API_KEY", sandbox.api_key)
    monkeypatch.setenv("MOVE_UGC_ENDPOINT_URL", sandbox.endpoint_url)
    return sandbox


# Building the commands takes longer than running most of them.
_get_command = cache(typer.main.get_command)


def exit_code_of(*arguments: str | Path) -> int:
    """Run a command line in this process and return its exit code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", _get_command)
        with pytest.raises(SystemExit) as raised:
            run([str(each) for each in arguments])
    return int(raised.value.code or 0)


def run_program(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def with_client(sandbox: Sandbox, work: Any) -> Any:
    """Return the result of an asynchronous function that gets a client of the sandbox."""

    async def main() -> Any:
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
            return await work(client)

    return anyio.run(main)
