"""Simulated processes with real clients, the model of the server, and a time that advances when all processes wait.

A process is an event loop with a client and their memory. A killed process is an event loop that never runs again; its
files are closed, which releases its locks. All processes share one folder for locks and records.
"""

import contextlib
import functools
import os
import shutil
import ssl
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from move_ugc_async._concurrency import to_thread
from tests.robustness.model import network
from tests.robustness.model.process import Process, Time
from tests.robustness.model.server import ModelServer

_MAX_ROUNDS = 100_000
"""Rounds after which a scenario counts as endless."""


class World:
    """The time, the server, the folder for locks and records, and the processes."""

    def __init__(self, folder: Path) -> None:
        self.time = Time()
        self.steps: list[str] = []
        self.errors: list[str] = []
        self.folder = folder
        self.server = self.new_account("A")
        self.processes: list[Process] = []
        self.current: Process | None = None
        self._is_over = False

    def report(self, step: str) -> None:
        """Log a step."""
        if self._is_over:
            return
        name = f"{self.current.name}: " if self.current else ""
        self.steps.append(f"{self.time.now:7.2f} s  {name}{step}")

    def new_account(self, name: str) -> ModelServer:
        """Return a server for another account."""
        return ModelServer(lambda: self.time.now, self.report, name)

    def new_process(self, server: ModelServer | None = None, **settings: Any) -> Process:
        """Start a process, by default of the first account."""
        process = Process(self, f"process {len(self.processes) + 1}", server or self.server, settings)
        self.processes.append(process)
        return process

    def run_until(
        self, is_done: Callable[[], bool], *, until: float | None = None, only: Process | None = None
    ) -> None:
        """Run all processes, and advance the time whenever all of them wait.

        Args:
            is_done: Whether to stop.
            until: Time at which to stop at the latest.
            only: The only process to run; None for all.

        Raises:
            RuntimeError: All processes wait forever.
        """
        for _ in range(_MAX_ROUNDS):
            if is_done():
                return
            alive = [process for process in ([only] if only else self.processes) if process.is_alive]
            due = [each for each in alive if each.wakes_at is not None and each.wakes_at <= self.time.now]
            if due:
                for each in due:
                    if each.is_alive:
                        each.run()
                continue
            later = [each.wakes_at for each in alive if each.wakes_at is not None]
            if until is not None:
                later.append(until)
            if not later:
                break
            if until is not None and self.time.now >= until:
                return
            self.time.now = min(later)
        msg = "all processes wait forever:\n" + "\n".join(self.steps)
        raise RuntimeError(msg)

    def advance(self, seconds: float) -> None:
        """Advance the time."""
        self.run_until(lambda: False, until=self.time.now + seconds)

    def close(self) -> None:
        """Close all processes."""
        self._is_over = True
        for process in self.processes:
            if process._loop.is_closed():
                continue
            process.close()

    def record_error(self, _: object, context: dict[str, Any]) -> None:
        """Record an unhandled exception."""
        self.errors.append(str(context.get("exception") or context["message"]))


@contextlib.contextmanager
def worlds() -> Iterator[Callable[[], contextlib.AbstractContextManager[World]]]:
    """Yield a function that creates worlds, in which httpx uses the simulated network and threads run inline."""
    entered: list[World] = []
    with pytest.MonkeyPatch.context() as patch:

        def running() -> Process:
            assert entered[-1].current is not None
            return entered[-1].current

        network.install(patch, running)
        patch.setattr(to_thread, "run_sync", _run_inline)
        # Creating a context takes longer than a request, and the network has no TLS.
        patch.setattr(ssl, "SSLContext", functools.cache(ssl.SSLContext))
        _record_files(patch, entered)
        root = Path(tempfile.mkdtemp(prefix="model-", dir=_fast_folder()))

        @contextlib.contextmanager
        def create() -> Iterator[World]:
            folder = root / "store"
            folder.mkdir()
            world = World(folder)
            entered.append(world)
            try:
                yield world
            finally:
                world.close()
                entered.pop()
                shutil.rmtree(folder)

        try:
            yield create
        finally:
            shutil.rmtree(root)


def _record_files(patch: pytest.MonkeyPatch, entered: list[World]) -> None:
    real = os.open

    @functools.wraps(real)
    def opened(path: Any, *arguments: Any, **named: Any) -> int:
        descriptor = real(path, *arguments, **named)
        process = entered[-1].current if entered else None
        if process is not None and str(path).startswith(str(process.world.folder)):
            status = os.fstat(descriptor)
            process.files[descriptor] = (status.st_dev, status.st_ino)
        return descriptor

    patch.setattr(os, "open", opened)


async def _run_inline(function: Callable[..., Any], *arguments: Any, **_: Any) -> Any:
    return function(*arguments)


def _fast_folder() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
