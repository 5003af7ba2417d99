"""Background tasks: results, cancellation and cleanup."""

import gc
import threading
import weakref

import anyio
import anyio.lowlevel
import pytest

from move_ugc_async._concurrency.background import BackgroundTasks, runs_on_asyncio
from move_ugc_async.errors import MoveClientClosedError
from tests.support.wait_until import SAFETY_NET, run_ready

pytestmark = pytest.mark.anyio


async def test_a_task_returns_the_result_of_its_function() -> None:
    async def seven() -> int:
        await anyio.lowlevel.checkpoint()
        return 7

    task = BackgroundTasks().start(seven)

    assert await task.result() == 7


async def test_a_task_runs_before_its_result_is_awaited() -> None:
    ran = anyio.Event()

    async def run() -> None:
        ran.set()

    task = BackgroundTasks().start(run)
    with anyio.fail_after(SAFETY_NET):
        await ran.wait()
    await task.result()


async def test_an_error_of_a_task_is_raised_by_its_result() -> None:
    async def fail() -> None:
        msg = "broken"
        raise ValueError(msg)

    task = BackgroundTasks().start(fail)
    await task.ended.wait()

    with pytest.raises(ValueError, match="broken"):
        await task.result()


async def test_an_error_of_a_dropped_task_is_not_reported() -> None:
    async def fail() -> None:
        msg = "broken"
        raise ValueError(msg)

    task = BackgroundTasks().start(fail)
    await task.ended.wait()
    del task
    gc.collect()


async def test_a_task_is_stopped_when_its_waiter_is_cancelled() -> None:
    stopped = anyio.Event()

    async def run() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            stopped.set()

    task = BackgroundTasks().start(run)
    async with anyio.create_task_group() as waiters:
        waiters.start_soon(task.result)
        await run_ready()
        assert not stopped.is_set()
        waiters.cancel_scope.cancel()

    with anyio.fail_after(SAFETY_NET):
        await stopped.wait()


async def test_closing_stops_running_tasks_and_waits_for_their_end() -> None:
    ended: list[str] = []

    async def run() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            with anyio.CancelScope(shield=True):
                await run_ready()
            ended.append("ended")

    tasks = BackgroundTasks()
    started = [tasks.start(run) for _ in range(3)]
    await run_ready()
    await tasks.aclose()

    assert ended == ["ended"] * 3
    for task in started:
        with pytest.raises(MoveClientClosedError):
            await task.result()


async def test_closing_stops_a_task_before_its_first_step() -> None:
    reached: list[str] = []

    async def run() -> None:
        await anyio.lowlevel.checkpoint()
        reached.append("past the first checkpoint")

    tasks = BackgroundTasks()
    task = tasks.start(run)
    await tasks.aclose()
    await run_ready()

    assert reached == []
    with pytest.raises(MoveClientClosedError):
        await task.result()


async def test_closing_waits_for_tasks_even_when_cancelled() -> None:
    ended: list[str] = []

    async def run() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            with anyio.CancelScope(shield=True):
                await run_ready()
            ended.append("ended")

    tasks = BackgroundTasks()
    tasks.start(run)
    await run_ready()
    with anyio.CancelScope() as scope:
        scope.cancel()
        await tasks.aclose()

    assert ended == ["ended"]


async def test_a_task_abandoned_in_another_thread_is_cancelled_in_the_thread_of_its_loop() -> None:
    threads: list[int] = []
    task = BackgroundTasks().start(anyio.sleep_forever)
    await run_ready()
    scope = task._scope

    class Spy:
        def cancel(self) -> None:
            threads.append(threading.get_ident())
            scope.cancel()

    task._scope = Spy()  # type: ignore[assignment]
    thread = threading.Thread(target=task.abandon)
    thread.start()

    with anyio.fail_after(SAFETY_NET):
        await task.ended.wait()
    thread.join(SAFETY_NET)
    assert threads == [threading.get_ident()]


async def test_runs_on_asyncio_is_true_on_asyncio_only(anyio_backend: str) -> None:
    assert runs_on_asyncio() is (anyio_backend == "asyncio")


def test_closing_on_one_loop_does_not_stop_tasks_of_another(anyio_backend: str) -> None:
    tasks = BackgroundTasks()
    running, closed = threading.Event(), threading.Event()
    results: list[int] = []

    async def work() -> int:
        await anyio.to_thread.run_sync(closed.wait, SAFETY_NET)
        return 7

    async def other() -> None:
        task = tasks.start(work)
        running.set()
        results.append(await task.result())

    thread = threading.Thread(target=anyio.run, args=(other,), kwargs={"backend": anyio_backend})
    thread.start()
    assert running.wait(SAFETY_NET)
    anyio.run(tasks.aclose, backend=anyio_backend)
    closed.set()
    thread.join(SAFETY_NET)

    assert results == [7]


def test_background_task_is_cancelled_when_its_loop_closes(anyio_backend: str) -> None:
    ended: list[str] = []

    async def run() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            ended.append("ended")

    tasks = BackgroundTasks()

    async def main() -> object:
        task = tasks.start(run)
        await run_ready()
        return task

    task = anyio.run(main, backend=anyio_backend)

    assert ended == ["ended"]
    task.abandon()  # type: ignore[attr-defined]
    anyio.run(tasks.aclose, backend=anyio_backend)


async def test_a_running_task_without_references_is_not_garbage_collected() -> None:
    events: list[weakref.ref[anyio.Event]] = []
    ended: list[str] = []

    async def wait() -> None:
        # Only the task refers to the event, and only the event to the task: asyncio keeps weak references to tasks.
        event = anyio.Event()
        events.append(weakref.ref(event))
        await event.wait()
        ended.append("ended")

    BackgroundTasks().start(wait)
    await run_ready()
    gc.collect()
    event = events[0]()
    assert event is not None
    event.set()
    await run_ready()

    assert ended == ["ended"]
