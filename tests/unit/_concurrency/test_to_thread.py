"""Blocking functions run in daemon threads, which are reused."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial

import anyio
import pytest

from move_ugc_async._concurrency import to_thread
from tests.support.wait_until import run_ready, wait_until

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _no_idle_threads() -> Iterator[None]:
    to_thread._idle.clear()
    yield
    to_thread._idle.clear()


async def test_run_sync_returns_the_result_of_a_function_in_a_daemon_thread() -> None:
    def function(left: int, right: int) -> tuple[int, threading.Thread]:
        return left + right, threading.current_thread()

    total, thread = await to_thread.run_sync(function, 1, 2)
    assert total == 3
    assert thread.daemon
    assert thread is not threading.current_thread()


async def test_run_sync_raises_the_exception_of_the_function() -> None:
    with pytest.raises(ZeroDivisionError):
        await to_thread.run_sync(divmod, 1, 0)
    assert await to_thread.run_sync(divmod, 1, 1) == (1, 0)


async def test_run_sync_reuses_an_idle_thread() -> None:
    threads = [await to_thread.run_sync(threading.get_ident) for _ in range(5)]
    assert len(set(threads)) == 1


async def test_run_sync_runs_functions_of_several_tasks_concurrently() -> None:
    barrier = threading.Barrier(3)
    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(to_thread.run_sync, barrier.wait)


async def test_run_sync_delivers_a_cancellation_after_the_function_has_ended() -> None:
    started, gate, ended = threading.Event(), threading.Event(), list[int]()

    def function() -> None:
        started.set()
        gate.wait()
        ended.append(1)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(to_thread.run_sync, function)
        await wait_until(started.is_set)
        tasks.cancel_scope.cancel()
        with anyio.CancelScope(shield=True):
            await run_ready()
        assert ended == []
        gate.set()
    assert ended == [1]


async def test_run_sync_abandons_the_thread_on_cancellation_when_allowed() -> None:
    started, gate = threading.Event(), threading.Event()

    def function() -> None:
        started.set()
        gate.wait()

    limiter = anyio.CapacityLimiter(1)
    with anyio.CancelScope() as scope:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(partial(to_thread.run_sync, function, abandon_on_cancel=True, limiter=limiter))
            await wait_until(started.is_set)
            scope.cancel()
    assert scope.cancelled_caught
    assert limiter.borrowed_tokens == 0
    gate.set()


async def test_run_sync_waits_for_its_limiter() -> None:
    limiter = anyio.CapacityLimiter(1)
    running: list[int] = []

    def function() -> None:
        running.append(limiter.borrowed_tokens)

    async with anyio.create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(partial(to_thread.run_sync, function, limiter=limiter))
    assert running == [1] * 4


async def test_idle_thread_ends_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_thread, "_IDLE_SECONDS", 0)
    thread = await to_thread.run_sync(threading.current_thread)
    await wait_until(lambda: not thread.is_alive())
    assert not to_thread._idle
    assert await to_thread.run_sync(lambda: 1) == 1


FORK = """
import anyio, os, sys
from move_ugc_async._concurrency import to_thread
assert anyio.run(to_thread.run_sync, os.getpid) == os.getpid()
child = os.fork()
assert anyio.run(to_thread.run_sync, os.getpid) == os.getpid()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) if child else 0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not fork")
def test_run_sync_works_after_a_fork() -> None:
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", FORK], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
