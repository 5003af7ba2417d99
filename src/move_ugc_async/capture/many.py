"""Run many captures with a concurrency limit."""

import functools
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from os import PathLike
from typing import Any, Generic, TypeAlias, TypeVar

import anyio
from typing_extensions import TypedDict

from move_ugc_async._capture_state import State
from move_ugc_async._concurrency.background import BackgroundTasks
from move_ugc_async._concurrency.iteration import BackgroundIterator, Emit
from move_ugc_async._concurrency.task_group import TaskGroup
from move_ugc_async._generated.fragments import JobType
from move_ugc_async._suggestions import did_you_mean
from move_ugc_async._transfers.sources import ARBITRARY_TYPES, UploadSource, source_repr
from move_ugc_async.capture.capture_plan import CapturePlan
from move_ugc_async.capture.progress import OnCapture
from move_ugc_async.capture.result import CaptureResult
from move_ugc_async.capture.state_file import StateFile
from move_ugc_async.errors import MoveError, MoveInvalidRequestError
from move_ugc_async.services.inputs import Options, Outputs, Window

SpecT = TypeVar("SpecT", bound="CaptureSpec")


class CaptureOptions(TypedDict, total=False):
    """The keyword arguments of `AsyncMoveUgc.capture`, except `dry_run`."""

    move_file: UploadSource | None
    device_label: str
    options: Options | None
    outputs: Outputs | None
    allow_unknown: bool
    clip_window: Window | None
    name: str | None
    metadata: Mapping[str, Any] | None
    timeout: float | None
    on_progress: OnCapture | None
    key: str | None
    state_file: str | PathLike[str] | StateFile | None
    resume_from: State | None


@dataclass(frozen=True, slots=True)
class CaptureSpec:
    """One of many captures.

    Attributes:
        video: The clip: a path, bytes, a binary file object or a `ByteStream`.
        directory: Folder for its outputs. Use one folder for each capture: outputs of different clips have equal names.
        options: Further keyword arguments of `AsyncMoveUgc.capture`.

    Raises:
        MoveInvalidRequestError: `options` is not a dictionary, or contains an unknown option.
    """

    __pydantic_config__ = ARBITRARY_TYPES

    video: UploadSource
    directory: str | PathLike[str]
    options: CaptureOptions = field(default_factory=CaptureOptions)

    def __repr__(self) -> str:
        return f"CaptureSpec(video={source_repr(self.video)}, directory={self.directory!r}, options={self.options!r})"

    def __post_init__(self) -> None:
        if not isinstance(self.options, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
            msg = f"options must be a dictionary; got {type(self.options).__name__}"
            raise MoveInvalidRequestError(msg)
        known = CaptureOptions.__annotations__
        unknown = sorted(self.options.keys() - known.keys())
        if unknown:
            hint = did_you_mean(unknown[0], known)
            msg = f"options must be arguments of capture; got {', '.join(map(repr, unknown))}; {hint}"
            raise MoveInvalidRequestError(msg)


@dataclass(frozen=True, slots=True)
class CaptureSuccess(Generic[SpecT]):
    """The outcome of a capture that succeeded.

    Attributes:
        spec: The capture.
        result: Its result.
        error: None.
    """

    spec: SpecT
    result: CaptureResult[JobType]
    error: None = None


@dataclass(frozen=True, slots=True)
class CapturePlanned(Generic[SpecT]):
    """The outcome of a capture that can start, from `capture_many(dry_run=True)`.

    Attributes:
        spec: The capture.
        plan: What it would do.
        error: None.
    """

    spec: SpecT
    plan: CapturePlan
    error: None = None


@dataclass(frozen=True, slots=True)
class CaptureFailure(Generic[SpecT]):
    """The outcome of a capture that failed.

    Attributes:
        spec: The capture.
        error: A `CaptureError` if a step failed, or the `MoveInvalidRequestError` of an invalid argument, which has no
            `stage`.
        result: None.
        plan: None.
    """

    spec: SpecT
    error: MoveError
    result: None = None
    plan: None = None


CaptureOutcome: TypeAlias = CaptureSuccess[SpecT] | CaptureFailure[SpecT]
"""The outcome of one capture. `outcome.error is None` narrows it to a `CaptureSuccess` for type checkers."""

PlanOutcome: TypeAlias = CapturePlanned[SpecT] | CaptureFailure[SpecT]
"""The outcome of one dry run. `outcome.error is None` narrows it to a `CapturePlanned` for type checkers."""

EndedT = TypeVar("EndedT", bound=CaptureSuccess[Any] | CapturePlanned[Any])


def capture_many(
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
