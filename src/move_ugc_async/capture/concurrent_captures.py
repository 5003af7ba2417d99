"""Run many captures with a concurrency limit."""

import functools
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterable
from contextlib import aclosing
from typing import Any, TypeVar

import anyio

from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async._concurrency.iteration import BackgroundIterator, Emit
from move_ugc_async._concurrency.task_group import TaskGroup
from move_ugc_async.capture.outcomes import CaptureFailure, CapturePlanned, CaptureSpec, CaptureSuccess, SpecT
from move_ugc_async.capture.single_camera import SingleCameraMixin
from move_ugc_async.capture.steps import StageLimits
from move_ugc_async.errors import MoveError, MoveInvalidRequestError
from move_ugc_async.services.client_services import ClientServices

EndedT = TypeVar("EndedT", bound=CaptureSuccess[Any] | CapturePlanned[Any])


class LimitedCaptures(SingleCameraMixin):
    """Captures with limits on a client, whose subclass may override `capture` or not allow copies."""

    def __init__(self, client: ClientServices, limits: StageLimits) -> None:
        self._context, self._limits = client._context, limits  # noqa: SLF001 - same package
        # As `LazyService` sets them: the client may have services of its own.
        vars(self).update(files=client.files, takes=client.takes, jobs=client.jobs)

    async def run(self, spec: SpecT) -> CaptureSuccess[SpecT]:
        """Run a capture."""
        return CaptureSuccess(spec, await self.capture(spec.video, spec.directory, **spec.options))

    async def plan(self, spec: SpecT) -> CapturePlanned[SpecT]:
        """Return what a capture would do."""
        return CapturePlanned(spec, await self.capture(spec.video, spec.directory, **spec.options, dry_run=True))


def run_captures(
    specs: Iterable[SpecT] | AsyncIterable[SpecT],
    capture: Callable[[SpecT], Awaitable[EndedT]],
    background: BackgroundTasks,
    *,
    concurrency: int,
) -> AsyncGenerator[EndedT | CaptureFailure[SpecT], None]:
    """Yield the outcome of each capture as it ends, with at most `concurrency` of them at once."""

    async def produce(emit: Emit[EndedT | CaptureFailure[SpecT]]) -> None:
        slots = anyio.Semaphore(concurrency)
        captures = TaskGroup()

        async def run(spec: SpecT) -> None:
            outcome: EndedT | CaptureFailure[SpecT]
            try:
                if not isinstance(spec, CaptureSpec):  # pyright: ignore[reportUnnecessaryIsInstance]
                    msg = f"specs must be CaptureSpec objects; got {type(spec).__name__}"
                    raise MoveInvalidRequestError(msg)
                outcome = await capture(spec)
            except MoveError as error:
                outcome = CaptureFailure(spec, error)
            # The slot is released once the outcome is received, so that a slow consumer limits the producers.
            await emit(outcome)
            slots.release()

        async def run_all() -> None:
            await slots.acquire()
            async with aclosing(_iterate(specs)) as iterator:
                async for spec in iterator:
                    captures.start(functools.partial(run, spec))
                    await slots.acquire()

        await captures.run(run_all)

    return BackgroundIterator(background, produce)


async def _iterate(specs: Iterable[SpecT] | AsyncIterable[SpecT]) -> AsyncGenerator[SpecT, None]:
    if isinstance(specs, AsyncIterable):
        async for spec in specs:
            yield spec
    elif not isinstance(specs, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        msg = f"specs must be an iterable of CaptureSpec objects; got {type(specs).__name__}"
        raise MoveInvalidRequestError(msg)
    else:
        for spec in specs:
            yield spec
