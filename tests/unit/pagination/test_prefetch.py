"""Lists prefetch the next page, and end the prefetch when the iteration ends."""

import asyncio
import gc
import weakref
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

import anyio
import pytest

from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async.errors import MoveClientClosedError, MoveServerError
from move_ugc_async.pagination import ListBase, Paginator
from tests.support.wait_until import run_ready
from tests.unit.pagination.pages import Pages

pytestmark = pytest.mark.anyio


async def test_next_page_is_prefetched_while_pages_are_consumed() -> None:
    pages = Pages()
    seen: list[int] = []
    async for _ in pages.list(prefetch=BackgroundTasks()).pages():
        await run_ready()
        seen.append(len(pages.requests))

    assert seen == [2, 3, 4, 4]


async def test_next_page_is_prefetched_while_items_are_consumed() -> None:
    pages = Pages()
    seen: list[int] = []
    async for _ in pages.list(prefetch=BackgroundTasks()):
        await run_ready()
        seen.append(len(pages.requests))

    assert seen == [2, 2, 3, 3, 4, 4, 4, 4]


async def test_no_page_is_prefetched_when_prefetch_is_off() -> None:
    pages = Pages()
    seen: list[int] = []
    async for _ in pages.list(prefetch=None).pages():
        await run_ready()
        seen.append(len(pages.requests))

    assert seen == [1, 2, 3, 4]


async def test_awaiting_a_list_prefetches_nothing() -> None:
    pages = Pages()
    await pages.list(prefetch=BackgroundTasks())
    await run_ready()

    assert len(pages.requests) == 1


async def test_list_of_one_page_starts_no_task() -> None:
    tasks: set[str] = set()

    async def fetch(_token: str | None) -> ListBase[int]:
        tasks.add(anyio.get_current_task().name or "")
        return ListBase([1, 2])

    class NoTasks(BackgroundTasks):
        def start(self, *_: Any, **__: Any) -> Any:
            pytest.fail("a list of one page started a task")

    assert [item async for item in Paginator(fetch, next_token=None, prefetch=NoTasks())] == [1, 2]
    assert tasks == {anyio.get_current_task().name}


async def _nothing_runs(pages: Pages, before: int) -> None:
    gc.collect()
    await run_ready()
    assert pages.running == 0
    assert _tasks() == before


def _tasks() -> int:
    try:
        return len(asyncio.all_tasks())
    except RuntimeError:
        import trio

        return trio.lowlevel.current_statistics().tasks_living


@pytest.mark.parametrize("over", [aiter, Paginator.pages], ids=["items", "pages"])
async def test_break_ends_the_prefetch(
    prefetch: BackgroundTasks | None, over: Callable[[Paginator[str]], AsyncGenerator[Any, None]]
) -> None:
    pages = Pages()
    pages.held[1] = anyio.Event()
    before = _tasks()
    async for _ in over(pages.list(prefetch=prefetch)):
        await run_ready()
        assert pages.running == (0 if prefetch is None else 1)
        break

    await _nothing_runs(pages, before)


async def test_exception_in_the_loop_ends_the_prefetch(prefetch: BackgroundTasks | None) -> None:
    pages = Pages()
    pages.held[1] = anyio.Event()
    before = _tasks()

    async def fail() -> None:
        async for _ in pages.list(prefetch=prefetch):
            await run_ready()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await _nothing_runs(pages, before)


@pytest.mark.parametrize("where", ["in the loop", "between pages"])
async def test_cancelling_the_loop_ends_the_prefetch(prefetch: BackgroundTasks | None, where: str) -> None:
    pages = Pages()
    pages.held[1] = anyio.Event()
    before = _tasks()
    scope = anyio.CancelScope()

    async def iterate() -> None:
        with scope:
            async for _ in pages.list(prefetch=prefetch):
                if where == "in the loop":
                    await anyio.sleep_forever()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(iterate)
        await run_ready()
        scope.cancel()

    assert scope.cancelled_caught
    await _nothing_runs(pages, before)


async def test_error_of_a_prefetched_page_is_not_logged_when_the_page_is_not_read() -> None:
    pages = Pages()
    pages.broken[1] = MoveServerError("down")
    before = _tasks()
    async for _ in pages.list(prefetch=BackgroundTasks()):
        await run_ready()
        break

    await _nothing_runs(pages, before)


@pytest.mark.parametrize("over", [aiter, Paginator.pages], ids=["items", "pages"])
async def test_closing_an_iteration_ends_the_iteration(
    prefetch: BackgroundTasks | None, over: Callable[[Paginator[str]], AsyncGenerator[Any, None]]
) -> None:
    pages = Pages()
    pages.held[1] = anyio.Event()
    async with aclosing(over(pages.list(prefetch=prefetch))) as iterator:
        await anext(iterator)
        await run_ready()

    await run_ready()
    assert pages.running == 0
    assert [item async for item in iterator] == []
    with pytest.raises(ZeroDivisionError):
        await iterator.athrow(ZeroDivisionError)


async def test_closing_the_client_ends_the_prefetch() -> None:
    pages = Pages()
    pages.held[1] = anyio.Event()
    background = BackgroundTasks()
    iterator = pages.list(prefetch=background).pages()
    await anext(iterator)
    await run_ready()
    await background.aclose()

    assert pages.running == 0
    with pytest.raises(MoveClientClosedError):
        await anext(iterator)


async def test_pages_are_released_after_they_are_consumed(prefetch: BackgroundTasks | None) -> None:
    class Item:
        pass

    kept: list[weakref.ref[Item]] = []

    async def fetch(token: str | None) -> ListBase[Item]:
        number = int(token or 0)
        item = Item()
        kept.append(weakref.ref(item))
        return ListBase([item], 1, str(number + 1) if number < 5 else None)

    paginator = Paginator(fetch, next_token=None, prefetch=prefetch)
    async for _ in paginator:
        # The current page, and possibly the prefetched one.
        assert sum(ref() is not None for ref in kept) <= 2
        await anyio.lowlevel.checkpoint()
