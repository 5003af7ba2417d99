"""Many journeys, a bounded number at once."""

from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from os import PathLike
from typing import Any, Generic, TypeVar

import anyio

from move_ugc_async._generated.fragments import JobType
from move_ugc_async.background import BackgroundTask, BackgroundTasks
from move_ugc_async.capture.journey import CaptureResult
from move_ugc_async.errors import MoveError, MoveInvalidRequestError

SpecT = TypeVar("SpecT", bound="CaptureSpec")


@dataclass(frozen=True, slots=True)
class CaptureSpec:
    """One of many journeys.

    Attributes:
        video: The clip.
        directory: Where its outputs go: a folder of its own, since outputs of different clips have the same names.
        options: Further keyword arguments of `AsyncMoveUgc.capture`.
    """

    video: str | PathLike[str]
    directory: str | PathLike[str]
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class CaptureOutcome(Generic[SpecT]):
    """How one of many journeys ended.

    Attributes:
        spec: What was to be done.
        result: What came of it; None where there is an error.
        error: What went wrong; None where nothing did.
    """

    spec: SpecT
    result: CaptureResult[JobType] | None = None
    error: MoveError | None = None


async def capture_many(
    specs: Iterable[SpecT] | AsyncIterable[SpecT],
    capture: Callable[[SpecT], Awaitable[CaptureResult[JobType]]],
    background: BackgroundTasks,
    *,
    concurrency: int,
) -> AsyncGenerator[CaptureOutcome[SpecT], None]:
    """Give an outcome as each journey ends.

    A spec is taken only when there is a place for it, so that they may come from a source without end.

    Args:
        specs: What is to be done.
        capture: Does it.
        background: Owns the task that does.
        concurrency: How many journeys are under way at once.

    Raises:
        MoveInvalidRequestError: The concurrency makes no sense.
    """
    if concurrency < 1:
        msg = f"concurrency is 1 or more, not {concurrency}"
        raise MoveInvalidRequestError(msg)
    give, take = anyio.create_memory_object_stream[CaptureOutcome[SpecT]](0)
    places = anyio.Semaphore(concurrency)

    async def go(spec: SpecT) -> None:
        try:
            outcome = CaptureOutcome(spec, result=await capture(spec))
        except MoveError as error:
            outcome = CaptureOutcome(spec, error=error)
        # The place is given up once the outcome is taken: whoever is slow to take them is not overrun.
        await give.send(outcome)
        places.release()

    async def go_all() -> None:
        async with give, anyio.create_task_group() as journeys:
            await places.acquire()
            async with aclosing(_each(specs)) as each:
                async for spec in each:
                    journeys.start_soon(go, spec)
                    await places.acquire()

    task: BackgroundTask[None] = background.start(go_all)
    try:
        async with take:
            async for outcome in take:
                yield outcome
        # What the source of the specs raised is raised here.
        await task.result()
    finally:
        task.cancel()
        with anyio.CancelScope(shield=True):
            await task.ended()


async def _each(specs: Iterable[SpecT] | AsyncIterable[SpecT]) -> AsyncGenerator[SpecT, None]:
    if isinstance(specs, AsyncIterable):
        async for spec in specs:
            yield spec
    else:
        for spec in specs:
            yield spec
