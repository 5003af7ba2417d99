"""A simulated process: an event loop, a client, and their memory."""

import asyncio
import contextlib
import os
import selectors
from collections.abc import Callable, Coroutine
from contextvars import ContextVar
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

import anyio

from move_ugc_async import AsyncMoveUgc
from move_ugc_async._clock import Clock
from tests.robustness.model import network
from tests.robustness.model.server import ModelServer
from tests.robustness.model.things import EPOCH

if TYPE_CHECKING:
    from tests.robustness.model.world import World

_MAX_LOCK_DELAY, _MODEL_LOCK_DELAY = 0.06, 2.0
"""Sleeps of up to the first number of seconds are attempts to lock a key; they take the second one in the model."""


class Sender(Protocol):
    """Counts the creation requests that it sends."""

    sent: int


sender: ContextVar[Sender] = ContextVar("sender")
"""The current call."""


@dataclass
class Time:
    """The simulated time in seconds."""

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
        # Polling for a lock 20 times a second would dominate the run time.
        await anyio.sleep(_MODEL_LOCK_DELAY if 0 < seconds < _MAX_LOCK_DELAY else seconds)


class _Selector(selectors.DefaultSelector):
    """Stops its loop when the loop would wait."""

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
    """A simulated process with one client.

    Args:
        world: The world that it belongs to.
        name: Its name in the log of steps.
        server: The server of its account.
        settings: Arguments of the client.
    """

    def __init__(self, world: "World", name: str, server: ModelServer, settings: dict[str, Any]) -> None:
        self.world = world
        self.name = name
        self.server = server
        self.is_alive = True
        self.wakes_at: float | None = world.time.now
        self.on_request: Callable[[str], None] = lambda _: None
        self.network = network.Network(server, self._arrived)
        self.tasks: list[asyncio.Task[Any]] = []
        self.files: dict[int, tuple[int, int]] = {}
        """Its file descriptors in the folder of the store, with device and inode."""
        self._selector = _Selector()
        self._loop = self._selector.loop = _Loop(self._selector, world.time)
        self._loop.set_exception_handler(world.record_error)
        self.client = AsyncMoveUgc(**{**settings_of(world, server), **settings})

    def start(self, program: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Start a coroutine in this process."""
        task = self._loop.create_task(program)
        self.tasks.append(task)
        self.wakes_at = self.world.time.now
        return task

    def cancel(self) -> None:
        """Cancel all tasks with `Task.cancel`."""
        for task in self.tasks:
            task.cancel()
        self.wakes_at = self.world.time.now

    def kill(self) -> None:
        """Kill the process: its code never runs again, and its files are closed."""
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
        """Run until all tasks wait."""
        outer, self.world.current = self.world.current, self
        try:
            self._selector.waits_for = 0.0
            self._loop.run_forever()
        finally:
            self.world.current = outer
        wait = self._selector.waits_for
        self.wakes_at = None if wait is None else self.world.time.now + wait

    def close(self) -> None:
        """Close the client and the loop, also of a killed process, to free its memory."""
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


def settings_of(world: "World", server: ModelServer) -> dict[str, Any]:
    """Return the arguments of a client in the model."""
    return {
        "api_key": f"mv_key_00000000_{server.account}",
        "endpoint_url": "http://model.invalid/ugc/graphql",
        "http_backend": "httpx",
        "backoff": _half_a_second,
        "prefetch": False,
        "clock": ModelClock(passed=lambda: world.time.now),
        "state_dir": world.folder,
    }


def _half_a_second(attempt: int, random: Random) -> float:  # noqa: ARG001
    return 0.5
