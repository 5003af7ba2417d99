"""Processes with clients of the real SDK over the model of the server, on a time that moves when everybody waits.

A process is an event loop of its own with a client and everything that the two have in memory. To kill it is to run
that loop no more: no line of its code runs again, and its files are closed, so that its locks are released. All
processes share one folder for the local store.
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
from tests.model import network
from tests.model.process import Process, Time
from tests.model.server import Server

_STUCK = 100_000
"""How often time moves, or everybody runs, before a scenario counts as endless."""


class World:
    """Time, the server, the folder of the local store, and processes."""

    def __init__(self, folder: Path) -> None:
        self.time = Time()
        self.steps: list[str] = []
        self.errors: list[str] = []
        self.folder = folder
        self.server = self.new_account("A")
        self.processes: list[Process] = []
        self.current: Process | None = None
        self._is_over = False

    def tell(self, step: str) -> None:
        """Note a step, for a reader."""
        if self._is_over:
            return
        name = f"{self.current.name}: " if self.current else ""
        self.steps.append(f"{self.time.now:7.2f} s  {name}{step}")

    def new_account(self, name: str) -> Server:
        """Return the server as another account sees it."""
        return Server(lambda: self.time.now, self.tell, name)

    def new_process(self, server: Server | None = None, **settings: Any) -> Process:
        """Start a process, of the first account or of another."""
        process = Process(self, f"process {len(self.processes) + 1}", server or self.server, settings)
        self.processes.append(process)
        return process

    def run_until(
        self, is_done: Callable[[], bool], *, until: float | None = None, only: Process | None = None
    ) -> None:
        """Run all processes, and move the time while all of them wait.

        Args:
            is_done: Ends it.
            until: The moment at which it ends at the latest.
            only: The only process to run; None for all.

        Raises:
            RuntimeError: Everybody waits for ever.
        """
        for _ in range(_STUCK):
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
        msg = "everybody waits for ever:\n" + "\n".join(self.steps)
        raise RuntimeError(msg)

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.run_until(lambda: False, until=self.time.now + seconds)

    def close(self) -> None:
        """Close whatever is still open."""
        self._is_over = True
        for process in self.processes:
            if process._loop.is_closed():
                continue
            process.close()

    def failed(self, _: object, context: dict[str, Any]) -> None:
        """Keep what nobody caught."""
        self.errors.append(str(context.get("exception") or context["message"]))


@contextlib.contextmanager
def worlds() -> Iterator[Callable[[], contextlib.AbstractContextManager[World]]]:
    """Yield what creates worlds; in them httpx has a network without sockets, and threads run in place."""
    entered: list[World] = []
    with pytest.MonkeyPatch.context() as patch:

        def running() -> Process:
            assert entered[-1].current is not None
            return entered[-1].current

        network.install(patch, running)
        patch.setattr(to_thread, "run_sync", _in_place)
        # Creating one takes longer than a request; the network has no TLS.
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


async def _in_place(function: Callable[..., Any], *arguments: Any, **_: Any) -> Any:
    return function(*arguments)


def _fast_folder() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
