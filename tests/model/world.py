"""Processes with clients of the real SDK over the model of the server, on a time that moves when everybody waits.

A process is an event loop of its own with a client and everything that the two have in memory. To kill it is to run
that loop no more: no line of its code runs again, and its files are closed, so that its locks are released. All
processes share one folder for the local store.
"""

import asyncio
import contextlib
import functools
import inspect
import os
import selectors
import shutil
import ssl
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Protocol

import anyio
import anyio.to_thread
import pytest

from move_ugc_async import AsyncMoveUgc
from move_ugc_async.clock import Clock
from tests.model import network
from tests.model.server import EPOCH, Server

API_KEY = "mv_key_0000000000"
_LOCK_POLLING, _LOCK_POLL = 0.06, 2.0
_STUCK = 100_000
"""Turns of one loop at one moment."""


class Sender(Protocol):
    """Whoever sends requests to create something, and counts them."""

    sent: int


sender: ContextVar[Sender] = ContextVar("sender")
"""The call that sends."""


@dataclass
class Time:
    """Seconds that have passed."""

    now: float = 0.0


@dataclass(frozen=True, slots=True)
class ModelClock(Clock):
    """The clock of a client in the model."""

    passed: Callable[[], float] = lambda: 0.0
    random: Random = field(default_factory=lambda: Random(0))

    def time(self) -> float:
        return EPOCH + self.passed()

    def uptime(self) -> float:
        return 1000 + self.passed()

    async def sleep(self, seconds: float) -> None:
        # A process that polls for a lock 20 times a second would cost more than everything else.
        await anyio.sleep(_LOCK_POLL if 0 < seconds < _LOCK_POLLING else seconds)


class _Selector(selectors.DefaultSelector):
    """Ends the turn of its loop where the loop would wait."""

    loop: asyncio.AbstractEventLoop
    waits_for: float | None = None

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None or timeout > 0:
            self.waits_for = timeout
            self.loop.stop()
        return []


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self, selector: _Selector, time: Time) -> None:
        super().__init__(selector)
        self._model_time = time

    def time(self) -> float:
        return self._model_time.now


class Process:
    """One process of a user's, with one client.

    Args:
        world: What it lives in.
        name: What it is called.
        settings: Arguments of the client.
    """

    def __init__(self, world: "World", name: str, settings: dict[str, Any]) -> None:
        self.world = world
        self.name = name
        self.is_alive = True
        self.wakes_at: float | None = world.time.now
        self.on_request: Callable[[str], None] = lambda _: None
        self.network = network.Network(world.server, self._arrived)
        self.tasks: list[asyncio.Task[Any]] = []
        self.files: dict[int, tuple[int, int]] = {}
        """Its descriptors in the folder of the store, with device and inode."""
        self._selector = _Selector()
        self._loop = self._selector.loop = _Loop(self._selector, world.time)
        self._loop.set_exception_handler(world.failed)
        clock = ModelClock(passed=lambda: world.time.now)
        self.client = AsyncMoveUgc(
            API_KEY,
            endpoint_url="http://model.invalid/ugc/graphql",
            http_backend="httpx",
            backoff=_half_a_second,
            prefetch=False,
            clock=clock,
            **world.where_to_store(),
            **settings,
        )

    def start(self, program: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run a coroutine in this process, from the next turn on."""
        task = self._loop.create_task(program)
        self.tasks.append(task)
        self.wakes_at = self.world.time.now
        return task

    def cancel(self) -> None:
        """Cancel what runs, as `Task.cancel` does."""
        for task in self.tasks:
            task.cancel()
        self.wakes_at = self.world.time.now

    def kill(self) -> None:
        """End it now: no code of it runs again, and its files are closed."""
        self.is_alive = False
        self._loop.stop()
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor, identity in self.files.items():
            with contextlib.suppress(OSError):
                status = os.fstat(descriptor)
                if (status.st_dev, status.st_ino) == identity:
                    os.dup2(null, descriptor, inheritable=False)
        os.close(null)

    def run(self) -> None:
        """Run until everything in it waits."""
        outer, self.world.current = self.world.current, self
        try:
            self._selector.waits_for = 0.0
            self._loop.run_forever()
        finally:
            self.world.current = outer
        wait = self._selector.waits_for
        self.wakes_at = None if wait is None else self.world.time.now + wait

    def close(self) -> None:
        """Close the client and the loop in good order; also of a process that was killed, whose memory goes then."""
        self.is_alive = True
        self.cancel()
        self.tasks.append(self._loop.create_task(self.client.aclose()))
        self.world.run_until(lambda: all(task.done() for task in self.tasks), only=self)
        self.is_alive = False
        for task in self.tasks:
            if not task.cancelled():
                task.exception()
        outer, self.world.current = self.world.current, self
        self._selector.__class__ = selectors.DefaultSelector  # type: ignore[assignment]
        try:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self.world.current = outer
        self._loop.close()

    async def _arrived(self, query: str) -> None:
        if query.startswith("mutation create"):
            sender.get().sent += 1
        self.on_request(query)
        if not self.is_alive:
            await asyncio.get_running_loop().create_future()


class World:
    """Time, the server, the folder of the local store, and processes."""

    def __init__(self, folder: Path) -> None:
        self.time = Time()
        self.steps: list[str] = []
        self.errors: list[str] = []
        self.folder = folder
        self.server = Server(lambda: self.time.now, self.tell)
        self.processes: list[Process] = []
        self.current: Process | None = None
        self._is_over = False

    def tell(self, step: str) -> None:
        """Note a step, for a reader."""
        if self._is_over:
            return
        name = f"{self.current.name}: " if self.current else ""
        self.steps.append(f"{self.time.now:7.2f} s  {name}{step}")

    def where_to_store(self) -> dict[str, Any]:
        """Return the argument of a client that says where its store is."""
        return {"state_dir": self.folder} if "state_dir" in _arguments() else {}

    def new_process(self, **settings: Any) -> Process:
        """Start a process."""
        process = Process(self, f"process {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[len(self.processes) % 26]}", settings)
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
        patch.setattr(anyio.to_thread, "run_sync", _in_place)
        # Creating one takes longer than a request; the network has no TLS.
        patch.setattr(ssl, "SSLContext", functools.cache(ssl.SSLContext))
        _record_files(patch, entered)
        root = Path(tempfile.mkdtemp(prefix="model-", dir=_fast_folder()))

        @contextlib.contextmanager
        def create() -> Iterator[World]:
            folder = root / "store"
            folder.mkdir()
            patch.setattr(tempfile, "tempdir", str(folder))
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


def _half_a_second(tries: int, random: Random) -> float:  # noqa: ARG001
    return 0.5


def _fast_folder() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


@functools.cache
def _arguments() -> frozenset[str]:
    return frozenset(inspect.signature(AsyncMoveUgc).parameters)
