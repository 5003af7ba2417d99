"""The command line, run in this process where that is enough and in one of its own where it is not."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import anyio
import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.cli.app import run
from move_ugc_async.sandbox import Sandbox
from tests.e2e.journeys import CLIP

COMMAND = [sys.executable, "-W", "error", "-m", "move_ugc_async.cli"]


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.out.splitlines()]


class Invoke(Protocol):
    def __call__(self, *arguments: str | Path) -> Ran: ...


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a clip."""
    (tmp_path / "dance.mp4").write_bytes(CLIP.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def move_ugc(folder: Path, capsys: pytest.CaptureFixture[str]) -> Invoke:
    """Run the command line in this process, in the folder."""
    assert folder

    def invoke(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as ended:
            run([str(each) for each in arguments])
        told = capsys.readouterr()
        return Ran(int(ended.value.code or 0), told.out, told.err)

    return invoke


@pytest.fixture
def pointed(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """A sandbox that the environment points to."""
    monkeypatch.setenv("MOVE_API_KEY", sandbox.api_key)
    monkeypatch.setenv("MOVE_UGC_ENDPOINT_URL", sandbox.endpoint_url)
    return sandbox


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """The same, in which no time passes by itself."""
    with Sandbox(clock="manual") as sandbox:
        monkeypatch.setenv("MOVE_API_KEY", sandbox.api_key)
        monkeypatch.setenv("MOVE_UGC_ENDPOINT_URL", sandbox.endpoint_url)
        yield sandbox


def in_process_of_its_own(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real program to its end."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=40,
    )


def ask(sandbox: Sandbox, work: Any) -> Any:
    """Let a client of the sandbox do what the command line cannot."""

    async def main() -> Any:
        async with AsyncMoveUgc(sandbox.api_key, endpoint_url=sandbox.endpoint_url) as client:
            return await work(client)

    return anyio.run(main)
