"""The captures of `capture_many`, and their outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from os import PathLike
from typing import Generic, TypeAlias, TypeVar

from move_ugc_async._generated.fragments import JobType
from move_ugc_async._suggestions import did_you_mean
from move_ugc_async._transfers.sources import ARBITRARY_TYPES, UploadSource, source_repr
from move_ugc_async.capture.capture_plan import CapturePlan
from move_ugc_async.capture.result import CaptureResult
from move_ugc_async.capture.workflow_options import CaptureOptions
from move_ugc_async.errors import MoveError, MoveInvalidRequestError

SpecT = TypeVar("SpecT", bound="CaptureSpec")


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
