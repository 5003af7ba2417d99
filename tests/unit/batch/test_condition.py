"""A condition that threads change."""

import asyncio
from collections.abc import Callable
from threading import Thread

import pytest

from move_ugc_async.batch._condition import Condition

ON_ASYNCIO = pytest.mark.parametrize("anyio_backend", ["asyncio"])


def call_in_thread(function: Callable[[], None]) -> None:
    thread = Thread(target=function)
    thread.start()
    thread.join()


@pytest.mark.anyio
@ON_ASYNCIO
async def test_wait_for_returns_once_a_thread_has_made_the_predicate_true() -> None:
    condition, values = Condition(), list[int]()
    waiting = asyncio.create_task(condition.wait_for(lambda: len(values) == 2))
    for each in (1, 2):
        await asyncio.sleep(0)
        assert not waiting.done()
        values.append(each)
        call_in_thread(condition.notify_all)
    await waiting


@pytest.mark.anyio
@ON_ASYNCIO
async def test_wait_for_returns_at_once_if_the_predicate_is_true() -> None:
    await Condition().wait_for(lambda: True)


def test_a_loop_that_was_closed_does_not_affect_other_waiting_tasks() -> None:
    condition, is_set = Condition(), False
    abandoned = asyncio.new_event_loop()
    task = abandoned.create_task(condition.wait_for(lambda: False))
    abandoned.run_until_complete(asyncio.sleep(0))
    abandoned.close()

    async def wait() -> None:
        nonlocal is_set
        waiting = asyncio.create_task(condition.wait_for(lambda: is_set))
        await asyncio.sleep(0)
        is_set = True
        call_in_thread(condition.notify_all)
        await waiting

    asyncio.run(wait())
    # Or asyncio logs that it was destroyed.
    task._log_destroy_pending = False  # type: ignore[attr-defined]
