"""Work in the background: who runs it, who stops it, and that nothing of it is left."""

import asyncio
import gc
import threading

import anyio
import anyio.lowlevel
import pytest

from move_ugc_async.background import BackgroundTasks, runs_on_asyncio
from move_ugc_async.errors import MoveClientClosedError

pytestmark = pytest.mark.anyio


async def test_a_task_gives_what_its_function_gave() -> None:
    async def seven() -> int:
        await anyio.lowlevel.checkpoint()
        return 7

    task = BackgroundTasks().start(seven)

    assert await task.result() == 7


async def test_a_task_runs_while_its_consumer_does_something_else() -> None:
    ran = anyio.Event()

    async def run() -> None:
        ran.set()

    task = BackgroundTasks().start(run)
    with anyio.fail_after(1):
        await ran.wait()
    await task.result()


async def test_an_error_is_raised_where_the_result_is_asked_for() -> None:
    async def fail() -> None:
        msg = "broken"
        raise ValueError(msg)

    task = BackgroundTasks().start(fail)
    await task.ended()

    with pytest.raises(ValueError, match="broken"):
        await task.result()


async def test_an_error_that_nobody_asks_for_makes_no_noise() -> None:
    async def fail() -> None:
        msg = "broken"
        raise ValueError(msg)

    task = BackgroundTasks().start(fail)
    await task.ended()
    del task
    gc.collect()


async def test_cancelling_the_one_who_waits_stops_the_task() -> None:
    stopped = anyio.Event()

    async def run() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            stopped.set()

    task = BackgroundTasks().start(run)
    with anyio.move_on_after(0.01):
        await task.result()

    with anyio.fail_after(1):
        await stopped.wait()


async def test_closing_stops_what_runs_and_waits_for_its_end() -> None:
    ended: list[str] = []

    async def run() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.sleep(0.01)
            ended.append("ended")

    tasks = BackgroundTasks()
    started = [tasks.start(run) for _ in range(3)]
    await anyio.wait_all_tasks_blocked()
    await tasks.aclose()

    assert ended == ["ended"] * 3
    for task in started:
        with pytest.raises(MoveClientClosedError):
            await task.result()


async def test_closing_stops_what_has_not_taken_its_first_step() -> None:
    reached: list[str] = []

    async def run() -> None:
        await anyio.lowlevel.checkpoint()
        reached.append("past the first checkpoint")

    tasks = BackgroundTasks()
    task = tasks.start(run)
    await tasks.aclose()
    await anyio.wait_all_tasks_blocked()

    assert reached == []
    with pytest.raises(MoveClientClosedError):
        await task.result()


async def test_closing_under_cancellation_stops_all_the_same() -> None:
    ended: list[str] = []

    async def run() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            with anyio.CancelScope(shield=True):
                await anyio.sleep(0.01)
            ended.append("ended")

    tasks = BackgroundTasks()
    tasks.start(run)
    await anyio.wait_all_tasks_blocked()
    with anyio.CancelScope() as scope:
        scope.cancel()
        await tasks.aclose()

    assert ended == ["ended"]


async def test_any_thread_may_abandon_a_task() -> None:
    task = BackgroundTasks().start(anyio.sleep_forever)
    thread = threading.Thread(target=task.abandon)
    thread.start()

    with anyio.fail_after(1):
        await task.ended()
    thread.join()


async def test_the_running_loop_is_known(anyio_backend: str) -> None:
    assert runs_on_asyncio() is (anyio_backend == "asyncio")


def test_closing_on_one_loop_leaves_the_tasks_of_another_alone(anyio_backend: str) -> None:
    tasks = BackgroundTasks()
    running, closed = threading.Event(), threading.Event()
    results: list[int] = []

    async def work() -> int:
        await anyio.to_thread.run_sync(closed.wait, 5)
        return 7

    async def other() -> None:
        task = tasks.start(work)
        running.set()
        results.append(await task.result())

    thread = threading.Thread(target=anyio.run, args=(other,), kwargs={"backend": anyio_backend})
    thread.start()
    running.wait(5)
    anyio.run(tasks.aclose, backend=anyio_backend)
    closed.set()
    thread.join()

    assert results == [7]


def test_a_task_ends_with_its_loop_and_can_be_abandoned_after_it(anyio_backend: str) -> None:
    ended: list[str] = []

    async def run() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            ended.append("ended")

    tasks = BackgroundTasks()

    async def main() -> object:
        task = tasks.start(run)
        await anyio.wait_all_tasks_blocked()
        return task

    task = anyio.run(main, backend=anyio_backend)

    assert ended == ["ended"]
    task.abandon()  # type: ignore[attr-defined]
    anyio.run(tasks.aclose, backend=anyio_backend)


def test_asyncio_does_not_lose_a_task_to_the_garbage_collector() -> None:
    async def main() -> int:
        async def work() -> int:
            await asyncio.sleep(0.02)
            return 7

        task = BackgroundTasks().start(work)
        gc.collect()
        return await task.result()

    assert asyncio.run(main()) == 7
