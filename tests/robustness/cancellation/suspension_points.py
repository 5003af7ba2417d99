"""Cancel an operation at the n-th of its suspension points, on each event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import anyio
from anyio.lowlevel import checkpoint
from trio.abc import Instrument
from trio.lowlevel import Task, add_instrument, remove_instrument

from tests.robustness.cancellation.leftovers import trio_tasks


@dataclass(frozen=True)
class Way:
    """A way to cancel an operation.

    Attributes:
        loop: `asyncio` or `trio`.
        native: Whether to call `Task.cancel`, which cancels once, instead of a scope, which cancels repeatedly.
        woken: Whether to cancel when the task is about to resume, instead of when it suspends.
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
    """Counts the suspension points of an operation and its tasks, and cancels the operation at one of them."""

    def __init__(self, at: int | None) -> None:
        self._at = at
        self.seen = 0
        self.scope = anyio.CancelScope()
        self.cancel: Callable[[], object] = self.scope.cancel

    @property
    def reached(self) -> bool:
        """Whether the operation has reached the point."""
        return self._at is not None and self.seen >= self._at

    def count(self) -> None:
        """Count a suspension point, and cancel the operation if it is the right one."""
        self.seen += 1
        if self.seen == self._at:
            self.cancel()


async def run(operation: Callable[[], Awaitable[object]], way: Way, at: int | None = None) -> Points:
    """Run an operation, cancel it at its n-th suspension point, and check that the cancellation propagates."""
    points = Points(at)

    async def in_scope() -> None:
        with points.scope:
            await operation()
            # If the operation has no later checkpoint, the cancellation of the scope is delivered here.
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
    """The coroutine of a task, whose suspensions are counted."""

    def __init__(self, coroutine: Any, points: Points, *, woken: bool) -> None:
        self._coroutine = coroutine
        self._points = points
        self._woken = woken

    def send(self, value: Any) -> Any:
        return self._count(self._coroutine.send(value))

    def throw(self, *error: Any) -> Any:
        return self._count(self._coroutine.throw(*error))

    def close(self) -> None:
        self._coroutine.close()

    def __await__(self) -> Any:
        return self._coroutine.__await__()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._coroutine, name)

    def _count(self, awaited: Any) -> Any:
        if self._woken and isinstance(awaited, asyncio.Future):
            # This callback runs before that of the task, so the task is cancelled although its result is ready.
            awaited.add_done_callback(lambda _: self._points.count())
        else:
            self._points.count()
        return awaited


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
    """Counts the steps of tasks that are started from now on."""

    def __init__(self, points: Points, *, woken: bool) -> None:
        self._points = points
        self._woken = woken
        self._others = trio_tasks()
        self._started: set[Task] = set()

    def before_task_step(self, task: Task) -> None:
        if self._woken and task in self._started:
            self._points.count()

    def after_task_step(self, task: Task) -> None:
        has_ended = task.coro.cr_frame is None
        if task in self._others or has_ended:
            return
        self._started.add(task)
        if not self._woken:
            self._points.count()
