"""Iterations over the objects of a background task."""

import gc
from collections.abc import AsyncIterator

import anyio
import pytest

from move_ugc_async import MoveClientClosedError
from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async._concurrency.iteration import BackgroundIterator, Emit
from tests.support.wait_until import run_ready

pytestmark = pytest.mark.anyio


class Counting:
    """Emits numbers without end, and records whether it is running."""

    def __init__(self, raises_at: int | None = None) -> None:
        self.emitted = 0
        self.running = False
        self._raises_at = raises_at

    async def __call__(self, emit: Emit[int]) -> None:
        self.running = True
        try:
            while self.emitted != self._raises_at:
                await emit(self.emitted)
                self.emitted += 1
            raise ZeroDivisionError
        finally:
            self.running = False


@pytest.fixture
async def background() -> AsyncIterator[BackgroundTasks]:
    background = BackgroundTasks()
    yield background
    await background.aclose()


async def test_iteration_yields_the_objects_of_the_function_and_ends_with_the_function(
    background: BackgroundTasks,
) -> None:
    async def produce(emit: Emit[str]) -> None:
        for letter in "abc":
            await emit(letter)

    numbers = BackgroundIterator(background, produce)
    assert [letter async for letter in numbers] == ["a", "b", "c"]
    with pytest.raises(StopAsyncIteration):
        await anext(numbers)


async def test_iteration_starts_its_function_on_the_first_anext(background: BackgroundTasks) -> None:
    counting = Counting()
    numbers = BackgroundIterator(background, counting)
    await run_ready()
    assert not counting.running
    assert await anext(numbers) == 0
    assert counting.running


async def test_function_waits_until_its_object_is_taken(background: BackgroundTasks) -> None:
    counting = Counting()
    numbers = BackgroundIterator(background, counting)
    await anext(numbers)
    await run_ready()
    assert counting.emitted == 1


async def test_break_ends_the_function(background: BackgroundTasks) -> None:
    counting = Counting()
    async for number in BackgroundIterator(background, counting):
        if number == 3:
            break
    gc.collect()
    await run_ready()
    assert not counting.running


async def test_closing_waits_until_the_function_has_ended(background: BackgroundTasks) -> None:
    counting = Counting()
    numbers = BackgroundIterator(background, counting)
    await anext(numbers)
    await numbers.aclose()
    assert not counting.running
    with pytest.raises(StopAsyncIteration):
        await anext(numbers)


async def test_closing_before_the_first_object_starts_nothing(background: BackgroundTasks) -> None:
    counting = Counting()
    numbers = BackgroundIterator(background, counting)
    await numbers.aclose()
    with pytest.raises(StopAsyncIteration):
        await anext(numbers)
    assert not counting.emitted


async def test_cancelled_caller_ends_the_function(background: BackgroundTasks) -> None:
    ended = anyio.Event()

    async def produce(_: Emit[int]) -> None:
        try:
            await anyio.sleep_forever()
        finally:
            ended.set()

    numbers: BackgroundIterator[int] = BackgroundIterator(background, produce)
    scope = anyio.CancelScope()

    async def consume() -> None:
        with scope:
            await anext(numbers)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(consume)
        await run_ready()
        scope.cancel()
    assert scope.cancelled_caught
    assert ended.is_set()


async def test_error_of_the_function_is_raised_once_and_ends_the_iteration(background: BackgroundTasks) -> None:
    numbers = BackgroundIterator(background, Counting(raises_at=2))
    assert [await anext(numbers), await anext(numbers)] == [0, 1]
    with pytest.raises(ZeroDivisionError):
        await anext(numbers)
    with pytest.raises(StopAsyncIteration):
        await anext(numbers)


async def test_thrown_error_ends_the_function_and_is_raised(background: BackgroundTasks) -> None:
    counting = Counting()
    numbers = BackgroundIterator(background, counting)
    await anext(numbers)
    with pytest.raises(LookupError):
        await numbers.athrow(LookupError)
    assert not counting.running


async def test_closing_the_client_ends_the_iteration_with_an_error(background: BackgroundTasks) -> None:
    counting = Counting()
    numbers = BackgroundIterator(background, counting)
    await anext(numbers)
    await background.aclose()
    assert not counting.running
    with pytest.raises(MoveClientClosedError):
        await anext(numbers)
