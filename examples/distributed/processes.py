"""The processes of the demo, with a folder for each."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

PROGRAMS = Path(__file__).parent
STOP_SECONDS = 60


class Processes:
    """Starts programs of this folder, and stops them when the context manager is left.

    Args:
        folder: Gets a folder for each process, with its log.
        environment: Environment variables besides those of this process.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, name: str, program: str, *arguments: Path) -> int:
        """Start a program and return its process id. Its folder stands for the disk of a host."""
        folder = self._folder / name
        folder.mkdir(parents=True)
        environment = {**os.environ, **self._environment, "STATE_DIRECTORY": str(folder / "state")}
        with self._log(name).open("wb") as log:
            # In a session of its own: Ctrl+C reaches the demo only, which stops all of them.
            self._running[name] = subprocess.Popen(  # noqa: S603 - programs of this folder
                [sys.executable, PROGRAMS / program, *arguments],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self._running[name].pid

    def kill(self, name: str) -> None:
        """Kill a process with SIGKILL: it can clean up nothing."""
        process = self._running.pop(name)
        process.kill()
        process.wait()

    def ended(self, name: str) -> bool:
        """Return whether a process was started and has ended."""
        process = self._running.get(name)
        return process is not None and process.poll() is not None

    def failure(self) -> str | None:
        """Return the end of the log of a process that has ended with an error, or None."""
        for name, process in self._running.items():
            if process.poll():
                lines = self._log(name).read_text(encoding="utf-8", errors="replace").splitlines()
                return "\n  ".join([f"{name} ended with exit code {process.returncode}:", *lines[-10:]])
        return None

    def _log(self, name: str) -> Path:
        return self._folder / name / "log"
