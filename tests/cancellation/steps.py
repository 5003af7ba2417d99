"""An instrument that cancels an operation at a given one of its suspension points, on each event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import anyio
from anyio.lowlevel import checkpoint
from trio.abc import Instrument
from trio.lowlevel import Task, add_instrument, remove_instrument

from tests.cancellation.leftovers import trio_tasks


@dataclass(frozen=True)
class Way:
    """How an operation is cancelled.

    Attributes:
        loop: `asyncio` or `trio`.
        native: Whether by `Task.cancel`, which is told once, or by a scope, which insists.
        woken: Whether in the turn in which what was waited for has come, or as soon as it is waited for.
        backend: The HTTP library.
    """

    loop: str
    native: bool = False
    woken: bool = False
    backend: str = "auto"

    def __str__(self) -> str:
        words = (self.loop, self.backend, "task" if self.native else "scope", "woken" if self.woken else "waiting")
        return "-".join(words)


WAYS = (
    Way("asyncio"),
    Way("asyncio", native=True),
    Way("asyncio", native=True, woken=True),
    Way("asyncio", backend="httpx"),
    Way("asyncio", native=True, backend="httpx"),
    Way("asyncio", native=True, woken=True, backend="httpx"),
    Way("trio"),
    Way("trio", woken=True),
)


class Points:
    """Count the suspension points of an operation and of all tasks that it starts, and cancel it at one of them."""

    def __init__(self, at: int | None) -> None:
        self._at = at
        self.seen = 0
        self.scope = anyio.CancelScope()
        self.cancel: Callable[[], object] = self.scope.cancel

    @property
    def reached(self) -> bool:
        """Whether there was such a point."""
        return self._at is not None and self.seen >= self._at

    def passed(self) -> None:
        """Count one more."""
        self.seen += 1
        if self.seen == self._at:
            self.cancel()


async def run(operation: Callable[[], Awaitable[object]], way: Way, at: int | None = None) -> Points:
    """Run an operation, cancel it at its so manieth point, and see that the cancellation comes out as it is."""
    points = Points(at)

    async def in_scope() -> None:
        with points.scope:
            await operation()
            # A scope's cancellation may come too late to be told to the operation itself, but is never forgotten.
            await checkpoint()

    await (_on_asyncio if way.loop == "asyncio" else _on_trio)(in_scope, points, way)
    return points


async def _on_asyncio(function: Callable[[], Coroutine[Any, Any, None]], points: Points, way: Way) -> None:
    loop = asyncio.get_running_loop()
    with _task_factory(loop, points, way):
        task = loop.create_task(function())
        if way.native:
            points.cancel = task.cancel
        await asyncio.wait([task])
    if way.native:
        assert task.cancelled() == points.reached, f"cancelled at {points.seen}: {task!r}"
    if not task.cancelled():
        task.result()
        assert points.scope.cancelled_caught == (points.reached and not way.native)


@contextmanager
def _task_factory(loop: asyncio.AbstractEventLoop, points: Points, way: Way) -> Iterator[None]:
    def start(
        loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, Any] | Generator[Any, None, Any], **options: Any
    ) -> asyncio.Task[Any]:
        return asyncio.Task(_Counted(coroutine, points, woken=way.woken), loop=loop, **options)  # type: ignore[arg-type]

    loop.set_task_factory(start)
    try:
        yield
    finally:
        loop.set_task_factory(None)


class _Counted(Coroutine[Any, Any, Any]):
    """A task's coroutine, each of whose suspensions is told."""

    def __init__(self, coroutine: Any, points: Points, *, woken: bool) -> None:
        self._coroutine = coroutine
        self._points = points
        self._woken = woken

    def send(self, value: Any) -> Any:
        return self._tell(self._coroutine.send(value))

    def throw(self, *error: Any) -> Any:
        return self._tell(self._coroutine.throw(*error))

    def close(self) -> None:
        self._coroutine.close()

    def __await__(self) -> Any:
        return self._coroutine.__await__()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._coroutine, name)

    def _tell(self, waited_for: Any) -> Any:
        if self._woken and isinstance(waited_for, asyncio.Future):
            # Called before the task's own callback: it is cancelled with its result at hand.
            waited_for.add_done_callback(lambda _: self._points.passed())
        else:
            self._points.passed()
        return waited_for


async def _on_trio(function: Callable[[], Awaitable[None]], points: Points, way: Way) -> None:
    instrument = _Steps(points, woken=way.woken)
    add_instrument(instrument)
    try:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(function)
    finally:
        remove_instrument(instrument)
    assert points.scope.cancelled_caught == points.reached, f"cancelled at {points.seen}"


class _Steps(Instrument):
    """Tell each step of the tasks that are started from now on."""

    def __init__(self, points: Points, *, woken: bool) -> None:
        self._points = points
        self._woken = woken
        self._others = trio_tasks()
        self._started: set[Task] = set()

    def before_task_step(self, task: Task) -> None:
        if self._woken and task in self._started:
            self._points.passed()

    def after_task_step(self, task: Task) -> None:
        has_ended = task.coro.cr_frame is None
        if task in self._others or has_ended:
            return
        self._started.add(task)
        if not self._woken:
            self._points.passed()
